"""A model that is asked about pictures in free words: what is sent to it, and how its replies come back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .endpoint import CONCURRENCY, MAX_SIDE, image_block

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

LONGEST = 20_000  # characters of a reply that are kept
GREY = 118  # of the border that makes a picture a square; near the mean of photographs
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.S | re.I)
# The word alone or before a stop, so that “No artifacts are visible” is no answer to “Is it free of artifacts?”.
_YES_OR_NO = re.compile(r"[\W_]*(?:answer\s*[:=][\W_]*)?(yes|no)\s*(?:[.,;:!*)\"'”—–-]|\n|\Z)", re.I)
_BOTH = re.compile(r"\byes\s*(?:/|or|and)\s*no\b", re.I)


@dataclass(frozen=True, slots=True)
class Viewer:
    """A chat model that reads pictures.

    Attributes:
        name: how it is called in a record.
        chat: the model.
    """

    name: str
    chat: BaseChatModel

    def ask(self, pictures: Sequence[NDArray[np.uint8]], questions: Sequence[str], tokens: int) -> list[str | None]:
        """A reply to each question about the picture beside it; None for a call that failed.

        Args:
            pictures: uint8 [H, W, 3] each.
            questions: as many.
            tokens: the most of a reply.
        """
        from langchain_core.messages import HumanMessage

        blocks = {id(picture): image_block(picture) for picture in {id(each): each for each in pictures}.values()}
        asked: list[Any] = [
            [HumanMessage([blocks[id(picture)], {"type": "text", "text": question}])]
            for picture, question in zip(pictures, questions, strict=True)
        ]
        config: Any = {"max_concurrency": CONCURRENCY}
        replies = self.chat.batch(asked, config=config, return_exceptions=True, max_tokens=tokens)
        return [None if isinstance(reply, Exception) else without_thoughts(str(reply.text)) for reply in replies]


def without_thoughts(reply: str) -> str:
    """The beginning of a reply, without what a model thought before it."""
    return _THOUGHT.sub(" ", reply[:LONGEST]).strip()


def yes_or_no(reply: str | None) -> bool | None:
    """Whether a reply begins with yes or with no; None if it begins with neither, and is never guessed."""
    if reply is None or _BOTH.search(reply[:40]):
        return None
    found = _YES_OR_NO.match(reply)
    return None if found is None else found[1].lower() == "yes"


def squared(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A picture [H, W, 3] in the middle of a grey square [S, S, 3], S being its longer side or 1536, the smaller.

    A model that looks at the middle square alone then sees all of it, and a box that it gives has one meaning.
    """
    from PIL import Image

    if max(picture.shape[:2]) > MAX_SIDE:
        smaller = Image.fromarray(picture)
        smaller.thumbnail((MAX_SIDE, MAX_SIDE))
        picture = np.asarray(smaller)
    height, width = picture.shape[:2]
    side = max(height, width)
    square = np.full((side, side, 3), GREY, np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = picture
    return square
