"""Where it is not sure what is asked for, the likeliest things are answered, each under the question it replies to."""

from dataclasses import replace

import pytest
from telltale.agent.intake import receive
from telltale.agent.reasoning.answers.answer_case import Answered, of_record
from telltale.agent.reasoning.dialogue.asking_back import IN_CASE, WORDS
from telltale.agent.reasoning.dialogue.detail_names import Detail
from telltale.agent.reasoning.dialogue.detail_questions import QUESTIONS
from telltale.agent.reasoning.dialogue.likely_answers import MOST_BESIDE, Reply, replies_to
from telltale.agent.reasoning.dialogue.telling import HEADING, Telling
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.agent.reasoning.dialogue.understanding import Asked
from telltale.agent.reasoning.dialogue.wishes import Wishes
from telltale.agent.translation import LANGUAGES, translated
from telltale.prompts import table

from tests.agent.reasoning.answers.answer_cases import case_of
from tests.conftest import encode

MAYBE = (Detail.ENOUGH, Detail.PROVES)
UNSURE = ((Topic.COURT, 0.3), (Topic.LEGAL, 0.25))
LIKELY = ((Topic.NEXT_STEPS, 0.7),)


@pytest.fixture(scope="module")
def exhibit(astronaut):
    return receive(encode(astronaut.resize((400, 400))), "p.png")


def guide(question, topics):
    return []


@pytest.fixture
def found(exhibit):
    def made(ranked=UNSURE, maybe=MAYBE, wishes=None, text="and would that do", **more):
        choices = tuple(topic for topic, _ in ranked) if len(ranked) > 1 else ()
        case = case_of("synthetic", exhibit, Asked(text, ranked, choices, maybe=maybe), guide)
        return replies_to(case.asked, replace(case, wishes=wishes or Wishes()), **more)

    return made


def headings(replies):
    return [reply.name if reply.headed else "" for reply in replies.replies]


def test_each_stands_under_its_own_question(found):
    replies = found()
    assert headings(replies)[:2] == [QUESTIONS[detail]() for detail in MAYBE] and replies.is_open
    assert headings(replies)[2:] == []  # court is what the first is about, and it is the likeliest topic
    further = found(((Topic.LEGAL, 0.3), (Topic.COURT, 0.25)))
    assert headings(further)[2:] == [IN_CASE(choice=WORDS[Topic.LEGAL]())]


def test_a_likely_topic_comes_first_and_needs_no_heading(found):
    replies = found(LIKELY)
    assert replies.topics[0] is Topic.NEXT_STEPS and not replies.is_open
    assert headings(replies) == ["", QUESTIONS[Detail.ENOUGH]()] and replies.replies[1].most == MOST_BESIDE


def test_one_part_of_several_gets_one_more_answer(found):
    guessed = [QUESTIONS[detail]() for detail in MAYBE]
    assert len([heading for heading in headings(found(several=True)) if heading in guessed]) == 1


def test_who_opens_with_a_case_is_told_the_verdict_first(found):
    case = "My neighbour sent me this picture and I wonder whether that would do for the council"
    replies = found(text=case, opens=True)
    assert replies.topics[0] is Topic.VERDICT and headings(replies)[0] == ""
    assert headings(replies)[-1] == QUESTIONS[Detail.ENOUGH]() and Topic.COURT in replies.topics


@pytest.mark.parametrize("wishes", [Wishes(short=True), Wishes(sentences=2), Wishes(one_word=True), Wishes(words=30)])
def test_who_wants_little_gets_one_answer(found, wishes):
    assert not any(headings(found(wishes=wishes)))
    first = found(((Topic.GREETING, 0.2), (Topic.OUT_OF_SCOPE, 0.2)), wishes=wishes)
    assert first.topics == [Topic.VERDICT if wishes.one_word else Topic.COURT]


@pytest.mark.parametrize(("share", "headed"), [(0.65, True), (0.9, False)])
def test_what_was_found_without_being_sure_says_which_question_it_answers(share, headed, exhibit):
    asked = Asked("would the council take that", UNSURE, detail=Detail.ENOUGH, learned=True, share=share)
    replies = replies_to(asked, case_of("synthetic", exhibit, asked, guide))
    assert headings(replies) == [QUESTIONS[Detail.ENOUGH]() if headed else ""] and not replies.is_open


def test_a_reply_to_thanks_has_no_heading(exhibit):
    asked = Asked("cheers then", UNSURE, detail=Detail.THANKS, learned=True, share=0.6)
    assert headings(replies_to(asked, case_of("synthetic", exhibit, asked, guide))) == [""]


def test_without_anything_else_likely_it_stays_as_it_was(found):
    assert found(maybe=()).topics == [Topic.COURT, Topic.LEGAL] and not any(headings(found(maybe=())))
    assert not found(((Topic.GREETING, 0.2), (Topic.OUT_OF_SCOPE, 0.2)), ()).replies


def test_a_refusal_never_stands_beside_a_guess(found):
    replies = found(((Topic.OUT_OF_SCOPE, 0.45), (Topic.GREETING, 0.3)))
    assert Topic.OUT_OF_SCOPE not in replies.topics and all(headings(replies))


@pytest.mark.parametrize("detail", [Detail.MARK_IT, Detail.THANKS, Detail.NOD])
def test_what_draws_and_what_is_only_polite_is_not_guessed(found, detail):
    assert QUESTIONS[detail]() not in headings(found(maybe=(detail,)))


def test_every_detail_has_a_question_of_its_own_in_every_language():
    assert set(table("detail_questions.toml")) == {detail.value for detail in Detail}
    for language in ("en", *LANGUAGES):
        said = {translated(one(), language) if language != "en" else one() for one in QUESTIONS.values()}
        assert None not in said and len(said) == len(QUESTIONS)
        assert all(text.endswith(("?", "？")) and len(text) < 90 for text in said)


def test_below_a_question_every_further_answer_says_what_it_answers(exhibit):
    case = case_of("synthetic", exhibit, Asked("and?", UNSURE), guide)
    first, second, third = (Answered([of_record(text)]) for text in ("One.", "Two.", "One."))
    telling = Telling("en")
    sure = Reply(Topic.COURT, first, name="Whether it counts:")
    assert [one.text for one in telling.reply(sure, case)] == ["One [verdict]."]
    assert [one.text for one in telling.reply(replace(sure, answered=third, headed=True), case)] == []  # said before
    guessed = Reply(Topic.LEGAL, second, name="Is it allowed?", headed=True)
    assert [one.text for one in telling.reply(guessed, case)] == [f"{HEADING}Is it allowed?", "Two [verdict]."]
    later = Reply(Topic.COURT, Answered([of_record("Three.")]), name="Whether it counts:")
    assert [one.text for one in telling.reply(later, case)] == [f"{HEADING}Whether it counts:", "Three [verdict]."]
