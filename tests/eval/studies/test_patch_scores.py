import numpy as np
import pytest
from telltale.eval.studies import patch_scores


def test_the_strongest_share_is_the_mean_of_the_highest_values():
    terms = np.arange(20, dtype=float)[None]
    assert patch_scores.strongest(terms, 0.1)[0] == 18.5
    assert patch_scores.strongest(terms, 0.001)[0] == 19


def test_the_noise_has_no_low_frequencies_and_is_the_same_each_time():
    grey = np.full((1, 224, 224, 3), 128, np.uint8)
    noisy = patch_scores.with_noise(grey)
    assert np.array_equal(noisy, patch_scores.with_noise(grey))
    difference = noisy[0, :, :, 0].astype(float) - 128
    assert 6 < difference.std() < 9
    assert abs(difference.reshape(56, 4, 56, 4).mean((1, 3))).max() < 0.3  # rounding alone


def test_the_table_gives_a_row_for_each_score_and_for_scores_that_are_joined():
    rng = np.random.default_rng(0)
    names = {patch_scores.HEAD, patch_scores.RESPONSE, "strongest 10% of patches"}
    truth = np.repeat([False, True], 10)
    found = {
        source: ({name: truth * (3.0 if name == patch_scores.HEAD else 0.0) + rng.random(20) for name in names}, truth)
        for source in "abc"
    }
    rows = {row[0]: row[1:] for row in patch_scores.table(found)}
    assert rows[patch_scores.HEAD] == ("3", "1.000", "1.000", "1.000")
    assert float(rows[patch_scores.RESPONSE][1]) == pytest.approx(0.5, abs=0.3)
    assert float(rows[f"{patch_scores.HEAD} and {patch_scores.RESPONSE}"][1]) > 0.95
