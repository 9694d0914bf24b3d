"""Single findings as items: caveats, neighbours, the file, and all that an answer may rest on."""

from telltale.agent.evidence import ClaimJudgement, Evidence, Facts, Neighbour, Quality
from telltale.agent.reasoning.stance import Role
from telltale.agent.reasoning.writing import findings


def item(n, source="clip", **more):
    return Evidence(id=f"E{n}", source=source, kind="detector", statement=f"Statement {n}.", score=1.0, **more)


def test_reservations_are_caveats_and_never_notes_on_what_was_done():
    noted = Facts(notes=("It was looked at twice.",))
    found = findings.of_reservation(item(1, facts=noted, caveats=("Nearness is of look.", "Second.")))
    assert [i.text for i in found] == ["Nearness is of look."]
    assert findings.of_reservation(item(1, facts=noted)) == []


def test_the_nearest_pictures_are_told_from_their_names():
    known = (
        Neighbour(name="a.jpg", source="b", label="real", distance=0.2),
        Neighbour(name="c.jpg", source="d", label="synthetic", distance=0.3),
    )
    told = findings.of_neighbours(item(3, facts=Facts(neighbours=known)))
    assert told.line.startswith("[E3] nearest: ") and told.must
    assert "real picture a.jpg of b" in told.text and "generated picture c.jpg of d" in told.text


def test_a_file_is_told_with_what_limits_it(record):
    quality = Quality(short_side=300, jpeg_quality=80, recompressed=True, screenshot=("size",), metadata_stripped=True)
    form, *limits = findings.of_file(record.exhibit.model_copy(update={"quality": quality}))
    assert form.stance.role is Role.FILE and "saved at a JPEG quality of about 80" in form.text
    assert [i.stance.role for i in limits] == [Role.RESERVATION] * 3
    (unsaved,) = findings.of_file(record.exhibit.model_copy(update={"quality": Quality(short_side=300)}))
    assert "JPEG" not in unsaved.text


def test_a_claim_is_told_with_its_reasons():
    judged = ClaimJudgement(claim="c", bearing="does not bear", because=("The verdict is inconclusive.", "Weak."))
    told = findings.of_claim(judged)
    expected = "The evidence neither supports nor contradicts the claim. The verdict is inconclusive. Weak."
    assert (told.id, told.text) == ("C", expected)


def test_all_findings_hold_the_reasons_of_an_abstention(record):
    verdict = record.verdict.model_copy(update={"abstained_because": ("The evidence for real is too weak.",)})
    every = findings.every(record.model_copy(update={"verdict": verdict}), record.evidence)
    assert "No label is given because the evidence for real is too weak." in [i.text for i in every]
    assert {item.id for item in record.evidence} <= {i.id for i in every}


def test_a_verdict_is_told_by_its_headline_and_only_a_label_has_probabilities(record):
    verdict = record.verdict.model_copy(update={"label": "inconclusive", "headline": "It leans.", "lean": "synthetic"})
    told = findings.of_verdict(verdict)
    assert (told.text, told.label, told.lean) == ("The verdict is inconclusive. It leans.", "inconclusive", "synthetic")
    assert told.fixed and all(i.fixed for i in findings.of_abstention(verdict))
    assert findings.of_shares(verdict) == []
    odds = {"real": 0.004, "synthetic": 0.95, "tampered": 0.046}
    (shares,) = findings.of_shares(verdict.model_copy(update={"label": "synthetic", "probabilities": odds}))
    assert "real <1%, synthetic 95%, tampered 5%" in shares.text and shares.fixed
