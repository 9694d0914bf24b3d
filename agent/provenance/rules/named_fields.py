"""Fields by their names, and the numbers, times and places that their texts hold.

Names are compared without spaces, hyphens and case, since programs and standards write them differently:
`Originating Program`, `originating-program` and `OriginatingProgram` are one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from ...foreign import Foreign
from ..contents import Contents, Field, Place

MAX_FIELDS = 20_000  # fields that the rules look at; the readers stop earlier
_LOOKED_AT = 200  # characters of a text that should hold a number or a time
_NUMBER = re.compile(r"[-+]?\d{1,18}(?:\.\d{1,18})?(?:e[-+]?\d{1,3})?(?:/\d{1,18}(?:\.\d{1,18})?)?", re.IGNORECASE)
_TIME = re.compile(r"(\d{4})[-:/.](\d{1,2})[-:/.](\d{1,2})(?:[T ]{1,2}(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?")
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)()()()")  # IPTC's form
_OTHER_PICTURES = ("ifd1", "subifd", "thumbnail", "preview", "mpf", "second", "page")


class Moment(NamedTuple):
    """A time as a file gives it, without its zone; `day_only` if it has no time of day."""

    time: datetime
    day_only: bool = False

    def __str__(self) -> str:
        """Year, month and day, with the time of day if there is one."""
        return f"{self.time:%Y-%m-%d}" if self.day_only else f"{self.time:%Y-%m-%d %H:%M:%S}"


_NOTHING = frozenset(("", "n/a", "na", "none", "null", "unknown", "undefined", "not available", "default"))


class NamedFields:
    """The fields of a file by place and name, those of other pictures in the file left out."""

    def __init__(self, contents: Contents) -> None:
        """Sort the fields; of each name, in the order of the file.

        Attributes:
            read: place and key of every name that a rule asked for.
        """
        self.read: set[tuple[Place, str]] = set()
        self._by_name: dict[tuple[Place, str], list[Field]] = {}
        for field in contents.fields[:MAX_FIELDS]:
            if not _of_another_picture(field):
                self._by_name.setdefault((field.place, key(field.name)), []).append(field)

    def all(self, place: Place, *names: str) -> list[Field]:
        """Every field under one of the names that has a text, in the order of the names."""
        keys: list[tuple[Place, str]] = [(place, key(name)) for name in names]
        self.read.update(keys)
        return [field for one in keys for field in self._by_name.get(one, ()) if _says_something(field.value)]

    def first(self, place: Place, *names: str) -> Foreign | None:
        """The first text under one of the names, in the order of the names."""
        return next((field.value for field in self.all(place, *names)), None)

    def number(self, place: Place, *names: str) -> float | None:
        """The first number under one of the names; None if there is none, or if it has no value (0/0)."""
        value = self.first(place, *names)
        return number(value.raw) if value is not None else None

    def moment(self, place: Place, *names: str) -> Moment | None:
        """The first time under one of the names that is a date."""
        found = (moment(field.value.raw) for field in self.all(place, *names))
        return next((value for value in found if value is not None), None)


def _says_something(value: Foreign) -> bool:
    """Whether a text is more than what programs write where they know nothing."""
    return value.raw[:40].strip("\0 .-_").casefold() not in _NOTHING


def key(name: str) -> str:
    """A name as it is compared."""
    return "".join(c for c in name[:100].casefold() if c.isalnum())


def number(text: str) -> float | None:
    """The first number of a text, also a fraction such as `28/10`; None if there is none or it is not finite."""
    return next(numbers(text), None)


def numbers(text: str) -> Iterator[float]:
    """The finite numbers in the first 200 characters of a text."""
    for match in _NUMBER.finditer(text[:_LOOKED_AT]):
        top, _, bottom = match.group(0).partition("/")
        try:
            value = float(top) / float(bottom) if bottom else float(top)
        except (ZeroDivisionError, OverflowError, ValueError):
            continue
        if math.isfinite(value):
            yield value


def moment(text: str) -> Moment | None:
    """The time with which a text begins, as EXIF, XMP and IPTC write it; None if it is unset or no date."""
    start = text[:_LOOKED_AT].strip()
    match = _TIME.match(start) or _DAY.match(start)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        return Moment(datetime(year, month, day, hour, minute, min(second, 59)), not match.group(4))
    except ValueError:
        return None


def _of_another_picture(field: Field) -> bool:
    """Whether an EXIF field belongs to the thumbnail or another directory with a picture of its own."""
    where = field.where.casefold()
    return field.place == "EXIF" and any(mark in where for mark in _OTHER_PICTURES)
