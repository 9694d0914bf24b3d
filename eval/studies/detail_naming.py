"""How questions of people are named that ask for a single thing: by patterns of words, and by what was learned.

The questions lie in `finetune/rows/asked/`, in files whose names end in `_details.toml`, and were written by several
people; those of the part *held_out* were not trained on. *False* is the share of the questions below `none` that get a
detail: they want a general answer or a refusal.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...agent.console import DONE
from ..tables import UNKNOWN_CELL, show
from .study import Study

if TYPE_CHECKING:
    from ...agent.reasoning.dialogue.detail_names import Detail
    from ...finetune.heads.named_rightly import Named

HEADER = ("way", "questions", "right", "wrong", "not named", "none of them", "false")
_SURE = (0.3, 0.4, 0.5, 0.6, 0.7)  # probabilities from which a detail would be taken


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--part", choices=("held_out", "train"), default="held_out", help="which questions")
    parser.add_argument("--missed", action="store_true", help="also print the questions that were named wrongly")


def _run(arguments: argparse.Namespace) -> int:
    from ...agent.reasoning.dialogue.detail_router import SURE, shipped_reader
    from ...finetune.heads.named_rightly import is_same, named_as
    from ...finetune.rows.asked_questions import LANGUAGES
    from ...finetune.rows.named_details import named

    reader = shipped_reader()
    told = named_as(reader.router, reader.encoder, named(arguments.part))
    rows = [row("patterns alone", told, lambda each: each.by_pattern)]
    rows += [
        row(f"patterns, then learned from {sure:.1f}", told, lambda each, sure=sure: each.given(sure)) for sure in _SURE
    ]
    rows.append(row(f"from {SURE:.1f}, or one of two that are told", told, _best))
    show("All languages", HEADER, rows)
    spoken = [
        row(language, [each for each in told if each.question.language == language], lambda each: each.given())
        for language in LANGUAGES
    ]
    show(f"By language, from {SURE:.1f}", HEADER, spoken)
    for each in told if arguments.missed else ():
        if not is_same(each.given(), each.question.detail):
            print(f"{each.question.text!r}: {each.question.detail}, named {each.given()} ({each.share:.2f})")
    return DONE


def _best(each: Named) -> Detail | None:
    """What is right among all that is told, or the first of it."""
    from ...finetune.heads.named_rightly import is_same

    told = each.told()
    return next((detail for detail in told if is_same(detail, each.question.detail)), next(iter(told), None))


def row(way: str, told: Sequence[Named], given: Callable[[Named], Detail | None]) -> list[str]:
    """The shares of questions that ask for a detail by how they are named, and of the others that get one."""
    from ...finetune.heads.named_rightly import is_same

    asking = [each for each in told if each.question.detail is not None]
    others = [each for each in told if each.question.detail is None]
    right = [is_same(given(each), each.question.detail) for each in asking]
    named = [given(each) is not None for each in asking]
    wrong = [name and not good for name, good in zip(named, right, strict=True)]
    unnamed = [not name for name in named]
    false = [given(each) is not None for each in others]
    shares = [_share(right), _share(wrong), _share(unnamed)]
    return [way, str(len(asking)), *shares, str(len(others)), _share(false)]


def _share(among: Sequence[bool]) -> str:
    return f"{sum(among) / len(among):.1%}" if among else UNKNOWN_CELL


STUDY = Study(
    name="detail-naming",
    what="which questions that ask for a single thing are named rightly, by patterns and by what was learned",
    about=__doc__,
    add_arguments=_add_arguments,
    run=_run,
)
