"""Limits from pictures of one's own kind."""

import numpy as np
import pytest
from telltale.agent.reasoning.weighing import terms
from telltale.agent.reasoning.weighing.own_kind import own_kind


def test_the_limit_is_that_of_a_conformal_prediction():
    """Of 99 scores 1 … 99, five may lie above: (4 + 1) / 100 = 5%, so that the limit lies just above 95."""
    own = own_kind(np.arange(1.0, 100.0), ["feed"] * 99, 20)
    assert (own.unit, own.units, own.sources) == ("picture", 99, 1)
    assert own.limit(0.05) == pytest.approx(95, abs=1e-3) and own.limit(0.05) > 95
    assert own.limit(0.01) == pytest.approx(99, abs=1e-3)  # (0 + 1) / 100
    assert own.limit(0.009) == float("inf")  # 99 pictures can't show so little


def test_the_promise_holds_for_new_pictures():
    """Over many calibrations the share of new photographs above the limit is at most the rate on average."""
    rng = np.random.default_rng(0)
    shares = [
        float(np.mean(rng.normal(size=400) >= own_kind(rng.normal(size=60), ["feed"] * 60, 20).limit(0.1)))
        for _ in range(150)
    ]
    assert 0.07 < np.mean(shares) <= 0.103


def test_sources_are_the_unit_where_there_are_enough_and_each_weighs_the_same():
    scores = np.array([*[0.0] * 24, *[5.0] * 76])
    source = [*map(str, range(24)), *["large"] * 76]
    own = own_kind(scores, source, 20)
    assert (own.unit, own.units) == ("source", 25)
    assert own.share_at_least(5.0) == pytest.approx(1 / 25)
    assert own.limit(0.1) == pytest.approx(0.0, abs=1e-3)  # (25 · 0.04 + 1) / 26 = 7.7%
    assert own_kind(scores, source, 26).unit == "picture"


def test_few_right_labels_forbid_a_limit_that_few_wrong_ones_would_allow():
    own = own_kind(np.linspace(-4, 0, 200), ["feed"] * 200, 20)
    assert own.limit(0.05) < 0
    assert own.limit(0.05, lambda score: 0.02) == float("inf")


def test_p_values_count_ties():
    own = own_kind(np.array([0.0, 1.0, 1.0, 2.0]), ["feed"] * 4, 20)
    assert [own.p_value(score) for score in (3.0, 2.0, 1.0, -1.0)] == pytest.approx([0.2, 0.4, 0.8, 1.0])


def test_own_pictures_set_the_limits_of_a_reference():
    reference = terms.shipped().references["synthetic"]
    rng = np.random.default_rng(0)
    real, made = own_kind(rng.normal(-2, 1, 300), ["feed"] * 300, 20), own_kind(-rng.normal(2, 1, 300), ["m"] * 300, 20)
    photographs = reference.model_copy(update={"own_real": real})
    assert photographs.threshold(0.05) < reference.threshold(0.05)
    assert photographs.cleared(0.05) == reference.cleared(0.05)
    both = photographs.model_copy(update={"own_alternative": made})
    assert both.cleared(0.05) > reference.cleared(0.05)
    assert both.p_real(-2.0) > 0.4 > 0.01 > both.p_real(3.0)
    assert both.p_alternative(2.0) > 0.4 > 0.01 > both.p_alternative(-3.0)


def test_parameters_with_own_pictures_come_back(tmp_path):
    own = own_kind(np.array([0.0, 1.0]), ["a", "b"], 2)
    known = terms.shipped()
    reference = known.references["synthetic"].model_copy(update={"own_real": own})
    changed = known.model_copy(update={"references": {**known.references, "synthetic": reference}})
    terms.save(changed, tmp_path / terms.FILE)
    assert terms.read(tmp_path / terms.FILE) == changed
