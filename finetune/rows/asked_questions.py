"""Questions as people type them, by topic and language, in families of wordings; to train and to measure the router.

The files lie in `asked/`, named by language and part: `en_train_file.toml`, `de_held_out.toml`. Each topic has a text
with a question a line; a blank line ends a family of wordings, and in a file whose name ends in `_lines` each line is
a family. After `||` stand topics that would be right, too. The
part *train* is fitted and tuned on; the part *held_out*, whose families are worded otherwise, only measures.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ...agent.reasoning.dialogue.topics import Topic
from .training_row import Part

LANGUAGES = ("en", "de", "fr", "es", "zh")
TALKS = "_talks.toml"  # the end of the names of files of conversations
NAMED = "_details.toml"  # the same of files of questions by the single thing that they ask for


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question and what it asks for.

    Attributes:
        text: as it was typed.
        topic: what it asks for.
        language: ISO 639-1 code.
        family: number of its family of wordings, unique among all files.
        others: topics that would be right, too.
        before: what was answered in the turn before, if the question stands in a conversation.
    """

    text: str
    topic: Topic
    language: str
    family: int
    others: tuple[Topic, ...] = ()
    before: tuple[Topic, ...] = ()

    def allows(self, topic: Topic) -> bool:
        """Whether a topic is right for it."""
        return topic is self.topic or topic in self.others


@cache
def asked(part: Part) -> tuple[AskedQuestion, ...]:
    """All questions of a part.

    Raises:
        ValueError: if a file names a topic that there is not.
    """
    families = (
        (language, Topic(topic), family)
        for language, name, tables in tables_of(part)
        if not name.endswith((TALKS, NAMED))
        for topic, text in tables.items()
        for family in text.strip().split("\n" if name.endswith("_lines.toml") else "\n\n")
    )
    return tuple(
        question
        for number, (language, topic, family) in enumerate(families)
        for question in _questions(family, topic, language, number)
    )


def tables_of(part: Part) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The language, the name and the texts by key of each file of a part, by language and then by name."""
    folder = files("telltale.finetune.rows").joinpath("asked")
    for language in LANGUAGES:
        for file in sorted(folder.iterdir(), key=lambda each: each.name):
            if file.name.startswith(f"{language}_{part}") and file.name.endswith(".toml"):
                yield language, file.name, tomllib.loads(file.read_text(encoding="utf-8"))


def _questions(family: str, topic: Topic, language: str, number: int) -> Iterator[AskedQuestion]:
    for line in family.splitlines():
        text, _, others = line.partition("||")
        yield AskedQuestion(text.strip(), topic, language, number, tuple(Topic(other) for other in others.split()))
