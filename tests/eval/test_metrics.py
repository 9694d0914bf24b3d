import numpy as np
import pytest
from telltale.eval import metrics
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


def test_mcnemar_by_hand():
    # right in the first alone 1, in the second alone 6: p = 2 · (C(7,0) + C(7,1)) / 2^7
    first, second = [True] + [False] * 6 + [True] * 9, [False] + [True] * 6 + [True] * 9
    assert metrics.mcnemar(first, second) == pytest.approx(2 * 8 / 128)
    assert metrics.mcnemar(first, first) == 1.0


def test_agreement_of_two_judges():
    assert metrics.agreement([0, 1, 2, 5], [0, 1, 2, 5]) == pytest.approx(1)
    # weights (i - j)²: observed 1 + 1, expected from the margins (0, 0, 1, 1) twice over 16 pairs: 8 · 1 / 4
    assert metrics.agreement([0, 1, 0, 1], [0, 0, 1, 1]) == pytest.approx(0)
    assert metrics.agreement([3, 3], [3, 3]) is None


def test_boxes_overlap_by_hand():
    assert metrics.iou((0, 0, 10, 10), (5, 0, 10, 10)) == pytest.approx(50 / 150)
    assert metrics.iou((0, 0, 1, 1), (2, 2, 1, 1)) == 0
    assert metrics.best_iou([(0, 0, 10, 10)], [(0, 0, 10, 10), (20, 20, 5, 5)]) == pytest.approx(0.5)
    assert metrics.best_iou([], [(0, 0, 1, 1)]) == 0


def test_disparity_leaves_small_groups_out():
    group, right = ["a"] * 10 + ["b"] * 10 + ["c"], [True] * 9 + [False] + [True] * 5 + [False] * 5 + [False]
    gap, by = metrics.disparity(group, right)
    assert gap == pytest.approx(0.4) and by == {"a": 0.9, "b": 0.5}
    assert metrics.disparity(["a"], [True]) == (None, {})


def test_risk_falls_where_the_sure_are_right():
    curve = metrics.risk_coverage([4, 3, 2, 1], [True, True, False, False])
    assert curve[9] == (0.5, 0.0) and curve[-1] == (1.0, 0.5)


def test_rouge_and_sentence_similarity(encoder):
    assert metrics.rouge_l("the cat sat", ["a dog", "the cat sat"]) == 1.0
    # longest common subsequence "the sat" of 2: P = 2/2, R = 2/3, F = .8
    assert metrics.rouge_l("the sat", ["the cat sat"]) == pytest.approx(0.8)
    model = metrics.sentence_encoder()
    said = ["The hand has six fingers.", "A car."]
    same, other = metrics.css(said, [["The hand has six fingers."], ["Two dogs.", "The weather is fine today."]], model)
    assert same == pytest.approx(1, abs=1e-5) and other < 0.5
    ours = encoder(said)
    assert np.abs(ours - model.encode(said, normalize_embeddings=True)).max() < 1e-5
