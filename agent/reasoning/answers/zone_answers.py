"""What an offset from UTC in a file says of a place, and whether a program's version fits a date: little."""

from __future__ import annotations

import re

from ...sentences import Sentence
from .answer_case import Answered, Case
from .file_case import answer, forgeable, said
from .metadata_answers import telling_data
from .time_answers import when_taken

ZONE = Sentence(
    "zone_answers.zone",
    "UTC{offset} is a time zone and no place: the clock of the camera or computer was set that far from UTC, as it is "
    "used, for example, in {places}.",
)
ZONE_ALONE = Sentence(
    "zone_answers.zone_alone",
    "UTC{offset} is a time zone and no place: the clock of the camera or computer was set that far from UTC.",
)
NOT_THERE = Sentence(
    "zone_answers.not_there",
    "If the place that is claimed has another time at that date, ask why. A clock that was not set, or a program on a "
    "computer elsewhere, explains it without a forgery.",
)
NO_ZONE = Sentence("zone_answers.no_zone", "The file gives no time zone, so none can be compared with a place.")
NO_CONFLICT = Sentence(
    "zone_answers.no_conflict",
    "Nothing in the file contradicts it. Whether a program's version is as old as the date, this tool does not check; "
    "programs are used for many years after they came out.",
)
CONFLICT = Sentence("zone_answers.conflict", "Something that the file says does not fit together.")
_OFFSET = re.compile(
    r"(?:(?:UTC|GMT) ?(?P<s>[+\-−])(?P<h>\d{1,2})(?::?(?P<m>[0-5]\d))?|"
    r"(?<![\w.:])(?P<sign>[+\-−])(?P<hours>0\d|1[0-4]):?(?P<minutes>[0-5]\d))(?!\d)",
    re.I,
)
# Regions where a clock shows this many hours more than UTC, in winter or in summer.
_REGIONS: dict[str, Sentence] = {
    hours: Sentence(f"zone_answers.{name}", places)
    for hours, name, places in (
        ("-10", "m10", "Hawaii"),
        ("-8", "m8", "California in winter"),
        ("-7", "m7", "California in summer or Colorado in winter"),
        ("-6", "m6", "Mexico City, Central America or the Galápagos"),
        ("-5", "m5", "New York in winter, Colombia or Peru"),
        ("-4", "m4", "New York in summer, Bolivia or Venezuela"),
        ("-3", "m3", "Brazil or Argentina"),
        ("0", "p0", "Great Britain in winter, Iceland or West Africa"),
        ("1", "p1", "Germany, France or Spain in winter, Great Britain in summer"),
        ("2", "p2", "Germany, France or Spain in summer, Egypt or South Africa"),
        ("3", "p3", "Moscow, Turkey or Saudi Arabia"),
        ("4", "p4", "the United Arab Emirates"),
        ("5:30", "p5_30", "India"),
        ("7", "p7", "Thailand, Vietnam or Java"),
        ("8", "p8", "China, the Philippines or Western Australia"),
        ("9", "p9", "Japan or Korea"),
        ("10", "p10", "eastern Australia in winter"),
        ("12", "p12", "New Zealand in winter"),
    )
}


def zone(case: Case) -> Answered | None:
    """What the offset that a question names says of a place; of the file's own times if it names none."""
    found = _OFFSET.search(case.asked.text)
    if found is None:
        return Answered([said(NO_ZONE()), *when_taken(case.file)[:2]]) if not _in_file(case) else None
    hours, minutes = int(found["h"] or found["hours"]), int(found["m"] or found["minutes"] or 0)
    minus = (found["s"] or found["sign"]) != "+"
    shown = f"{'-' if minus else '+'}{hours:02d}:{minutes:02d}"
    key = f"{'-' if minus and (hours or minutes) else ''}{hours}{f':{minutes:02d}' if minutes else ''}"
    first = ZONE(offset=shown, places=_REGIONS[key]()) if key in _REGIONS else ZONE_ALONE(offset=shown)
    return Answered(answer([said(first), said(NOT_THERE())], forgeable(case.file)))


def _in_file(case: Case) -> bool:
    return any("Offset" in one.name or _OFFSET.search(one.value.raw[-7:]) for one in case.contents.fields[:2_000])


def program_date(case: Case) -> Answered:
    """Whether a program and a date in the file go together: what contradicts itself, else that nothing does."""
    against = case.file.conflicts[:2]
    first = [said(CONFLICT()), *case.file.cited(against)] if against else [said(NO_CONFLICT())]
    return Answered(answer([*first, *telling_data(case.file)], forgeable(case.file)), about=against)
