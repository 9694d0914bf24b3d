"""Dates that a text spells out, such as a caption or a question: `6 November 2023`, `2023-11-06`.

Days with slashes are read only where one of the two numbers can't be a month.
"""

from __future__ import annotations

import re
from datetime import datetime

from ...foreign import Foreign
from ...provenance.rules.named_fields import Moment
from ..dialogue.gloss import plain
from ..weighing.claimed_time import NUMBER_OF
from .written_dates import WrittenDate

LONGEST = 2_000  # characters of a text that are looked at
_MOST = 4
_NUMBERS = {plain(name): number for name, number in NUMBER_OF.items()}
_MONTH = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_YEAR = r"(?:1[89]|20|21)\d\d"
_SPELLED = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)? ?(?:of |de |du )?(?P<month>{_MONTH})\b"
    rf"\.?,? ?(?:of |del? )?(?P<year>{_YEAR})\b|"
    rf"\b(?P<month2>{_MONTH})\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year2>{_YEAR})\b|"
    rf"\b(?P<year3>{_YEAR})[-/.:](?P<month3>\d{{1,2}})[-/.:](?P<day3>\d{{1,2}})(?!\d)|"
    rf"\b(?P<day4>\d{{1,2}})(?P<sign>[./])(?P<month4>\d{{1,2}})[./](?P<year4>{_YEAR})\b|"
    rf"(?P<year5>{_YEAR}) ?年 ?(?P<month5>\d{{1,2}}) ?月 ?(?P<day5>\d{{1,2}}) ?[日号]|"
    rf"\b(?P<month6>{_MONTH})\.? (?:of |del? )?(?P<year6>{_YEAR})\b"
)


def days_in(text: str, field: str = "") -> list[WrittenDate]:
    """The dates that a text spells out, in its order; a month with a year alone is one without a day.

    Args:
        text: in any of the five languages.
        field: where it stands.
    """
    found = []
    for match in _SPELLED.finditer(plain(text[:LONGEST])):
        parts = {name[:-1] if name[-1].isdigit() else name: value for name, value in match.groupdict().items() if value}
        month = _NUMBERS.get(parts["month"]) or int(parts["month"])
        day, year, value = int(parts.get("day", 0)), int(parts["year"]), Foreign(match[0])
        if parts.get("sign") == "/":
            if (day > 12) == (month > 12):
                continue  # 06/11/2023 is June in one country and November in another
            day, month = max(day, month), min(day, month)
        if not day:
            found.append(WrittenDate(field, value, None, partial=(year, month)))
            continue
        try:
            found.append(WrittenDate(field, value, Moment(datetime(year, month, day), True)))
        except ValueError:
            continue
    return found[:_MOST]
