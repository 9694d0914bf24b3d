import pytest
from telltale.agent.evidence import Contribution, Evidence, Region, Verdict
from telltale.agent.reasoning.weighing.claim import (
    CONTENT,
    ClaimError,
    checked,
    joint,
    judge,
    overlap,
    region_of,
    within,
)


def verdict(label):
    return Verdict(
        label=label, probabilities={}, calibrated=True, abstained_because=("Weak.",) * (label == "inconclusive")
    )


def trace(x, supports="tampered"):
    return Evidence(
        id="E1", source="jpeg", kind="detector", statement="s", supports=supports, region=Region(x=x, y=0, w=50, h=50)
    )


def seen(p):
    return Evidence(id="E9", source=CONTENT, kind="claim", statement="s", score=p, unit="P(yes)")


HERE, WHOLE = Region(x=0, y=0, w=100, h=100), None


@pytest.mark.parametrize(
    ("claim", "box"),
    [
        ("the upper left corner of the screen is cracked", (0, 0, 200, 150)),
        ("a dent on the right side", (200, 0, 200, 300)),
        ("damage at the bottom", (0, 150, 400, 150)),
        ("there is a stain in the centre", (100, 75, 200, 150)),
        ("the screen is cracked", None),
        ("the right thing to do", None),
        ("scratched from left to the right side", None),
    ],
)
def test_words_of_place_name_a_part(claim, box):
    found = region_of(claim, (300, 400, 3))
    assert (found and (found.x, found.y, found.w, found.h)) == box


def test_overlap_is_a_share_of_the_smaller():
    assert overlap(HERE, Region(x=50, y=0, w=100, h=50)) == 0.5
    assert overlap(HERE, Region(x=200, y=0, w=10, h=10)) == 0


@pytest.mark.parametrize(
    ("label", "region", "evidence", "local", "bearing"),
    [
        ("synthetic", WHOLE, [], None, "contradicts"),
        ("tampered", WHOLE, [trace(0)], None, "contradicts"),
        ("tampered", HERE, [trace(20)], None, "contradicts"),
        ("tampered", HERE, [trace(300)], None, "does not bear"),  # the trace lies elsewhere
        ("real", HERE, [trace(20)], None, "does not bear"),
        ("real", HERE, [trace(300), seen(0.9)], None, "supports"),
        ("real", WHOLE, [seen(0.9)], None, "supports"),
        ("real", WHOLE, [seen(0.1)], None, "does not bear"),
        ("real", WHOLE, [], None, "does not bear"),
        ("real", HERE, [seen(0.9)], 1.5, "does not bear"),
        ("inconclusive", WHOLE, [seen(0.9)], None, "does not bear"),
        ("inconclusive", HERE, [seen(0.9)], 2.5, "contradicts"),
    ],
)
def test_evidence_about_the_claimed_part_weighs_most(label, region, evidence, local, bearing):
    found = judge("it is cracked", region, evidence, verdict(label), local)
    assert found.bearing == bearing and found.because and found.region == region
    assert set(found.cites) <= {item.id for item in evidence}


def test_a_generated_part_cites_what_weighs_for_the_label():
    weighty = Contribution(evidence="E1", hypothesis="tampered", log_odds=2.0)
    altered = verdict("tampered").model_copy(update={"contributions": (weighty,)})
    assert judge("it is cracked", HERE, [trace(300)], altered, 2.5).cites == ("E1",)


def test_over_several_pictures_one_contradiction_stands():
    good, bad, none = (
        judge("c", None, e, verdict(v)) for v, e in (("real", [seen(0.9)]), ("synthetic", []), ("inconclusive", []))
    )
    assert joint([good, none]).bearing == "supports" and joint([good, bad]).bearing == "contradicts"
    assert joint([none]).bearing == "does not bear"
    with pytest.raises(ValueError):
        joint([])


@pytest.mark.parametrize(
    ("box", "kept"), [((10, 20, 30, 40), (10, 20, 30, 40)), ((90, 0, 50, 500), (90, 0, 10, 80)), ((100, 0, 5, 5), None)]
)
def test_the_part_of_a_claim_lies_in_the_picture(box, kept):
    region = Region(**dict(zip("xywh", box, strict=True)))
    if kept is None:
        with pytest.raises(ClaimError, match="outside the picture of 100×80 px"):
            within(region, (80, 100, 3))
    else:
        assert within(region, (80, 100, 3)) == Region(**dict(zip("xywh", kept, strict=True)))


def test_a_claim_is_one_line_and_not_too_long():
    assert checked("  a\n b \x1b[31m\u202ec") == "a b [31m c"
    for text in ("", " \n", "\x1b", "word " * 81, "a" * 100_000):
        with pytest.raises(ClaimError):
            checked(text)
