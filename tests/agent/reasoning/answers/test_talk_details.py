"""What is said about the tool and its verdict: no opinion, no other tool and no situation moves it."""

import pytest
from telltale.agent.reasoning.answers import talk_details
from telltale.agent.reasoning.answers.judgement_answers import MOVES
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.reasoning.answers.answer_cases import asked, case_of


def told(answered):
    return [item.text for item in answered.items]


@pytest.fixture(scope="module")
def synthetic(exhibit, guide):
    return case_of("synthetic", exhibit, asked(Topic.PUSHBACK), guide)


@pytest.mark.parametrize(
    ("answer", "first"),
    [
        (talk_details.other_score, talk_details.OTHER_TOOL()),
        (talk_details.liar, talk_details.NEITHER_WAY()),
        (talk_details.right_here, talk_details.NOT_KNOWN_HERE()),
        (talk_details.would_change, MOVES()),
        (talk_details.stolen_key, talk_details.KEY_MISUSED()),
        (talk_details.expert_cost, talk_details.EXPERT_COST()),
        (talk_details.laboratory, talk_details.DEPENDS()),
        (talk_details.thanks, talk_details.WELCOME()),
    ],
)
def test_each_begins_with_its_answer(synthetic, answer, first):
    said = told(answer(synthetic))
    assert said[0] == first
    if answer in (talk_details.other_score, talk_details.liar, talk_details.would_change):
        assert any("The verdict is synthetic" in text for text in said)


def test_an_opinion_stands_beside_the_verdict(synthetic):
    said = told(talk_details.opinion(synthetic))
    assert said[0].startswith("The verdict is synthetic") and talk_details.NO_OPINION() in said


def test_without_a_label_none_can_be_wrong(exhibit, guide):
    case = case_of("nothing found", exhibit, asked(Topic.CONFIDENCE), guide)
    assert told(talk_details.right_here(case))[0] == talk_details.NO_LABEL()


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("a landlord sent me these photos", "marketplace"),
        ("I'm a journalist on deadline", "news-picture"),
        ("ich bin Polizist", "police-work"),
        ("my student handed this in for a contest", "contest-or-exam"),
        ("He wants me to move in, we never met", "dating-profile"),
        ("my ex sent me this", "next-in-general"),
        ("my cat likes this", None),
    ],
)
def test_a_situation_has_its_advice(text, slug):
    assert talk_details.situation_of(text) == slug


def test_a_situation_is_answered_with_the_verdict_and_advice(exhibit, guide):
    case = case_of("synthetic", exhibit, asked(Topic.NEXT_STEPS, "a landlord sent me these photos"), guide)
    items = talk_details.situation(case).items
    assert items[0].text.startswith("The verdict is") and items[1].id == "guide:marketplace"
