import numpy as np
import pytest
from telltale.eval.sets import shared_copies
from telltale.eval.sets.degradations import VIEW, jpeg, resize, view
from telltale.eval.sets.shared_copies import TIERS, left_of, shared_copy

from tests.eval.sets.made import picture


@pytest.fixture
def pixels(photographs):
    return np.asarray(photographs[0].resize((VIEW, VIEW)))


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("crop", [False, True])
@pytest.mark.parametrize("original", [(0, 0), (300, 240), (4000, 3000)])
def test_a_copy_is_what_the_tower_sees_and_the_same_every_time(pixels, tier, crop, original):
    copy = shared_copy(pixels, tier, original, crop)
    assert copy.shape == (VIEW, VIEW, 3) and copy.dtype == np.uint8
    assert np.array_equal(copy, shared_copy(pixels, tier, original, crop))
    assert not np.array_equal(copy, pixels)


def test_a_crop_is_scaled_as_its_picture_would_be(pixels):
    side, quality = TIERS["web"]
    assert np.array_equal(
        shared_copy(pixels, "web", (4 * side, 2 * side), crop=True), view(jpeg(resize(pixels, 0.25), quality))
    )
    assert np.array_equal(shared_copy(pixels, "web", (side, side), crop=True), view(jpeg(pixels, quality)))


def test_the_whole_is_saved_at_the_size_of_the_copy(pixels, monkeypatch):
    seen = []
    monkeypatch.setattr(shared_copies, "jpeg", lambda given, quality: seen.append((given.shape[:2], quality)) or given)
    for original in ((3000, 2000), (600, 300), (500, 100)):
        shared_copy(pixels, "web", original)
    shared_copy(pixels, "hard", (3000, 2000))
    assert seen == [((512, 512), 60), ((300, 300), 60), ((VIEW, VIEW), 60), ((341, 341), 40)]


def test_a_picture_that_is_no_view_is_scaled_from_its_own_size(monkeypatch):
    seen = []
    monkeypatch.setattr(shared_copies, "jpeg", lambda given, quality: seen.append(given.shape[:2]) or given)
    for size in ((2048, 1024), (300, 200)):
        shared_copy(np.zeros((*size[::-1], 3), np.uint8), "hard")
    assert seen == [(256, 512), (VIEW, 336)]


def test_how_much_of_a_picture_is_left_in_a_copy():
    assert left_of("web", (1536, 100)) == 0.5 and left_of("hard", (100, 2048)) == 0.25
    assert left_of("web", (768, 768)) == left_of("web", (10, 10)) == 1.0


def test_a_hard_copy_is_farther_from_the_picture_than_one_from_the_web(pixels):
    for crop in (False, True):
        web, hard = (
            np.abs(shared_copy(pixels, tier, (2000, 1500), crop).astype(int) - pixels).mean()
            for tier in ("web", "hard")
        )
        assert 0 < web < hard


def test_a_picture_that_is_no_view_is_taken_by_its_middle_square():
    wide = np.asarray(picture(0, 300))[:200]
    assert shared_copy(wide, "hard").shape == (VIEW, VIEW, 3)
