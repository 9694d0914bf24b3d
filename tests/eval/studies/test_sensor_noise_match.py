import csv

import numpy as np
import pytest
from PIL import Image
from telltale.eval.studies import sensor_noise_match


@pytest.fixture
def photographs(tmp_path):
    """A manifest of noisy squares of 224 px."""
    rng = np.random.default_rng(0)
    rows = [("path", "label", "source")]
    for number in range(100):
        soft = Image.fromarray(rng.integers(60, 200, (12, 12, 3), np.uint8)).resize(
            (224, 224), Image.Resampling.BICUBIC
        )
        noise = rng.normal(0, 2, (224, 224, 3))
        Image.fromarray(np.clip(np.asarray(soft) + noise, 0, 255).astype(np.uint8)).save(tmp_path / f"{number}.png")
        rows.append((f"{number}.png", "real", "made"))
    with (tmp_path / "manifest.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return tmp_path / "manifest.csv"


def test_a_pattern_is_added_in_proportion_to_brightness():
    scene = np.full((64, 64, 3), 200, np.uint8)
    taken = sensor_noise_match.taken(scene, np.full((64, 64), 0.05, np.float32))
    assert np.abs(taken.astype(int) - 210).max() <= 1
    assert np.abs(sensor_noise_match.taken(scene, None).astype(int) - 200).max() <= 1


@pytest.mark.slow
def test_made_sensors_are_found_and_others_are_not(study, photographs):
    status, out, _ = study("sensor-noise-match", "--data", photographs, "--sensors", 1, "--references", 8)
    row = next(line for line in out.splitlines() if line.startswith("| 0.01 | 8 | as saved"))
    cells = [cell.strip() for cell in row.split("|")[1:-1]]
    assert status == 0 and cells[3] == "100%" and cells[5:7] == ["8", "0"]
    assert study("sensor-noise-match", "--data", photographs, "--sensors", 9)[0] == 2
