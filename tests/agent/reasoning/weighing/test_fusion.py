import math

import numpy as np
import pytest
from telltale.agent.evidence import PRIOR, Evidence, Facts, Flag, Quality
from telltale.agent.perception import adapters
from telltale.agent.perception.reliability import read
from telltale.agent.reasoning.weighing import terms as known
from telltale.agent.reasoning.weighing.fusion import UNFITTED, WEIGHTS, unfitted, weigh
from telltale.agent.reasoning.weighing.terms import FACTS, Parameters, Reference, Term
from telltale.agent.reasoning.weighing.verdict import fuse

GOOD = Quality(short_side=256)
LEVELS = np.linspace(0, 1, 201)


def straight(source, hypothesis, slope=1.0, **options):
    """A term that adds slope × score, held to ±4."""
    options = {"centre": 0.0, "scale": 1.0, "low": -4.0, "high": 4.0, "knots": (), "means": (0.0,), **options}
    return Term(source=source, hypothesis=hypothesis, weights=(slope,), **options)


# Real pictures score −3 to 1, others −1 to 3, evenly.
EVEN = Reference(
    real=tuple((4 * LEVELS - 3).tolist()),
    alternative=tuple((4 * LEVELS - 1).tolist()),
    counts=(1000, 500),
    sources=(1000, 500),
)
MADE = Parameters(
    about="made up",
    prior={"real": 0.5, "synthetic": 0.4, "tampered": 0.1},
    terms=(straight("clip", "synthetic"), straight("spectral", "synthetic", 0.5), straight("jpeg", "tampered")),
    references={"synthetic": EVEN, "tampered": EVEN},
    adapters=("abc",),
)


def one(source, score=None, supports="neutral", kind="detector", flags=(), **more):
    facts = Facts(flags=flags)
    return Evidence(source=source, kind=kind, statement="s", score=score, supports=supports, facts=facts, **more)


def verdict(*items, quality=GOOD, error_rate=0.05, **options):
    numbered = [item.model_copy(update={"id": f"E{n}"}) for n, item in enumerate(items, 1)]
    evidence = weigh(numbered, quality, MADE, **options)
    return evidence, fuse(evidence, quality, MADE, error_rate)


def redone(found):
    total = dict.fromkeys(("real", "synthetic", "tampered"), 0.0)
    for c in found.contributions:
        total[c.hypothesis] += c.log_odds
    mass = sum(map(math.exp, total.values()))
    return {h: math.exp(z) / mass for h, z in total.items()}


def test_the_arithmetic_can_be_redone_from_the_output():
    evidence, found = verdict(
        one("clip", 1.3), one("spectral", -0.4), one("jpeg", -2.0), one("xmp", supports="tampered", kind="provenance")
    )
    assert found.probabilities == pytest.approx(redone(found))
    assert sum(found.probabilities.values()) == pytest.approx(1)
    assert [item.log_lr for item in evidence] == [1.3, -0.2, -2.0, None]
    by_id = {c.evidence: c.log_odds for c in found.contributions if c.evidence != PRIOR}
    assert by_id == {"E1": 1.3, "E2": -0.2, "E3": -2.0, "E4": WEIGHTS["tampered"]}
    prior = {c.hypothesis: math.exp(c.log_odds) for c in found.contributions if c.evidence == PRIOR}
    assert prior == pytest.approx(MADE.prior, abs=1e-4)


def test_the_sum_of_log_likelihood_ratios_is_the_ratio_of_the_verdict():
    evidence, found = verdict(one("clip", 2.0), one("spectral", 1.0))
    assert found.propositions == ("synthetic", "real")
    assert math.log(found.likelihood_ratio) == pytest.approx(math.fsum(e.log_lr for e in evidence), abs=0.01)
    assert "moderate support for a picture made by a generative model over a photograph" in found.words
    assert (found.reference_set, found.reference_size) == ("made up", 500)


def test_a_ratio_never_exceeds_the_reference_set():
    small = MADE.model_copy(
        update={"references": {h: EVEN.model_copy(update={"sources": (90, 20)}) for h in ("synthetic", "tampered")}}
    )
    evidence = weigh([one("clip", 4.0).model_copy(update={"id": "E1"})], GOOD, small)
    assert fuse(evidence, GOOD, small).likelihood_ratio == 20


@pytest.mark.parametrize(
    ("source", "leans", "score", "supports"),
    [
        ("spectral", "neutral", 2.0, "synthetic"),
        ("spectral", "synthetic", -2.0, "real"),
        ("spectral", "synthetic", -0.1, "neutral"),  # 0.05 says nothing
        ("jpeg", "tampered", 2.0, "tampered"),
        ("jpeg", "tampered", -2.0, "neutral"),  # no sign of an alteration is no sign of a photograph
    ],
)
def test_what_evidence_supports_follows_from_its_weight(source, leans, score, supports):
    (found,), judged = verdict(one(source, score, leans))
    assert found.supports == supports and found.log_lr == score / (2 if source == "spectral" else 1)
    assert {c.evidence: c.log_odds for c in judged.contributions}["E1"] == found.log_lr


def test_that_no_trace_of_an_alteration_was_found_never_speaks_for_one():
    (found,), judged = verdict(one("jpeg", 2.0, "neutral"))
    assert found.log_lr == 0 and found.supports == "neutral"
    assert "E1" not in {each.evidence for each in judged.contributions}


def test_a_detector_of_generation_speaks_against_synthetic_and_not_against_tampered():
    _, found = verdict(one("clip", -3.0))
    assert found.probabilities["tampered"] / found.probabilities["real"] == pytest.approx(0.2, rel=1e-3)
    assert found.probabilities["synthetic"] < 0.05 and found.label == "real"


@pytest.mark.parametrize("beyond", [0.02, -0.02])
@pytest.mark.parametrize("side", [1, -1])
def test_labels_are_given_beyond_the_limit_of_the_error_rate(beyond, side):
    limit = EVEN.threshold(0.05) if side > 0 else EVEN.cleared(0.05)
    score = limit + side * beyond
    _, found = verdict(one("clip", score))
    assert found.label == ("inconclusive" if beyond < 0 else "synthetic" if side > 0 else "real")
    p_real = found.p_values["real against synthetic"]
    assert p_real == pytest.approx((1 + 1000 * min(1, (1 - score) / 4)) / 1001, abs=2e-3)
    assert bool(found.abstained_because) == (found.label == "inconclusive")


def test_no_threshold_where_the_classes_can_not_be_told_apart():
    same = EVEN.model_copy(update={"alternative": EVEN.real})
    assert same.threshold(0.05) == math.inf and same.cleared(0.05) == -math.inf
    assert EVEN.threshold(0.01) > EVEN.threshold(0.05) > EVEN.threshold(0.2) > 0


def test_a_smaller_error_rate_asks_for_more():
    score = (EVEN.threshold(0.05) + EVEN.threshold(0.01)) / 2
    assert verdict(one("clip", score))[1].label == "synthetic"
    assert verdict(one("clip", score), error_rate=0.01)[1].label == "inconclusive"
    with pytest.raises(ValueError, match="between 0 and 1"):
        verdict(one("clip", 0.9), error_rate=0.0)


def test_no_evidence_leaves_the_prior_and_says_so():
    _, found = verdict()
    assert found.label == "inconclusive" and found.probabilities == pytest.approx(MADE.prior, abs=1e-4)
    assert found.abstained_because == ("No evidence supports any hypothesis.",)
    assert not found.calibrated
    assert (found.likelihood_ratio, found.words, found.reference_set) == (None, None, None)


def test_a_synthetic_verdict_tells_laundered_content_from_invented_content():
    _, passed = verdict(one("clip", 3.0), one("laundering", 2.0))
    assert passed.remark is not None and "real content that was passed through a generative model" in passed.remark
    assert "[E2]" in passed.remark
    assert verdict(one("clip", 3.0), one("laundering", -2.0))[1].remark is None
    assert verdict(one("clip", -3.0), one("laundering", 2.0))[1].remark is None  # judged real: nothing to say


def test_missing_scores_add_nothing():
    evidence, found = verdict(one("clip", 1.5), one("spectral", None))
    assert evidence[1].log_lr is None and {c.evidence for c in found.contributions} == {PRIOR, "E1"}


@pytest.mark.parametrize("supports", ["real", "synthetic", "tampered"])
def test_what_can_be_forged_never_decides_alone(supports):
    _, alone = verdict(one("c2pa", supports=supports, kind="provenance"))
    assert alone.label == "inconclusive" and not alone.calibrated
    _, against = verdict(one("exif", supports=supports, kind="provenance"), one("clip", -0.2))
    assert against.label in ("inconclusive", "real")


def test_forgeable_claims_are_capped_together():
    items = [one(s, supports="synthetic", kind="provenance") for s in ("c2pa", "xmp", "iptc", "exif", "parameters")]
    _, found = verdict(*items)
    claimed = math.fsum(c.log_odds for c in found.contributions if c.hypothesis == "synthetic" and c.evidence != PRIOR)
    assert claimed == pytest.approx(UNFITTED)


def test_metadata_adds_to_what_the_pixels_lean_to():
    assert verdict(one("clip", 0.4))[1].label == "inconclusive"
    assert verdict(one("clip", 0.4), one("parameters", supports="synthetic", kind="provenance"))[1].label == "synthetic"


def test_a_trusted_signature_decides_alone_and_a_forgery_beside_it_does_not_matter():
    signed = one("c2pa", supports="synthetic", kind="provenance", decisive=True)
    _, found = verdict(signed, one("clip", -2.0), one("exif", supports="real", kind="provenance"))
    assert found.label == "synthetic" and found.probabilities["synthetic"] > 0.9
    captured = one("c2pa", supports="real", kind="provenance", decisive=True)
    edited = one("c2pa", supports="tampered", kind="provenance", decisive=True)
    assert verdict(captured, edited)[1].label == "tampered"  # a capture that was edited since
    assert verdict(signed, edited)[1].label == "synthetic"  # a generated picture that was edited since


@pytest.mark.parametrize("supports", ["real", "synthetic", "tampered"])
@pytest.mark.parametrize("score", [-4.0, 0.0, 4.0])
def test_a_label_never_contradicts_the_probabilities_beside_it(supports, score):
    signed = one("c2pa", supports=supports, kind="provenance", decisive=True)
    _, found = verdict(signed, one("clip", score), one("jpeg", -score))
    assert found.label == supports and found.probabilities[supports] > 0.99
    assert found.probabilities == pytest.approx(redone(found))


@pytest.mark.parametrize("kind", ["c2pa", "exif", "xmp", "parameters"])
def test_metadata_adds_nothing_to_real(kind):
    for score in (-3.0, -1.0, 0.5, 3.0):
        claimed = verdict(one("clip", score), one(kind, supports="real", kind="provenance"))[1]
        assert claimed.probabilities == verdict(one("clip", score))[1].probabilities


@pytest.mark.parametrize("supports", ["synthetic", "tampered"])
def test_what_the_file_declares_is_not_passed_over(supports):
    declared = one("xmp", supports=supports, kind="provenance", flags=(Flag.DECLARES,))
    assert verdict(one("clip", -4.0))[1].label == "real"
    _, found = verdict(one("clip", -4.0), declared)
    assert found.label == "inconclusive"
    assert "E2" in found.abstained_because[0] and "itself" in found.abstained_because[0]
    assert verdict(one("clip", 3.0), one("xmp", kind="provenance", flags=(Flag.DECLARES,)))[1].label == "synthetic"


def test_an_edit_that_the_file_declares_is_named_beside_another_label():
    edit = one("c2pa", supports="tampered", kind="provenance", flags=(Flag.DECLARES,))
    _, found = verdict(one("clip", 4.0), edit)
    assert found.label == "synthetic" and "[E2]" in found.remark


@pytest.mark.parametrize(("jpeg", "label"), [(0.5, "real"), (0.8, "inconclusive")])
def test_signs_of_an_alteration_forbid_real(jpeg, label):
    _, found = verdict(one("clip", -4.0), one("jpeg", jpeg, "tampered"))
    assert found.label == label
    assert ("E2" in " ".join(found.abstained_because)) == (label == "inconclusive")


def test_repetition_by_one_source_adds_nothing():
    once = verdict(one("xmp", supports="synthetic", kind="provenance"))[1]
    thrice = verdict(*[one("xmp", supports="synthetic", kind="provenance")] * 3)[1]
    assert once.probabilities == thrice.probabilities


@pytest.mark.parametrize(
    ("items", "quality", "reason"),
    [
        ([one("clip", 3.0)], Quality(short_side=100), "too small"),
        ([one("clip", 3.0)], Quality(short_side=300, jpeg_quality=20), "compressed too strongly"),
        ([one("clip", 3.0, flags=(Flag.OUT_OF_DISTRIBUTION,))], GOOD, "No picture in the reference set resembles"),
        ([one("clip", 3.0, flags=(Flag.UNSTABLE,))], GOOD, "different scores for a slightly altered copy"),
        ([one("clip", 1.2), one("spectral", -2.8)], GOOD, "in conflict: E1 for synthetic, E2 against"),
        ([one("clip", 0.5)], GOOD, "evidence for synthetic is too weak"),
        ([one("clip", 0.1)], GOOD, "finding no trace is not enough"),
        ([one("clip", -0.1), one("xmp", supports="synthetic", kind="provenance")], GOOD, "forged"),
    ],
)
def test_every_abstention_states_its_reason(items, quality, reason):
    _, found = verdict(*items, quality=quality)
    assert found.label == "inconclusive"
    assert any(reason in line for line in found.abstained_because), found.abstained_because


def test_no_words_where_the_reference_set_does_not_reach():
    _, found = verdict(one("clip", 3.0, flags=(Flag.OUT_OF_DISTRIBUTION,)))
    assert found.words is None and found.likelihood_ratio is None


def test_a_score_that_a_detector_sets_aside_is_not_weighed():
    evidence, found = verdict(one("clip", 3.0, flags=(Flag.SET_ASIDE,)))
    assert evidence[0].log_lr is None and {c.evidence for c in found.contributions} == {PRIOR}


def test_cues_of_another_adapter_are_not_weighed_by_the_fit():
    fitted = MADE.model_copy(update={"terms": (straight("cue:global.verdict", "synthetic", transform="logit"),)})
    cue = one("cue:global.verdict", 0.9, "synthetic", "cue").model_copy(update={"id": "E1"})
    (own,) = weigh([cue], GOOD, fitted)
    (foreign,) = weigh([cue], GOOD, fitted, cues_fitted=False)
    assert own.log_lr == pytest.approx(math.log(9), abs=1e-3) and foreign.log_lr is None
    assert unfitted(own) == 0.0 and unfitted(foreign) == 0.5
    doubtful = one("cue:a", 0.6, "synthetic", "cue")
    assert unfitted(doubtful) == pytest.approx(math.log(1.5))
    assert unfitted(one("hf:x", 0.9, "synthetic")) == 0.7 and unfitted(one("hf:x", 0.9)) == 0.0


def test_terms_are_flat_beyond_what_was_seen_and_depend_on_quality_where_fitted():
    term = straight("clip", "synthetic", quality=(1.0, 0.0, 0.0))
    usual, large = (known.facts(Quality(short_side=side))[None] for side in (256, 512))
    scores = np.array([2.0, 4.0, 400.0, np.nan])
    assert term.contributions(scores, usual.repeat(4, 0)).tolist() == [2.0, 4.0, 4.0, 0.0]
    assert term.contributions(scores[:1], large)[0] == pytest.approx(2.0 * 1.6)


def test_facts_stay_within_what_the_reference_set_spans():
    assert known.facts(Quality(short_side=256)).tolist() == [0.0, 0.0, 0.0]
    wild = known.facts(Quality(short_side=20000, jpeg_quality=1, recompressed=True))
    assert wild.tolist() == [0.6, -3.0, 1.0] and len(wild) == len(FACTS)


def test_parameters_survive_their_file(tmp_path):
    known.save(MADE, tmp_path / "fusion.json")
    assert known.read(tmp_path / "fusion.json") == MADE
    (tmp_path / "fusion.json").write_text('{"schema": "telltale/fusion/1", "prior": {}}')
    with pytest.raises(ValueError):
        known.read(tmp_path / "fusion.json")


def test_shipped_parameters_rest_on_the_shipped_adapter_and_detectors():
    shipped = known.shipped()
    assert {term.source for term in shipped.terms} >= {"clip", "portrait", "jpeg"}
    assert all(min(reference.counts) > 500 for reference in shipped.references.values())
    assert sum(shipped.prior.values()) == pytest.approx(1)
    perceive = adapters.shipped("small")["perceive"]
    assert shipped.adapters == (adapters.digest(perceive),)  # else its cues would weigh like those of a foreign model
    reliable = {f"cue:{cue}" for cue, measured in read(perceive).items() if measured.reliable}
    assert reliable <= {*shipped.idle, *(term.source for term in shipped.terms)}


def test_no_single_fitted_detector_exceeds_what_the_reference_set_can_show():
    shipped = known.shipped()
    for term in shipped.terms:
        usual = known.facts(GOOD)[None].repeat(2, 0)
        most = np.abs(term.contributions(np.array([-1e6, 1e6]), usual)).max()
        assert most < math.log(min(shipped.references[term.hypothesis].counts)), term.source


def test_measured_sources_that_add_nothing_weigh_nothing():
    idle = MADE.model_copy(update={"idle": ("noise", "cue:a")})
    items = [one("noise", 99.0, "tampered"), one("cue:a", 0.9, "synthetic", "cue"), one("hf:x", 0.9, "synthetic")]
    found = weigh([item.model_copy(update={"id": f"E{n}"}) for n, item in enumerate(items)], GOOD, idle)
    assert [(item.log_lr, item.supports) for item in found] == [
        (0.0, "tampered"),
        (0.0, "synthetic"),
        (None, "synthetic"),
    ]
    assert not fuse(found[:2], GOOD, idle).calibrated
