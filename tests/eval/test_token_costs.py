"""Tokens and cost: unknown is never 0, and a part never passes for the whole."""

import pytest
from telltale.eval import runner, token_costs
from telltale.eval.items import Item, Reply


def test_the_cost_is_that_of_all_tokens():
    figures, notes = token_costs.spent([Reply(tokens_in=1000, tokens_out=200)] * 3, 0, (2.0, 10.0))
    assert figures["tokens in"].value == 3000 and str(figures["tokens out"]) == "600"
    assert figures["cost in dollars"].value == pytest.approx(0.012) and str(figures["cost in dollars"]) == "0.012"
    assert notes == []


def test_tokens_that_some_replies_do_not_state_give_no_total_and_no_cost():
    figures, notes = token_costs.spent([Reply(tokens_in=1000, tokens_out=200), Reply(tokens_out=7)], 0, (2.0, 10.0))
    assert set(figures) == {"tokens out"} and "1 of 2 replies" in notes[0] and "no cost" in notes[0]


def test_failed_requests_may_have_cost_something():
    figures, notes = token_costs.spent([Reply(tokens_in=1, tokens_out=1)], 4, (2.0, 10.0))
    assert "cost in dollars" in figures and "4 failed requests" in notes[0]


def test_a_model_that_uses_no_tokens_has_no_such_figures():
    assert token_costs.spent([Reply(tokens_in=0, tokens_out=0)], 0, None) == ({}, [])


def test_a_reply_that_was_asked_for_twice_costs_twice():
    class Reasons:
        def answer(self, batch, tokens):
            cut = tokens < 100
            return [
                Reply(text="<think>It is" if cut else "Yes", cut_off=cut, tokens_in=50, tokens_out=tokens, seconds=1)
            ]

    item = Item(id="1", kind="judgement", media=(), question="?")
    (reply,) = runner.answers(Reasons(), [item], 10, room=True)
    assert (reply.text, reply.tokens_in, reply.seconds) == ("Yes", 100, 2) and reply.tokens_out > 10
    assert token_costs.added(Reply(tokens_in=1), Reply(tokens_in=2, tokens_out=3)).tokens_out is None
