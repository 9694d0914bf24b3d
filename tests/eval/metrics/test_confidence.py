from itertools import permutations

import numpy as np
import pytest
from telltale.eval import metrics
from telltale.eval.metrics import accuracy_at, brier, cllr, ece, f1_g_mean


def test_calibration_error_by_hand():
    p, y = [0.9, 0.9, 0.9, 0.6], [True, True, False, True]
    # confidence 0.9 three times with two right, 0.6 once and right
    assert ece(p, y) == pytest.approx(0.75 * abs(2 / 3 - 0.9) + 0.25 * abs(1 - 0.6))
    # two bins of equal frequency: 0.6 alone, and the three that are tied at 0.9 together
    assert ece(p, y, 2, "frequency") == pytest.approx(0.25 * abs(1 - 0.6) + 0.75 * abs(2 / 3 - 0.9))
    assert ece([0.1], [False]) == pytest.approx(0.1)  # sure of the other class, and right
    with pytest.raises(ValueError):
        ece(p, y, 2, "size")
    with pytest.raises(ValueError, match="no answers"):
        ece([], [])


def test_bins_of_equal_frequency_are_those_of_the_sorted_answers():
    rng = np.random.default_rng(0)
    p, y = rng.random(200), rng.random(200) < 0.5
    confidence, right = np.maximum(p, 1 - p), (p >= 0.5) == y
    parts = np.array_split(np.argsort(confidence), 10)
    expected = sum(len(at) / 200 * abs(right[at].mean() - confidence[at].mean()) for at in parts)
    assert ece(p, y, 10, "frequency") == pytest.approx(expected)


def test_the_order_of_tied_answers_changes_no_calibration_error():
    rng = np.random.default_rng(0)
    p = rng.choice([0.05, 0.2, 0.8, 0.95, 1.0], 300)  # as models state them
    y = rng.random(300) < p
    orders = [np.arange(300), np.argsort(y, kind="stable"), np.argsort(~y, kind="stable"), rng.permutation(300)]
    assert len({round(ece(p[at], y[at], 10, "frequency"), 12) for at in orders}) == 1


def test_brier_and_cllr_by_hand():
    assert brier([1.0, 0.5], [True, False]) == pytest.approx(0.125)
    assert cllr([0.0, 0.0], [True, False]) == pytest.approx(1.0)  # a ratio of 1 says nothing
    assert cllr([np.log(3), -np.log(3)], [True, False]) == pytest.approx(np.log2(4 / 3))


def test_selective_accuracy_and_imbalance():
    assert accuracy_at([3, 1, 2, 0], [True, False, True, False], 0.5) == 1.0
    assert accuracy_at([3, 1, 2, 0], [True, False, True, False], 1.0) == 0.5
    f1, g_mean = f1_g_mean([True, True, False, False], [True, False, True, False])
    assert (f1, g_mean) == (0.5, 0.5)
    assert f1_g_mean([False, False], [True, False]) == (0.0, 0.0)


def test_risk_falls_where_the_sure_are_right():
    curve = metrics.risk_coverage([4, 3, 2, 1], [True, True, False, False])
    assert curve[9] == (0.5, 0.0) and curve[-1] == (1.0, 0.5)
    # answers that are tied count with the share of them that is right, in whatever order they stand
    assert accuracy_at([1, 1, 1, 1], [True, True, False, False], 0.5) == 0.5
    assert accuracy_at(np.arange(20), [False] * 13 + [True] * 7, 0.35) == 1.0  # 7 of 20, not 6.99…


def test_area_under_the_risk_coverage_curve_by_hand_and_by_all_orders_of_ties():
    # risks of the 1, 2, 3 and 4 surest: 0, 0, 1/3, 2/4; that is also the best order
    area, excess = metrics.aurc([4, 3, 2, 1], [True, True, False, False])
    assert (area, excess) == (pytest.approx((1 / 3 + 1 / 2) / 4), pytest.approx(0))
    # the worst order: 1, 1, 2/3, 1/2
    area, excess = metrics.aurc([1, 2, 3, 4], [True, True, False, False])
    assert area == pytest.approx((1 + 1 + 2 / 3 + 1 / 2) / 4)
    assert excess == pytest.approx(area - (1 / 3 + 1 / 2) / 4)
    assert metrics.aurc([], []) is None

    def in_order(wrong):
        return np.mean([np.mean(wrong[: k + 1]) for k in range(len(wrong))])

    confidence, right = [2, 2, 2, 1, 1], [True, False, False, True, False]
    every = [
        in_order([1 - right[i] for i in (*first, *second)])
        for first in permutations((0, 1, 2))
        for second in permutations((3, 4))
    ]
    assert metrics.aurc(confidence, right)[0] == pytest.approx(np.mean(every))
    assert metrics.aurc([0] * 8, [True, False] * 4)[0] == pytest.approx(0.5)  # confidence says nothing
