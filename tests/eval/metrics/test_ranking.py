import numpy as np
import pytest
from telltale.eval.metrics import auroc, cross_auroc, fpr_at_tpr, oscr


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
    assert fpr_at_tpr([0.0, 0.3, 0.6, 0.9], [0.5] * 19 + [0.2]) == 0.5  # and 0.3 is below that, though above 0.2
    assert fpr_at_tpr([0.1], [0.5]) == 0.0
    assert fpr_at_tpr([], [0.5]) is None and fpr_at_tpr([0.5], []) is None


def test_false_positives_are_those_of_scikit_learn():
    from sklearn.metrics import roc_curve

    rng = np.random.default_rng(1)
    for size in (1, 2, 19, 20, 21, 39, 40, 100, 333):
        low, high = rng.normal(0, 1, 50).round(1), rng.normal(1, 1, size).round(1)  # with ties
        truth = np.repeat([0, 1], [len(low), len(high)])
        rate, reached, _ = roc_curve(truth, np.concatenate([low, high]), drop_intermediate=False)
        assert fpr_at_tpr(low, high) == pytest.approx(rate[reached >= 0.95 - 1e-12].min()), size


def test_real_pictures_of_one_set_are_ranked_against_generated_ones_of_another():
    from sklearn.metrics import roc_auc_score

    # each set is ranked without a fault, but everything of b scores higher than everything of a
    scores, fake, source = [0.1, 0.2, 0.7, 0.8], [False, True, False, True], ["a", "a", "b", "b"]
    areas = cross_auroc(scores, fake, source)
    assert areas == {("a", "a"): 1.0, ("a", "b"): 1.0, ("b", "a"): 0.0, ("b", "b"): 1.0}
    rng = np.random.default_rng(0)
    scores, fake = rng.normal(0, 1, 300), rng.random(300) < 0.5
    source = np.array(["a", "b", "c"])[rng.integers(0, 3, 300)]
    kept = (source != "c") | fake  # c has no real pictures
    scores, fake, source = scores[kept], fake[kept], source[kept]
    areas = cross_auroc(scores, fake, source.tolist())
    assert len(areas) == 6
    for (real, made), area in areas.items():
        part = (~fake & (source == real)) | (fake & (source == made))
        assert area == pytest.approx(roc_auc_score(fake[part], scores[part]))


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
