"""Limits of labels by conformal risk control, whose unit is the source."""

import math

import numpy as np
import pytest
from telltale.agent.reasoning.weighing.terms import MARGIN, Parameters, Reference, Term

REAL, OTHER = (0.0, 1.0, 2.0, 3.0, 4.0), (2.0, 3.0, 4.0, 5.0, 6.0)  # even over 4, and the mirror of it about 3
STEP = 6 / 800


def reference(real_sources, other_sources=None):
    sources = real_sources, other_sources or real_sources
    return Reference(real=REAL, alternative=OTHER, counts=(1000, 1000), sources=sources)


def of_a_new_source(sources, rate):
    """Where the first condition holds from.

    Of real pictures the share 1 − t/4 scores beyond t, which counts as 1 − k t/4 with k = n / (n + 1); of the others
    1.5 − t/4. So (1 − e) (1 − k t/4) = e (1.5 − t/4).
    """
    k = sources / (sources + 1)
    return 4 * (1 - 2.5 * rate) / (k * (1 - rate) - rate)


def of_the_reference(rate):
    """Where the second condition holds from: (1 − m) (1 − t/4) = m (1.5 − t/4), m a part of the rate."""
    m = MARGIN * rate
    return 4 * (1 - 2.5 * m) / (1 - 2 * m)


def test_the_threshold_by_hand():
    assert of_a_new_source(9, 0.2) == pytest.approx(0.5 / 0.13)  # of ten sources, nine known: 1 − 0.225 t ≤ …
    for sources, rate in ((9, 0.2), (19, 0.1), (99, 0.05), (10_000, 0.05)):
        wanted = max(of_a_new_source(sources, rate), of_the_reference(rate))
        assert reference(sources).threshold(rate) == pytest.approx(wanted, abs=STEP)
    assert of_a_new_source(19, 0.1) > of_the_reference(0.1)  # few sources
    assert of_a_new_source(10_000, 0.05) < of_the_reference(0.05)  # many


def test_the_limit_of_real_is_the_mirror_and_counts_the_other_sources():
    wanted = max(of_a_new_source(9, 0.2), of_the_reference(0.2))
    assert reference(9).cleared(0.2) == pytest.approx(6 - wanted, abs=STEP)
    lopsided = reference(99, 9)
    assert lopsided.cleared(0.2) == reference(9).cleared(0.2) and lopsided.threshold(0.2) == reference(99).threshold(
        0.2
    )
    assert lopsided.threshold(0.05) < math.inf and lopsided.cleared(0.05) == -math.inf


def test_few_sources_can_not_show_a_low_error_rate():
    """At best 1 in n + 1 counts as wrong, and every other label is right: at 5% that takes 19 sources."""
    apart = {"real": (0.0, 1.0), "alternative": (2.0, 3.0), "counts": (5000, 5000)}
    enough, fewer = (Reference(**apart, sources=(n, n)) for n in (20, 17))
    assert enough.threshold(0.05) <= 2.0 and enough.cleared(0.05) >= 1.0
    assert fewer.threshold(0.05) == math.inf and fewer.cleared(0.05) == -math.inf
    assert fewer.threshold(0.1) < math.inf


def test_more_sources_and_a_higher_error_rate_ask_for_less():
    found = [reference(n).threshold(0.1) for n in (20, 40, 200, 10_000)]
    assert found == sorted(found, reverse=True) and found[0] > found[-1]
    rates = [reference(200).threshold(rate) for rate in (0.02, 0.05, 0.1, 0.3)]
    assert rates == sorted(rates, reverse=True) and rates[0] > rates[-1]
    assert all(
        reference(200).cleared(rate) == pytest.approx(6 - t, abs=2 * STEP)
        for rate, t in zip((0.02, 0.05, 0.1, 0.3), rates, strict=True)
    )


def test_no_limit_where_the_label_would_never_be_right():
    turned = Reference(real=OTHER, alternative=REAL, counts=(1000, 1000), sources=(1000, 1000))
    assert turned.threshold(0.05) == math.inf and turned.cleared(0.05) == -math.inf


def test_of_new_sources_no_more_labels_are_wrong_than_promised():
    """Pictures of a source share a shift, so that the sources are the sample."""
    rng = np.random.default_rng(0)
    rate, wrong, right = 0.1, [], []
    for _ in range(60):
        real, other = (rng.normal(at, 1.0, (31, 1)) + rng.normal(0, 0.5, (31, 40)) for at in (-1.5, 1.5))
        levels = np.linspace(0, 1, 201)
        known = Reference(
            real=tuple(np.quantile(real[:30], levels).tolist()),
            alternative=tuple(np.quantile(other[:30], levels).tolist()),
            counts=(1200, 1200),
            sources=(30, 30),
        )
        limit = known.threshold(rate)
        wrong.append((real[30] >= limit).mean())
        right.append((other[30] >= limit).mean())
    assert np.mean(right) > 0.2
    assert np.mean(wrong) / (np.mean(wrong) + np.mean(right)) < rate


def test_p_values_count_sources_and_are_never_0():
    found = reference(9)
    assert found.p_real(10.0) == pytest.approx(0.1) and found.p_real(-1.0) == 1.0
    assert found.p_real(2.0) == pytest.approx((1 + 9 * 0.5) / 10)
    assert found.p_alternative(-1.0) == pytest.approx(0.1) and found.p_alternative(4.0) == pytest.approx(0.55)


def test_the_term_of_a_source_is_found_by_its_name():
    shape = {"centre": 0.0, "scale": 1.0, "low": -1.0, "high": 1.0, "knots": (), "weights": (1.0,), "means": (0.0,)}
    one = Term.model_validate({"source": "clip", "hypothesis": "synthetic", **shape})
    prior = {"real": 0.5, "synthetic": 0.4, "tampered": 0.1}
    found = Parameters(about="made up", prior=prior, terms=(one,), references={})
    assert found.term("clip") == one and found.term("noise") is None
