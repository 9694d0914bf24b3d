"""A picture that was compared is spoken of from its own examination, under a citation of its own."""

import pytest
from telltale.agent.evidence import Statement
from telltale.agent.foreign import Foreign
from telltale.agent.intake import receive
from telltale.agent.reasoning.dialogue.other_picture import CITED, OF_OTHER
from telltale.agent.sandbox import Received

from tests.agent.reasoning.answers.answer_cases import record_of, talk_of
from tests.conftest import encode


@pytest.fixture
def talk(astronaut, encoder):
    """A conversation about a photograph without data, beside which a camera's file was laid."""
    here = receive(encode(astronaut.resize((400, 400))), "here.png")
    there = receive(encode(astronaut.resize((420, 420)).rotate(90)), "there.png")
    talk, other = talk_of("real", here), talk_of("a camera's file", there)
    talk.turn_to = lambda _: other
    list(talk.ask("how does it compare with this one?", Received(there, record_of("a camera's file", there)[1])))
    return talk


def said(talk, question):
    return [one for one in talk.ask(question) if isinstance(one, Statement)]


def test_what_is_asked_of_the_other_is_told_of_the_other(talk):
    first, *rest = said(talk, "What camera took the other one?")
    assert first.text == OF_OTHER(name=Foreign("there.png")) and first.cites == ()
    assert "Canon" in rest[0].text or "names" in rest[0].text
    assert {one.cites for one in rest} == {(CITED,)} and all(f"[{CITED}]" in one.text for one in rest)


def test_then_short_questions_stay_with_it_and_others_come_back(talk):
    said(talk, "What camera took the other one?")
    assert said(talk, "and when?")[0].text.startswith("Of the other picture")
    assert said(talk, "What camera took the first one?")[0].cites == ("file",)
    assert said(talk, "and when?")[0].cites == ("file",)


def test_a_question_that_only_names_it_asks_the_same_again(talk):
    said(talk, "What camera took this picture?")
    preface, answer, *_ = said(talk, "And the other one?")
    assert preface.text.startswith("Of the other picture") and answer.cites == (CITED,)
    assert "camera" in answer.text


def test_both_are_still_compared(talk):
    said(talk, "What camera took the other one?")
    assert CITED not in said(talk, "which one is the original?")[0].cites


def test_the_preface_is_in_the_language_of_the_question(talk):
    assert said(talk, "Welche Kamera hat das zweite Bild gemacht?")[0].text.startswith("Zum anderen Bild")
    assert said(talk, "¿Con qué cámara se hizo la otra foto?")[0].text.startswith("De la otra imagen")


def test_without_a_way_to_examine_it_the_pair_is_told(talk):
    talk.turn_to = None
    assert all(CITED not in one.cites for one in said(talk, "What camera took the other one?"))
