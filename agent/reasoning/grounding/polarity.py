"""Which words of a text are denied, and whether a sentence denies what its source states or the other way round.

A negation reaches four content words further in its clause, and through the list that follows (“no EXIF, XMP or IPTC”).
“A peak is not shown” denies what stands before it. “None” and “do not match” deny their whole clause.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from ...sentences import Sentence
from .words import STOP, WORD, stem

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
# Stop words that a sentence may deny.
_DENIABLE = frozenset({"label", "given", "judged", "measured", "holds", "hold", "carries", "carry"})
_UNDENIABLE = STOP - _DENIABLE
DenialOf = dict[str, tuple[str, set[bool]]]  # by stem, the word as it stands, and whether it is denied

DENIES_SOMETHING = Sentence(
    "polarity.denies_something", "denies something (“{word}”), but the cited evidence denies nothing"
)
DENIES = Sentence("polarity.denies", "denies “{word}”, which the cited evidence states")
STATES = Sentence("polarity.states", "states “{word}”, which the cited evidence denies")


def negated(text: str) -> list[tuple[str, bool]]:
    """Each word of a text, and whether a negation of its clause reaches it."""
    return [entry for clause in _clauses(text, STOP) for entry in clause]


def opposite(sentence: str, source: str) -> str | None:
    """Why a sentence says the opposite of its source, or None if it does not.

    Each clause is compared with the clause of the source that shares most words with it. It says the opposite if, of
    the words that both have and at least one denies, more than half are denied by one alone; a single one of many only
    means that the reach of a negation was guessed wrongly. A source that denies nothing can't be told by a denial.
    """
    denials = (NEGATIONS & _words(sentence)) - {"against"}
    if denials and not NEGATIONS & _words(source):
        return DENIES_SOMETHING(word=min(denials))
    source_clauses = [_by_stem(clause) for clause in _clauses(source, _UNDENIABLE)]
    for clause in _clauses(sentence, _UNDENIABLE):
        said = _by_stem(clause)
        meant = max(source_clauses, key=lambda each: len(said.keys() & each.keys()), default={})
        shared = [key for key in said if key in meant and len(said[key][1]) == len(meant[key][1]) == 1]
        denied = [key for key in shared if True in said[key][1] | meant[key][1]]
        differ = [key for key in denied if said[key][1] != meant[key][1]]
        if differ and 2 * len(differ) > len(denied):
            word, denials_said = said[differ[0]]
            return (DENIES if True in denials_said else STATES)(word=word)
    return None


def _words(text: str) -> set[str]:
    return set(WORD.findall(_spelt_out(text)))


def _spelt_out(text: str) -> str:
    return text.lower().replace("n't", " not")


def _clauses(text: str, stop: Collection[str]) -> list[list[tuple[str, bool]]]:
    """The words of each clause, and whether a negation reaches them; words of `stop` do not use up the reach."""
    return [_denied(clause, stop) for clause in _cut(_spelt_out(text))]


def _denied(clause: str, stop: Collection[str]) -> list[tuple[str, bool]]:
    entries: list[tuple[str, bool]] = []
    denied_before = _DENIED_BEFORE.search(clause)
    before = denied_before.start() if denied_before else 0
    whole = _WHOLE.search(clause) is not None
    left = 0  # content words that the last negation still reaches
    for piece in _pieces(clause):
        matches = list(WORD.finditer(clause, *piece))
        content = [match.group() for match in matches if match.group() not in stop]
        opening = matches[0].group() if matches else ""
        last_is_denied = bool(entries) and entries[-1][1]
        if last_is_denied and content and opening not in stop and len(content) <= LIST_ITEM:
            left = REACH  # one more item of the list that is denied
        for match in matches:
            word = match.group()
            in_denial = denied_before is not None and before <= match.start() < denied_before.end()
            if word in NEGATIONS and not in_denial:
                left = REACH
                entries.append((word, False))
                continue
            reached = left > 0
            left -= reached and word not in stop
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


def _by_stem(clause: list[tuple[str, bool]]) -> DenialOf:
    values: DenialOf = {}
    for word, denied in clause:
        if word not in _UNDENIABLE and word not in NEGATIONS:
            values.setdefault(stem(word), (word, set()))[1].add(denied)
    return values
