"""Dates and times as a file gives them, and as an answer says them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...foreign import Foreign
from ...provenance.contents import Place
from ...provenance.rules.named_fields import Moment, moment
from ...sentences import Sentence
from .file_case import FileCase, called, stripped

Names = Sequence[tuple[Place, str]]
_MOST = 8  # fields of one name that are looked at
_ZONE = re.compile(r"(?:\d|\s)(Z|UTC|[+-]\d{2}:?\d{2})$")
_OFFSETS = {
    "DateTimeOriginal": "OffsetTimeOriginal",
    "DateTimeDigitized": "OffsetTimeDigitized",
    "DateTime": "OffsetTime",
}
_PARTIAL = re.compile(r"((?:1[5-9]|20|21)\d\d)(?:[-:]?(0[0-9]|1[0-2])(?:[-:]?00)?)?")  # a year, perhaps a month
_OFFSET = re.compile(r"[+-]\d{2}:\d{2}")
_UNSET = frozenset("0 :-./T\0")  # all that a date holds which a program left unset

MONTHS = tuple(
    Sentence(f"written_dates.month_{number}", name)
    for number, name in enumerate(
        (
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ),
        start=1,
    )
)  # fmt: skip
DAY = Sentence("written_dates.day", "{day} {month} {year}")
MONTH = Sentence("written_dates.month", "{month} {year}")
TIME = Sentence("written_dates.time", "{day}, {time}")
ZONE = Sentence("written_dates.zone", "{time} (UTC{offset})")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date that stands in a file.

    Attributes:
        field: what the field is called.
        value: as it stands.
        moment: that time without its zone; None if it is no valid date.
        zone: the zone if one is given, as `+02:00`; empty for an unknown one.
        partial: year and month, if it is no more than that; the month is 0 if it is not given either.
    """

    field: str
    value: Foreign
    moment: Moment | None
    zone: str = ""
    partial: tuple[int, int] | None = None

    @property
    def valid(self) -> bool:
        """Whether it is a date, or a part of one that the standards allow."""
        return self.moment is not None or self.partial is not None

    @property
    def unset(self) -> bool:
        """Whether a program wrote zeros where it knew no date."""
        return self.moment is None and _UNSET.issuperset(self.value.raw[:200])

    def __str__(self) -> str:
        """The date in words, or as it stands if it is none."""
        if self.partial is not None:
            year, month = self.partial
            return MONTH(month=MONTHS[month - 1](), year=year) if month else str(year)
        return spoken(self.moment, self.zone) if self.moment is not None else f"{self.value:40}"


def spoken(when: Moment, zone: str = "") -> str:
    """A time in words, such as `14 May 2021, 10:32:07 (UTC+02:00)`."""
    day = DAY(day=when.time.day, month=MONTHS[when.time.month - 1](), year=f"{when.time.year:04d}")
    if when.day_only:
        return day
    time = TIME(day=day, time=f"{when.time:%H:%M:%S}")
    return ZONE(time=time, offset="" if zone in ("Z", "+00:00") else zone) if zone else time


def of_text(text: Foreign, field: str = "") -> WrittenDate:
    """The date that a text is."""
    value = stripped(text)
    found = _ZONE.search(value.raw[:60])
    zone = found.group(1) if found else ""
    if zone.startswith(("+", "-")) and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    when = moment(value.raw)
    known = "" if when is None or when.day_only else zone
    part = _PARTIAL.fullmatch(value.raw[:20]) if when is None else None
    partial = (int(part.group(1)), int(part.group(2) or 0)) if part else None
    return WrittenDate(field, value, when, "Z" if known == "UTC" else known, partial)


def dates(case: FileCase, names: Names) -> list[WrittenDate]:
    """The dates in the file's own fields, in the order of the names."""
    found: list[WrittenDate] = []
    for place, name in names:
        for one in case.own(place, name)[:_MOST]:
            date = of_text(one.value, called(place, name))
            offset = case.value(place, _OFFSETS.get(name, "OffsetTime")) if place == "EXIF" and date.moment else None
            if offset is not None and not date.zone and _OFFSET.fullmatch(offset.raw) and date.moment:
                date = WrittenDate(date.field, date.value, date.moment, "" if date.moment.day_only else offset.raw)
            found.append(date)
    return found


def alike(found: Iterable[WrittenDate]) -> list[tuple[WrittenDate, list[str]]]:
    """Valid dates with the names of all fields that give them; one without a time of day joins its day."""
    groups: list[tuple[WrittenDate, list[str]]] = []
    ordered = sorted((date for date in found if date.valid), key=_vagueness)
    for date in ordered:
        for n, (known, fields) in enumerate(groups):
            if same(known, date):
                fields.append(date.field)
                if date.zone and not known.zone:
                    groups[n] = (WrittenDate(known.field, known.value, known.moment, date.zone), fields)
                break
        else:
            groups.append((date, [date.field]))
    return groups


def _vagueness(date: WrittenDate) -> int:
    """0 for a date with a time, 1 for a day, 2 for a month or a year."""
    return 2 if date.moment is None else int(date.moment.day_only)


def same(one: WrittenDate, other: WrittenDate) -> bool:
    """Whether two dates are the same as far as they say."""
    if one.moment is None or other.moment is None:
        (year, month), (other_year, other_month) = _month(one), _month(other)
        return year == other_year and 0 in (month - other_month, month, other_month)
    if one.moment.day_only or other.moment.day_only:
        return one.moment.time.date() == other.moment.time.date()
    return one.moment.time == other.moment.time


def _month(date: WrittenDate) -> tuple[int, int]:
    """Year and month; the month is 0 if it is not given."""
    if date.moment is not None:
        return date.moment.time.year, date.moment.time.month
    return date.partial or (0, 0)
