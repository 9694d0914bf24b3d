import numpy as np
from PIL import Image
from telltale.eval.studies import open_watermarks


def test_the_command_reads_marks_it_made_and_none_elsewhere(study, tmp_path, astronaut):
    astronaut.convert("RGB").resize((256, 256)).save(tmp_path / "a.png")
    Image.new("RGB", (64, 64)).save(tmp_path / "small.png")
    status, out, _ = study("open-watermarks", "--pictures", tmp_path, "--marked", 1)
    assert status == 0 and "| 1 | 1 | 0 |" in out
    saved = next(line for line in out.splitlines() if line.startswith("| as saved (PNG) |"))
    assert saved.count("100%") == 4
    status, out, _ = study("open-watermarks", "--pictures", tmp_path, "--marked", 1, "--sides", 320)
    assert status == 0 and "### Photographs that were marked, short side 320 px" in out
    assert study("open-watermarks")[0] == 2


def test_parts_of_a_large_picture_do_not_overlap():
    sizes = [part.shape[:2] for part in open_watermarks.parts(np.zeros((1100, 1600, 3), np.uint8))]
    assert sizes == [(1100, 1600), *[(512, 512)] * 4]
    assert len(list(open_watermarks.parts(np.zeros((600, 700, 3), np.uint8)))) == 1
