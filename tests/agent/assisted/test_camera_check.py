"""A sensor's noise is found again in its own pictures, and in no others."""

from dataclasses import asdict

import numpy as np
import pytest
from scipy import ndimage
from telltale.agent.assisted.camera_check import LEAST_REFERENCES, THRESHOLD, compared
from telltale.agent.assisted.camera_text import told
from telltale.agent.assisted.sensor_match import match, probe
from telltale.agent.assisted.sensor_noise import cleaned, gathered, residual

HEIGHT, WIDTH = 288, 320


def pattern(seed):
    return np.random.default_rng(seed).normal(0, 0.02, (HEIGHT, WIDTH, 1))


def taken(seed, sensor):
    """A soft scene with grain, as a sensor with a pattern takes it."""
    rng = np.random.default_rng(seed)
    soft = ndimage.gaussian_filter(rng.normal(0, 1, (HEIGHT, WIDTH)), 9)
    scene = 130 + 45 * soft / soft.std()
    values = np.repeat(scene[..., None], 3, axis=2) * (1 + sensor) + rng.normal(0, 2, (HEIGHT, WIDTH, 3))
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def sensor():
    return pattern(100)


@pytest.fixture(scope="module")
def references(sensor):
    return [taken(seed, sensor) for seed in range(10)]


def test_a_picture_of_the_camera_agrees(sensor, references):
    found = compared(taken(50, sensor), references)
    assert found.outcome == "agrees" and found.pce > 2 * THRESHOLD and found.halves > THRESHOLD
    assert found.at is None and found.turned == 0 and (found.used, found.sensor) == (10, (WIDTH, HEIGHT))
    turned = compared(np.rot90(taken(50, sensor), -1), references)
    assert turned.outcome == "agrees" and turned.turned == 1


def test_a_crop_is_found_where_it_was_cut(sensor, references):
    found = compared(taken(51, sensor)[20:284, 33:301], references)
    assert found.outcome == "agrees" and found.at == (33, 20)
    assert any("33, 20" in text for text in told(found))


def test_another_camera_does_not_agree_and_that_is_no_evidence(references):
    found = compared(taken(52, pattern(101)), references)
    assert found.outcome == "agrees_not" and found.pce < THRESHOLD
    assert len(told(found)) == 4  # the outcome, that it is no evidence, that the references are few, and no verdict


def test_references_of_several_cameras_are_noticed():
    found = compared(taken(50, pattern(0)), [taken(seed, pattern(200 + seed)) for seed in range(8)])
    assert found.outcome == "no_common_sensor" and found.pce is None and len(told(found)) == 2


def test_what_can_not_be_compared_is_not(sensor, references):
    few = compared(taken(50, sensor), references[: LEAST_REFERENCES - 1])
    assert few.outcome == "few_references" and few.used == LEAST_REFERENCES - 1
    assert compared(np.zeros((600, 600, 3), np.uint8), references).outcome == "other_size"
    assert compared(np.zeros((100, 300, 3), np.uint8), references).outcome == "too_small"
    mixed = compared(taken(50, sensor), [*references[:8], np.zeros((400, 400, 3), np.uint8)])
    assert mixed.left_out == 1 and mixed.used == 8
    assert compared(taken(50, sensor), []).outcome == "few_references"
    for each in (few, mixed):
        assert told(each) and set(asdict(each)) >= {"outcome", "pce", "threshold"}


def test_the_sign_of_the_correlation_is_kept(sensor):
    flat = np.full((HEIGHT, WIDTH, 3), 140.0) * (1 - sensor)
    found = match(probe(np.rint(flat).astype(np.uint8)), sensor[..., 0].astype(np.float32))
    assert found.pce < -THRESHOLD and found.places == 1


def test_noise_is_cleaned_of_rows_columns_and_sizes_must_agree():
    noise = cleaned(np.random.default_rng(0).normal(0, 1, (64, 64)).astype(np.float32) + np.arange(64)[:, None])
    assert np.abs(noise.mean(axis=1)).max() < 0.2
    assert np.abs(residual(np.full((64, 64), 90, np.float32))).max() < 0.01
    with pytest.raises(ValueError, match="different sizes: 64×64 and 64×32"):
        gathered(np.zeros((64, 64, 3), np.uint8)) + gathered(np.zeros((32, 64, 3), np.uint8))
