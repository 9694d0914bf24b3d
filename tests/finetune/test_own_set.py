"""Pictures of one's own: what is there twice, what can't be read, and what can't be kept."""

import pytest
from PIL import Image
from telltale.eval.sets.records import DataError
from telltale.finetune import own_set
from telltale.finetune.progress_steps import Steps


@pytest.fixture
def pictures(tmp_path, astronaut):
    """Three photographs of two sources and one generated picture, all different."""
    for place, side in (("real/a/1", 64), ("real/a/2", 65), ("real/b/3", 66), ("fake/g/4", 67)):
        file = tmp_path / "set" / f"{place}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        astronaut.resize((side, side)).save(file)
    return tmp_path / "set"


def copy(file, other):
    other.parent.mkdir(parents=True, exist_ok=True)
    other.write_bytes(file.read_bytes())


def test_a_file_that_is_there_twice_is_taken_once(pictures, capsys):
    copy(pictures / "real/a/1.png", pictures / "real/b/5.png")
    found = own_set.distinct(own_set.records_in([pictures]))
    assert [record.path.name for record in found] == ["4.png", "1.png", "2.png", "3.png"]
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "1 file is there more than once" in said and "5.png" in said


def test_a_file_of_both_labels_is_told_in_one_line(pictures):
    copy(pictures / "real/a/1.png", pictures / "fake/g/5.png")
    copy(pictures / "real/a/2.png", pictures / "fake/g/6.png")
    with pytest.raises(DataError, match=r"same file, called real and generated; so are 1 more; remove") as told:
        own_set.distinct(own_set.records_in([pictures]))
    assert "\n" not in str(told.value)


def test_files_that_are_no_pictures_are_named_and_left_out(pictures, tmp_path, capsys):
    (pictures / "real/a/5.png").write_bytes(b"no picture")
    (pictures / "real/a/6.jpg").write_bytes(b"")
    (pictures / "real/a/7.png").write_bytes((pictures / "real/a/1.png").read_bytes()[:200])
    records = own_set.distinct(own_set.records_in([pictures]))
    views = own_set.as_views(records, tmp_path / "views", Steps(1))
    assert len(views) == 4
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 4 and lines[-1].endswith("3 of 7 pictures could not be read")
    assert sum("(it is no picture); left out" in line for line in lines) == 2
    assert len(own_set.readable(records)) == 4
    assert "3 of 7 pictures can't be read" in capsys.readouterr().err


def test_a_view_that_can_not_be_kept_is_no_fault_of_the_picture(pictures, tmp_path, monkeypatch):
    def refuse(*arguments):
        raise OSError(28, "No space left on device", "views")

    monkeypatch.setattr(own_set, "write_views", refuse)
    with pytest.raises(OSError, match="No space"):
        own_set.as_views(own_set.records_in([pictures]), tmp_path / "views", Steps(1))


def test_views_are_written_once(pictures, tmp_path, monkeypatch):
    records = own_set.records_in([pictures])
    first = own_set.as_views(records, tmp_path / "views", Steps(1))
    monkeypatch.setattr(own_set, "read_pixels", None)
    assert own_set.as_views(records, tmp_path / "views", Steps(1)) == first
    with Image.open(first[0].path) as view:
        assert view.size == (224, 224)
