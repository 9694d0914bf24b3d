import numpy as np
import pytest
from PIL import Image
from telltale.eval.sets.records import DataError
from telltale.eval.studies import copy_move


def test_overlap_is_f1_and_iou():
    truth = np.zeros((10, 10), bool)
    truth[:5] = True
    half = np.zeros((10, 10), bool)
    half[:5, :5] = True
    assert copy_move.overlap(half, truth) == (pytest.approx(2 / 3), 0.5)
    assert copy_move.overlap(truth, truth) == (1.0, 1.0) and copy_move.overlap(~truth, truth) == (0.0, 0.0)


def test_changes_are_applied_and_unknown_ones_refused():
    pixels = np.full((32, 48, 3), 100, np.uint8)
    assert copy_move.altered_by(pixels, "jpeg:70")[1] == 70
    assert copy_move.altered_by(pixels, "scale:0.5")[0].shape == (16, 24, 3)
    noisy, quality = copy_move.altered_by(np.tile(pixels, (4, 4, 1)), "noise:0.0005")
    assert quality is None and noisy.astype(float).std() == pytest.approx(255 * 0.0005**0.5, rel=0.05)
    for wrong in ("jpeg:x", "glow:3", "noise"):
        with pytest.raises(DataError):
            copy_move.altered_by(pixels, wrong)


def test_the_command_finds_triples_and_prints_a_row(study, tmp_path):
    rng = np.random.default_rng(0)
    for folder in ("tampered", "original", "mask"):
        (tmp_path / folder).mkdir()
    Image.fromarray(rng.integers(0, 3, (160, 160, 3), np.uint8) + 90).save(tmp_path / "original" / "1.png")
    Image.fromarray(rng.integers(0, 3, (160, 160, 3), np.uint8) + 90).save(tmp_path / "tampered" / "1.png")
    Image.new("L", (160, 160), 255).save(tmp_path / "mask" / "1.png")
    status, out, _ = study("copy-move", "--pairs", tmp_path, "--change", "none", "jpeg:70")
    rows = [line for line in out.splitlines() if line.startswith(f"| {tmp_path.name} ")]
    assert status == 0 and len(rows) == 2 and "| 0.000 | 0.000 | 0% | 0.500 | 1 | 0% |" in rows[0]
    assert study("copy-move", "--pairs", tmp_path / "mask")[0] == 2
