"""When a picture was taken, as its file says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...foreign import Foreign
from ...provenance.rules.named_fields import Moment, moment, numbers
from ...sentences import Sentence
from ..answer_items import Item
from .file_case import NOT_TAKEN, FileCase, answer, called, forgeable, listed, said
from .written_dates import Names, WrittenDate, alike, dates, of_text, same, spoken

TAKEN: Names = (
    ("EXIF", "DateTimeOriginal"), ("XMP", "DateTimeOriginal"), ("XMP", "DateCreated"), ("IPTC", "date created"),
)  # fmt: skip
MADE: Names = (
    ("EXIF", "DateTimeDigitized"), ("XMP", "DateTimeDigitized"), ("XMP", "CreateDate"),
    ("IPTC", "digital creation date"), ("PNG", "Creation Time"), ("PNG", "date:create"),
)  # fmt: skip
CHANGED: Names = (("EXIF", "DateTime"), ("XMP", "ModifyDate"), ("PNG", "tIME"), ("PNG", "date:modify"))
_CAMERA = ("Make", "Model")
_CHECKED = (*_CAMERA, "DateTimeOriginal", "DateTimeDigitized", "CreateDate", "DateTime", "ModifyDate", "GPSDateStamp")
_NAME_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")

THE_TIME = Sentence(
    "time_answers.the_time", "The file gives {moment} as the time at which the picture was taken ({fields})."
)
THE_TIMES = Sentence(
    "time_answers.the_times", "The file gives different times at which the picture was taken: {moments}."
)
ONE_OF = Sentence("time_answers.one_of", "{moment} ({fields})")
NO_TIME = Sentence(
    "time_answers.no_time",
    "The file does not say when the picture was taken; it only gives times at which the file was made or changed: "
    "{moments}.",
)
NO_DATE = Sentence("time_answers.no_date", "The file does not say when the picture was taken: it holds no date.")
NO_VALID_DATE = Sentence(
    "time_answers.no_valid_date", "The file does not say when the picture was taken: it holds no valid date."
)
MADE_ON = Sentence("time_answers.made_on", "It gives as the time at which it was made or digitised: {moments}.")
CHANGED_ON = Sentence("time_answers.changed_on", "It gives as the time of its last change: {moments}.")
INVALID = Sentence("time_answers.invalid", "{field} holds {value:40}, which is no valid date.")
UNSET = Sentence("time_answers.unset", "{field} is there, but no date was set in it.")
SATELLITES = Sentence("time_answers.satellites", "The time that the satellites gave is {moment} ({fields}).")
NO_ZONE = Sentence(
    "time_answers.no_zone", "It gives no time zone, so the time is what the clock of the camera showed, right or wrong."
)
DESCRIBED_ON = Sentence(
    "time_answers.described_on",
    "It gives {moments} as the time at which its metadata were last written.",
)
SIGNED = Sentence(
    "time_answers.signed",
    "Its content credentials are dated {moment}: that is when they were signed, and not when the picture was taken.",
)
NAMED = Sentence(
    "time_answers.named",
    "The name of the file, {name}, may hold a date, {moment}; a name can be changed at will.",
)
FIND_OUT = Sentence(
    "time_answers.find_out",
    "To find out, ask for the original file from the camera, and look for the oldest copy with a reverse image search: "
    "the picture can't be newer than that.",
)


def when_taken(case: FileCase) -> list[Item]:
    """When the picture was taken."""
    taken, made, changed = (dates(case, names) for names in (TAKEN, MADE, CHANGED))
    groups, others = alike(taken), alike([*made, *changed])
    items: list[Item] = []
    closing = [forgeable(case)]
    if groups:
        items.append(_first(groups))
        items += case.cited(_contradictions(case))
        items += _faulty(taken)
        items += _satellites(case)
        items += _others(groups[0][0], made, MADE_ON)
        items += _others(groups[0][0], changed, CHANGED_ON)
        if all(date.moment is not None and not date.moment.day_only and not date.zone for date, _ in groups):
            items.append(said(NO_ZONE()))
    elif others:
        items.append(said(NO_TIME(moments=named_dates(others[:4]))))
        items += [*case.cited(_contradictions(case)), *_faulty(taken), *_satellites(case), *_of_name(case)]
        closing.append(said(FIND_OUT()))
    else:
        faulty, satellites = _faulty([*taken, *made, *changed]), _satellites(case)
        items.append(said((NO_VALID_DATE if faulty or satellites else NO_DATE)()))
        items += [*faulty[:2], *satellites, *_of_name(case)]
        closing = [*([forgeable(case)] if satellites else []), said(FIND_OUT())]
    generated = case.cited(case.generated[:1])
    if generated:
        closing = [*closing[:-1], said(NOT_TAKEN())] if not groups else [*closing, said(NOT_TAKEN())]
    return answer([*items[:1], *_signed(case), *generated, *items[1:]], *closing)


def all_times(case: FileCase) -> list[Item]:
    """Every time that the file gives, with what each stands for."""
    taken, made, changed = (alike(dates(case, names)) for names in (TAKEN, MADE, CHANGED))
    described = alike(dates(case, (("XMP", "MetadataDate"),)))
    items = [_first(taken)] if taken else []
    items += [said(MADE_ON(moments=named_dates(made[:4])))] if made else []
    items += [said(CHANGED_ON(moments=named_dates(changed[:4])))] if changed else []
    items += [said(DESCRIBED_ON(moments=named_dates(described[:2])))] if described else []
    items += [*_satellites(case), *_signed(case)]
    if not items:
        return when_taken(case)
    return answer(items, forgeable(case))


def _first(groups: list[tuple[WrittenDate, list[str]]]) -> Item:
    if len(groups) == 1:
        date, fields = groups[0]
        return said(THE_TIME(moment=date, fields=listed(fields)))
    return said(THE_TIMES(moments=named_dates(groups[:4])))


def named_dates(groups: list[tuple[WrittenDate, list[str]]]) -> str:
    """Dates with their fields, as a part of a sentence."""
    return "; ".join(ONE_OF(moment=date, fields=listed(fields)) for date, fields in groups)


def _others(taken: WrittenDate, found: list[WrittenDate], sentence: Sentence) -> list[Item]:
    """Other dates of the file, if they differ from that of the shot."""
    groups = [group for group in alike(found) if not same(group[0], taken)]
    return [said(sentence(moments=named_dates(groups[:3])))] if groups else []


def _faulty(found: list[WrittenDate]) -> list[Item]:
    return [
        said(UNSET(field=date.field) if date.unset else INVALID(field=date.field, value=date.value))
        for date in found
        if not date.valid
    ][:2]


def _contradictions(case: FileCase):
    """Findings about the dates: those of dates and camera together, without those of the camera alone."""
    camera = case.contradicting(*_CAMERA)
    return [one for one in case.contradicting(*_CHECKED) if one not in camera][:2]


def satellites(case: FileCase) -> tuple[Moment, list[str]] | None:
    """The time of the satellites, which is in UTC, with the fields that give it; None if the file gives none."""
    date, time = case.value("EXIF", "GPSDateStamp"), case.value("EXIF", "GPSTimeStamp")
    day = moment(date.raw) if date is not None else None
    if date is None or day is None:
        stamp = case.value("XMP", "GPSTimeStamp")
        given = of_text(stamp, called("XMP", "GPSTimeStamp")) if stamp is not None else None
        return (given.moment, [given.field]) if given is not None and given.moment is not None else None
    fields = [called("EXIF", "GPSDateStamp")]
    parts = list(numbers(time.raw.replace(":", " ")))[:3] if time is not None else []
    if len(parts) == 3 and 0 <= parts[0] < 24 and 0 <= parts[1] < 60 and 0 <= parts[2] < 60:
        hour, minute, second = (int(part) for part in parts)
        day = Moment(day.time.replace(hour=hour, minute=minute, second=second))
        fields.append(called("EXIF", "GPSTimeStamp"))
    return day, fields


def _satellites(case: FileCase) -> list[Item]:
    """The time of the satellites, as an item."""
    found = satellites(case)
    return [said(SATELLITES(moment=spoken(found[0], "Z"), fields=listed(found[1])))] if found is not None else []


def _signed(case: FileCase) -> Iterator[Item]:
    manifest = case.manifest
    if manifest is not None and manifest.signed_at:
        yield said(SIGNED(moment=of_text(manifest.signed_at)))


def _of_name(case: FileCase) -> Iterator[Item]:
    """The date that the file's name may hold."""
    name = case.facts.name[-120:]
    for found in _NAME_DATE.finditer(name):
        when = moment("-".join(found.group(1, 3, 4)))
        if when is not None:
            yield said(NAMED(name=f"{Foreign(name):60}", moment=spoken(when)))
            return
