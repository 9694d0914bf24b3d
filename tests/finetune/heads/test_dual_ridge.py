import numpy as np
import pytest
from telltale.finetune.heads.dual_ridge import DualRidge
from telltale.finetune.heads.ridge import Ridge, weights


@pytest.fixture(scope="module")
def set_of_views():
    rng = np.random.default_rng(0)
    generated = np.arange(40) % 2 == 0
    features = (rng.normal(size=(40, 12)) + generated[:, None]).astype(np.float32)
    return features, generated, weights(generated, ["one"] * 40)


def test_it_is_the_ridge_of_the_primal(set_of_views):
    features, generated, mass = set_of_views
    start = features @ np.linspace(-0.1, 0.2, 12)
    residual = np.where(generated, 1.0, -1.0) - start
    dual = DualRidge(features, residual, mass, 2.0).change()
    primal = Ridge(features, generated, mass, 2.0, start=start).head()
    assert np.allclose(dual(features), primal(features), atol=1e-3)


def test_views_that_are_left_out_have_no_say(set_of_views):
    features, generated, mass = set_of_views
    residual, kept = np.where(generated, 1.0, -1.0), np.arange(40) < 30
    other = np.where(kept, residual, -residual)
    one, two = (DualRidge(features, y, mass, 2.0).change(kept)(features) for y in (residual, other))
    assert np.allclose(one, two)


def test_a_weight_that_is_held_moves_less(set_of_views):
    features, generated, mass = set_of_views
    residual, hold = np.where(generated, 1.0, -1.0), np.ones(12, np.float32)
    hold[3] = 1e4
    free, held = (DualRidge(features, residual, mass, 1.0, c).change().weight for c in (None, hold))
    assert abs(held[3]) < abs(free[3]) / 100
