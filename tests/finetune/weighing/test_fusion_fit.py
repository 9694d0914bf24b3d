import math
from dataclasses import replace

import numpy as np
import pytest
from telltale.agent.reasoning.weighing.terms import Term
from telltale.finetune.weighing import evidence_table, fusion_fit

from tests.finetune.weighing.made import made_row, made_table


def test_only_what_helps_on_left_out_sources_is_weighed():
    assert fusion_fit.select(made_table(), "synthetic") == ["clip", "nearest"]
    shifted = made_table()
    level = dict(zip(sorted({*shifted.source}), (1.5, 3.5, 0.5, 4.5, 0.0, 3.0, 1.0, 4.0, 2.0, 5.0), strict=True))
    known = np.array([level[name] for name in shifted.source])  # knows the source, and so the label of seen ones
    spoilt = replace(shifted, scores={**shifted.scores, "residual": known})
    assert fusion_fit.select(spoilt, "synthetic") == ["clip", "nearest"]


def test_no_source_is_fitted_and_judged():
    given = made_table()
    tested = np.zeros(len(given.truth), int)
    for train, test in fusion_fit.folds(given):
        assert not {*given.source[train]} & {*given.source[test]}
        assert given.truth[test].any() and not given.truth[test].all()
        tested += test
    assert (tested == 1).all()


def test_temperature_undoes_overconfidence():
    given = made_table(4000)
    right = 2 * given.scores["clip"]
    mass = evidence_table.weights(given.truth, given.source)
    assert fusion_fit.line(right * 2.5, given.truth, mass) == pytest.approx(0.4, abs=0.05)


def test_everything_is_fitted_from_rows():
    rng = np.random.default_rng(0)
    rows = []
    for n in range(300):
        ghost = math.exp(rng.normal(3, 1))
        rows.append(made_row(n, "real", clip=rng.normal(-1, 1), residual=rng.normal(-0.7, 1), jpeg=ghost))
    rows += [made_row(n, "synthetic", clip=rng.normal(1, 1), residual=rng.normal(0.7, 1)) for n in range(300)]
    rows += [made_row(n, "tampered", jpeg=math.exp(rng.normal(5, 1))) for n in range(300)]
    found = fusion_fit.run(rows, ("abc",))
    assert {term.source for term in found.terms if not term.unless} == {"portrait", "clip", "residual", "jpeg"}
    assert {h: r.counts for h, r in found.references.items()} == {"synthetic": (300, 300), "tampered": (300, 300)}
    assert 0 < found.references["synthetic"].threshold(0.1) < found.references["synthetic"].threshold(0.05) < 5
    assert found.adapters == ("abc",) and "clip" in found.idle
    high, low = (found.term("clip").contributions(np.array([x]), np.zeros((1, 3)))[0] for x in (1.5, -1.5))
    assert high > 1 > -1 > low


def test_second_terms_are_fitted_for_when_the_first_are_missing():
    rng = np.random.default_rng(0)
    rows = []
    for truth, sign in (("real", -1), ("synthetic", 1)):
        for n in range(400):
            strong = rng.normal(2.5 * sign, 1)
            rows.append(
                made_row(n, truth, clip=strong, nearest=0.3 * strong + rng.normal(0, 1), jpeg=20.0 + rng.random())
            )
    rows += [made_row(n, "tampered", jpeg=20.0 + rng.random()) for n in range(400)]
    found = fusion_fit.run(rows)
    second = [term for term in found.terms if term.unless]
    assert [term.source for term in second] == ["nearest"] and "clip" in second[0].unless
    assert found.fallback is not None and found.fallback.counts == (400, 400)
    assert isinstance(second[0], Term)


def test_the_portrait_score_is_taken_as_it_is():
    (term,) = fusion_fit.as_they_are()
    assert term.source == "portrait" and term.hypothesis == "synthetic"
    values = term.contributions(np.array([-9.0, 1.0, 9.0, np.nan]), np.zeros((4, 3)))
    assert values.tolist() == [-1.5, 1.0, 3.0, 0.0]
