import numpy as np
import pytest
from telltale.eval.metrics import auroc, fpr_at_tpr, oscr


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


def test_false_positives_at_the_threshold_that_most_positives_reach():
    assert fpr_at_tpr([0.0, 0.1, 0.6, 0.9], [0.5] * 19 + [0.2]) == 0.5  # 19 of 20 reach 0.5
    assert fpr_at_tpr([0.1], [0.5]) == 0.0


def test_open_set_rate_worked_out_by_hand():
    # known: 0.9 right, 0.4 right, 0.2 wrong; unknown: 0.3. Before the unknown comes in two of three are right.
    assert oscr([0.3], [0.9, 0.4, 0.2], [True, True, False]) == pytest.approx(2 / 3)
    assert oscr([1.0], [0.9, 0.4], [True, True]) == 0.0
    assert oscr([0.5], [0.5], [True]) == pytest.approx(0.5)


def test_auroc_is_that_of_scikit_learn():
    from sklearn.metrics import roc_auc_score

    rng = np.random.default_rng(0)
    for size in (3, 40, 500):
        low, high = rng.normal(0, 1, size).round(1), rng.normal(0.5, 1, 2 * size).round(1)  # with ties
        truth = np.repeat([0, 1], [len(low), len(high)])
        expected = roc_auc_score(truth, np.concatenate([low, high]))
        assert auroc(low, high) == pytest.approx(expected, abs=1e-12)
    with pytest.raises(ValueError, match="not a number"):
        auroc([0.1, float("nan")], [0.3])
