import math

import pytest
from telltale.agent.evidence import Evidence, Quality
from telltale.agent.reasoning.fusion import DECISION, WEIGHTS, fuse, weight

GOOD = Quality(short_side=800)


def evidence(*pairs):
    return [
        Evidence(id=f"E{n}", source=source, kind="detector", statement="s", supports=supports)
        for n, (source, supports) in enumerate(pairs, 1)
    ]


def test_the_arithmetic_can_be_redone_from_the_output():
    verdict = fuse(evidence(("c2pa", "synthetic"), ("exif", "real"), ("spectral", "synthetic")), GOOD)
    total = {"real": 0.0, "synthetic": 0.0, "tampered": 0.0}
    for c in verdict.contributions:
        total[c.hypothesis] += c.log_odds
    scale = sum(map(math.exp, total.values()))
    assert verdict.probabilities == pytest.approx({h: math.exp(z) / scale for h, z in total.items()})
    assert sum(verdict.probabilities.values()) == pytest.approx(1)
    assert verdict.label == "synthetic"


def test_uncalibrated_means_no_likelihood_ratio_and_no_words():
    verdict = fuse(evidence(("parameters", "synthetic")), GOOD)
    assert not verdict.calibrated
    assert (verdict.likelihood_ratio, verdict.words, verdict.reference_set) == (None, None, None)


def test_no_evidence_is_inconclusive_at_a_third_each():
    verdict = fuse([], GOOD)
    assert verdict.label == "inconclusive"
    assert verdict.probabilities["real"] == pytest.approx(1 / 3)
    assert verdict.abstained_because == ("No evidence supports any hypothesis.",)


@pytest.mark.parametrize("pair", WEIGHTS)
def test_every_weight_is_small_enough_to_be_contradicted(pair):
    """No single forgeable or statistical finding reaches 96%."""
    verdict = fuse(evidence(pair), GOOD)
    assert verdict.probabilities[pair[1]] < 0.96


def test_one_ghost_or_noise_part_alone_decides_nothing():
    assert fuse(evidence(("jpeg", "tampered")), GOOD).label == "inconclusive"
    assert fuse(evidence(("noise", "tampered")), GOOD).label == "inconclusive"
    assert fuse(evidence(("jpeg", "tampered"), ("noise", "tampered")), GOOD).label == "tampered"


def test_a_strong_ghost_decides_and_a_weak_one_does_not():
    ghost = evidence(("jpeg", "tampered"))[0]
    assert fuse([ghost.model_copy(update={"score": 150.0})], GOOD).label == "inconclusive"
    assert fuse([ghost.model_copy(update={"score": 250.0})], GOOD).label == "tampered"


def test_repetition_by_one_source_adds_nothing():
    once = fuse(evidence(("xmp", "synthetic")), GOOD)
    thrice = fuse(evidence(*[("xmp", "synthetic")] * 3), GOOD)
    assert once.probabilities == thrice.probabilities
    assert [c.evidence for c in thrice.contributions] == ["E1"]


def test_conflict_smallness_and_recompression_are_named():
    torn = fuse(evidence(("c2pa", "real"), ("spectral", "synthetic")), GOOD)
    assert torn.label == "inconclusive"
    assert "in conflict" in torn.abstained_because[0]
    tiny = fuse([], Quality(short_side=40, recompressed=True))
    assert any("too small" in reason for reason in tiny.abstained_because)
    assert any("more than once" in reason for reason in tiny.abstained_because)


def test_neutral_cues_and_unknown_sources_weigh_nothing():
    cue = Evidence(id="E1", source="cue:face.eyes", kind="cue", statement="s", supports="neutral", score=0.99)
    assert weight(cue) == 0
    assert weight(evidence(("plug-in", "synthetic"))[0]) == 0
    assert fuse([cue], GOOD).label == "inconclusive"


def test_reliable_cues_of_one_side_count_once_and_never_decide_alone():
    cues = [
        Evidence(id=f"E{n}", source=f"cue:{name}", kind="cue", statement="s", supports=supports, score=score)
        for n, (name, supports, score) in enumerate(
            [
                ("face.eyes", "synthetic", 0.55),
                ("texture.smooth", "synthetic", 0.99),
                ("edges.blend", "tampered", 0.55),
            ],
            1,
        )
    ]
    verdict = fuse(cues, GOOD)
    assert [(c.evidence, c.hypothesis) for c in verdict.contributions] == [("E2", "synthetic"), ("E3", "tampered")]
    assert [c.log_odds for c in verdict.contributions] == pytest.approx([0.5, math.log(0.55 / 0.45)])
    assert verdict.label == "inconclusive"
    assert fuse(cues[:2], GOOD).label == "inconclusive"


def test_the_label_is_the_likeliest_above_the_decision():
    verdict = fuse(evidence(("xmp", "tampered"), ("jpeg", "tampered")), GOOD)
    assert verdict.label == max(verdict.probabilities, key=verdict.probabilities.get)
    assert verdict.probabilities[verdict.label] >= DECISION
