import itertools
import json
import math
from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from telltale.agent.reasoning.weighing.terms import SPANS, Term
from telltale.finetune.weighing import evidence_table, fusion_fit
from telltale.finetune.weighing.evidence_table import Table
from telltale.finetune.weighing.readings import ReadingRow


def made(n=600, seed=0, gap=2.0) -> Table:
    """Two informative sources, one that is noise, missing values, six real and four other sources."""
    rng = np.random.default_rng(seed)
    truth = np.arange(n) % 2 == 1
    sign = np.where(truth, 0.5, -0.5)
    scores = {
        "clip": sign * gap + rng.normal(0, 1, n),
        "nearest": np.where(rng.random(n) < 0.3, np.nan, sign * gap / 2 + rng.normal(0, 1, n)),
        "residual": rng.normal(0, 1, n),
    }
    source = np.array([f"{'g' if t else 'r'}{i // 2 % (4 if t else 6)}" for i, t in enumerate(truth)])
    return Table(scores, np.zeros((n, 3)), truth, source, np.where(truth, source, ""))


def test_terms_add_up_to_the_log_likelihood_ratio_of_gaussians():
    """Two unit Gaussians 2 apart have a log-LR of 2 x, which the fit finds from samples."""
    given = made(4000).only(["clip"])
    (term,) = fusion_fit.fit(given, "synthetic", 1.0, lambda name: ("identity", 0))
    x = np.array([-1.5, 0.0, 1.5])
    assert term.contributions(x, np.zeros((3, 3))) == pytest.approx(2 * x, abs=0.3)
    assert fusion_fit.sums([term], given) == pytest.approx(term.contributions(given.scores["clip"], given.quality))


def test_what_is_missing_adds_nothing_and_may_be_missing_in_training():
    given = made()
    terms = fusion_fit.fit(given, "synthetic")
    by_source = {term.source: term for term in terms}
    values = by_source["nearest"].contributions(given.scores["nearest"], given.quality)
    assert (values[np.isnan(given.scores["nearest"])] == 0).all() and np.abs(values).max() > 0.3
    alone = replace(given, scores={**given.scores, "clip": np.full(600, np.nan)})
    assert "clip" not in {term.source for term in fusion_fit.fit(alone, "synthetic")}


def tempered() -> Table:
    """`nearest` is `clip` with noise, so that beside it it has a negative slope; in small pictures a steeper one."""
    rng = np.random.default_rng(0)
    given = made(3000).only(["clip"])
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
    assert "nearest" in falls(fusion_fit.fit(given, "synthetic"))
    for options in ({}, {"conditioned": False}, curved):
        terms = fusion_fit.fit(given, "synthetic", rising=True, **options)
        assert not falls(terms)
        assert terms[0].contributions(scores, np.zeros((1, 3)))[-1] > 2


def test_a_fit_that_is_not_held_is_that_of_a_plain_regression():
    given = made(4000).only(["clip"])
    mass = evidence_table.weights(given.truth, given.source)
    (term,) = fusion_fit.fit(given, "synthetic", conditioned=False)
    x = (term.standard(given.scores["clip"]) - term.means[0])[:, None]
    model = LogisticRegression(C=1 / (fusion_fit.PENALTY * x.std() ** 2), fit_intercept=False, tol=1e-9)
    model.fit(x, given.truth, sample_weight=mass)
    assert term.weights[0] == pytest.approx(model.coef_[0][0], rel=1e-3)


def test_both_classes_are_needed():
    given = made()
    with pytest.raises(ValueError, match="both classes"):
        fusion_fit.fit(given.part(given.truth), "synthetic")


def test_only_what_helps_on_left_out_sources_is_weighed():
    assert fusion_fit.select(made(), "synthetic") == ["clip", "nearest"]
    shifted = made()
    level = dict(zip(sorted({*shifted.source}), (1.5, 3.5, 0.5, 4.5, 0.0, 3.0, 1.0, 4.0, 2.0, 5.0), strict=True))
    told = np.array([level[name] for name in shifted.source])  # knows the source, and so the label of seen ones
    spoilt = replace(shifted, scores={**shifted.scores, "residual": told})
    assert fusion_fit.select(spoilt, "synthetic") == ["clip", "nearest"]


def test_no_source_is_fitted_and_judged():
    given = made()
    tested = np.zeros(len(given.truth), int)
    for train, test in fusion_fit.folds(given):
        assert not {*given.source[train]} & {*given.source[test]}
        assert given.truth[test].any() and not given.truth[test].all()
        tested += test
    assert (tested == 1).all()


def test_classes_weigh_alike_and_sources_by_the_root_of_their_size():
    truth = np.array([False] * 10 + [True] * 5)
    source = np.array(["a"] * 9 + ["b"] + ["g"] * 5)
    mass = evidence_table.weights(truth, source)
    assert mass[~truth].sum() == pytest.approx(mass[truth].sum()) and mass.sum() == pytest.approx(15)
    assert mass[:9].sum() / mass[9] == pytest.approx(3)


def test_temperature_undoes_overconfidence():
    given = made(4000)
    right = 2 * given.scores["clip"]
    mass = evidence_table.weights(given.truth, given.source)
    assert fusion_fit.line(right * 2.5, given.truth, mass) == pytest.approx(0.4, abs=0.05)


def row(number: int, truth: str, **scores: float) -> ReadingRow:
    source = f"{'r' if truth != 'synthetic' else 'g'}{number % 5}"
    return ReadingRow(
        name=f"{truth}-{number}",
        truth=truth,
        way="as it is",
        place="set",
        source=source,
        generator="",
        group=str(number),
        short_side=256,
        jpeg_quality=90,
        recompressed=False,
        scores=scores,
    )


def test_everything_is_fitted_from_rows():
    rng = np.random.default_rng(0)
    rows = []
    for n in range(300):
        ghost = math.exp(rng.normal(3, 1))
        rows.append(row(n, "real", clip=rng.normal(-1, 1), residual=rng.normal(-0.7, 1), jpeg=ghost))
    rows += [row(n, "synthetic", clip=rng.normal(1, 1), residual=rng.normal(0.7, 1)) for n in range(300)]
    rows += [row(n, "tampered", jpeg=math.exp(rng.normal(5, 1))) for n in range(300)]
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
            rows.append(row(n, truth, clip=strong, nearest=0.3 * strong + rng.normal(0, 1), jpeg=20.0 + rng.random()))
    rows += [row(n, "tampered", jpeg=20.0 + rng.random()) for n in range(400)]
    found = fusion_fit.run(rows)
    second = [term for term in found.terms if term.unless]
    assert [term.source for term in second] == ["nearest"] and "clip" in second[0].unless
    assert found.fallback is not None and found.fallback.counts == (400, 400)
    assert isinstance(second[0], Term)


def test_external_detectors_are_read_as_a_table(tmp_path):
    entries = {
        f"p{n}": {
            "gt_label": n % 2,
            "source_dataset": f"d{n % 3}",
            "data_source": "s",
            "model_predictions": {
                "A": {"pred_label": 1, "pred_prob": n / 10, "calibration_prob": 0.5},
                "B": {"pred_label": n % 2},
            },
        }
        for n in range(6)
    }
    del entries["p3"]["model_predictions"]["B"]
    file = tmp_path / "experts.json"
    file.write_text(json.dumps(entries))
    found = evidence_table.experts(file)
    assert set(found.scores) == {"A", "A calibrated", "B"}
    assert found.scores["A"].tolist() == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5] and np.isnan(found.scores["B"][3])
    assert found.truth.tolist() == [False, True] * 3 and found.source[4] == "d1"
    assert set(evidence_table.experts(file, lambda name: name == "B").scores) == {"B"}
