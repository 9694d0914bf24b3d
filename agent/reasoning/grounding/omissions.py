"""What limits a source and is left out of a sentence: denials, hedges, alternatives, and words such as “earlier”."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from ...sentences import Sentence
from .aligned import LABELS, Reading, carries_meaning, is_head
from .lexicon import NO, Token, lexicon

LEAVES_OUT = Sentence("omissions.leaves_out", "leaves out “{word}”, which limits what the cited evidence says")
DENIES_OTHERWISE = Sentence("omissions.denies_otherwise", "denies something else than the cited evidence (“{word}”)")
_HEDGES = frozenset({"poss", "nearly", "if"})


def left_out(read: Reading) -> str | None:
    """A word that limits what a told part of the source says."""
    for token in read.meant:
        if token.segment not in read.used or token.concept not in lexicon().keep or token.concept in read.concepts:
            continue
        told = token.before == "not" or (token.concept == "if" and any(each.text == "when" for each in read.said))
        if not told:
            return LEAVES_OUT(word=token.text)
    return None


def unhedged(read: Reading) -> str | None:
    """A hedge of a statement that is told without it, or an alternative that is told alone."""
    unit, units = 0, []
    for token in read.meant:
        unit += token.text in ";:." and not token.bracket
        units.append(unit)
    told = set(read.place.values())
    conditional = any(token.text == "when" for token in read.said)
    for n, token in enumerate(read.meant):
        if token.concept in _HEDGES and token.concept not in read.concepts:
            own = [m for m in told if units[m] == units[n] and carries_meaning(read.meant[m])]
            if len(own) > 1 and not (conditional and token.concept == "if"):
                return LEAVES_OUT(word=token.text)
        if token.text == "or" and not _listed_denial(read.meant, n):
            before = next((m for m in range(n - 1, -1, -1) if carries_meaning(read.meant[m])), n)
            after = next((m for m in range(n + 1, len(read.meant)) if carries_meaning(read.meant[m])), n)
            pair = {read.meant[before].concept in read.concepts, read.meant[after].concept in read.concepts}
            joined = any(other.text in ("or", "and", "nor") for other in read.said)
            if (before in told and pair == {True, False}) or (pair == {True} and not joined):
                return LEAVES_OUT(word=f"or {read.meant[after].text}")
    return None


def denied_otherwise(read: Reading) -> str | None:
    """A denial of the source that is left out, of something else, or doubled."""
    negative = _negative(read.meant)
    own = {token.segment for token in read.meant if token.concept == NO}
    for n, token in enumerate(read.said):
        if token.concept != NO:
            continue
        following = [m for m in read.segment(token.segment) if m > n and m in read.place and read.said[m].concept != NO]
        if following and read.meant[read.place[following[0]]].segment not in negative:
            return DENIES_OTHERWISE(word=read.said[following[0]].text)
    for segment in {token.segment for token in read.said}:
        denials = [token.text for token in read.said if token.segment == segment and token.concept == NO]
        if len(denials) > 1 and not {"nor", "neither"} & set(denials):
            return DENIES_OTHERWISE(word=denials[1])
    for segment in own & read.used:
        start = next(n for n, token in enumerate(read.meant) if token.segment == segment and token.concept == NO)
        scope = [
            n for n, token in enumerate(read.meant) if n > start and token.segment == segment and carries_meaning(token)
        ]
        scope = scope or [
            n for n, token in enumerate(read.meant) if token.segment == segment and carries_meaning(token)
        ]
        tellers = [n for n, place in read.place.items() if place in scope]
        if tellers and not any(_is_denied(read, n) for n in tellers):
            return DENIES_OTHERWISE(word=read.said[tellers[0]].text)
    return None


def asserted(read: Reading) -> str | None:
    """“No peak, with a peak of 1.5 deviations”."""
    for token in read.said:
        if token.text != "with":
            continue
        denied = {
            other.concept for m, other in enumerate(read.said) if other.segment != token.segment and _is_denied(read, m)
        }
        heads = (m for m in read.segment(token.segment) if carries_meaning(read.said[m]) and is_head(read.said, m))
        own = next((read.said[m] for m in heads), None)
        if own is not None and own.concept in denied and own.concept not in LABELS:
            return DENIES_OTHERWISE(word=own.text)
    return None


def _listed_denial(meant: tuple[Token, ...], n: int) -> bool:
    return meant[n].segment in _negative(meant)


@lru_cache(maxsize=256)
def _negative(tokens: tuple[Token, ...]) -> frozenset[int]:
    """The parts that a denial reaches: its own, and the list after it."""
    reached: set[int] = {token.segment for token in tokens if token.concept == NO}
    for before, token in pairwise(tokens):
        own = [other for other in tokens if other.segment == token.segment]
        listed = before.text in (",", "nor", "or") and not any(other.verb or other.bracket for other in own)
        if listed and token.segment - 1 in reached:
            reached.add(token.segment)
    return frozenset(reached)


def _is_denied(read: Reading, n: int) -> bool:
    """Whether a denial stands in the part of the sentence that holds a token, or in the list before it."""
    segment = read.said[n].segment
    own = any(token.concept == NO for token in read.said if token.segment == segment)
    if own or not segment:
        return own
    listed = not any(token.verb for token in read.said if token.segment == segment)
    return listed and any(token.concept == NO for token in read.said if token.segment == segment - 1)
