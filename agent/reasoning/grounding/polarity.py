"""Which words of a text are denied.

A negation reaches four content words further in its clause, and through the list that follows (“no EXIF, XMP or IPTC”).
“A peak is not shown” denies what stands before it. “None” and “do not match” deny their whole clause.
"""

from __future__ import annotations

import re
from itertools import pairwise

from .words import STOP, WORD

NEGATIONS = frozenset(
    {
        "against", "no", "not", "without", "never", "none", "neither", "nor", "cannot", "nothing", "lacks", "absent",
    }
)  # fmt: skip
REACH = 4  # content words
LIST_ITEM = 3  # content words of an item of a list, at most
_CLAUSE = re.compile(r"[.;:()“”]|, (?:but|as|and|which|since|while|so|nor|the)\b|\bbecause\b")
_WHOLE = re.compile(r"\bnone\b|\bdo(?:es)? not match\b")
_DENIED_BEFORE = re.compile(
    r"\b(?:is|are|was|were) (?:(?:not|never) (?:\w+ly )?(?:shown|visible|found|seen|present|detected|there|observed)"
    r"|absent|missing)\b"
)
_PIECE = re.compile(r",\s*|\bor\b")


def negated(text: str) -> list[tuple[str, bool]]:
    """Each word of a text, and whether a negation of its clause reaches it; stop words do not use up the reach."""
    return [entry for clause in _cut(_spelt_out(text)) for entry in _denied(clause)]


def _spelt_out(text: str) -> str:
    return text.lower().replace("n't", " not")


def _denied(clause: str) -> list[tuple[str, bool]]:
    entries: list[tuple[str, bool]] = []
    denied_before = _DENIED_BEFORE.search(clause)
    before = denied_before.start() if denied_before else 0
    whole = _WHOLE.search(clause) is not None
    left = 0  # content words that the last negation still reaches
    for piece in _pieces(clause):
        matches = list(WORD.finditer(clause, *piece))
        content = [match.group() for match in matches if match.group() not in STOP]
        opening = matches[0].group() if matches else ""
        last_is_denied = bool(entries) and entries[-1][1]
        if last_is_denied and content and opening not in STOP and len(content) <= LIST_ITEM:
            left = REACH  # one more item of the list that is denied
        for match in matches:
            word = match.group()
            in_denial = denied_before is not None and before <= match.start() < denied_before.end()
            if word in NEGATIONS and not in_denial:
                left = REACH
                entries.append((word, False))
                continue
            reached = left > 0
            left -= reached and word not in STOP
            entries.append((word, whole or match.start() < before or reached))
    return entries


def _cut(text: str) -> list[str]:
    """Clauses; the word that joins one to the last (“nor”) stays with it."""
    starts = [0, *(match.start() for match in _CLAUSE.finditer(text)), len(text)]
    return [text[a:b].lstrip(",.;:()“” ") for a, b in pairwise(starts)]


def _pieces(clause: str) -> list[tuple[int, int]]:
    """Start and end of the parts of a clause between commas and “or”."""
    pieces, start = [], 0
    for match in _PIECE.finditer(clause):
        pieces.append((start, match.start()))
        start = match.end()
    return [*pieces, (start, len(clause))]
