import pytest
from telltale.agent.evidence import ClaimJudgement, Evidence, Region
from telltale.agent.reasoning.answers import alteration_answers as alteration
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.agent.reasoning.weighing.claim import MAX_LENGTH, checked

from tests.agent.evidence_sets import PLACE
from tests.agent.reasoning.answers.answer_cases import KINDS, answered, asked, record_of, texts


@pytest.fixture
def ask(exhibit, guide):
    return lambda topic, kind, text="", **more: answered(kind, exhibit, asked(topic, text), guide, **more)


@pytest.mark.parametrize("kind", KINDS)
def test_whether_something_was_altered(kind, ask, exhibit):
    record = record_of(kind, exhibit)[0]
    said, found = ask(Topic.ALTERATION, kind)
    traces = [item.id for item in record.evidence if item.supports == "tampered" and item.kind == "detector"]
    assert [item.id for item in found.about] == traces
    assert {cite for one in said for cite in one.cites} >= set(traces)
    first = said[0].text
    if record.verdict.label == "tampered":
        assert "verdict is tampered" in first
    elif record.verdict.label == "synthetic":
        assert first.startswith(alteration.GENERATED().rstrip("."))
    elif traces:
        assert first.startswith(alteration.TRACES().rstrip("."))
    else:
        assert alteration.NO_TRACE().rstrip(".") in texts(said) and alteration.SELDOM().rstrip(".") in texts(said)


def test_where_it_was_altered(ask):
    said, found = ask(Topic.WHERE_EDITED, "tampered")
    assert found.place == PLACE and said[0].cites == ("E1",)
    said, found = ask(Topic.WHERE_EDITED, "real")
    assert found.place is None and said[0].text.startswith(alteration.NO_PLACE().rstrip("."))
    assert "seldom found" in texts(said)


def test_copied_parts_are_not_searched_for(ask):
    for kind in ("real", "tampered", "synthetic"):
        assert ask(Topic.CLONED, kind)[0][0].text.startswith(alteration.NO_CLONES().rstrip("."))


def test_which_part_ai_made(ask, exhibit):
    assert ask(Topic.AI_PART, "synthetic")[0][0].text.startswith(alteration.GENERATED().rstrip("."))
    assert ask(Topic.AI_PART, "real")[0][0].text.startswith(alteration.NO_PART().rstrip("."))
    said, found = ask(Topic.AI_PART, "declared")
    assert said[0].text.startswith(alteration.DECLARED().rstrip("."))
    assert "E1" in {item.id for item in found.about}


def test_a_claim_is_judged_and_what_was_seen_is_kept(exhibit, guide):
    seen = Evidence(id="E9", source="claim:content", kind="claim", statement="The model sees it.", score=0.9)
    place = Region(x=0, y=0, w=9, h=9)

    def judge(text, shown):
        assert text == "a man on the moon" and shown.facts.sha256 == exhibit.facts.sha256
        return [seen], ClaimJudgement(claim=text, bearing="supports", because=("It is there.",), region=place)

    said, found = answered("real", exhibit, asked(Topic.CLAIM, "a man on the moon"), guide, judge=judge)
    assert texts(said).startswith("The evidence supports the claim") and "It is there [claim]." in texts(said)
    assert (found.about, found.place, found.claim.bearing) == ([seen], place, "supports")


@pytest.mark.parametrize("text", ["a cat " * 60, "x" * (MAX_LENGTH + 1)])
def test_a_claim_that_can_not_be_judged_costs_one_plain_sentence(text, ask):
    def judge(claim, shown):
        raise AssertionError(f"{checked(claim)} was taken")

    (one,), found = ask(Topic.CLAIM, "real", text, judge=judge)
    assert one.text.startswith("The claim has ") and "shorten it to" in one.text
    assert found.claim is None and found.about == ()
