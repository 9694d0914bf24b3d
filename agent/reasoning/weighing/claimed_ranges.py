"""Times of a claim that belong together: “between 1 and 31 October 2008”, “before May 2020”, “since 2019”.

The words are read in English, German, French, Spanish and Chinese. A bound on a day without a year names no time that
a file could be compared with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

Span = tuple[date, date]  # first and last day
Day = tuple[int, int]  # month and day of the month
EARLIEST, LATEST = date(1800, 1, 1), date(2200, 1, 1)
_NEAR = 40  # characters before a time in which a word for a bound can stand
_THE = r"(?:the |dem |den |le |la |el |du |del )?"
_ST = r"(?:st|nd|rd|th|er|º|\.)?"
_TO = r"(?:to|till|until|through|thru|bis(?: zum)?|au|jusqu['’]au|al?|hasta(?: el)?|[-–—]|到|至)"
_AND = r"(?:and|und|et|y|和)"
_BETWEEN = re.compile(rf"(?:\bbetween|\bzwischen|\bentre|在)\s*{_THE}$")
_OPENING = rf"(?:between|zwischen|entre|from|von|vom|du|del?|desde|在|从)?\s*{_THE}"
_TILL = re.compile(rf"^\s*{_TO}\s*{_THE}$")
_AS_WELL = re.compile(rf"^\s*{_AND}\s*{_THE}$")
_FIRST_DAY = re.compile(rf"(?<![\w.:/-]){_OPENING}(\d{{1,2}}){_ST}\s*(?:{_TO}|({_AND}))\s*{_THE}$")
_LAST_DAY = re.compile(rf"^\s*{_TO}\s*{_THE}(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:,?\s+((?:19|20)\d\d))?")
_UNTIL = re.compile(
    r"(?:\b(?:before|prior to|until|till|up to|no later than|not after|vor|bis(?: zum)?|spätestens(?: am)?|avant|"
    rf"jusqu['’](?:au|en|à)|antes del?|hasta))\s*{_THE}$"
)
_SINCE = re.compile(
    r"(?:\b(?:after|since|not before|no earlier than|nach|seit|ab|frühestens(?: am)?|après|depuis|à partir (?:du|de)|"
    rf"después del?|despues del?|desde|a partir del?))\s*{_THE}$"
)
_BEFORE_IT, _AFTER_IT = (
    re.compile(r"^\s*(?:之前|以前|前)"),
    re.compile(r"^\s*(?:(?:on(?:wards?)?|or later|und später|et après)\b|(?:之后|以后|以来|后|起))"),
)


@dataclass(frozen=True, slots=True)
class Named:
    """A time at its place in a text.

    Attributes:
        start: of its words.
        end: of its words.
        spans: the days that they can mean; empty for a day without a year.
        day: a day of any year, or the first of some.
        until: the last of them.
    """

    start: int
    end: int
    spans: tuple[Span, ...] = ()
    day: Day | None = None
    until: Day | None = None


def joined(text: str, times: Sequence[Named]) -> list[Named]:
    """The times of a text in small letters, in their order, with those that are ends of one span as one."""
    found: list[Named] = []
    for time in times:
        time = _with_first_day(text, _with_last_day(text, time))
        before = found[-1] if found else None
        if before is not None and (both := _one(text, before, time)) is not None:
            found[-1] = both
        elif before is None or time.start >= before.end:
            found.append(time)
    bounded = (_bounded(text, time) for time in found)
    return [time for time in bounded if time is not None]


def _with_first_day(text: str, time: Named) -> Named:
    """“Between 1 and 31 October 2008”: the number before a day is the first day of a span."""
    lead = text[max(0, time.start - _NEAR) : time.start]
    match = _FIRST_DAY.search(lead)
    if match is None or (match[2] and not re.match(r"between|zwischen|entre|在", match[0])):
        return time
    return _from(time, int(match[1]), time.start - len(lead) + match.start())


def _with_last_day(text: str, time: Named) -> Named:
    """“October 1 to 31, 2008”: the number after a day is the last day of a span."""
    match = _LAST_DAY.match(text[time.end :])
    if match is None or (time.day is None and match[2] is None) or not text[time.start : time.end][0].isalpha():
        return time
    end, last = time.end + match.end(), int(match[1])
    if time.day is not None and match[2] is None:
        return Named(time.start, end, (), time.day, (time.day[0], last))
    month, first = time.day or (time.spans[0][0].month, time.spans[0][0].day)
    span = _span(int(match[2]), month, first, last)
    return Named(time.start, end, (span,)) if span is not None else time


def _from(time: Named, first: int, start: int) -> Named:
    if time.day is not None:
        return Named(start, time.end, (), (time.day[0], first), time.day)
    day = time.spans[0][0]
    span = _span(day.year, day.month, first, day.day) if time.spans[0][0] == time.spans[0][1] else None
    return Named(start, time.end, (span,)) if span is not None else time


def _span(year: int, month: int, first: int, last: int) -> Span | None:
    try:
        return (date(year, month, first), date(year, month, last)) if first <= last else None
    except ValueError:
        return None


def _one(text: str, first: Named, last: Named) -> Named | None:
    """Two times as one span, if the words between them say so."""
    between = text[first.end : last.start]
    both = _AS_WELL.match(between) and _BETWEEN.search(text[max(0, first.start - _NEAR) : first.start])
    if not both and not _TILL.match(between):
        return None
    if first.day is not None and last.day is not None:
        return Named(first.start, last.end, (), first.day, last.until or last.day)
    begins = first.spans[0][0] if first.spans else _in_the_year_of(first.day, last)
    if begins is None or not last.spans or begins > last.spans[-1][1]:
        return None
    return Named(first.start, last.end, ((begins, last.spans[-1][1]),))


def _in_the_year_of(day: Day | None, last: Named) -> date | None:
    """A day without a year before a time with one."""
    if day is None or not last.spans:
        return None
    end = last.spans[-1][1]
    try:
        found = date(end.year, *day)
        return found if found <= end else date(end.year - 1, *day)
    except ValueError:
        return None


def _bounded(text: str, time: Named) -> Named | None:
    """A time that words make the last or the first of a span; None if such a bound has no year."""
    lead, rest = text[max(0, time.start - _NEAR) : time.start], text[time.end :]
    until, since = _UNTIL.search(lead), _SINCE.search(lead)
    is_last, is_first = until or _BEFORE_IT.match(rest), since or _AFTER_IT.match(rest)
    if not is_last and not is_first:
        return time
    if not time.spans:
        return None
    word = until or since
    start = time.start - len(lead) + word.start() if word is not None else time.start
    first, last = time.spans[0][0], time.spans[-1][1]
    return Named(start, time.end, ((EARLIEST, last),) if is_last else ((first, LATEST),))
