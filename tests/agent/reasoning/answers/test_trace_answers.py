"""What can be shown in the picture: each trace with its box, or that there is none."""

import pytest
from telltale.agent.evidence import Evidence, Facts, Flag, Region
from telltale.agent.model_views import ModelView, SeenArtifact
from telltale.agent.reasoning.answers.answer_case import Answered
from telltale.agent.reasoning.answers.trace_answers import seen_by_models, visible_traces
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.reasoning.answers.answer_cases import KINDS, asked, case_of, faultless, texts

BOX = Region(x=10, y=20, w=30, h=40)


def told(case):
    return texts(faultless(Answered(visible_traces(case)), case))


def with_evidence(case, *added):
    case.bench.evidence += added
    return case


@pytest.mark.parametrize("name", KINDS)
def test_something_is_said_of_every_picture(name, exhibit, guide):
    assert told(case_of(name, exhibit, asked(Topic.REASONS), guide))


def test_a_finding_is_told_with_its_box(exhibit, guide):
    text = "A part was saved before."
    found = Evidence(id="E90", source="jpeg", kind="detector", statement=text, supports="tampered", region=BOX)
    case = with_evidence(case_of("nothing found", exhibit, asked(Topic.REASONS), guide), found)
    assert "It lies in the part of 30×40 px at 10, 20 [E90]." in told(case)
    aside = found.model_copy(update={"facts": Facts(flags=(Flag.SET_ASIDE,))})
    case = with_evidence(case_of("nothing found", exhibit, asked(Topic.REASONS), guide), aside)
    assert "No visible trace that this tool can show" in told(case)


def test_that_nothing_can_be_shown_is_no_proof(exhibit, guide):
    said = told(case_of("nothing found", exhibit, asked(Topic.REASONS), guide))
    assert "No visible trace that this tool can show was found" in said and "does not show that there is none" in said


def test_what_models_see_stands_behind_it_and_is_cited(exhibit, guide):
    case = case_of("nothing found", exhibit, asked(Topic.REASONS), guide)
    assert seen_by_models(case) == []
    seen = [
        Evidence(id=f"E{n}", source="seen", kind="claim", statement=text, facts=Facts(notes=(note,)))
        for n, text, note in (
            (91, "The model m says fake.", "n"), (92, "The model m says: “odd hand”.", "This held up."),
            (93, "The model m says: “odd eye”.", "This did not hold up."),
        )
    ]  # fmt: skip
    with_evidence(case, *seen)
    artifacts = [
        SeenArtifact(evidence=ident, text="t", told="described", cue=cue, agreement=agreement)
        for ident, cue, agreement in (("E92", "anatomy.hands", "agreed"), ("E93", "face.eyes", "contradicted"))
    ]
    view = ModelView(model="m", evidence="E91", artifacts=tuple(artifacts), contradicted=1)
    gone = ModelView(model="n", evidence="", failed=True)
    object.__setattr__(case, "record", case.record.model_copy(update={"seen_by_models": (view, gone)}))
    assert [item.id for item in seen_by_models(case)] == ["E91", "E92", "E92"]
    assert [item.id for item in seen_by_models(case, {"face.eyes"})] == ["E91", "E93", "E93"]
    assert seen_by_models(case, {"hair.strands"}) == []
    assert told(case).endswith("This held up [E92].")
