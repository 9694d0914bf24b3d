"""Questions in conversations, each with what was answered before it; to train and to measure the router.

The files lie in `asked/`, named by language and part: `en_train_1_talks.toml`. Each key holds a conversation with a
turn a line: its topic, then other topics that would be right, then a bar, then the question. The first turn of each
stands alone; what was answered before a later one is the topic of the line above.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ...agent.reasoning.dialogue.topics import Topic
from .asked_questions import TALKS, AskedQuestion, tables_of
from .training_row import Part

FIRST = 1_000_000  # the family of the first conversation: each is a family by itself


@cache
def talked(part: Part) -> tuple[AskedQuestion, ...]:
    """All questions of a part that stand in conversations.

    Raises:
        ValueError: if a file names a topic that there is not, or a line has no bar.
    """
    talks = (
        (language, text)
        for language, name, tables in tables_of(part)
        if name.endswith(TALKS)
        for text in tables.values()
    )
    return tuple(
        question for number, (language, text) in enumerate(talks) for question in _turns(text, language, FIRST + number)
    )


def _turns(talk: str, language: str, family: int) -> Iterator[AskedQuestion]:
    before: tuple[Topic, ...] = ()
    for line in talk.strip().splitlines():
        named, bar, text = line.partition(" | ")
        topic, *others = map(Topic, named.split())
        if not bar:
            raise ValueError(f"no bar in {line!r}")
        yield AskedQuestion(text.strip(), topic, language, family, tuple(others), before)
        before = (topic,)
