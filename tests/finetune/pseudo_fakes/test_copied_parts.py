import numpy as np
import pytest
from telltale.finetune.pseudo_fakes import copied_parts
from telltale.finetune.pseudo_fakes.copied_parts import copied_pair, delivered


@pytest.fixture(scope="module")
def scene(photographs):
    return np.asarray(photographs[1].resize((420, 300)))


@pytest.fixture(scope="module")
def pairs(scene):
    found = [copied_pair(scene, np.random.default_rng(seed)) for seed in range(24)]
    return [pair for pair in found if pair is not None]


def test_the_twin_has_the_same_history_and_only_the_copy_differs(pairs):
    assert len(pairs) >= 20
    for pair in pairs:
        assert pair.edited.shape == pair.untouched.shape and pair.mask.shape == pair.edited.shape[:2]
        change = np.abs(pair.edited.astype(int) - pair.untouched).mean(2)
        assert change[~pair.mask].mean() < 2.5  # what an edge and another JPEG block leave
        assert 0.003 < pair.share < 0.1 and pair.share < pair.mask.mean() < 0.3
        assert min(pair.edited.shape[:2]) >= copied_parts.SMALLEST
    differs = [np.abs(p.edited.astype(int) - p.untouched).mean(2)[p.mask].mean() for p in pairs]
    assert np.median(differs) > 10


def test_copies_are_moved_turned_and_taken_from_all_grounds(pairs):
    assert {pair.plain for pair in pairs} == {True, False}
    assert {pair.ground for pair in pairs} == set(copied_parts.GROUNDS)
    assert any(pair.quality is None for pair in pairs) and all(60 <= (p.quality or 60) <= 95 for p in pairs)


def test_a_part_that_was_only_moved_is_found_where_the_mask_says(scene, monkeypatch):
    """Without turning, feathering and delivery, both places hold the same pixels."""
    for name, value in (("PLAIN", 1.0), ("HARD", 1.0), ("TONED", 0.0)):
        monkeypatch.setattr(copied_parts, name, value)
    monkeypatch.setattr(copied_parts, "delivered", lambda pixels, mask, rng: (pixels, mask, None))
    pair = copied_pair(scene, np.random.default_rng(3))
    assert pair is not None and pair.plain
    changed = (pair.edited != scene).any(2)
    assert not changed[~pair.mask].any() and 0.35 < changed[pair.mask].mean() < 0.55  # the copy is half of the mask


def test_a_seed_decides_everything_and_no_room_gives_none(scene):
    first, second = (copied_pair(scene, np.random.default_rng(4)) for _ in range(2))
    assert np.array_equal(first.edited, second.edited) and first.quality == second.quality
    assert copied_pair(scene[:30, :30], np.random.default_rng(0)) is None


def test_a_small_picture_is_delivered_in_its_size(scene):
    small = scene[:200, :220]
    for seed in range(8):
        pixels, mask, _ = delivered(small, np.zeros(small.shape[:2], bool), np.random.default_rng(seed))
        assert pixels.shape == small.shape and mask.shape == small.shape[:2]
