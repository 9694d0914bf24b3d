"""Cloned parts are found, with the way from one place to the other; what only looks alike is not."""

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage
from telltale.agent.detectors import clones
from telltale.agent.detectors.registry import get
from telltale.agent.evidence import Quality
from telltale.agent.locating.copy_finding import MOST_OUTLINED, THRESHOLD, copied, is_row, judge
from telltale.agent.locating.copy_growth import Part
from telltale.agent.locating.copy_repeats import Repeats
from telltale.agent.locating.copy_signal import signal

CLEAN = Quality(short_side=320)
AT, SIDE = (60, 70), 80  # x and y of the part that is copied, and its side


@pytest.fixture(scope="module")
def scene(photographs):
    """A photograph of 480×320 px without repeats: a cup on a table."""
    return np.asarray(photographs[1].resize((480, 320), Image.Resampling.LANCZOS))


def pasted(scene: np.ndarray, part: np.ndarray, x: int, y: int) -> tuple[np.ndarray, np.ndarray]:
    """The scene with a part laid on it, and the mask of both places."""
    made, mask = scene.copy(), np.zeros(scene.shape[:2], bool)
    made[y : y + part.shape[0], x : x + part.shape[1]] = part
    mask[y : y + part.shape[0], x : x + part.shape[1]] = True
    mask[AT[1] : AT[1] + SIDE, AT[0] : AT[0] + SIDE] = True
    return made, mask


def f1(one: np.ndarray, other: np.ndarray) -> float:
    return 2 * float((one & other).sum()) / float(one.sum() + other.sum())


@pytest.fixture(scope="module")
def part(scene):
    return scene[AT[1] : AT[1] + SIDE, AT[0] : AT[0] + SIDE]


def test_a_shifted_clone_is_outlined_and_described(scene, part):
    made, mask = pasted(scene, part, 330, 190)
    reading = clones.measure(made, CLEAN)
    assert reading.supports == "tampered" and reading.score > THRESHOLD and reading.region is not None
    found = copied(made)
    assert f1(found.mask, mask) > 0.85
    best = found.pairs[0]
    assert np.abs(np.abs(best.shift) - (270, 120)).max() < 1 and abs(best.turn) < 1 and abs(best.scale - 1) < 0.02
    assert {round(value) for value in map(abs, (reading.facts.numbers["shift_right"], best.shift[0]))} == {270}
    assert reading.map.shape == (40, 60) and reading.map.max() == 1
    assert "px at" in reading.statement and len(reading.caveats) == 3


def test_a_turned_clone_is_found_with_its_angle(scene, part):
    turned = ndimage.rotate(part.astype(np.float32), -90, axes=(0, 1))
    made, mask = pasted(scene, np.clip(turned, 0, 255).astype(np.uint8), 340, 40)
    found = copied(made)
    assert found.pairs and abs(abs(found.pairs[0].turn) - 90) < 3 and f1(found.mask, mask) > 0.8


def test_nothing_is_found_in_the_photograph_itself(scene):
    reading = clones.measure(scene, CLEAN)
    assert reading.supports == "neutral" and reading.region is None and reading.map is None
    assert reading.score is not None and reading.score < THRESHOLD


def test_a_pattern_that_repeats_is_no_clone():
    tile = ndimage.gaussian_filter(np.random.default_rng(0).uniform(0, 255, (40, 48)), 1.5, mode="wrap")
    tile = (tile - tile.min()) / np.ptp(tile) * 255
    wall = np.tile(tile, (5, 5)) + np.random.default_rng(1).normal(0, 3, (200, 240))
    pixels = np.repeat(np.clip(wall, 0, 255).astype(np.uint8)[..., None], 3, 2)
    assert clones.measure(pixels, CLEAN).supports == "neutral"


def test_a_pattern_seen_askew_is_taken_for_one():
    """Each motif matches its neighbour best and those farther off less well; a copy has no such crowd about it."""
    few, many = (Repeats(0.985, others) for others in ((0.4, 0.35, 0.3), (0.88, 0.86, 0.85, 0.7)))
    part = Part(
        np.ones((40, 40), bool), np.ones((40, 40), bool), (0, 0, 40, 40), np.eye(2, 3), 0.985, 1.0, 1.5, 1200, 0.95
    )
    assert many.as_near < few.as_near + 1 and many.crowd == 0.85 and Repeats(0.9, (0.5,)).crowd == 0.0
    assert judge(part, few) > 0.9 > THRESHOLD > judge(part, many)


def test_an_outline_that_runs_into_its_image_is_a_row():
    """Drawers one above the other: 40 px high, 34 px apart, so 15% of the lower one lies in the upper one."""
    planes = signal(np.zeros((120, 120), np.uint8))
    way = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, -34.0]])
    part = Part(np.ones((40, 40), bool), np.ones((40, 40), bool), (40, 60, 80, 100), way, 0.98, 1.0, 1.5, 900, 0.9)
    assert is_row(part, planes, MOST_OUTLINED) and not is_row(part, planes)


def test_flat_drawn_and_small_pictures_are_not_tested():
    flat = np.full((300, 300, 3), 128, np.uint8) + np.random.default_rng(0).integers(0, 3, (300, 300, 1), np.uint8)
    assert copied(flat).why_not == "plain" and clones.measure(flat, CLEAN).score is None
    drawn = np.full((300, 300, 3), 255, np.uint8)
    drawn[40:80:4, 20:280] = drawn[140:180:4, 20:280:3] = 0
    assert copied(drawn).why_not in ("plain", "drawn")
    small = get("clones").read(np.zeros((100, 300, 3), np.uint8), CLEAN)
    assert small is not None and small.score is None and "128" in small.statement
