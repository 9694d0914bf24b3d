"""What a message or a report can say of the single thing that it is to be about: the date in the file."""

from __future__ import annotations

import re

from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from .answer_case import Case
from .file_case import said
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
    """A sentence on the date, if the message that is asked for is to be about it; else none."""
    if _ABOUT_DATES.search(plain(case.asked.text)) is None:
        return []
    taken = alike(dates(case.file, TAKEN))
    return [said(ON_DATE(moment=taken[0][0]) if taken else NO_DATE())]
