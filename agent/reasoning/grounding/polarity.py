"""Which words of a text are denied, and whether a sentence denies what its source states or the other way round.

A negation reaches four content words on in its clause, and through the list that follows (“no EXIF, XMP or IPTC”); “a
peak is not shown” denies what stands before it, and “none”, like “do not match”, all of its clause.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from itertools import pairwise

NEGATIONS = frozenset(
    {
        "against", "no", "not", "without", "never", "none", "neither", "nor", "cannot", "nothing", "lacks", "absent",
    }
)  # fmt: skip
REACH = 4  # content words
LIST_ITEM = 3  # words of an item of a list, at most
_CLAUSE = re.compile(r"[.;:()“”]|, (?:but|as|and|which|since|while|so|nor|the)\b|\bbecause\b")
_WHOLE = re.compile(r"\bnone\b|\bdo(?:es)? not match\b")
_DENIED_BEFORE = re.compile(
    r"\b(?:is|are|was|were) (?:(?:not|never) (?:\w+ly )?(?:shown|visible|found|seen|present|detected|there|observed)"
    r"|absent|missing)\b"
)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_PIECE = re.compile(r",\s*|\bor\b")


def negated(text: str, stop: Collection[str]) -> list[tuple[str, bool]]:
    """Each word, and whether a negation of its clause reaches it.

    Args:
        text: any text.
        stop: words that carry no content, which do not use up the reach.
    """
    return [entry for clause in clauses(text, stop) for entry in clause]


def clauses(text: str, stop: Collection[str]) -> list[list[tuple[str, bool]]]:
    """The words of each clause, and whether a negation reaches them; arguments as for `negated`."""
    return [_denied(clause, stop) for clause in _cut(text.lower().replace("n't", " not"))]


def _denied(clause: str, stop: Collection[str]) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    denied = _DENIED_BEFORE.search(clause)
    before = denied.start() if denied else 0
    whole = _WHOLE.search(clause) is not None
    left = 0  # content words that the last negation still reaches
    for piece in _pieces(clause):
        words = list(_WORD.finditer(clause, *piece))
        content = [match.group() for match in words if match.group() not in stop]
        opens = words[0].group() if words else ""
        if _reaches_on(found) and content and opens not in stop and len(content) <= LIST_ITEM:
            left = REACH  # one more item of the list that is denied
        for match in words:
            word = match.group()
            if word in NEGATIONS and not (denied and before <= match.start() < denied.end()):
                left = REACH
                found.append((word, False))
                continue
            reached = left > 0
            left -= reached and word not in stop
            found.append((word, whole or match.start() < before or reached))
    return found


def _reaches_on(found: list[tuple[str, bool]]) -> bool:
    """Whether the last word so far is denied."""
    return bool(found) and found[-1][1]


def _cut(text: str) -> list[str]:
    """Clauses; the word that joins one to the last (“nor”) stays with it."""
    starts = [0, *(match.start() for match in _CLAUSE.finditer(text)), len(text)]
    return [text[a:b].lstrip(",.;:()“” ") for a, b in pairwise(starts)]


def _pieces(clause: str) -> list[tuple[int, int]]:
    """Where the parts of a clause lie that commas and “or” divide."""
    found, start = [], 0
    for match in _PIECE.finditer(clause):
        found.append((start, match.start()))
        start = match.end()
    return [*found, (start, len(clause))]


def opposite(sentence: str, source: str, stop: Collection[str], stem: Callable[[str], str]) -> str:
    """Why a sentence says the opposite of its source, or an empty text.

    Each clause is held against the clause of the source that shares most words with it. Of the words that both have and
    either denies, more than half are denied by one alone; a single one of many is the reach of a negation that was
    guessed wrongly. A source that denies nothing at all can't be worded by a denial.
    """
    denials = NEGATIONS & set(_WORD.findall(sentence.lower().replace("n't", " not"))) - {"against"}
    if denials and not NEGATIONS & set(_WORD.findall(source.lower().replace("n't", " not"))):
        return f"denies something (“{min(denials)}”), as what it cites does not"
    meant = [_by_stem(clause, stop, stem) for clause in clauses(source, stop)]
    for clause in clauses(sentence, stop):
        said = _by_stem(clause, stop, stem)
        other = max(meant, key=lambda each: len(said.keys() & each.keys()), default={})
        both = [key for key in said if key in other and len(said[key]) == len(other[key]) == 1]
        denied = [key for key in both if True in said[key] | other[key]]
        differ = [key for key in denied if said[key] != other[key]]
        if differ and 2 * len(differ) > len(denied):
            return f"{'denies' if True in said[differ[0]] else 'states'} “{differ[0]}”, the opposite of what it cites"
    return ""


def _by_stem(clause: list[tuple[str, bool]], stop: Collection[str], stem: Callable[[str], str]) -> dict[str, set[bool]]:
    values: dict[str, set[bool]] = {}
    for word, denied in clause:
        if word not in stop and word not in NEGATIONS:
            values.setdefault(stem(word), set()).add(denied)
    return values
