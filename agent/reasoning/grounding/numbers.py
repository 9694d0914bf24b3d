"""Whether the numbers of a sentence are those of its source, and say the same about the same things.

A number is wrong in three cases: its value and sign do not stand in the source, or stand there less often; words of its
clause belong to another number alone (“4% of the real” for “4% of the generated”); or two numbers of a kind have
changed places and no words justify that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...sentences import Sentence
from .words import content

_NUMBER = re.compile(r"(?<![\w.,])([<>]|[+\-−])?(\d+(?:[.,]\d+)*)|(\d+(?:[.,]\d+)*)")
_PAIR = re.compile(r"(\d), (?=\d)")  # a place in pixels, as in “at 0, 155”
_CLAUSE = re.compile(r"[;:()]|\.(?=\s)|,(?!\d)|\b(?:and|but|while|where|which|whereas|yet|nor)\b")
_TOKEN = re.compile(r"[+\-−<>]?\d+(?:[.,]\d+)*%?|[^\W\d_]+")

NOT_IN_SOURCE = Sentence("numbers.not_in_source", "gives the number {number}, which is not in the cited evidence")
TOO_OFTEN = Sentence("numbers.too_often", "gives {number} more often than the cited evidence")
OF_SOMETHING_ELSE = Sentence("numbers.of_something_else", "gives {number} where the cited evidence says {right_number}")
SWAPPED = Sentence("numbers.swapped", "gives {first} and {second} the other way round")


@dataclass(frozen=True, slots=True)
class Number:
    """One number where it stands.

    Attributes:
        text: as it is written, with its sign.
        value: to compare by; a version such as 24.7.0 stays text.
        stems: of the content words of its clause.
        clause: the number of its clause.
        beside: the word right before it (“of” does not count) and the one right after it.
        kind: whether it has a sign, and whether it is a share; numbers of other kinds are not mistaken for it.
    """

    text: str
    value: float | str
    stems: frozenset[str]
    clause: int
    beside: tuple[str, str]
    kind: tuple[bool, bool]


def wrong(sentence: str, source: str) -> str | None:
    """Why the numbers of a sentence do not agree with its source, or None if they do.

    Args:
        sentence: without its citations.
        source: the text of what it cites.
    """
    if reason := missing(sentence, source):
        return reason
    said, meant = numbers(sentence), numbers(source)
    excess = Counter(number.value for number in said) - Counter(number.value for number in meant)
    if repeated := next((number for number in said if number.value in excess), None):
        return TOO_OFTEN(number=repeated.text)
    clauses = {number.clause: number.stems for number in meant}
    counts = Counter(word for stems in clauses.values() for word in stems)
    telling = {word for word, count in counts.items() if count == 1}  # stand in one clause alone
    matched: list[tuple[Number, int]] = []
    for number in said:
        overlap = [len(number.stems & other.stems & telling) for other in meant]
        equal = [index for index, other in enumerate(meant) if other.value == number.value]
        taken = {index for _, index in matched}
        best = max(
            equal, key=lambda index: (overlap[index], _same_neighbours(number, meant[index]), index not in taken)
        )
        named = all(meant[index].stems for index in equal)  # a bare “(87%)” says nothing
        rivals = [index for index, other in enumerate(meant) if _confusable(number, meant[best], other)]
        closest = max(rivals, key=lambda index: overlap[index])
        if number.kind[1] and named and overlap[closest] > overlap[best]:
            return OF_SOMETHING_ELSE(number=number.text, right_number=meant[closest].text)
        matched.append((number, best))
    return _swapped(matched, meant, telling)


def missing(sentence: str, source: str) -> str | None:
    """A number that does not stand in the source, as a reason, or None."""
    values = {number.value for number in numbers(source)}
    for number in numbers(sentence):
        if number.value not in values:
            return NOT_IN_SOURCE(number=number.text)
    return None


def _swapped(matched: Sequence[tuple[Number, int]], meant: Sequence[Number], telling: set[str]) -> str | None:
    """Two numbers in another order than in the source that neither their neighbours nor their clauses justify."""
    for position, (first, first_index) in enumerate(matched):
        for second, second_index in matched[position + 1 :]:
            if second_index >= first_index or first.value == second.value or first.kind != second.kind:
                continue
            apart = meant[first_index].clause != meant[second_index].clause
            if not all(
                _same_neighbours(said, meant[own], meant[other]) or (apart and said.stems & meant[own].stems & telling)
                for said, own, other in ((first, first_index, second_index), (second, second_index, first_index))
            ):
                return SWAPPED(first=first.text, second=second.text)
    return None


def _confusable(said: Number, own: Number, other: Number) -> bool:
    """Whether a number could stand for another one: a signed score that is told with its sign is never a share."""
    return other.kind == own.kind or said.kind != own.kind


def _same_neighbours(said: Number, own: Number, other: Number | None = None) -> bool:
    """Whether a number stands beside a word as its own in the source does, by which the other one is not known too."""
    if other is not None and said.beside[0] not in ("", "#") and other.beside == own.beside:
        return False
    return any(a and a == b for a, b in zip(said.beside, own.beside, strict=True))


def numbers(text: str) -> list[Number]:
    """The numbers of a text in their order."""
    parsed = []
    for index, clause in enumerate(_CLAUSE.split(_PAIR.sub(r"\1 ", text.replace("−", "-")))):
        stems = content(clause)
        tokens = _TOKEN.findall(clause.lower())
        place = 0
        for match in _NUMBER.finditer(clause):
            sign, digits = match[1] or "", match[2] or match[3]
            while place < len(tokens) and digits not in tokens[place]:
                place += 1
            before = [token for token in tokens[:place] if token != "of"]
            after = tokens[place + 1 : place + 2]
            beside = (_word_or_number(before[-1]) if before else "", _word_or_number(after[0]) if after else "")
            place += 1
            kind = (sign in ("+", "-"), clause[match.end() :].startswith("%"))
            parsed.append(Number(f"{sign}{digits}", _value(sign, digits), stems, index, beside, kind))
    return parsed


def _word_or_number(token: str) -> str:
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
