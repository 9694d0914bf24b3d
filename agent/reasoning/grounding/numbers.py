"""Whether the numbers of a sentence are those of its source, and say the same of the same things.

A number is wrong if its value and sign do not stand in the source, or stand there less often; if words of its clause
belong to another number alone (“4% of the real” for “4% of the generated”); or if two of a kind have changed places and
no words bear it out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

_NUMBER = re.compile(r"(?<![\w.,])([<>]|[+\-−])?(\d+(?:[.,]\d+)*)|(\d+(?:[.,]\d+)*)")
_PAIR = re.compile(r"(\d), (?=\d)")  # a place in pixels, as in “at 0, 155”
_CLAUSE = re.compile(r"[;:()]|\.(?=\s)|,(?!\d)|\b(?:and|but|while|where|which|whereas|yet|nor)\b")
_TOKEN = re.compile(r"[+\-−<>]?\d+(?:[.,]\d+)*%?|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Number:
    """One number where it stands.

    Attributes:
        text: as it is written, with its sign.
        value: to compare by; a version such as 24.7.0 stays text.
        words: the stems of the words of its clause.
        clause: which clause.
        beside: the words right before it (“of” passed over) and right after it.
        kind: whether it has a sign, and whether it is a share; those of other kinds are not mistaken for it.
    """

    text: str
    value: float | str
    words: frozenset[str]
    clause: int
    beside: tuple[str, str]
    kind: tuple[bool, bool]


def wrong(sentence: str, source: str, stems: Callable[[str], frozenset[str]]) -> str:
    """Why the numbers of a sentence do not agree with its source, or an empty text.

    Args:
        sentence: without its citations.
        source: what it cites.
        stems: the stems of the content words of a text.
    """
    if reason := missing(sentence, source):
        return reason
    said, meant = numbers(sentence, stems), numbers(source, stems)
    often = Counter(number.value for number in said) - Counter(number.value for number in meant)
    if more := next((number.text for number in said if number.value in often), ""):
        return f"gives {more} more often than what it cites"
    clauses = {number.clause: number.words for number in meant}
    shared = Counter(word for words in clauses.values() for word in words)
    telling = {word for word, count in shared.items() if count == 1}  # of one clause alone
    matched: list[tuple[Number, int]] = []
    for number in said:
        overlap = [len(number.words & other.words & telling) for other in meant]
        own = [index for index, other in enumerate(meant) if other.value == number.value]
        at = max(own, key=lambda index: (overlap[index], _neighbours(number, meant[index])))
        named = all(meant[index].words for index in own)  # a bare “(87%)” says nothing
        if named and max(overlap) > overlap[at]:
            other = meant[overlap.index(max(overlap))]
            return f"gives {number.text} where what it cites says {other.text}"
        matched.append((number, at))
    return _swapped(matched, meant, telling)


def missing(sentence: str, source: str) -> str:
    """A number that does not stand in the source, as a reason, or an empty text."""
    have = {number.value for number in numbers(source, _no_words)}
    for number in numbers(sentence, _no_words):
        if number.value not in have:
            return f"gives the number {number.text}, which is not in what it cites"
    return ""


def _no_words(text: str) -> frozenset[str]:
    return frozenset()


def _swapped(matched: list[tuple[Number, int]], meant: list[Number], telling: set[str]) -> str:
    """Two numbers in another order than in the source, as neither their neighbours nor their clauses bear out."""
    for n, (first, at) in enumerate(matched):
        for second, behind in matched[n + 1 :]:
            if behind >= at or first.value == second.value or first.kind != second.kind:
                continue
            apart = meant[at].clause != meant[behind].clause
            if not all(
                _neighbours(said, meant[index]) or (apart and said.words & meant[index].words & telling)
                for said, index in ((first, at), (second, behind))
            ):
                return f"gives {first.text} and {second.text} the other way round"
    return ""


def _neighbours(one: Number, other: Number) -> bool:
    return any(a and a == b for a, b in zip(one.beside, other.beside, strict=True))


def numbers(text: str, stems: Callable[[str], frozenset[str]]) -> list[Number]:
    """The numbers of a text in their order."""
    found = []
    for index, clause in enumerate(_CLAUSE.split(_PAIR.sub(r"\1 ", text.replace("−", "-")))):
        words = stems(clause)
        tokens = _TOKEN.findall(clause.lower())
        at = 0
        for match in _NUMBER.finditer(clause):
            sign, digits = match[1] or "", match[2] or match[3]
            while at < len(tokens) and digits not in tokens[at]:
                at += 1
            before = [t for t in tokens[:at] if t != "of"]
            after = tokens[at + 1 : at + 2]
            beside = (_kind(before[-1]) if before else "", _kind(after[0]) if after else "")
            at += 1
            kind = (sign in ("+", "-"), clause[match.end() :].startswith("%"))
            found.append(Number(f"{sign}{digits}", _value(sign, digits), words, index, beside, kind))
    return found


def _kind(token: str) -> str:
    return "#" if any(c.isdigit() for c in token) else token


def _value(sign: str, digits: str) -> float | str:
    """A number to compare by value: 3.10 is 3.1 and +3 is 3, but <1 is not 1."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", digits):
        digits = digits.replace(",", "")
    if digits.count(".") + digits.count(",") > 1:
        return digits
    value = float(digits.replace(",", "."))
    if sign in "<>" and sign:
        return f"{sign}{value:g}"
    return -value if sign == "-" else value
