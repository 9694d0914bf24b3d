"""Whether questions find the entry of the knowledge base that answers them, and nothing where none does.

    python -m telltale.eval.studies knowledge-retrieval FILE

FILE is a TOML file of two parts, `held_out` and `chosen_with`. Each has `answered`, a table of questions by the slug of
the entry that answers them, and `nothing`, lists of questions that no entry answers.
"""

from __future__ import annotations

import argparse
import tomllib
from dataclasses import dataclass
from pathlib import Path

from ...agent.console import DONE
from ...agent.perception import encoder
from ...agent.perception.encoder import Encoder
from ...agent.reasoning.dialogue.guide_search import looked_up, retrieve
from ...agent.reasoning.dialogue.knowledge import by_slug
from ..tables import show
from .study import Study


@dataclass(frozen=True, slots=True)
class Found:
    """What the questions of one part found, with how each was asked for.

    Attributes:
        answered: how many questions have an entry that answers them.
        right: how many of them found it first, wherever it stands.
        none: how many of them found nothing.
        right_by_topic: how many found it first if their topic is known.
        unanswered: questions that no entry answers, by kind: how many there are, and how many found nothing.
        wrong: the question, the entry that answers it (empty if none does) and the one found, for each wrong one.
    """

    answered: int
    right: int
    none: int
    right_by_topic: int
    unanswered: dict[str, tuple[int, int]]
    wrong: list[tuple[str, str, str]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", type=Path, metavar="FILE", help="questions, and the entries that answer them")
    parser.add_argument("--all", action="store_true", help="list every question that found a wrong entry")


def run(arguments: argparse.Namespace) -> int:
    """Print how many questions found the right entry, and how many rightly found nothing."""
    model = encoder.load()
    parts = {part: measured(arguments.file, part, model) for part in ("held_out", "chosen_with")}
    rows = []
    for part, found in parts.items():
        wrong = found.answered - found.right - found.none
        shares = (found.right, wrong, found.none, found.right_by_topic)
        rows.append((part, str(found.answered), *(f"{count / found.answered:.1%}" for count in shares)))
    show(
        "Questions that an entry answers",
        ("part", "questions", "right entry first", "wrong entry first", "nothing", "right, the topic being known"),
        rows,
    )
    silent = [
        (part, kind, str(asked), f"{none / asked:.1%}")
        for part, found in parts.items()
        for kind, (asked, none) in found.unanswered.items()
    ]
    show("Questions that no entry answers", ("part", "kind", "questions", "rightly nothing"), silent)
    if arguments.all:
        show("Wrong entries", ("question", "right", "found"), parts["held_out"].wrong)
    return DONE


def measured(file: Path, part: str, model: Encoder) -> Found:
    """What the questions of a part find.

    Args:
        file: the questions.
        part: `held_out` or `chosen_with`.
        model: the sentence encoder.
    """
    questions = tomllib.loads(file.read_text(encoding="utf-8"))[part]
    asked = [(text, slug) for slug, texts in questions["answered"].items() for text in texts]
    wrong: list[tuple[str, str, str]] = []
    right = none = right_by_topic = 0
    for text, slug in asked:
        found = retrieve(text, model, count=1)
        right += bool(found) and found[0][0].slug == slug
        none += not found
        if found and found[0][0].slug != slug:
            wrong.append((text, slug, found[0][0].slug))
        first = looked_up(text, model, [by_slug(slug).topic], count=1)
        right_by_topic += bool(first) and first[0].slug == slug
    unanswered = {}
    for kind, texts in questions["nothing"].items():
        results = [(text, retrieve(text, model, count=1)) for text in texts]
        wrong += [(text, "", found[0][0].slug) for text, found in results if found]
        unanswered[kind] = (len(texts), sum(not found for _, found in results))
    return Found(len(asked), right, none, right_by_topic, unanswered, wrong)


STUDY = Study(
    name="knowledge-retrieval",
    what="whether questions find the entry of the knowledge base that answers them",
    about=__doc__,
    add_arguments=add_arguments,
    run=run,
)
