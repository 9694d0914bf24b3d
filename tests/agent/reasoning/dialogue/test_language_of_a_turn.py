"""A short message without a known word is in the language of the turn before, whatever its letters look like."""

import pytest
from telltale.agent.reasoning.dialogue import language
from telltale.agent.reasoning.dialogue.needs import Need, need_of


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("ya le mandé 300 euros", False),
        ("wer hat das gemacht", True),
        ("and why", True),
        ("为什么", True),
        ("hm", False),
        ("Was würden Sie an meiner Stelle tun?", True),
        ("Müller?", False),
    ],
)
def test_what_words_tell_of_a_language(text, certain):
    assert language.is_certain(text) is certain


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("¿esta chica es real? me pide dinero", Need.DATING),
        ("this guy asks me for 500 euros", Need.DATING),
        ("ya le mandé 300 euros", Need.PAID),
        ("the man wants a red car", None),
    ],
)
def test_money_that_a_stranger_asks_for_is_a_need(text, need):
    assert need_of(text) is need
