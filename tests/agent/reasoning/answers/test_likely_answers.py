"""Where it is not sure what is asked for, the likeliest things are answered, each under the question it replies to."""

from dataclasses import replace

import pytest
from telltale.agent.reasoning.dialogue.asking_back import IN_CASE, WORDS
from telltale.agent.reasoning.dialogue.detail_names import Detail
from telltale.agent.reasoning.dialogue.detail_questions import QUESTIONS
from telltale.agent.reasoning.dialogue.likely_answers import MOST_BESIDE, replies_to
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.agent.reasoning.dialogue.understanding import Asked
from telltale.agent.reasoning.dialogue.wishes import Wishes
from telltale.agent.translation import LANGUAGES, translated

from tests.agent.reasoning.answers.answer_cases import case_of

MAYBE = (Detail.ENOUGH, Detail.PROVES)
UNSURE = ((Topic.COURT, 0.3), (Topic.LEGAL, 0.25))
LIKELY = ((Topic.NEXT_STEPS, 0.7),)


@pytest.fixture
def found(exhibit, guide):
    def made(ranked=UNSURE, maybe=MAYBE, wishes=None, text="and would that do", **more):
        choices = tuple(topic for topic, _ in ranked) if len(ranked) > 1 else ()
        case = case_of("synthetic", exhibit, Asked(text, ranked, choices, maybe=maybe), guide)
        return replies_to(case.asked, replace(case, wishes=wishes or Wishes()), **more)

    return made


def headings(replies):
    return [reply.heading for reply in replies.replies]


def test_each_stands_under_its_own_question(found):
    replies = found()
    assert headings(replies)[:2] == [QUESTIONS[detail]() for detail in MAYBE] and replies.is_open
    assert headings(replies)[2:] == [IN_CASE(choice=WORDS[Topic.LEGAL]())]  # court is what the first is about


def test_a_likely_topic_comes_first_and_needs_no_heading(found):
    replies = found(LIKELY)
    assert replies.topics[0] is Topic.NEXT_STEPS and not replies.is_open
    assert headings(replies) == ["", QUESTIONS[Detail.ENOUGH]()] and replies.replies[1].most == MOST_BESIDE


def test_one_part_of_several_gets_one_more_answer(found):
    assert len([heading for heading in headings(found(several=True)) if heading in map(str, asked_for())]) == 1


def asked_for():
    return [QUESTIONS[detail]() for detail in MAYBE]


def test_who_opens_with_a_case_is_told_the_verdict_first(found):
    case = "My neighbour sent me this picture and I wonder whether that would do for the council"
    replies = found(text=case, opens=True)
    assert replies.topics[0] is Topic.VERDICT and headings(replies) == ["", QUESTIONS[Detail.ENOUGH]()]


@pytest.mark.parametrize("wishes", [Wishes(short=True), Wishes(sentences=2), Wishes(one_word=True), Wishes(words=30)])
def test_who_wants_little_gets_one_answer(found, wishes):
    assert not any(headings(found(wishes=wishes)))


@pytest.mark.parametrize(("share", "headed"), [(0.65, True), (0.9, False)])
def test_what_was_found_without_being_sure_says_which_question_it_answers(share, headed, exhibit, guide):
    asked = Asked("would the council take that", UNSURE, detail=Detail.ENOUGH, learned=True, share=share)
    replies = replies_to(asked, case_of("synthetic", exhibit, asked, guide))
    assert headings(replies) == [QUESTIONS[Detail.ENOUGH]() if headed else ""] and not replies.is_open


def test_without_anything_else_likely_it_stays_as_it_was(found):
    assert found(maybe=()).topics == [Topic.COURT, Topic.LEGAL] and not any(headings(found(maybe=())))
    assert not found(((Topic.GREETING, 0.2), (Topic.OUT_OF_SCOPE, 0.2)), ()).replies


def test_no_map_is_drawn_that_nobody_surely_asked_for(found):
    assert all(reply.answered.drawn is None for reply in found(maybe=(Detail.MARK_IT,)).replies)


def test_every_detail_has_a_question_of_its_own_in_every_language():
    for language in ("en", *LANGUAGES):
        said = {translated(one(), language) if language != "en" else one() for one in QUESTIONS.values()}
        assert set(QUESTIONS) == set(Detail) and None not in said and len(said) == len(QUESTIONS)
        assert all(text.endswith(("?", "？")) and len(text) < 90 for text in said)
