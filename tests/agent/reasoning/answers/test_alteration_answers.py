import pytest
from telltale.agent.reasoning.answers import alteration_answers as alteration
from telltale.agent.reasoning.dialogue.topics import Topic

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
    elif any(item.source in ("jpeg", "noise") and item.score is not None for item in record.evidence):
        assert alteration.NO_TRACE().rstrip(".") in texts(said) and alteration.SELDOM().rstrip(".") in texts(said)
    else:  # what was not measured can't have been found
        assert alteration.NO_TRACE().rstrip(".") not in texts(said)
        assert alteration.NOT_MEASURED().rstrip(".") in texts(said)


def test_where_it_was_altered(ask):
    said, found = ask(Topic.WHERE_EDITED, "tampered")
    assert found.place == PLACE and said[0].cites == ("E1",)
    said, found = ask(Topic.WHERE_EDITED, "nothing found in a part")
    assert found.place is None and said[0].text.startswith(alteration.NO_PLACE().rstrip("."))
    assert "seldom found" in texts(said)
    said, found = ask(Topic.WHERE_EDITED, "real")
    assert found.place is None and said[0].text.startswith(alteration.NOT_MEASURED().rstrip("."))


def test_copied_parts_are_not_searched_for(ask):
    for kind in ("real", "tampered", "synthetic"):
        assert ask(Topic.CLONED, kind)[0][0].text.startswith(alteration.NO_CLONES().rstrip("."))


def test_which_part_ai_made(ask, exhibit):
    assert ask(Topic.AI_PART, "synthetic")[0][0].text.startswith(alteration.GENERATED().rstrip("."))
    assert ask(Topic.AI_PART, "real")[0][0].text.startswith(alteration.NO_PART().rstrip("."))
    said, found = ask(Topic.AI_PART, "declared")
    assert said[0].text.startswith(alteration.DECLARED().rstrip("."))
    assert "E1" in {item.id for item in found.about}
