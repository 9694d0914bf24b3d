from itertools import product

import numpy as np
import pytest
from telltale.eval import metrics, scoring


def test_a_resample_draws_as_many_groups_and_each_of_them_whole():
    groups, drawn = ["a", "b", "a", "c", "b", "a"], []
    metrics.bootstrap(lambda at: drawn.append(at) or 0.0, groups, resamples=50)
    members = {"a": [0, 2, 5], "b": [1, 4], "c": [3]}
    for at in drawn:
        count = np.bincount(at, minlength=6)
        each = {name: {int(count[n]) for n in those} for name, those in members.items()}
        assert all(len(times) == 1 for times in each.values()) and sum(min(times) for times in each.values()) == 3


def test_the_bootstrap_resamples_whole_groups():
    right = np.array([1.0] * 50 + [0.0] * 50)
    mean = lambda at: float(right[at].mean())  # noqa: E731
    low, high = metrics.bootstrap(mean, [str(n) for n in range(100)])
    assert 0.38 < low < 0.44 and 0.56 < high < 0.62  # ± 1.96 · √(.25 / 100) = ± .098
    wide_low, wide_high = metrics.bootstrap(mean, [str(n // 25) for n in range(100)])
    assert wide_low <= 0.1 and wide_high >= 0.9  # four groups, each all right or all wrong
    assert metrics.bootstrap(mean, ["one"] * 100) == (None, None)


def test_a_share_of_groups_counts_every_group_alike():
    # a: 9 of 9, b: 0 of 1; a resample of two groups gives 0, 1/2 or 1
    assert metrics.group_share([True] * 9 + [False], ["a"] * 9 + ["b"]) == (0.5, 0.0, 1.0)
    hits, groups = zip(*((n % 2, str(n)) for n in range(100) for _ in range(1 + n % 3)), strict=True)
    share, low, high = metrics.group_share(hits, groups)
    assert share == pytest.approx(0.5) and 0.37 < low < 0.44 and 0.56 < high < 0.63  # ± 1.96 · √(.25 / 100) = ± .098
    assert metrics.group_share([True, False], ["a", "a"]) == (0.5, None, None)
    with pytest.raises(ValueError):
        metrics.group_share([], [])


def test_a_share_without_spread_has_an_interval_all_the_same():
    names = [str(n) for n in range(20)]
    assert metrics.group_share([False] * 20, names) == (0.0, 0.0, pytest.approx(0.1684, abs=1e-4))  # 1 − .025^(1/20)
    assert metrics.group_share([True] * 20, names) == (1.0, pytest.approx(0.8316, abs=1e-4), 1.0)
    assert metrics.group_share([False], ["a"]) == (0.0, None, None)


def test_mcnemar_by_hand():
    # right in the first alone 1, in the second alone 6: p = 2 · (C(7,0) + C(7,1)) / 2^7
    first, second = [True] + [False] * 6 + [True] * 9, [False] + [True] * 6 + [True] * 9
    assert metrics.mcnemar(first, second) == pytest.approx(2 * 8 / 128)
    assert metrics.mcnemar(first, first) == 1.0


def test_mcnemar_is_the_binomial_test_of_scipy():
    from scipy.stats import binomtest

    rng = np.random.default_rng(0)
    for size in (1, 7, 60, 400):
        first, second = rng.random(size) < 0.6, rng.random(size) < 0.7
        alone = int((first & ~second).sum()), int((~first & second).sum())
        expected = binomtest(alone[0], sum(alone)).pvalue if sum(alone) else 1.0
        assert metrics.mcnemar(first, second) == pytest.approx(expected)
        each = [str(n) for n in range(size)]  # a group for each item changes nothing
        assert metrics.mcnemar(first, second, each) == pytest.approx(expected)


def test_mcnemar_by_groups_counts_every_exchange_of_whole_groups():
    rng = np.random.default_rng(1)
    for _ in range(5):
        groups = rng.integers(0, 8, 40)
        first, second = rng.random(40) < 0.5, rng.random(40) < 0.7
        by = [int((second[groups == g].astype(int) - first[groups == g]).sum()) for g in range(8)]
        sums = [abs(sum(s * d for s, d in zip(signs, by, strict=True))) for signs in product((-1, 1), repeat=8)]
        expected = np.mean([total >= abs(sum(by)) for total in sums])
        assert metrics.mcnemar(first, second, [str(g) for g in groups]) == pytest.approx(expected)


def test_items_of_a_group_do_not_make_differences_out_of_nothing():
    """Two equally good models on 40 scenes of five pictures, which both models answer much alike within a scene."""
    rng = np.random.default_rng(0)
    runs, scenes, size = 600, 40, 5
    names = np.repeat(np.arange(scenes), size).astype(str).tolist()
    ease = rng.beta(0.5, 0.5, (2, runs, scenes, 1))  # of a scene, to either model: the same distribution for both
    right = (rng.random((2, runs, scenes, size)) < ease).reshape(2, runs, -1)
    items = np.mean([metrics.mcnemar(a, b) < 0.05 for a, b in zip(*right, strict=True)])
    whole = np.mean([metrics.mcnemar(a, b, names) < 0.05 for a, b in zip(*right, strict=True)])
    assert items > 0.14  # a test of items finds a difference three times as often as it should
    assert whole <= 0.07
    better = right[1, :100] | (rng.random((100, scenes * size)) < 0.6)  # and a true difference is still found
    assert np.mean([metrics.mcnemar(a, b, names) < 0.05 for a, b in zip(right[0], better, strict=False)]) > 0.9


def test_agreement_of_two_judges():
    assert metrics.agreement([0, 1, 2, 5], [0, 1, 2, 5]) == pytest.approx(1)
    # weights (i - j)²: observed 1 + 1, expected from the margins (0, 0, 1, 1) twice over 16 pairs: 8 · 1 / 4
    assert metrics.agreement([0, 1, 0, 1], [0, 0, 1, 1]) == pytest.approx(0)
    assert metrics.agreement([3, 3], [3, 3]) is None


def test_a_share_of_all_or_none_has_an_interval_whose_far_end_depends_on_the_groups():
    """0.025^(1/20) = 0.8316: of 20 groups that are all right, 83% to 100% may be right in truth."""
    low, high = metrics.alike(20, hit=True)
    assert low == pytest.approx(0.8316, abs=1e-4) and high == 1.0
    assert metrics.alike(20, hit=False) == pytest.approx((0.0, 1 - low))
    assert metrics.alike(1, hit=True) == (None, None)
    figure = scoring.mean_with_interval([True] * 40, [str(n // 2) for n in range(40)])
    assert (figure.value, figure.low, figure.high) == (1.0, pytest.approx(low), 1.0)


def test_no_interval_is_given_where_resampling_shows_no_spread():
    figure = scoring.with_interval(lambda at: 0.5, ["a", "b", "c"])
    assert (figure.value, figure.low, figure.high) == (0.5, None, None)
