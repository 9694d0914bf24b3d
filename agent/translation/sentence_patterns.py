"""Templates as patterns: which values a text has in the places of a template.

Before anything is compared, each quotation in a text becomes one character (`Masked`), so that nothing that a file
holds can look like a sentence of ours. A search is bounded: it takes a limited number of steps, then finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from string import Formatter
from typing import Literal

_QUOTATION = re.compile(r"“([^”]*)”")
_JOINTS = " ,;:()."  # before these, a value may end that another one is written right behind
_FIRST, _MOST = 0xF0000, 0x4000  # private characters that stand for quotations, and how many
_PLACE = 0x100000  # private characters that stand for places while a template is read
NUMBER = re.compile(r"[<>]?[+\-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+\-]\d+)?%?")

Kind = Literal["any", "number", "foreign", "quoted"]


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with each quotation as one character.

    Attributes:
        text: the text.
        quotations: what stood between the quotation marks, in their order.
    """

    text: str
    quotations: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Masked | None:
        """The text with its quotations masked; None if it has too many, or private characters of its own."""
        quotations = _QUOTATION.findall(text)
        if len(quotations) > _MOST or any(ord(c) >= _FIRST for c in text):
            return None
        numbers = iter(range(len(quotations)))
        return cls(_QUOTATION.sub(lambda _: chr(_FIRST + next(numbers)), text), tuple(quotations))

    def quotation(self, character: str) -> str:
        """What a character stands for, without quotation marks."""
        return self.quotations[ord(character) - _FIRST]

    def restored(self, text: str) -> str:
        """A text with the quotations in place of their characters."""
        return "".join(f"“{self.quotation(c)}”" if is_quotation(c) else c for c in text)


def is_quotation(character: str) -> bool:
    """Whether a character stands for a quotation."""
    return _FIRST <= ord(character) < _FIRST + _MOST


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a template.

    Attributes:
        name: of the value.
        kind: a `number` is formatted by the template; `foreign` text is shortened by it and quotes itself; `quoted`
        kind: a `number` is formatted by the template; `foreign` text is shortened by it and quotes itself; `quoted`
            text stands within the template's own quotation marks; `any` is everything else.
        aside: whether it stands behind an opening bracket.
    """

    name: str
    kind: Kind
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation in the words of the template itself."""

    text: str


Part = str | Place | Quote


@dataclass(frozen=True)
class Pattern:
    """A template in parts.

    Attributes:
        key: of its sentence.
        parts: literal text, places and quotations, in their order.
    """

    key: str
    parts: tuple[Part, ...]

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """The literal texts."""
        return tuple(part for part in self.parts if isinstance(part, str))

    @cached_property
    def worded(self) -> bool:
        """Whether it has a word of its own, and not only places and punctuation."""
        return any(c.isalpha() for literal in self.literals for c in literal)

    def may_fit(self, text: str) -> bool:
        """Whether a text has all that is literal, in its order."""
        parts = self.parts
        if isinstance(parts[-1], str) and not text.endswith(parts[-1]):
            return False
        at = 0
        for literal in self.literals:
            at = text.find(literal, at) + len(literal)
            if at < len(literal):
                return False
        return sum(map(is_quotation, text)) >= self.quotations

    @cached_property
    def quotations(self) -> int:
        """How many quotations a text of it holds at least."""
        others = (part for part in self.parts if not isinstance(part, str))
        return sum(isinstance(part, Quote) or part.kind in ("foreign", "quoted") for part in others)

    @cached_property
    def weight(self) -> int:
        """How many characters are literal; the pattern with the most is the likeliest."""
        return sum(map(len, self.literals)) + sum(len(part.text) for part in self.parts if isinstance(part, Quote))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the places, sorted."""
        return tuple(sorted(part.name for part in self.parts if isinstance(part, Place)))


class Steps:
    """How many steps a search may still take."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spent(self) -> bool:
        """Take one step; True if none is left."""
        self.left -= 1
        return self.left < 0


def pattern(key: str, template: str) -> Pattern:
    """The pattern of a template.

    Raises:
        ValueError: if a quotation in it holds both words and a place.
    """
    places: list[Place] = []
    plain = ""
    for literal, name, specification, _ in Formatter().parse(template):
        plain += literal
        if name is not None:
            plain += chr(_PLACE + len(places))
            places.append(Place(name, _kind(specification or ""), literal.endswith("(")))
    parts: list[Part] = []
    for n, piece in enumerate(_QUOTATION.split(plain)):
        if n % 2 == 0:
            parts += _split(piece, places)
        elif len(piece) == 1 and ord(piece) >= _PLACE:
            parts.append(Place(places[ord(piece) - _PLACE].name, "quoted"))
        elif all(ord(c) < _PLACE for c in piece):
            parts.append(Quote(piece))
        else:
            raise ValueError(f"a quotation in {key!r} holds words and a place")
    return Pattern(key, tuple(parts))


Accept = Callable[[Place, str], bool]


def readings(
    parts: tuple[Part, ...], masked: Masked, text: str, steps: Steps, accept: Accept
) -> Iterator[dict[str, str]]:
    """The ways in which a text fits a pattern, as the values of its places, the shortest values first.

    Args:
        parts: of the pattern.
        masked: the whole text, which knows its quotations.
        text: the masked text or a piece of it.
        steps: how far to search.
        accept: whether a place of the kind `any` can have a value.
    """
    return _walk(parts, 0, masked, text, 0, {}, steps, accept)


def _walk(
    parts: tuple[Part, ...],
    k: int,
    masked: Masked,
    text: str,
    at: int,
    found: dict[str, str],
    steps: Steps,
    accept: Accept,
) -> Iterator[dict[str, str]]:
    for part in parts[k:]:
        if steps.spent():
            return
        k += 1
        if isinstance(part, Place) and part.kind == "any":
            for end in _ends(parts, k, text, at):
                value = text[at:end]
                if accept(part, value):
                    yield from _walk(parts, k, masked, text, end, {**found, part.name: value}, steps, accept)
                if steps.spent():
                    return
            return
        end = _fixed_end(part, masked, text, at)
        if end is None:
            return
        if isinstance(part, Place):
            found[part.name] = text[at:end]
        at = end
    if at == len(text):
        yield dict(found)


def _fixed_end(part: Part, masked: Masked, text: str, at: int) -> int | None:
    """Where a part that can only end in one place ends; None if it does not begin there."""
    if isinstance(part, str):
        return at + len(part) if text.startswith(part, at) else None
    if isinstance(part, Place) and part.kind == "number":
        number = NUMBER.match(text, at)
        return number.end() if number else None
    if at >= len(text) or not is_quotation(text[at]):
        return None
    return None if isinstance(part, Quote) and masked.quotation(text[at]) != part.text else at + 1


def _ends(parts: tuple[Part, ...], k: int, text: str, at: int) -> Iterator[int]:
    """Where a value that begins at a point may end, if the part with the number k follows."""
    if k == len(parts):
        yield len(text)
        return
    following = parts[k]
    if not isinstance(following, str):
        yield from (end for end in range(at, len(text)) if text[end] in _JOINTS)
        yield len(text)
        return
    last = k + 1 == len(parts)  # the text has to end with it
    end = len(text) - len(following) if last else text.find(following, at)
    while end >= at:
        yield end
        end = -1 if last else text.find(following, end + 1)


def _kind(specification: str) -> Kind:
    if not specification:
        return "any"
    return "foreign" if specification.isdigit() else "number"


def _split(piece: str, places: list[Place]) -> Iterator[Part]:
    literal = ""
    for character in piece:
        if ord(character) < _PLACE:
            literal += character
            continue
        if literal:
            yield literal
        literal = ""
        yield places[ord(character) - _PLACE]
    if literal:
        yield literal
