import numpy as np
import pytest
from telltale.eval import metrics
from telltale.eval.metrics import accuracy_at, brier, cllr, ece, f1_g_mean


def test_calibration_error_by_hand():
    p, y = [0.9, 0.9, 0.9, 0.6], [True, True, False, True]
    # confidence 0.9 three times with two right, 0.6 once and right
    assert ece(p, y) == pytest.approx(0.75 * abs(2 / 3 - 0.9) + 0.25 * abs(1 - 0.6))
    assert ece(p, y, 2, "frequency") == pytest.approx(0.5 * abs(1.0 - 0.75) + 0.5 * abs(0.5 - 0.9))
    assert ece([0.1], [False]) == pytest.approx(0.1)  # sure of the other class, and right
    with pytest.raises(ValueError):
        ece(p, y, 2, "size")


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
