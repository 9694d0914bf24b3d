import io
from functools import partial

import numpy as np
from PIL import Image
from telltale.agent.evidence import Evidence
from telltale.eval.sets.records import Record
from telltale.eval.studies import forged_marks

from tests.conftest import encode


def test_marks_change_the_file_and_not_the_pixels(photographs):
    picture = photographs[0]
    for marks in (forged_marks.CAMERA_MARKS, forged_marks.AI_MARKS, forged_marks.WORDS):
        files = [save(picture) for save in marks.values()]
        assert len(set(files)) == len(files)
        decoded = [np.asarray(Image.open(io.BytesIO(file))) for file in files]
        assert all((pixels == decoded[0]).all() for pixels in decoded)


def test_moved_labels_are_counted(tmp_path, monkeypatch):
    """A detector is sure of a photograph, at a rate that allows the label: only the declaration takes it away."""
    file = tmp_path / "a.png"
    file.write_bytes(encode(Image.new("RGB", (200, 200), "grey")))
    sure = Evidence(source="clip", kind="detector", statement="s", score=-4.0, supports="real")
    monkeypatch.setattr(forged_marks, "_measured", lambda pixels, quality: [sure])
    monkeypatch.setattr(forged_marks, "fuse", partial(forged_marks.fuse, error_rate=0.1))
    records = [Record(path=file, label="real", source="s", group="g")]
    for marks, moved in (
        (forged_marks.CAMERA_MARKS, False),
        (forged_marks.AI_MARKS, True),
        (forged_marks.WORDS, False),
    ):
        plain, *marked = forged_marks.rows(records, marks)
        assert plain[1:] == ("1", "1", "0", "0", "0", "0")
        assert all((row[-1] == "1") == moved for row in marked)
        assert all(row[5] == "1" for row in marked if moved)
