"""General text to stay like the base on: Python's own reference topics, and everyday answers where there are any."""

from __future__ import annotations

from pathlib import Path
from pydoc_data import topics
from typing import Any

from . import everyday as everyday
from .build import CHATS, HELD_OUT
from .dialogues import TrainingRow

LEAST = 1500  # characters of a topic


def texts(chat: Path, processor: Any) -> list[str]:
    """The longer topics, and the everyday answers of a training set as the chat template renders them.

    Args:
        chat: what `telltale.finetune.rows.everyday` wrote; it need not be there.
        processor: the model's, for its chat template.
    """
    found = [text for text in topics.topics.values() if len(text) >= LEAST]
    if chat.exists():
        kept = set(everyday.questions(CHATS + HELD_OUT["chat"], 0)[CHATS:])
        every = [TrainingRow.model_validate_json(line) for line in chat.read_text(encoding="utf-8").splitlines()]
        rows = [row for row in every if row.prompt[0]["content"] not in kept]
        turns = [processor.apply_chat_template([*row.prompt, *row.completion]) for row in rows]
        found += ["\n".join(turns[at : at + 8]) for at in range(0, len(turns), 8)]  # answers are shorter than a window
    return found
