import numpy as np
import pytest
from telltale.finetune.pseudo_fakes.repeating import KINDS, repeating


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_picture_that_a_seed_decides(kind, coffee):
    made, again, other = (repeating(kind, coffee, np.random.default_rng(seed)) for seed in (0, 0, 1))
    assert made.dtype == np.uint8 and made.shape[2] == 3 and min(made.shape[:2]) >= 320
    assert np.array_equal(made, again) and (made.shape != other.shape or not np.array_equal(made, other))


def test_a_reflection_is_the_scene_upside_down_and_darker(coffee):
    made = repeating("reflection", coffee, np.random.default_rng(0)).astype(float)
    above, below = made[:256], made[256:][::-1]
    assert np.corrcoef(above.ravel(), below.ravel())[0, 1] > 0.9 and below.mean() < above.mean()
