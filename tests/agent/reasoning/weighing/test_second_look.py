import numpy as np
import pytest
from telltale.agent.detectors.base import Detector, Reading
from telltale.agent.evidence import Contribution, Evidence, Facts, Flag, Quality, Region, Verdict
from telltale.agent.intake import receive
from telltale.agent.reasoning.weighing import second_look

from tests.conftest import encode


def verdict_of(*pairs):
    found = [Contribution(evidence=f"E{n}", hypothesis=h, log_odds=v) for n, (h, v) in enumerate(pairs, 1)]
    return Verdict(label="inconclusive", probabilities={}, calibrated=True, contributions=tuple(found))


def test_strong_evidence_on_both_sides_is_a_dispute_and_weak_is_none():
    assert second_look.disputed(verdict_of(("synthetic", 1.2), ("synthetic", -1.4))) == {"synthetic": (["E1"], ["E2"])}
    assert second_look.disputed(verdict_of(("synthetic", 1.2), ("real", 1.0))) == {"synthetic": (["E1"], ["E2"])}
    assert second_look.disputed(verdict_of(("synthetic", 1.2), ("synthetic", -0.9), ("tampered", -2.0))) == {}
    assert second_look.because({"synthetic": (["E1"], ["E2", "E3"])}) == ("E1 for synthetic, E2, E3 against it",)


@pytest.fixture
def exhibit(photographs):
    return receive(encode(photographs[0].resize((700, 500)), "PNG"), "p.png")


def test_places_are_inside_apart_and_within_the_budget(exhibit):
    marked = Evidence(source="jpeg", kind="detector", statement="s", region=Region(x=680, y=0, w=20, h=20))
    drawn = np.full((46, 64), 0.5, np.float32)
    drawn[40, 2], drawn[2, 2] = 1, 0
    where = second_look.places([marked], {"clip": drawn, "spectral": drawn}, exhibit.pixels.shape)
    # the named region, the highest and the lowest place; the same places of a second map are no new ones
    assert [(r.x, r.y) for r in where] == [(476, 0), (0, 276), (0, 0)] and {(r.w, r.h) for r in where} == {(224, 224)}
    assert len(second_look.places([marked] * 9, {"clip": drawn}, exhibit.pixels.shape, budget=2)) == 2
    assert second_look.places([marked], {"clip": drawn}, (300, 300)) == []  # a small picture has no other place


def test_what_weighs_nothing_may_dissent():
    cue = Evidence(id="E5", source="cue:a", kind="cue", statement="s", supports="synthetic", score=0.9, log_lr=0.0)
    assert second_look.disputed(verdict_of(("synthetic", -1.2)), [cue]) == {"synthetic": (["E5"], ["E1"])}
    assert second_look.disputed(verdict_of(("synthetic", -0.5)), [cue]) == {}  # nothing strong to dissent from
    doubtful = cue.model_copy(update={"score": 0.6})
    unmeasured = cue.model_copy(update={"log_lr": None})
    assert second_look.disputed(verdict_of(("synthetic", -1.2)), [doubtful, unmeasured]) == {}
    network = Evidence(
        id="E6",
        source="spectral",
        kind="detector",
        statement="s",
        supports="real",
        score=-2.0,
        unit="log-odds",
        log_lr=0.0,
    )
    assert second_look.disputed(verdict_of(("synthetic", 1.2)), [network]) == {"synthetic": (["E1"], ["E6"])}


def test_what_was_measured_again_is_averaged_and_logged(exhibit):
    def measure(pixels, quality):
        return Reading("s", 4.0 if pixels.shape[0] == 224 else 1.0, "log-odds")

    clip = Detector("clip", "m", "h", "r", measure, on_crops=True)
    other = Detector("noise", "m", "h", "r", measure)
    evidence = [
        Evidence(id="E1", source="clip", kind="detector", statement="s", score=1.0, log_lr=1.0),
        Evidence(id="E2", source="noise", kind="detector", statement="s", score=1.0, region=Region(x=9, y=9, w=9, h=9)),
        Evidence(
            id="E3", source="cue:global.verdict", kind="cue", statement="s", supports="synthetic", score=0.9, log_lr=0.5
        ),
        Evidence(id="E4", source="cue:unfitted", kind="cue", statement="s", score=0.9),
        *(
            Evidence(
                id=f"E{n}", source=f"cue:{flag}", kind="cue", statement="s", log_lr=0.0, facts=Facts(flags=(flag,))
            )
            for n, flag in enumerate((Flag.UNRELIABLE, Flag.UNASSESSED), 5)
        ),
    ]
    asked = []

    def ask(pixels, sources):
        asked.append((pixels.shape, list(sources)))
        return {"cue:global.verdict": 0.05}

    again, looks = second_look.again(exhibit, evidence, {}, [clip, other], ask)
    assert len(looks) == 1 and asked == [((224, 224, 3), ["cue:global.verdict"])]
    assert looks[0].scores == {"clip": (1.0, 4.0), "cue:global.verdict": (0.9, 0.05)}
    assert again[0].score == 2.5 and again[0].has(Flag.LOOKED_AGAIN) and again[0].caveats == ()
    assert again[0].facts.notes == ("Measured again on 1 crop (+4.0); the average of both readings counts (+2.5).",)
    # mean logit of 0.9 and 0.05: (2.197 − 2.944) / 2
    assert again[2].score == pytest.approx(0.4077, abs=1e-3) and again[2].supports == "neutral"
    assert again[1] == evidence[1] and again[3] == evidence[3]


def test_what_still_disagrees_is_said():
    (line,) = second_look.still(verdict_of(("synthetic", 2.0), ("synthetic", -2.0)))
    assert "still disagrees: E1 for synthetic, E2 against it" in line
    assert second_look.still(verdict_of(("synthetic", 2.0))) == ()


def test_a_part_is_weighed_by_itself(exhibit):
    clip = Detector("clip", "m", "h", "r", lambda pixels, quality: Reading("s", 50.0, "log-odds"), 96, on_crops=True)
    region = Region(x=0, y=0, w=200, h=200)
    high = second_look.local_log_lr(exhibit, region, [clip])
    assert high is not None and high > 1
    tiny = Region(x=0, y=0, w=20, h=20)
    assert second_look.local_log_lr(exhibit, tiny, [clip]) is None
    assert Quality(short_side=1).jpeg_quality is None
