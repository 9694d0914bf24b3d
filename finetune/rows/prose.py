"""General text on which the explain adapter is held to the base: Python's reference topics, and everyday answers."""

from __future__ import annotations

from pathlib import Path
from pydoc_data import topics
from typing import Any

from . import everyday, row_files
from .build import CHATS, HELD_OUT

LEAST = 1500  # characters of a topic
_TOGETHER = 8  # everyday answers in one text, since single ones are shorter than a window of tokens


def texts(chat: Path, processor: Any) -> list[str]:
    """The longer topics, and the everyday answers that are trained on, as the chat template renders them.

    Args:
        chat: the file that `everyday.rows` wrote; without it there are only the topics.
        processor: the model's, for its chat template.
    """
    general = [text for text in topics.topics.values() if len(text) >= LEAST]
    if not chat.exists():
        return general
    measured = set(everyday.questions(CHATS + HELD_OUT["chat"], 0)[CHATS:])
    rows = [row for row in row_files.read(chat) if row.prompt[0]["content"] not in measured]
    turns = [processor.apply_chat_template([*row.prompt, *row.completion]) for row in rows]
    return [*general, *("\n".join(turns[at : at + _TOGETHER]) for at in range(0, len(turns), _TOGETHER))]
