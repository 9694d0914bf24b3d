import numpy as np
import pytest
from telltale.eval import metrics
from telltale.eval.metrics import f1_g_mean


def test_loki_accuracy_by_hand():
    category = ["a"] * 4 + ["b"] * 3
    fake = [True, True, False, False, True, False, False]
    right = [True, False, True, True, True, False, True]
    # a: (1/2 + 1) / 2 = .75, b: (1 + 1/2) / 2 = .75 over 2 and 1 fakes
    overall, by = metrics.loki_accuracy(category, fake, right)
    assert by == {"a": 0.75, "b": 0.75} and overall == 0.75
    always, _ = metrics.loki_accuracy(category, fake, fake)
    assert always == 0.5
    # real ones of a single category stand beside every kind of fake, as in 3D
    overall, by = metrics.loki_accuracy(["x", "y", "real"], [True, True, False], [True, False, True])
    assert by == {"x": 1.0, "y": 0.5} and overall == 0.75
    assert metrics.loki_accuracy(["a"], [False], [True]) == (None, {})


def test_bias_index_and_rates():
    assert metrics.bias_index(0.9, 0.3) == pytest.approx(0.5)
    assert metrics.bias_index(0.0, 0.0) is None
    assert metrics.rates([True, False, False], [True, True, False]) == (0.5, 1.0)
    assert metrics.rates([True], [True]) == (1.0, None)


def test_f1_is_that_of_scikit_learn():
    from sklearn.metrics import f1_score

    rng = np.random.default_rng(0)
    for share in (0.05, 0.5, 0.95):
        called, truth = rng.random(200) < share, rng.random(200) < 0.4
        assert f1_g_mean(called, truth)[0] == pytest.approx(f1_score(truth, called))


def test_disparity_leaves_small_groups_out():
    group, right = ["a"] * 10 + ["b"] * 10 + ["c"], [True] * 9 + [False] + [True] * 5 + [False] * 5 + [False]
    gap, by = metrics.disparity(group, right)
    assert gap == pytest.approx(0.4) and by == {"a": 0.9, "b": 0.5}
    assert metrics.disparity(["a"], [True]) == (None, {})
