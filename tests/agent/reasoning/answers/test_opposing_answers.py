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


@pytest.mark.parametrize("need", Need)
def test_help_comes_whole_and_never_sends_a_victim_to_the_sender(need, make):
    items = HELP[need](make("real"))
    assert items and all(item.text for item in items)
    assert not any(item.id == "guide:no-naming-people" for item in items)
