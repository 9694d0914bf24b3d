import numpy as np
import pytest
from scipy import ndimage
from telltale.finetune.pseudo_fakes.part_edits import EDITS, edited_pair


@pytest.fixture(scope="module")
def photographs():
    rng = np.random.default_rng(0)
    rough = ndimage.gaussian_filter(rng.normal(size=(2, 208, 232, 3)), (0, 3, 3, 0))
    return np.clip(128 + 300 * rough + rng.normal(0, 2, rough.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("kind", EDITS)
def test_the_twin_has_the_same_history_and_only_the_part_differs(photographs, kind):
    differs_more = 0
    for seed in range(3):
        pair = edited_pair(kind, photographs[0], photographs[1], np.random.default_rng(seed))
        assert pair.edited.shape == pair.untouched.shape and pair.mask.shape == pair.edited.shape[:2]
        assert pair.edited.dtype == np.uint8 and 0 < pair.mask.mean() < 0.6
        change = np.abs(pair.edited.astype(int) - pair.untouched).mean(axis=2)
        differs_more += change[pair.mask].mean() > 2 * change[~pair.mask].mean()
    assert differs_more >= 2


def test_a_seed_decides_everything(photographs):
    first, second = (edited_pair("splice", *photographs, np.random.default_rng(4)) for _ in range(2))
    assert np.array_equal(first.edited, second.edited) and first.quality == second.quality
