"""Whether figures, reasons, grammatical number and time of a sentence agree with those of its source."""

from __future__ import annotations

from collections.abc import Sequence

from ...sentences import Sentence
from .aligned import BE, LABELS, NEXT, Reading, carries_meaning
from .lexicon import NO, Token, lexicon

COUNTS = Sentence("agreement.counts", "gives {number} for “{word}”, which the cited evidence does not")
REASONS = Sentence("agreement.reasons", "gives a reason (“{word}”) that the cited evidence does not give")
OTHER_NUMBER = Sentence("agreement.other_number", "speaks of “{word}” in another number than the cited evidence")
OTHER_TIME = Sentence("agreement.other_time", "puts “{word}” at another time than the cited evidence")
_PAST_HOLDS = frozenset({"carried", "held", "contained", "had", "lay"})
_UNCOUNTED = frozenset({"generator", "famili", "pixel", "distance", "probability", "say", "resemble"})


def counted(read: Reading) -> str | None:
    """A figure with the name or the unit of another one."""
    for n, token in enumerate(read.said):
        if not token.number or n not in read.place:
            continue
        label, unit = _beside(read.said, n)
        own_label, own_unit = _beside(read.meant, read.place[n])
        if label in LABELS and own_label in LABELS and label != own_label:
            return COUNTS(number=token.text, word=label)
        beside = {other.concept for other in read.said if other.segment == token.segment and carries_meaning(other)}
        if token.text.endswith("%") and own_unit and not beside:
            return COUNTS(number=token.text, word="…")
        if own_label in ("strength", "threshold") and beside and own_label not in beside:
            return COUNTS(number=token.text, word=next(iter(sorted(beside))))
        if token.before == "over":  # a bound, as in “a peak has over 4.5”
            own = [read.said[m] for m in read.segment(token.segment) if m != n and read.said[m].text != "over"]
            if any(o.concept == NO for o in own) or not any(carries_meaning(o) for o in own):
                return COUNTS(number=token.text, word="over")
        earlier = next((m for m in range(n - 1, -1, -1) if m in read.place and read.said[m].number), None)
        if earlier is not None and n - earlier <= NEXT and token.before == "of" and label:
            low, high = read.place[earlier], read.place[n]
            if high < low or any(other.number for other in read.meant[low + 1 : high]):
                return COUNTS(number=token.text, word=unit or label)
        if unit and own_unit and unit not in (own_unit, own_label) and unit not in LABELS:
            return COUNTS(number=token.text, word=unit)
    return None


def reasoned(read: Reading) -> str | None:
    """A reason that the source does not give."""
    links = _links(read.said)
    if not links:
        return None
    known = _links(read.meant, colons=True)
    for word, cause, effect in links:
        causes = [read.place[n] for n in cause if n in read.place]
        effects = [read.place[n] for n in effect if n in read.place]
        if not any(_mostly(causes, set(c)) and _mostly(effects, set(e)) for _, c, e in known):
            return REASONS(word=word)
    return None


def numbered(read: Reading) -> str | None:
    """One thing told of many, or the other way round; what is true of any told of this one."""
    for n in read.place:
        token = read.said[n]
        if token.verb or token.number or token.concept in _UNCOUNTED or not token.text.isalpha():
            continue
        own = [other for other in read.meant if other.concept == token.concept and not other.verb]
        if own and all(_plural(other.text) != _plural(token.text) for other in own):
            return OTHER_NUMBER(word=token.text)
        if token.concept == "picture" and token.before in ("this", "the") and all(o.before == "a" for o in own):
            return OTHER_NUMBER(word=token.text)
    return None


def timed(read: Reading) -> str | None:
    """What was told as what is, or the other way round."""
    texts = {token.text for token in read.meant}
    for n, token in enumerate(read.said):
        passive = read.said[n - 1].text in BE if n else False
        if token.text in _PAST_HOLDS and not passive and not texts & {token.text, "was", "were"}:
            return OTHER_TIME(word=token.text)
        if n in read.place and _is_finite(read.said, n):
            own = [m for m, other in enumerate(read.meant) if other.concept == token.concept]
            times = {_is_past(read.meant[m].text) for m in own if _is_finite(read.meant, m)}
            if times and _is_past(token.text) not in times:
                return OTHER_TIME(word=token.text)
        if token.text not in BE:
            continue
        following = (m for m in range(n + 1, min(n + 1 + NEXT, len(read.said))) if carries_meaning(read.said[m]))
        after = next(following, None)
        if after is None or after not in read.place or read.said[after].segment != token.segment:
            continue
        place = read.place[after]
        own = _time(read.meant, place)
        if own and BE[token.text] not in own:
            return OTHER_TIME(word=read.said[after].text)
    return None


def _beside(tokens: Sequence[Token], n: int) -> tuple[str, str]:
    """The concepts that stand right before a figure and right after it."""
    segment = tokens[n].segment
    label = ""
    for m in range(n - 1, max(-1, n - NEXT), -1):
        if tokens[m].segment != segment:
            break
        if tokens[m].concept and tokens[m].concept != "about":
            label = tokens[m].concept
            break
    unit = ""
    for m in range(n + 1, min(len(tokens), n + NEXT)):
        if tokens[m].segment != segment or (not tokens[m].concept and tokens[m].text not in ("of", "the", "times")):
            break
        if tokens[m].verb or tokens[m].concept == "such":
            break
        if tokens[m].text == "the" and tokens[m - 1].text != "of":
            break
        if tokens[m].concept:
            unit = tokens[m].concept
            break
    return label, unit


def _mostly(places: Sequence[int], part: set[int]) -> bool:
    return not places or 2 * sum(place in part for place in places) > len(places)


def _links(tokens: Sequence[Token], *, colons: bool = False) -> list[tuple[str, list[int], list[int]]]:
    """(word, the tokens that give the reason, the tokens that follow from it)."""
    links: list[tuple[str, list[int], list[int]]] = []
    for n, token in enumerate(tokens):
        same = [m for m in range(len(tokens)) if tokens[m].sentence == token.sentence and not tokens[m].bracket]
        if token.text in ("because", "since") or (token.text == "as" and _is_clause(tokens, n)):
            end = next((m for m in same if m > n and tokens[m].text in ",;:"), len(tokens))
            cause = [m for m in same if n < m < end]
            if any(tokens[m].concept == "show" for m in cause) and token.text == "as":
                continue
            start = max((m for m in same if m < n and tokens[m].text in ";:"), default=-1)
            effect = [m for m in same if start < m < n]
            if not any(carries_meaning(tokens[m]) for m in effect):
                effect = [m for m in same if m >= end]
            links.append((token.text, cause, effect))
        elif token.text in ("so", "therefore", "thus", "hence"):
            end = next((m for m in same if m > n and tokens[m].text in ",;:"), len(tokens))
            links.append((token.text, [m for m in same if m < n], [m for m in same if n < m < end]))
        elif token.text == ":" and colons:
            earlier, later = [m for m in same if m < n], [m for m in same if m > n]
            links += [] if not later else [(":", earlier, later), (":", later, earlier)]
    return links


def _is_clause(tokens: Sequence[Token], n: int) -> bool:
    own = [token for token in tokens[n + 1 :] if token.segment == tokens[n].segment]
    return tokens[n].segment != (tokens[n - 1].segment if n else -1) and any(
        token.verb or token.text in BE for token in own
    )


def _plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss") and len(word) > 3


def _is_finite(tokens: Sequence[Token], n: int) -> bool:
    """Whether a verb stands by itself, in the active voice: not “is measured”, “has measured” or “can measure”."""
    token = tokens[n]
    if not token.verb or token.passive or token.text.endswith("ing"):
        return False
    before = {other.text for other in tokens[max(0, n - NEXT) : n] if other.segment == token.segment}
    return not before & {*BE, "has", "have", "been", "being", "does", "do", "did", "to"}


def _is_past(word: str) -> bool:
    return word.endswith("ed") or word in lexicon().past


def _time(tokens: Sequence[Token], n: int) -> list[bool]:
    """Whether the form of “be” that belongs to a token is in the past; empty if there is none."""
    for token in reversed(tokens[max(0, n - NEXT) : n]):
        if token.text in BE:
            return [BE[token.text]]
        if carries_meaning(token) or token.text in ",;:().":
            break
    return []
