"""The format that a question names, and whether the date in the file can be older than the format; the program."""

from __future__ import annotations

import re

from ...sentences import Sentence
from ..answer_items import Item
from .answer_case import Answered, Case
from .file_case import FileCase, said
from .form_answers import file_form
from .maker_answers import maker
from .origin_answers import ASK
from .software_answers import software
from .time_answers import TAKEN
from .written_dates import dates

_ENTRIES = {"heic": "heic", "heif": "heic", "webp": "webp", "avif": "webp", "png": "png", "jpeg": "jpeg", "jpg": "jpeg"}
_NAMED = re.compile("|".join(_ENTRIES), re.I)
# When a format was first published: HEIF as ISO/IEC 23008-12:2015, WebP by Google in September 2010, AVIF 1.0 in
# February 2019. No device wrote it before.
_SINCE = {
    "image/heic": ("HEIC", 2015), "image/heif": ("HEIF", 2015), "image/webp": ("WebP", 2010),
    "image/avif": ("AVIF", 2019),
}  # fmt: skip

OLDER = Sentence(
    "format_details.older",
    "The file gives {taken} as the year of the shot, but {format} was first published in {year}. So a program "
    "converted the picture into this format later, or the date is wrong or copied.",
)
NO_FORGERY = Sentence(
    "format_details.no_forgery", "A conversion shows no forgery, but the file is then no original of a camera."
)


def format_asked(case: Case) -> Answered:
    """What is known of the format that a question names, and whether this file's date fits its own."""
    slugs = dict.fromkeys(_ENTRIES[name.lower()] for name in _NAMED.findall(case.asked.text))
    known = [line for slug in list(slugs)[:2] for line in case.entry(slug)]
    older = before_its_format(case.file)
    closing = [] if older else [said(ASK())]
    return Answered([*older, *(known or file_form(case.file)[:1]), *closing])


def before_its_format(file: FileCase) -> list[Item]:
    """That the year of the shot is before the file's format was published; none if it is not."""
    name, year = _SINCE.get(file.facts.media_type, ("", 0))
    years = [date.moment.time.year for date in dates(file, TAKEN) if date.moment is not None]
    if not name or not years or min(years) >= year:
        return []
    return [said(OLDER(taken=min(years), format=name, year=year)), said(NO_FORGERY())]


def program(case: Case) -> Answered:
    """Which program: the one that made the picture, if the file declares one; else all that the file names."""
    if case.file.declared:
        return Answered(maker(case.file))
    return Answered(software(case.file))
