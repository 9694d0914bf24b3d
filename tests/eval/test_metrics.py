import numpy as np
import pytest
from telltale.eval.metrics import accuracy_at, auroc, brier, cllr, ece, f1_g_mean, fpr_at_tpr, oscr


@pytest.mark.parametrize(
    ("negative", "positive", "expected"),
    [
        ([0.1, 0.2], [0.8, 0.9], 1.0),
        ([0.8, 0.9], [0.1, 0.2], 0.0),
        ([0.5, 0.5], [0.5], 0.5),
        ([1, 2, 3], [2], 0.5),  # 2 beats 1, loses to 3, ties with 2: (1 + 0 + 1/2) / 3
        ([1, 2], [2, 3], 0.875),  # pairs: 1, 1, 1/2, 1
        ([], [1.0], None),
        ([1.0], [], None),
    ],
)
def test_auroc_is_the_share_of_pairs_in_order(negative, positive, expected):
    assert auroc(negative, positive) == (None if expected is None else pytest.approx(expected))


def test_auroc_agrees_with_scikit_learn():
    import numpy as np

    sklearn = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(0)
    labels, scores = rng.integers(0, 2, 300), rng.integers(0, 20, 300)
    ours = auroc(scores[labels == 0], scores[labels == 1])
    assert ours == pytest.approx(sklearn.roc_auc_score(labels, scores))


def test_false_positives_at_the_threshold_that_most_positives_reach():
    assert fpr_at_tpr([0.0, 0.1, 0.6, 0.9], [0.5] * 19 + [0.2]) == 0.5  # 19 of 20 reach 0.5
    assert fpr_at_tpr([0.1], [0.5]) == 0.0


def test_open_set_rate_worked_out_by_hand():
    # known: 0.9 right, 0.4 right, 0.2 wrong; unknown: 0.3. Before the unknown comes in two of three are right.
    assert oscr([0.3], [0.9, 0.4, 0.2], [True, True, False]) == pytest.approx(2 / 3)
    assert oscr([1.0], [0.9, 0.4], [True, True]) == 0.0
    assert oscr([0.5], [0.5], [True]) == pytest.approx(0.5)


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
