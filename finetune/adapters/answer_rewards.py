"""Rewards for an answer that cites findings, by the grounding check: citation, direction, the whole check, and boxes.

Each is a plain function of a reply and of what it was asked about, and gives a number from 0 to 1. An answer is written
as the explain adapter writes it: one line for each finding, its id in brackets first.

    [E1] EXIF names the camera A, which speaks for a real picture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

from ...agent.evidence import Dropped, Hypothesis, Statement
from ...agent.reasoning.answer_items import Item
from ...agent.reasoning.grounding.check import check_item
from ...agent.reasoning.stance import Role, Stance
from ...eval.metrics import union_iou
from ...eval.scoring.pointing import pointed

Box = Sequence[float]  # x, y, w, h in pixels
_FINDING = re.compile(r"^\[(?P<id>E\d+|[VFC])\] (?P<stance>[^:\n]{2,80}): (?P<text>.+)$", re.M)
_LINE = re.compile(r"^\s*\[(?P<id>[A-Z]\d*)\]\s*(?P<said>.*)$")
_PART = re.compile(r"^in the part of (\d+)×(\d+) px at (\d+), (\d+)$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer: the finding that it cites, None where it cites none that is there, and what it says."""

    item: Item | None
    said: str


def asked_about(text: str) -> list[Item]:
    """The findings that a message of the user holds, as `answer_items.prompt` writes them.

    A finding whose stance has other words than those of `Stance.text` is left out.
    """
    found = []
    for match in _FINDING.finditer(text):
        stance = _stance(match["stance"])
        if stance is not None:
            found.append(Item(match["id"], stance, match["text"], must=True))
    return found


def _stance(words: str) -> Stance | None:
    if part := _PART.match(words):
        from ...agent.evidence import Region

        w, h, x, y = map(int, part.groups())
        return Stance(Role.PART, region=Region(x=x, y=y, w=w, h=h)) if w and h else None
    return _stances().get(words)


@cache
def _stances() -> dict[str, Stance]:
    plain = [Stance(role) for role in Role if role not in (Role.WEIGHS, Role.PART)]
    weighs = [
        Stance(Role.WEIGHS, way, about, dissents=dissents)
        for way in ("for", "against")
        for about in get_args(Hypothesis)
        for dissents in (False, True)
    ]
    return {stance.text: stance for stance in (*plain, *weighs)}


def lines(reply: str, items: Sequence[Item]) -> list[Line]:
    """The lines of a reply; empty ones are passed over."""
    by_id = {item.id: item for item in items}
    found = []
    for text in reply.splitlines():
        if text.strip():
            match = _LINE.match(text)
            found.append(Line(by_id.get(match["id"]) if match else None, match["said"] if match else text.strip()))
    return found


def checked(line: Line) -> Statement | Dropped | None:
    """What the grounding check says of a line; None where it cites no finding that is there."""
    if line.item is None:
        return None
    body = " ".join(line.said.split()).rstrip(". ")
    return check_item(f"{body[:1].upper()}{body[1:]} [{line.item.cite}].", line.item, ())


def citation(reply: str, items: Sequence[Item]) -> float:
    """Whether each line cites a finding that is there, and each finding has one line: the F-measure of both shares."""
    every = lines(reply, items)
    cited = [line.item.id for line in every if line.item is not None]
    if not every or not items or not cited:
        return 0.0
    precision, recall = len(set(cited)) / len(every), len(set(cited)) / len({item.id for item in items})
    return 2 * precision * recall / (precision + recall)


def direction(reply: str, items: Sequence[Item]) -> float:
    """The share of lines that cite a finding and claim no other direction than the finding has.

    A line that says no sentence at all, such as one of two words, does not count.
    """
    every = lines(reply, items)
    results = [checked(line) for line in every]
    kept = [r for r in results if isinstance(r, Statement) or (r is not None and r.failed not in _NOT_DIRECTED)]
    return len(kept) / len(every) if every else 0.0


_NOT_DIRECTED = ("citation", "form", "direction", "negation")


def grounded(reply: str, items: Sequence[Item]) -> float:
    """The share of lines that stand: citation, direction, numbers, places and meaning.

    Without this reward a model would learn to cite a finding, agree with its direction, and say anything else.
    """
    every = lines(reply, items)
    return sum(isinstance(checked(line), Statement) for line in every) / len(every) if every else 0.0


def box(reply: str, boxes: Sequence[Box], size: tuple[int, int]) -> float:
    """Intersection over union of the areas of the boxes in a reply and of those that people or code marked.

    Args:
        reply: a JSON list of {box: [left, top, right, bottom], text}, sides as shares of the picture's sides.
        boxes: x, y, w, h in pixels; at least one.
        size: width and height of the picture.
    """
    return union_iou(pointed(reply, size), boxes) if boxes else 0.0
