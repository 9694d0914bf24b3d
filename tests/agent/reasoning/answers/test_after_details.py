"""What is asked after an answer, or of what to do with it, is answered by what the answer before was about."""

import pytest
from telltale.agent.reasoning.answers import after_details as details
from telltale.agent.reasoning.answers import evidence_answers, number_details
from telltale.agent.reasoning.answers import opposing_answers as opposing
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.reasoning.answers.answer_cases import asked, case_of, faultless


@pytest.fixture
def make(exhibit, guide):
    return lambda kind="real", text="", **more: case_of(kind, exhibit, asked(Topic.CLAIM, text), guide, **more)


@pytest.mark.parametrize("kind", ["real", "synthetic", "tampered", "declared", "tiny"])
@pytest.mark.parametrize("answer", [details.missed_text, details.other_part, details.confirmed, details.tell_them,
                                    details.once_larger])  # fmt: skip
def test_each_answer_is_whole(answer, kind, make):
    case = make(kind, "and then?")
    assert faultless(answer(case), case)


@pytest.mark.parametrize("kind", ["real", "synthetic", "tampered", "tiny"])
def test_no_examination_confirms_authenticity(kind, make):
    case = make(kind)
    first, line = details.confirmed(case).items
    assert first.text == details.CONFIRMS_NOTHING(label=case.verdict.label) and line.text.startswith("A line to print")


def test_what_to_tell_holds_no_figures_and_money_is_named_where_it_is_asked_for(make):
    plain, check = (item.text for item in details.tell_them(make("synthetic", "what do I tell mum")).items)
    assert plain == details.TELL["synthetic"]() and check == details.CHECK()
    assert not any(letter.isdigit() for letter in plain)
    wanted = details.tell_them(make("synthetic", "what do I tell mum", earlier=("he wants 4000 euros",)))
    assert wanted.items[1].text == details.UNTIL()


def test_what_the_file_does_not_give_is_left_to_the_topic(make):
    case = make("real")
    assert details.exact_spot(case) is None and details.screenshot_signs(case) is None
    assert evidence_answers.sure_of_pair(case) is None


def test_a_number_is_that_of_the_last_answer(make):
    case = make("synthetic")
    last = [item for item in case.evidence if item.kind == "detector"][-1:]
    found = number_details.number_before(make("synthetic", before=last))
    assert found is not None and found.about == last and found.items[0].text == last[0].statement
    assert number_details.number_before(make("synthetic")) is None
    ratio = number_details.number_before(make("synthetic", topics=(Topic.LIKELIHOOD,)))
    assert ratio is not None and ratio.items[0].id == "guide:likelihood-ratio"


def test_the_pixels_alone_are_said_to_lean(make):
    assert opposing.without_data(make("real")).items[0].text == opposing.PIXELS_REAL()
    assert opposing.without_data(make("synthetic")).items[0].text == opposing.PIXELS_FAKE()
