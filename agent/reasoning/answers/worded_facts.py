"""What a message or a report can say of the single thing that it is to be about: the date in the file."""

from __future__ import annotations

import re

from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.asked_fields import data_named
from ..dialogue.gloss import plain
from .answer_case import Case
from .file_case import forgeable, said
from .metadata_answers import telling_data
from .time_answers import TAKEN
from .written_dates import alike, dates

ON_DATE = Sentence(
    "worded_facts.on_date",
    "You could write that the file of the picture gives {moment} as the time at which it was taken, and that such data "
    "can be changed, so that this is no proof.",
)
NO_DATE = Sentence(
    "worded_facts.no_date",
    "You could write: “The file of the picture holds no date, so it does not show when the picture was taken.”",
)
_ABOUT_DATES = re.compile(
    r"\b(?:dates?|dated|time of day|timestamps?|datum|datums|uhrzeit|tag der aufnahme|la date|"
    r"l'heure|fechas?|la hora)\b|日期|时间|哪天"
)


def worded(case: Case) -> list[Item]:
    """A sentence on the date, or on all kinds of data, that the text which is asked for is to be about; else none."""
    text = case.asked.text
    if len(data_named(text)) > 1 and (told := telling_data(case.file)):
        return [*told, forgeable(case.file)]
    if _ABOUT_DATES.search(plain(text)) is None:
        return []
    taken = alike(dates(case.file, TAKEN))
    return [said(ON_DATE(moment=taken[0][0]) if taken else NO_DATE())]
