import math
from dataclasses import replace

import numpy as np
import pytest
from telltale.agent.reasoning.weighing.terms import Term, shipped
from telltale.finetune.weighing import evidence_table, fusion_fit

from tests.finetune.weighing.made import made_row, made_table


def test_only_what_helps_on_left_out_sources_is_weighed():
    assert fusion_fit.select(made_table(), "synthetic") == ["clip", "nearest"]
    shifted = made_table()
    level = dict(zip(sorted({*shifted.source}), (1.5, 3.5, 0.5, 4.5, 0.0, 3.0, 1.0, 4.0, 2.0, 5.0), strict=True))
    known = np.array([level[name] for name in shifted.source])  # knows the source, and so the label of seen ones
    spoilt = replace(shifted, scores={**shifted.scores, "spectral": known})
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


def ghosts(truth, mean, seed=0, count=300):
    """Rows with ghosts, and noise that tells nothing."""
    rng = np.random.default_rng(seed)
    return [made_row(n, truth, jpeg=math.exp(rng.normal(mean, 1)), noise=abs(rng.normal(5, 1))) for n in range(count)]


def test_what_bears_on_alterations_is_fitted_and_the_rest_stays():
    known = shipped()
    rows = [
        *ghosts("real", 3.0),
        *ghosts("tampered", 5.0, 1),
        *ghosts("synthetic", 9.0, 2),
        *ghosts("laundered", 0.0, 3),
    ]
    found = fusion_fit.run(rows, known)
    assert [term.source for term in found.terms if term.hypothesis == "tampered"] == ["jpeg", "altered_part", "clones"]
    kept = [term for term in known.terms if term.hypothesis != "tampered"]
    assert [term for term in found.terms if term.hypothesis != "tampered"] == kept
    assert found.references["synthetic"] == known.references["synthetic"]
    reference = found.references["tampered"]
    assert reference.counts == (300, 300) and reference.sources == (5, 5)
    assert {"jpeg", "noise", *known.idle} == {*found.idle}
    assert (found.prior, found.about, found.adapters) == (known.prior, known.about, known.adapters)
    high, low = (found.term("jpeg").contributions(np.array([math.exp(x)]), np.zeros((1, 3)))[0] for x in (6.0, 2.0))
    assert high > 1 > -1 > low


def test_a_weight_that_has_a_recipe_of_its_own_is_kept():
    shape = {"centre": 0.0, "scale": 1.0, "low": 0.0, "high": 1.0, "knots": (), "weights": (1.0,), "means": (0.0,)}
    own = Term.model_validate({"source": "clones", "hypothesis": "tampered", **shape})
    others = tuple(term for term in shipped().terms if term.source != "clones")
    known = shipped().model_copy(update={"terms": (*others, own)})
    found = fusion_fit.run([*ghosts("real", 3.0), *ghosts("tampered", 5.0, 1)], known)
    assert [term for term in found.terms if term.source == "clones"] == [own]
    assert evidence_table.weighing_of("clones") is None and evidence_table.bears("clones") is None


def test_the_reference_holds_scores_of_pictures_whose_source_was_left_out():
    given = evidence_table.table([*ghosts("real", 3.0), *ghosts("tampered", 5.0, 1)], "tampered").only(["jpeg"])
    terms, reference = fusion_fit.fitted(given, "tampered")
    crossed = fusion_fit.crossed(given, "tampered")
    factor = fusion_fit.line(crossed, given.truth, evidence_table.weights(given.truth, given.source))
    assert reference.real[-1] == pytest.approx((crossed * factor)[~given.truth].max(), abs=1e-3)
    assert reference.alternative[0] == pytest.approx((crossed * factor)[given.truth].min(), abs=1e-3)
    plain = fusion_fit.fit(given, "tampered")[0]
    assert terms[0].weights == pytest.approx([w * factor for w in plain.weights], abs=1e-4)


def test_where_nothing_helps_nothing_is_weighed():
    found = fusion_fit.run([*ghosts("real", 3.0), *ghosts("tampered", 3.0, 1)], shipped())
    assert [term.source for term in found.terms if term.hypothesis == "tampered"] == ["altered_part", "clones"]
    assert found.references["tampered"].threshold(0.05) == math.inf
