"""Whose name a field for software or a credit line gives: generators, editors, camera apps, platforms.

Names are matched whole. `Midjourney v6.1` is a generator's name; `A walk with Leonardo in Firefly Lane` is not, and
neither is a caption. The names, and the fields where each of them counts, are data: `programs.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from ...evidence import Frozen

Kind = Literal["generator", "editor", "converter", "transfer", "viewer", "camera app", "platform"]
Where = Literal["tool", "credit", "camera"]
Made = Literal["generated", "edited"]
Words = tuple[str, ...]

LONGEST = 400  # characters of a field that are looked at; names of programs are short
_MOST_WORDS, _MOST_SEGMENTS, _MOST_SUFFIXES, _MOST_LEADING = 60, 8, 12, 4
_WORD = re.compile(r"[^\W\d_]+|\d+")
_SEPARATORS = re.compile(r"[,;|/()\[\]{}+&:\n\r\t]")
_DASHES = re.compile(r"\s[-–—]\s")
_HEXADECIMAL = frozenset("abcdef0123456789")


class Program(Frozen):
    """One program, as `programs.toml` has it."""

    name: str
    maker: str
    kind: Kind
    year: int
    fields: tuple[Where, ...]
    names: tuple[str, ...]
    with_version: tuple[str, ...] = ()
    source: str


class _Table(NamedTuple):
    programs: dict[Words, Program]
    versioned: dict[Words, Program]
    phrases: dict[Words, Made]
    making: dict[Words, Made]
    leading: frozenset[str]  # words that can stand before a name
    following: frozenset[str]  # words that can stand after it, beside versions
    longest: int  # words of the longest of all these names and phrases


def words(text: str) -> Words:
    """The words and numbers of a text, in one case and one form; punctuation and spaces only separate them."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    return tuple(_WORD.findall(plain)[:_MOST_WORDS])


def generator_named(text: str) -> str | None:
    """The generator whose name a field for software, or a software agent, consists of; None if it is none.

    A version, a platform and words such as `created with` may stand beside the name; the name of an editor that also
    has functions of generative AI is an editor's.
    """
    program = tool_named(text)
    return program.name if program is not None and program.kind == "generator" else None


def tool_named(text: str, where: Where = "tool") -> Program | None:
    """The program whose name a field for software consists of, generators first; None if no known one.

    Args:
        text: the field's content; its first 400 characters count.
        where: what kind of field it is.
    """
    found: list[Program] = []
    for segment in _segments(text):
        program = _whole(segment, where) or _editor(segment, where)
        if program is not None:
            if program.kind == "generator":
                return program
            found.append(program)
    return found[0] if found else None


def declared_making(text: str) -> tuple[Made, str | None] | None:
    """What a credit line declares: that AI generated or edited the picture, and the generator if it names one.

    The line, or one of its parts between slashes and the like, must be a known phrase such as `Made with Google AI`, or
    words of making and a whole name, such as `Created with Midjourney v6`. A name alone says nothing: it may be a
    person's, or the source of a press picture.
    """
    known = _table()
    for segment in _segments(text):
        if segment in known.phrases:
            program = _ending(segment)
            return known.phrases[segment], program.name if program else None
        for length in range(min(len(segment) - 1, known.longest), 0, -1):
            made = known.making.get(segment[:length])
            if made is not None and (program := _named(segment[length:], "credit")) is not None:
                return made, program.name
    return None


def phrase(text: str) -> Made | None:
    """What a text declares that is, whole, one of the known phrases about AI."""
    return next((_table().phrases[segment] for segment in _segments(text) if segment in _table().phrases), None)


def _ending(segment: Words) -> Program | None:
    """The generator with whose name a phrase ends."""
    for start in range(1, len(segment)):
        if (program := _named(segment[start:], "credit")) is not None:
            return program
    return None


def _whole(segment: Words, where: Where) -> Program | None:
    """The program whose name the words are, after words such as `created with`."""
    for start in range(min(len(segment), _MOST_LEADING + 1)):
        if start and segment[start - 1] not in _table().leading:
            return None
        if (program := _named(segment[start:], where)) is not None:
            return program
    return None


def _named(segment: Words, where: Where) -> Program | None:
    known = _table()
    for length in range(min(len(segment), known.longest), 0, -1):
        name, rest = segment[:length], segment[length:]
        program = known.programs.get(name)
        if program is not None and where in program.fields and _is_suffix(rest):
            return program
        program = known.versioned.get(name)
        if program is not None and where in program.fields and _is_suffix(rest) and any(w.isdecimal() for w in rest):
            return program
    return None


def _editor(segment: Words, where: Where) -> Program | None:
    """The editor, camera app or platform with whose name the words begin; it decides nothing, so more may follow."""
    known = _table()
    for start in range(min(len(segment), _MOST_LEADING)):
        if start and segment[start - 1] not in _table().leading:
            return None
        for length in range(min(len(segment) - start, known.longest), 0, -1):
            program = known.programs.get(segment[start : start + length])
            if program is not None and program.kind != "generator" and where in program.fields:
                return program
    return None


def _is_suffix(rest: Words) -> bool:
    """Whether these words are a version, a platform or a variant: after a number also letters of a revision."""
    if len(rest) > _MOST_SUFFIXES:
        return False
    number = False
    for word in rest:
        number = number or word.isdecimal()
        revision = number and (len(word) == 1 or _HEXADECIMAL.issuperset(word.removeprefix("g")))
        if not (word.isdecimal() or word in _table().following or revision):
            return False
    return True


def _segments(text: str) -> Iterator[Words]:
    """The whole text as words, then its parts between separators."""
    text = text[:LONGEST]
    whole = words(text)
    if whole:
        yield whole
    parts = [part for piece in _SEPARATORS.split(text) for part in _DASHES.split(piece)]
    for part in parts[:_MOST_SEGMENTS] if len(parts) > 1 else ():
        if (segment := words(part)) and segment != whole:
            yield segment


@cache
def _table() -> _Table:
    data = tomllib.loads((Path(__file__).parent / "programs.toml").read_text("utf-8"))
    programs: dict[Words, Program] = {}
    versioned: dict[Words, Program] = {}
    for row in data["program"]:
        program = Program.model_validate(row)
        for name in program.names:
            programs.setdefault(words(name), program)
        for name in program.with_version:
            versioned.setdefault(words(name), program)
    phrases: dict[Words, Made] = {words(text): row["kind"] for row in data["phrase"] for text in row["words"]}
    making: dict[Words, Made] = {words(text): row["kind"] for row in data["making"] for text in row["words"]}
    longest = max(map(len, (*programs, *versioned, *phrases, *making)))
    around = data["words"]
    return _Table(
        programs, versioned, phrases, making, frozenset(around["leading"]), frozenset(around["following"]), longest
    )
