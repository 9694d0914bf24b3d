"""What speaks for and against the verdict never changes sides."""

import pytest
from telltale.agent.reasoning.answers import opposing_answers as opposing
from telltale.agent.reasoning.answers.need_answers import HELP
from telltale.agent.reasoning.dialogue.needs import Need
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.agent.reasoning.writing.plan import NOTHING_AGAINST

from tests.agent.reasoning.answers.answer_cases import KINDS, asked, case_of, faultless


@pytest.fixture
def make(exhibit, guide):
    return lambda kind, **more: case_of(kind, exhibit, asked(Topic.FOR_FAKE), guide, **more)


@pytest.mark.parametrize("kind", ["synthetic", "tampered", "signed synthetic", "declared"])
def test_what_speaks_against_a_label_supports_another(kind, make):
    case = make(kind)
    found = opposing.against_verdict(case)
    assert faultless(found, case)
    if case.verdict.label in ("synthetic", "tampered"):
        assert all(item.supports != case.verdict.label for item in found.about)
        assert found.about or found.items[0].text == NOTHING_AGAINST()


def test_after_one_side_of_an_open_question_the_other_is_meant(make):
    case = make("nothing found", topics=(Topic.FOR_FAKE,))
    assert {item.supports for item in opposing.against_verdict(case).about} == {"real"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_weightiest_finding_and_what_needs_no_file(kind, make):
    case = make(kind)
    first = opposing.heaviest(case)
    assert faultless(first, case) and len(first.about) <= 1
    assert all(item.kind == "detector" for item in opposing.without_data(case).about)


@pytest.mark.parametrize("question", [
    "if he'd stripped that data before sending, would you have caught it?", "hättest du es ohne die Daten gemerkt?",
    "l'aurais-tu détecté sans les données ?", "¿lo habrías detectado sin los datos?", "没有数据你能发现吗",
])  # fmt: skip
def test_whether_it_would_have_been_caught_is_what_the_verdict_on_the_pixels_would_be(question, exhibit, guide):
    for label, first in (("synthetic", opposing.WOULD_CATCH), ("tampered", opposing.WOULD_CATCH),
                         ("inconclusive", opposing.WOULD_MISS), ("real", opposing.WOULD_MISS)):  # fmt: skip
        case = case_of("declared", exhibit, asked(Topic.REASONS, question), guide)
        without = case.verdict.model_copy(update={"label": label})
        seen = []
        case.bench.judge_without = lambda evidence, seen=seen, without=without: seen.extend(evidence) or without
        found = opposing.without_data(case)
        assert found.items[0].text == first(label=label) and seen
        assert all(item.kind != "provenance" for item in seen)


def test_the_pixels_alone_are_asked_for_without_a_yes(make):
    case = make("declared")
    case.bench.judge_without = lambda evidence: case.verdict
    assert opposing.without_data(case).items[0].text == opposing.BY_PIXELS(label=case.verdict.label)


def test_what_stands_in_the_file_alone_can_not_be_seen_in_pixels(exhibit, guide):
    question = "would you have known the camera without the data?"
    case = case_of("a camera's file", exhibit, asked(Topic.REASONS, question), guide)
    case.bench.judge_without = lambda evidence: case.verdict
    assert opposing.without_data(case).items[0].text == opposing.ONLY_IN_FILE()


@pytest.mark.parametrize("need", Need)
def test_help_comes_whole_and_never_sends_a_victim_to_the_sender(need, make):
    items = HELP[need](make("real"))
    assert items and all(item.text for item in items)
    assert not any(item.id == "guide:no-naming-people" for item in items)
