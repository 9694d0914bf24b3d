"""What a question is about: a part of the picture, or evidence that it names by its id, its detector or its cue."""

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
MOST = 2  # pieces of evidence that a question can be about


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
