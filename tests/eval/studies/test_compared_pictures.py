import numpy as np
import pytest
from PIL import Image
from telltale.agent.comparing.picture_comparison import Comparison
from telltale.eval.sets.records import DataError
from telltale.eval.studies import compared_pictures

from tests.agent.comparing.scenes import scene


def test_changes_move_the_truth_with_the_picture():
    pixels, truth = np.zeros((100, 200, 3), np.uint8), np.zeros((100, 200), bool)
    truth[:50] = True
    small, moved = compared_pictures.changed(pixels, truth, "scale:0.5+jpeg:80")
    assert small.shape == (50, 100, 3) and moved[:25].all() and not moved[25:].any()
    cut, moved = compared_pictures.changed(pixels, truth, "crop:0.4")
    assert cut.shape == (40, 80, 3) and moved[:30].all() and not moved[30:].any()
    assert compared_pictures.changed(pixels, None, "mirror:1")[1] is None
    for wrong in ("glow:2", "jpeg:x", "scale"):
        with pytest.raises(DataError):
            compared_pictures.changed(pixels, truth, wrong)


def test_f1_is_of_pixels_and_zero_without_a_mask():
    truth = np.zeros((10, 10), bool)
    truth[:5] = True
    half = truth.copy()
    half[:, 5:] = False
    assert compared_pictures.f1(Comparison("version", mask=half), truth) == pytest.approx(2 / 3)
    assert compared_pictures.f1(Comparison("none"), truth) == 0


def test_the_command_finds_originals_and_outlines_differences(study, tmp_path):
    (tmp_path / "pairs" / "tampered").mkdir(parents=True)
    (tmp_path / "pairs" / "original").mkdir()
    for name in ("1", "2"):
        picture = scene(int(name), (200, 160))
        picture.save(tmp_path / "pairs" / "original" / f"{name}.png")
        picture.paste(scene(9).crop((0, 0, 60, 50)), (70, 50))
        picture.save(tmp_path / "pairs" / "tampered" / f"{name}.png")
    (tmp_path / "other").mkdir()
    scene(5, (200, 160)).save(tmp_path / "other" / "a.jpg")
    Image.new("RGB", (200, 200), "red").save(tmp_path / "other" / "b.jpg")
    options = ("--pairs", tmp_path / "pairs", "--among", tmp_path / "other", "--splices", 1, "--unrelated", 1)
    status, out, _ = study("compared-pictures", *options)
    row = next(line for line in out.splitlines() if line.startswith("| pairs | none |"))
    cells = [cell.strip() for cell in row.split("|")[1:-1]]
    assert status == 0 and cells[:5] == ["pairs", "none", "2", "100%", "100%"] and float(cells[5]) > 0.8
    assert cells[6:] == ["2", "–"] and "| the picture | 1 | 100% |" in out and "| 1 | 0 | – |" in out
    assert study("compared-pictures", "--pairs", tmp_path / "other")[0] == 2
