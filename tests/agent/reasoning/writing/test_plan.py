"""What an answer says is planned by code: chosen by weight, with dissent, and the verdict from its numbers."""

from telltale.agent.evidence import Contribution, Evidence, Quality, Region, Verdict
from telltale.agent.reasoning.answer_items import INTENTS
from telltale.agent.reasoning.stance import Role, Stance
from telltale.agent.reasoning.writing import plan


def item(n, source="clip", supports="neutral", kind="detector", **more):
    return Evidence(
        id=f"E{n}", source=source, kind=kind, statement=f"Statement {n}.", supports=supports, score=1.0, **more
    )


def verdict(contributions, label="inconclusive", leading="synthetic", **more):
    odds = {"real": 0.2, "synthetic": 0.2, "tampered": 0.2, leading: 0.6}
    parts = tuple(Contribution(evidence=e, hypothesis=h, log_odds=w) for e, h, w in contributions)
    return Verdict(label=label, probabilities=odds, calibrated=True, contributions=parts, **more)


def test_strong_dissent_keeps_its_place_however_much_speaks_for_the_verdict():
    evidence = [*(item(n, supports="synthetic") for n in range(1, 7)), item(7, "nearest", "real")]
    weighed = verdict([*((f"E{n}", "synthetic", 3.0) for n in range(1, 7)), ("E7", "synthetic", -1.2)])
    chosen = plan.reasons(evidence, weighed)
    assert [i.id for i in chosen] == ["E1", "E2", "E3", "E4", "E7"]
    assert chosen[-1].stance == Stance(Role.WEIGHS, "against", "synthetic", dissents=True)
    assert all(i.must for i in chosen)


def test_every_intent_has_something_to_say(record):
    for intent in INTENTS:
        items = plan.plan(intent, record, record.evidence)
        assert items and all(i.id and i.text for i in items), intent


def test_a_verdict_is_told_with_what_the_file_says_where_little_was_weighed(record):
    evidence = [
        item(1, supports="synthetic"),
        item(2, "exif", kind="provenance"),
        item(3, "xmp", kind="provenance"),
        item(4, "jpeg"),
    ]
    judged = record.model_copy(update={"verdict": verdict([("E1", "synthetic", 2.0)])})
    assert [i.id for i in plan.plan("verdict", judged, evidence)] == ["V", "E1", "E2", "E3"]


def test_a_sure_answer_holds_the_verdict_and_that_nothing_moves_it(record):
    said = plan.plan("sure", record, record.evidence)
    assert [i.id for i in said[:2]] == ["V", "V"]
    assert f"The verdict is {record.verdict.label}" in said[0].text
    assert said[1].text == plan.FIXED()
    assert record.verdict.headline in said[0].text
    unsure = record.verdict.model_copy(update={"label": "inconclusive", "words": "The measurements give weak support."})
    told = plan.plan("sure", record.model_copy(update={"verdict": unsure}), record.evidence)
    assert not [i for i in told if i.stance.role is Role.STRENGTH]  # it would be taken for an answer
    strong = unsure.model_copy(update={"label": "synthetic"})
    told = plan.plan("sure", record.model_copy(update={"verdict": strong}), record.evidence)
    assert [i.text for i in told if i.must and i.stance.role is Role.STRENGTH] == [strong.words]


def test_what_speaks_for_or_against_no_label_begins_with_the_verdict(record):
    evidence = [item(1, supports="real")]
    weighed = verdict([("E1", "synthetic", -2.0)], leading="real", headline="Nothing was found.")
    judged = record.model_copy(update={"verdict": weighed})
    for intent, ids in (("for", ["V", "E1"]), ("against", ["V"]), ("doubt", ["V"])):
        told = plan.plan(intent, judged, evidence)
        assert [i.id for i in told][: len(ids)] == ids and told[0].text.endswith("Nothing was found."), intent
        assert plan.NOTHING_AGAINST() not in [i.text for i in told]
    labelled = record.model_copy(update={"verdict": weighed.model_copy(update={"label": "real"})})
    assert [i.text for i in plan.plan("against", labelled, evidence)] == [plan.NOTHING_AGAINST()]


def test_next_steps_follow_from_what_was_found(record):
    region = Region(x=4, y=8, w=32, h=16)
    evidence = (item(1, "jpeg", "tampered", region=region), item(2, "c2pa", kind="provenance"))
    quality = Quality(short_side=300, metadata_stripped=True)
    exhibit = record.exhibit.model_copy(update={"quality": quality})
    steps = plan.next_steps(record.model_copy(update={"evidence": evidence, "exhibit": exhibit}))
    assert [s.id for s in steps] == ["F", "E1", "E2"]
    assert "32×16 px at 4, 8" in steps[1].text
