import itertools
from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from telltale.agent.reasoning.weighing.terms import SPANS
from telltale.finetune.weighing import evidence_table, term_fit
from telltale.finetune.weighing.evidence_table import Table

from tests.finetune.weighing.made import made_table


def test_terms_add_up_to_the_log_likelihood_ratio_of_gaussians():
    """Two unit Gaussians 2 apart have a log-LR of 2 x, which the fit finds from samples."""
    given = made_table(4000).only(["clip"])
    (term,) = term_fit.fit(given, "synthetic", 1.0, lambda name: ("identity", 0))
    x = np.array([-1.5, 0.0, 1.5])
    assert term.contributions(x, np.zeros((3, 3))) == pytest.approx(2 * x, abs=0.3)
    assert term_fit.sums([term], given) == pytest.approx(term.contributions(given.scores["clip"], given.quality))


def test_what_is_missing_adds_nothing_and_may_be_missing_in_training():
    given = made_table()
    terms = term_fit.fit(given, "synthetic")
    by_source = {term.source: term for term in terms}
    values = by_source["nearest"].contributions(given.scores["nearest"], given.quality)
    assert (values[np.isnan(given.scores["nearest"])] == 0).all() and np.abs(values).max() > 0.3
    alone = replace(given, scores={**given.scores, "clip": np.full(600, np.nan)})
    assert "clip" not in {term.source for term in term_fit.fit(alone, "synthetic")}


def tempered() -> Table:
    """`nearest` is `clip` with noise, so that beside it it has a negative slope; in small pictures a steeper one."""
    rng = np.random.default_rng(0)
    given = made_table(3000).only(["clip"])
    small = np.arange(3000) % 3 == 0
    hidden = given.scores["clip"] - np.where(given.truth, 1.0, -1.0) * np.where(small, 0.8, -0.2)
    quality = np.zeros((3000, 3))
    quality[:, 0] = np.where(small, -0.4, 0.2)
    return replace(given, scores={**given.scores, "nearest": hidden + rng.normal(0, 0.5, 3000)}, quality=quality)


def test_a_term_can_be_held_to_rise_with_its_score_under_every_quality():
    given = tempered()
    scores = np.linspace(-5, 5, 41)
    extremes = [np.array(corner) for corner in itertools.product(*SPANS)]

    def falls(terms):
        return {t.source for t in terms for q in extremes if (np.diff(t.contributions(scores, q[None])) < -1e-3).any()}

    curved = {"shapes": lambda name: ("identity", 3)}
    assert "nearest" in falls(term_fit.fit(given, "synthetic"))
    for options in ({}, {"conditioned": False}, curved):
        terms = term_fit.fit(given, "synthetic", rising=True, **options)
        assert not falls(terms)
        assert terms[0].contributions(scores, np.zeros((1, 3)))[-1] > 2


def test_a_fit_that_is_not_held_is_that_of_a_plain_regression():
    given = made_table(4000).only(["clip"])
    mass = evidence_table.weights(given.truth, given.source)
    (term,) = term_fit.fit(given, "synthetic", conditioned=False)
    x = (term.standard(given.scores["clip"]) - term.means[0])[:, None]
    model = LogisticRegression(C=1 / (term_fit.PENALTY * x.std() ** 2), fit_intercept=False, tol=1e-9)
    model.fit(x, given.truth, sample_weight=mass)
    assert term.weights[0] == pytest.approx(model.coef_[0][0], rel=1e-3)


def test_both_classes_are_needed():
    given = made_table()
    with pytest.raises(ValueError, match="both classes"):
        term_fit.fit(given.part(given.truth), "synthetic")
