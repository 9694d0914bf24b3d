"""Clauses that describe one of two pictures: *A is sharp* chooses nothing, *A has odd hands* may be the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..items import Truth
from .option_mentions import Mention

_IS = r"(?:is|was|looks?|appears?|seems?|shows?|has)"
_AND = re.compile(
    rf"(?<=\w)\s(?:and|while|whereas)\s(?=(?:the\s|image\s|picture\s|photo\s)*(?:[A-Z1-9]|first|second|other|left|right)(?:\s(?:one|image|picture|photo))?\s{_IS}\b)",
    re.I,
)
_VERB = re.compile(rf"[\W_]*(?:(?:one|image|picture|photo)\s)?(?:{_IS}|contains?)\b", re.I)
_INSIDE = re.compile(r"^\W*(?:and |but |while )?in\s(?:the\s)?(?:image\s|picture\s|photo\s)?$", re.I)
_EITHER = r"that|this|not|\w+n't|no|yes|lacks?|without"
_ODD = re.compile(
    rf"\b(?:{_EITHER}|art[ei]facts?|odd|strange|weird|unnatural\w*|off|distort\w*|wrong|suspicious|garbled|melt\w*|inconsisten\w*|extra|six|missing|"
    r"impossible|implausible|mistakes?|errors?|anomal\w*|flaws?|fails?|merg\w*|fus\w*|unreadable|illegible|nonsens\w*|warp\w*|smooth|plastic|waxy|"
    r"unreal\w*|less (?:real\w*|natural|believable|plausible|convincing)|generat\w*|fake|ai|render\w*|synthetic)\b",
    re.I,
)
_SOUND = re.compile(
    rf"\b(?:{_EITHER}|natural|realistic|fine|plausible|consistent|believable|convincing|normal|clean|noise|grain|photo\w*|camera|real|genuine)\b",
    re.I,
)
_PHOTO = re.compile(r"\bis an? photo(?:graph)?\b", re.I)


def apart(clauses: Sequence[str]) -> list[str]:
    """The clauses, cut where a second picture gets a verb of its own: *A is real and B is generated*."""
    found: list[str] = []
    for clause in clauses:
        cut = _AND.search(clause)
        own = cut is not None and re.search(rf"\b{_IS}\b", clause[: cut.start()], re.I)
        found += [clause[: cut.start()], clause[cut.end() :]] if cut and own else [clause]
    return found


def neutral(clause: str, found: Sequence[Mention], asks: Truth) -> bool:
    """Whether a clause only describes a picture, and says nothing that speaks for choosing it."""
    told = _VERB.match(clause, found[0].end) or _INSIDE.match(clause[: found[0].start])
    return told is not None and not speaks(clause, asks)


def speaks(clause: str, asks: Truth) -> bool:
    """Whether a clause says something that speaks for the picture in it."""
    return (_ODD if asks == "fake" else _SOUND).search(clause) is not None


def alone(clause: str) -> str:
    """A clause about one picture as if nothing else were asked about: *is a photo* calls it real."""
    return f"it {_PHOTO.sub('is real', clause)}"
