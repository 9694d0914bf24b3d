"""A question that comes with a marked part of the picture: it is about that part, unless it asks of the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...evidence import Region
from .asked_details import OF_FILE, Detail
from .gloss import plain
from .topics import Topic
from .understanding import Asked

SURE = 0.5  # probability of a topic from which a question is about that and not about the marked part
_OTHERWISE = OF_FILE | {
    Topic.HASH, Topic.HOW_TO, Topic.PRIVACY, Topic.IDENTITY, Topic.ERROR_RATES, Topic.REFERENCE_SET, Topic.COURT,
    Topic.LEGAL,
    Topic.CAPABILITIES, Topic.GREETING, Topic.TRUST_TOOL, Topic.TERM, Topic.MAP, Topic.MAP_MEANING, Topic.SUMMARY,
    Topic.TEXT_IN_PICTURE, Topic.COMPARE, Topic.EVIDENCE_ITEM, Topic.NEIGHBOURS, Topic.PUBLISHED, Topic.REPHRASE,
    Topic.FEATURE, Topic.SECOND_LOOK, Topic.LIKELIHOOD,
}  # fmt: skip
_OF_A_PART = frozenset(
    {Detail.SUSPICIOUS, Detail.HOW_KNOWN, Detail.MATTERS, Detail.SHOWS, Detail.FIT, Detail.DRAWN, Detail.PROVES}
)
_READS = frozenset({Topic.TEXT_IN_PICTURE, Topic.FEATURE})  # what is said of the marked part itself
_WHO = re.compile(r"\b(?:who|whose|wer|wessen|qui|quien\w*)\b|谁")
_POINTS = re.compile(
    r"\b(?:here|there|inside|within|in it|(?:this|that|the|marked|drawn|my) (?:part|area|spot|region|bit|place|box|"
    r"corner|section|patch|"
    r"rectangle|selection)|hier|dort|darin|da drin|ici|dedans|la-dedans|aqui|ahi|dentro|alli)\b|这里|那里|这块|里面|框"
)


def of_the_part(asked: Sequence[Asked], box: Region) -> tuple[Asked, ...]:
    """Questions with the part that was marked; of those that are about it alone, one is kept.

    Args:
        asked: the questions of a message.
        box: the marked part, in pixels.
    """
    found: list[Asked] = []
    for one in asked:
        placed = replace(one, box=box)
        if not _is_otherwise(one):
            placed = placed.settled(ranked=((Topic.REGION, 1.0),), choices=(), detail=None, evidence=())
        if placed.topic is not Topic.REGION or all(other.topic is not Topic.REGION for other in found):
            found.append(placed)
    return tuple(found)


def _is_otherwise(asked: Asked) -> bool:
    """Whether a question is about something else than the marked part, or reads in it."""
    if asked.topic in _READS and not asked.choices:
        return True
    words = plain(asked.text)
    if _POINTS.search(words):
        return False
    if asked.detail is not None:
        return asked.detail not in _OF_A_PART
    if asked.topic is Topic.PERSON:
        return _WHO.search(words) is not None
    return asked.topic in _OTHERWISE and asked.ranked[0][1] >= SURE
