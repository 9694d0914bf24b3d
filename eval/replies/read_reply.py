"""What is read in a reply: an answer, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from ..items import Unread

WHY: dict[str, str] = {
    "empty": "nothing was written",
    "cut off": "the reply ends within its reasoning",
    "refused": "the model refuses, or says that it sees no picture",
    "undecided": "the model says that it can't tell",
    "both": "the reply gives several answers, contradicts itself or repeats the question",
    "no answer": "the reply says something else",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer in the terms of the question; where it is None, `unread` says why."""

    answer: str | None
    unread: Unread | None = None


def nothing(why: Unread) -> Reading:
    """No answer, for a reason."""
    return Reading(None, why)
