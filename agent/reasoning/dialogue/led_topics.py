"""Topics that the turn before leads to, or away from: the colours of a map where none was shown, “and the size?”."""

from __future__ import annotations

import re

from ...evidence import Region
from .follow_ups import Before
from .router import Ranked
from .topics import Topic

_MAPS = frozenset({Topic.MAP, Topic.MAP_MEANING})
_MAP = re.compile(
    r"\b(?:maps?|overlay\w*|heat ?map\w*|frames?|box(?:es)?|legend|outline|colou?r scale|karte\w*|rahmen|carte|cadre|"
    r"mapa|marco)\b|图层|热图|热力|框|叠加|分布图",
    re.I,
)
# Colours mean those of a map where no part of the picture is named beside them.
_COLOUR = re.compile(
    r"\b(?:colou?rs? mean|red|blue|yellow|green|purple|bright|dark|rote?[rns]?|blaue?[rns]?|gelb\w*|farben?|rouge|"
    r"bleue?|jaune|couleurs?|roj[oa]s?|azul\w*|amarill\w*|colores)\b|红|蓝|黄|绿|亮|暗",
    re.I,
)
_AND_THE = re.compile(r"^\W*(?:and|und|et|y|e)\W+(?:the|das|die|der|le|la|les|el|los|las)\b", re.I)


def without_maps(ranked: Ranked, text: str, before: Before | None, place: Region | None) -> Ranked:
    """Topics without the colours of a map, where none was spoken of: then something in the picture is meant.

    Args:
        ranked: the topics of a question.
        text: the question.
        before: the turn before.
        place: the part of the picture that the question names; it is what is asked for then.
    """
    of_map = before is not None and not _MAPS.isdisjoint(before.topics)
    if ranked[0][0] is not Topic.MAP_MEANING or of_map or _MAP.search(text):
        return ranked
    if place is None and _COLOUR.search(text):
        return ranked
    meant = Topic.REGION if place is not None else Topic.FEATURE
    return ((meant, ranked[0][1]), *(pair for pair in ranked if pair[0] not in _MAPS and pair[0] is not meant))


def leads_on(text: str) -> bool:
    """Whether a question goes on from the last one to another thing, as in “and the size?”."""
    return _AND_THE.search(text) is not None


def led_on(ranked: Ranked, back: tuple[Topic, ...], before: Before) -> tuple[Ranked, tuple[Topic, ...]]:
    """The topics, and what to ask back with, where a question leads on from what was just told to another thing."""
    others = tuple(topic for topic in back if topic not in before.topics)
    if len(others) != 1 or len(others) == len(back):
        return ranked, back
    return tuple(sorted(ranked, key=lambda pair: pair[0] is not others[0])), ()
