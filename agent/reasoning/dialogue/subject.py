"""What a question is about: relying on the picture, a part of it, or evidence that it names by its id or its cue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ....prompts import cues
from ...evidence import Evidence, Region
from ...perception import truthlens
from ..weighing.claim import region_of
from .router import cue_words, words_of

_BOX = re.compile(r"(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*[,x×]\s*(\d+)")
_ID = re.compile(r"\bE\d+\b", re.I)
_THE_PICTURE = r"(?:it|(?:the|this|that)(?: (?:picture|image|photo\w*))?)"
_RELIES = re.compile(
    r"\b(?:can|could|may|should|shall|do|would|will|safe|okay|ok|fine|free|ready|good)\b.*"
    r"\b(?:publish|print|broadcast|air|share|post|use|run|trust|believe|rely)\b"
    rf"(?: (?:on|with))?(?: {_THE_PICTURE})?(?: (?:now|then|safely|in|on|as|at|for)\b.*)?\W*$"
)
_LONGEST = 400  # characters of a question that are looked at
MOST = 2  # pieces of evidence that a question can be about


def relies(question: str) -> bool:
    """Whether somebody asks if they can rely on the picture, as in “Can I publish it?”."""
    return _RELIES.search(question[:_LONGEST].lower()) is not None


def part(question: str, shape: tuple[int, ...]) -> Region | None:
    """The part of the picture that a question names, by x, y, width, height in pixels or by words of place."""
    if box := _BOX.search(question):
        x, y, w, h = (int(value) for value in box.groups())
        return Region(x=x, y=y, w=max(1, w), h=max(1, h))
    return region_of(question, shape)


def by_id(question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence that a question names by its ids."""
    ids = {match.upper() for match in _ID.findall(question)}
    return [item for item in evidence if item.id in ids][:MOST]


def by_cue(question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The answers of the model that share most words with a question; none if no word is shared."""
    words = words_of(question)
    scored = [(len(words & _words_of_cue(item)), item) for item in evidence if item.kind == "cue"]
    best = max((score for score, _ in scored), default=0)
    return [item for score, item in scored if score == best][:MOST] if best else []


def _words_of_cue(item: Evidence) -> set[str]:
    """What a cue is about, by its id and its question."""
    return words_of(f"{item.source.partition(':')[2]} {_questions().get(item.source, '')}") & cue_words()


@cache
def _questions() -> dict[str, str]:
    """What the model is asked about the picture, by the source of the evidence."""
    questions = {f"cue:{cue.id}": cue.question for cue in cues()}
    return questions | {f"truthlens:{name}": question for name, question in truthlens.probes().items()}
