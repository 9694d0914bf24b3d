"""How replies of models are read, against what a person reads in them: right, wrong, unparsed though clear.

A part of the replies was used to build the grammar, another was written before it and held out. A third was written
after it: 497 replies that were read once before the kinds among them were taken in. That first reading was wrong for
1 (0.2%) and gave nothing for 27 of 429 clear ones (6.3%). A fourth was written to be hard, in ten rounds, and each
round was read once before the kinds among it were taken in: 37 of its 2254 were then read wrongly (1.6%), and 226 of
1834 clear ones not at all (12.3%). The grammar before those rounds read 71 of the first eight rounds wrongly (3.4%),
and 256 clear ones not at all (15.1%). A fifth was written in the forms in which seventeen models answer the questions
of benchmarks, from a word to a long analysis, in five parts. The first readings were wrong for 5 of 1108 (0.5%) and
gave nothing for 17 of 1020 clear ones (1.7%); for 3 and for 11 in the three parts of long analyses, which hold 304,
285 of them clear. The table has what is read of them now.
"""

from __future__ import annotations

import argparse
import json
import os
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from ...agent.console import DONE
from .. import parsing
from ..items import AnswerKind, Item, Reply, Truth
from ..tables import show
from .study import Study

HALVES = {
    "built on": "replies_built_on.toml",
    "held out": "replies_held_out.toml",
    "written later": "replies_written_later.toml",
    "in rounds": "replies_in_rounds.toml",
    "as given": "replies_as_given.toml",
}
SHARED = "TELLTALE_REPLIES"  # names a JSON file of further replies: objects with kind, reply, person, and options


@dataclass(frozen=True, slots=True)
class Labelled:
    """A reply, what was asked, and what a person reads in it; None where that is no answer."""

    reply: str
    options: tuple[str, ...]
    asks: Truth
    person: str | None
    kind: AnswerKind = "judgement"


def half(name: str) -> list[Labelled]:
    """The replies of a part."""
    groups = tomllib.loads(files(__package__ or "").joinpath(HALVES[name]).read_text(encoding="utf-8"))["group"]
    return [
        Labelled(
            text,
            tuple(group.get("options", ())),
            group["asks"],
            None if key == "unread" else key,
            group.get("kind", "choice" if "options" in group else "judgement"),
        )
        for group in groups
        for key, texts in group.items()
        if key not in ("asks", "options", "kind", "part", "style")
        for text in texts
    ]


def further(file: Path) -> list[Labelled]:
    """The replies of a JSON file; a judgement asks whether the picture is generated."""
    rows = json.loads(file.read_text(encoding="utf-8"))
    return [
        Labelled(
            row["reply"],
            tuple(row.get("options", ())),
            "fake",
            row["person"],
            "choice" if row.get("options") else "judgement",
        )
        for row in rows
    ]


def outcome(one: Labelled) -> str:
    """How a reply is read: right, wrong or unparsed."""
    item = Item(id="1", kind=one.kind, media=(), question="", options=one.options, asks=one.asks)
    value = parsing.judge(item, Reply(text=one.reply)).value
    return "right" if value == one.person else "unparsed" if value is None else "wrong"


def counts(replies: list[Labelled]) -> Iterator[tuple[str, Counter[str]]]:
    """The outcomes of each kind of question that the replies answer."""
    for kind in dict.fromkeys(one.kind for one in replies):
        yield kind, Counter(outcome(one) for one in replies if one.kind == kind)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--replies", type=Path, metavar="JSON", default=os.environ.get(SHARED), help="further replies")


def _run(arguments: argparse.Namespace) -> int:
    sets = {name: half(name) for name in HALVES}
    if arguments.replies:
        sets["further"] = further(Path(arguments.replies))
    rows = [
        (name, kind, str(found.total()), *(str(found[key]) for key in ("right", "wrong", "unparsed")))
        for name, replies in sets.items()
        for kind, found in counts(replies)
    ]
    show("Replies", ("set", "kind", "replies", "right", "wrong", "unparsed though clear"), rows)
    return DONE


STUDY = Study(
    name="reply-reading",
    what="which replies of models are read as a person reads them, which wrongly, which not at all",
    about=__doc__,
    add_arguments=_add_arguments,
    run=_run,
)
