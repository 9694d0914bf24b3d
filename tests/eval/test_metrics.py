import pytest
from telltale.eval.metrics import auroc


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
