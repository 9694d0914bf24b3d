"""How the questions of people are taken that the router was not trained on: right, asked back, wrong or refused.

Those that stand in conversations are taken with what was answered before them. *Asked back* means that the tool was
unsure, and that the right topic was among the choices that it offered; *in vain* means that it was not. The questions
lie in `finetune/rows/asked/`, in files whose names hold `held_out`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ...agent.console import DONE
from ...agent.reasoning.dialogue.topics import Topic
from ..tables import UNKNOWN_CELL, show
from .study import Study

if TYPE_CHECKING:
    from ...finetune.heads.router_training import Routed

OUTCOMES = ("right", "asked back", "asked in vain", "wrong")
HEADER = ("language", "in scope", *OUTCOMES, "refused", "out of scope", "refused", "asked")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--part", choices=("held_out", "train"), default="held_out", help="which questions")
    parser.add_argument("--missed", action="store_true", help="also print the questions that were not taken rightly")


def _run(arguments: argparse.Namespace) -> int:
    from ...agent.reasoning.dialogue.router import question_encoder, shipped
    from ...finetune.heads import router_training
    from ...finetune.rows.asked_questions import asked
    from ...finetune.rows.asked_talks import talked

    sentences, router = question_encoder(), shipped()
    router.ranked("warm up", sentences)
    start = time.perf_counter()
    taken = router_training.routed(router, sentences, asked(arguments.part))
    passed = time.perf_counter() - start
    show("By language", HEADER, by_language(taken))
    show("By topic", ("topic", "questions", *OUTCOMES), by_topic(taken))
    print(f"\n{1000 * passed / len(taken):.1f} ms a question in batches")
    turns = talked(arguments.part)
    later = [turn for turn in turns if turn.before]
    blind = router_training.routed(router, sentences, [replace(turn, before=()) for turn in later])
    rows = [
        *by_language(router_training.routed(router, sentences, turns)),
        ["later turns", *by_language(router_training.routed(router, sentences, later))[-1][1:]],
        ["the same, not knowing the turn before", *by_language(blind)[-1][1:]],
    ]
    show("In conversations", HEADER, rows)
    if arguments.missed:
        for each in taken:
            if each.outcome not in ("right", "asked back"):
                took = ", ".join(each.choices or (each.topic,))
                print(f"{each.outcome}: {each.question.text!r}, {each.question.topic}, taken for {took}")
    return DONE


def by_language(taken: Sequence[Routed]) -> list[list[str]]:
    """Rows of shares: of questions in scope by outcome and refused, and of questions that are to be refused."""
    rows = []
    for language in (*dict.fromkeys(each.question.language for each in taken), "all"):
        here = [each for each in taken if language in ("all", each.question.language)]
        inside = [each for each in here if each.question.topic is not Topic.OUT_OF_SCOPE]
        outside = [each for each in here if each.question.topic is Topic.OUT_OF_SCOPE]
        shares = [_share(inside, lambda each, name=name: each.outcome == name) for name in OUTCOMES]
        shares.append(_share(inside, lambda each: each.refused))
        beyond = [_share(outside, lambda each: each.refused), _share(outside, lambda each: bool(each.choices))]
        rows.append([language, str(len(inside)), *shares, str(len(outside)), *beyond])
    return rows


def by_topic(taken: Sequence[Routed]) -> list[list[str]]:
    """Rows of numbers by topic, over all languages."""
    rows = []
    for topic in Topic:
        here = [each.outcome for each in taken if each.question.topic is topic]
        rows.append([topic, str(len(here)), *(str(here.count(name)) for name in OUTCOMES)])
    return rows


def _share(taken: Sequence[Routed], condition: Callable[[Routed], bool]) -> str:
    return f"{sum(map(condition, taken)) / len(taken):.1%}" if taken else UNKNOWN_CELL


STUDY = Study(
    name="question-routing",
    what="which of the questions that the router was not trained on are taken rightly, asked back or refused",
    about=__doc__,
    add_arguments=_add_arguments,
    run=_run,
)
