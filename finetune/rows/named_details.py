"""Questions by the single thing that they ask for, as people word it; to train and to measure the router of details.

The files lie in `asked/`, named by language and part: `en_train_1_details.toml`. Each key is a detail, or `none`; its
text holds a question a line: the topics of the answer before it, or `-`, then a bar, then the question. Below `none`
stand questions that want a general answer or a refusal, many of which have the words of a detail.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ...agent.reasoning.dialogue.detail_names import Detail
from ...agent.reasoning.dialogue.topics import Topic
from .asked_questions import NAMED, tables_of
from .training_row import Part

NONE = "none"


@dataclass(frozen=True, slots=True)
class NamedQuestion:
    """A question and the single thing that it asks for.

    Attributes:
        text: as it was typed.
        detail: what it asks for; None if it is none of the details.
        language: ISO 639-1 code.
        before: what was answered in the turn before; empty if that does not matter.
    """

    text: str
    detail: Detail | None
    language: str
    before: tuple[Topic, ...] = ()


@cache
def named(part: Part) -> tuple[NamedQuestion, ...]:
    """All questions of a part.

    Raises:
        ValueError: if a file names a detail or a topic that there is not, or a line has no bar.
    """
    return tuple(
        _read(line, None if key == NONE else Detail(key), language)
        for language, name, tables in tables_of(part)
        if name.endswith(NAMED)
        for key, text in tables.items()
        for line in text.strip().splitlines()
    )


def _read(line: str, detail: Detail | None, language: str) -> NamedQuestion:
    before, bar, text = line.partition(" | ")
    if not bar:
        raise ValueError(f"no bar in {line!r}")
    topics = () if before == "-" else tuple(Topic(topic) for topic in before.split())
    return NamedQuestion(text.strip(), detail, language, topics)
