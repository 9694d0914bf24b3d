"""When something happened according to a claim: a day, a month, a year or “last week”, as spans of days.

The words are read in English, German, French, Spanish and Chinese. A day without a year stands for that day of any
year. What can be read in two ways, as 4/5/2024, stands for both, so that nothing differs that may agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .claimed_ranges import Day, Named, Span, joined

LONGEST = 600  # characters of a claim that are looked at
_SLACK = timedelta(days=1)  # two clocks in different zones
_MONTH_DAYS = 31


@dataclass(frozen=True, slots=True)
class ClaimedTime:
    """A time that a claim names.

    Attributes:
        words: as the claim has them.
        spans: the days that they can mean; empty for a day without a year.
        day: month and day of the month, without a year; None if there is a year.
        until: the last of such days, if `day` is the first of some.
    """

    words: str
    spans: tuple[Span, ...] = ()
    day: Day | None = None
    until: Day | None = None

    @property
    def is_span(self) -> bool:
        """Whether more than one day is meant."""
        return self.until is not None or any(first != last for first, last in self.spans)

    def fits(self, when: date) -> bool:
        """Whether a day may be meant, a day before and after counted in."""
        if self.day is not None:
            near = [(one.month, one.day) for one in (when - _SLACK, when, when + _SLACK)]
            first, last = self.day, self.until or self.day
            return any(first <= one <= last if first <= last else one >= first or one <= last for one in near)
        return any(first - _SLACK <= when <= last + _SLACK for first, last in self.spans)


_MONTHS = (
    "january|jan|januar|jänner|janvier|enero",
    "february|feb|februar|février|fevrier|febrero",
    "march|mar|märz|maerz|mars|marzo",
    "april|apr|avril|abril",
    "may|mai|mayo",
    "june|jun|juni|juin|junio",
    "july|jul|juli|juillet|julio",
    "august|aug|août|aout|agosto",
    "september|sept|sep|septembre|septiembre|setiembre",
    "october|oct|oktober|okt|octobre|octubre",
    "november|nov|novembre|noviembre",
    "december|dec|dezember|dez|décembre|decembre|diciembre",
)
NUMBER_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split("|")}
_MONTH = "|".join(sorted(NUMBER_OF, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_OF = r"(?:of|de|del)"
_DAY_MONTH = re.compile(
    rf"(?<![\d.])(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s*(?:{_OF}\s+)?({_MONTH})\b\.?,?(?:\s+(?:{_OF}\s+)?({_YEAR}))?"
)
_MONTH_DAY = re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:,?\s+({_YEAR}))?")
_MONTH_YEAR = re.compile(rf"\b({_MONTH})\.?,?\s+(?:{_OF}\s+)?({_YEAR})\b")
_ISO = re.compile(rf"(?<!\d)({_YEAR})-(\d{{1,2}})-(\d{{1,2}})(?!\d)")
_NUMERIC = re.compile(rf"(?<![\d.])(\d{{1,2}})([./])(\d{{1,2}})\2({_YEAR})(?!\d)")
_CHINESE = re.compile(rf"(?:({_YEAR})年)?(\d{{1,2}})月(?:(\d{{1,2}})[日号])?")
_CHINESE_YEAR = re.compile(rf"({_YEAR})年")
_IN_YEAR = re.compile(
    rf"\b(?:in|from|since|during|year|summer|winter|spring|autumn|jahr|jahre|aus|seit|von|en|desde|depuis|année|año)\s+"
    rf"(?:{_OF}\s+)?({_YEAR})\b(?!\s*(?:euros?|eur|dollars?|usd|pounds|px|pixels?|people|\d|x|×|:))"
)
_YEARS = re.compile(
    rf"\b(?:between|from|in|zwischen|von|aus|entre|de|du)\s+({_YEAR})\s*(?:and|to|und|bis|et|à|y|al?|[-–])\s*({_YEAR})\b"
)
_COUNTED = {
    "one": 1, "a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "ein": 1, "einem": 1,
    "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4,
    "cinq": 5, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4,
    "五": 5, "几": 3, "a few": 3, "some": 3, "ein paar": 3, "quelques": 3, "unos": 3, "unas": 3,
}  # fmt: skip
_COUNT = "|".join(sorted(map(re.escape, _COUNTED), key=len, reverse=True)) + r"|\d{1,3}"
_UNITS = {
    1: r"days?|tag(?:e|en)?|jours?|días?|dias?|天",
    7: r"weeks?|wochen?|semaines?|semanas?|周|个?星期",
    30: r"months?|monat(?:e|en)?|mois|mes(?:es)?|个?月",
    365: r"years?|jahre?n?|ans?|années?|años?|年",
}
_UNIT = "|".join(f"(?P<u{days}>{names})" for days, names in _UNITS.items())
_AGO = (
    re.compile(rf"\b(?P<n>{_COUNT})\s+(?:{_UNIT})\s+(?:ago|earlier)\b"),
    re.compile(rf"\b(?:vor|il y a|hace)\s+(?P<n>{_COUNT})\s+(?:{_UNIT})\b"),
    re.compile(rf"(?P<n>{_COUNT})\s*(?:{_UNIT})(?:之|以)?前"),
)
_WEEKDAYS = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|montag|dienstag|mittwoch|donnerstag|freitag|"
    r"samstag|sonntag|wochenende|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|week-end|lunes|martes|miércoles|"
    r"miercoles|jueves|viernes|sábado|sabado|domingo|fin de semana)"
)
# Days before today at which the span of a relative time begins and ends; today and yesterday with their nights.
_RELATIVE: tuple[tuple[re.Pattern[str], int, int], ...] = (
    (re.compile(r"\b(?:today|this (?:very )?(?:morning|afternoon|evening)|tonight|heute(?: \w+)?|aujourd['’]hui|"
                r"ce (?:matin|soir)|hoy|esta (?:mañana|tarde|noche))\b|今天|今早|今晚"), 1, 0),
    (re.compile(r"\b(?:yesterday|last night|gestern(?: \w+)?|hier(?= soir| matin|,|\.|$)|ayer|anoche)\b|昨天|昨晚"),
     2, 0),
    (re.compile(rf"\b(?:last|this|past|letzte[nsmr]?|diese[nsmr]?|vergangene[nsmr]?) {_WEEKDAYS}\b|"
                rf"\b{_WEEKDAYS} (?:dernier|passé|pasado)\b"), 9, 0),
    (re.compile(r"\b(?:last|this|past|letzte[nr]?|diese[nr]?|vergangene[nr]?) (?:week|woche)\b|\bcette semaine\b|"
                r"\b(?:la )?semaine (?:dernière|derniere|passée)\b|\b(?:la )?semana pasada\b|\besta semana\b|"
                r"(?:上|这)个?(?:周|星期|礼拜)"), 14, 0),
    (re.compile(r"\b(?:last|this|past|letzte[nrsm]?|diese[nrsm]?|vergangene[nrsm]?) (?:month|monat)\b|"
                r"\b(?:le )?mois (?:dernier|passé)\b|\bce mois\b|\b(?:el )?mes pasado\b|\beste mes\b|(?:上|这)个?月"),
     62, 0),
    (re.compile(r"\b(?:last|this|past) (?:summer|winter|spring|autumn|fall|christmas|easter)\b|"
                r"\b(?:letzte[nrs]?|diese[nrsm]?|vergangene[nrs]?) (?:sommer|winter|frühling|frühjahr|herbst|"
                r"weihnachten|ostern)\b|\b(?:l['’](?:été|hiver|automne)|le printemps) (?:dernier|passé)\b|"
                r"\bcet (?:été|hiver|automne)\b|\b(?:el )?(?:verano|invierno|otoño) pasado\b|"
                r"\b(?:la )?primavera pasada\b|\beste (?:verano|invierno|otoño)\b|"
                r"(?:去年|今年|上个?)(?:夏天|冬天|春天|秋天|暑假|寒假)"), 730, 0),  # this year's or the last one
)  # fmt: skip
_LAST_YEAR = re.compile(
    r"\b(?:last year|letzte[sn]? jahr|vergangene[sn]? jahr|(?:l['’])?(?:an|année) (?:dernière|derniere|dernier|passée)|"
    r"(?:el )?año pasado)\b|去年"
)
_THIS_YEAR = re.compile(r"\b(?:this year|dieses jahr|heuer|cette année|este año)\b|今年")


def claimed_times(claim: str, today: date) -> list[ClaimedTime]:
    """The times that a claim names, in their order, those within a longer one left out.

    Args:
        claim: any text.
        today: what “last week” counts from.
    """
    text = claim[:LONGEST]
    small = text.lower()
    if len(small) != len(text):
        text = small
    found: list[Named] = []
    for time in _read(small, today):
        if not any(time.start < other.end and other.start < time.end for other in found):
            found.append(time)
    times = joined(small, sorted(found, key=lambda one: one.start))
    return [ClaimedTime(text[one.start : one.end].strip(" ,."), one.spans, one.day, one.until) for one in times]


def _read(text: str, today: date) -> Iterator[Named]:
    """Every time with its place in the text, the exact ones first."""
    for found in _ISO.finditer(text):
        yield from _exact(found, int(found[1]), int(found[2]), int(found[3]))
    for found in _NUMERIC.finditer(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        orders = [(second, first)] if found[2] == "." else [(second, first), (first, second)]
        spans = [(day, day) for month, number in orders if (day := _day(year, month, number)) is not None]
        if spans:
            yield Named(*found.span(), tuple(spans))
    for found in _DAY_MONTH.finditer(text):
        yield from _exact(found, _year(found[3]), NUMBER_OF[found[2]], int(found[1]))
    for found in _MONTH_DAY.finditer(text):
        yield from _exact(found, _year(found[3]), NUMBER_OF[found[1]], int(found[2]))
    for found in _CHINESE.finditer(text):
        if found[3]:
            yield from _exact(found, _year(found[1]), int(found[2]), int(found[3]))
        elif found[1] and 1 <= int(found[2]) <= 12:
            yield Named(*found.span(), (_month(int(found[1]), int(found[2])),))
    for found in _MONTH_YEAR.finditer(text):
        yield Named(*found.span(), (_month(int(found[2]), NUMBER_OF[found[1]]),))
    for found in _YEARS.finditer(text):
        if int(found[1]) <= int(found[2]):
            yield Named(*found.span(), ((date(int(found[1]), 1, 1), date(int(found[2]), 12, 31)),))
    for pattern in _AGO:
        for found in pattern.finditer(text):
            yield Named(*found.span(), (_ago(found, today),))
    for pattern, first, last in _RELATIVE:
        for found in pattern.finditer(text):
            yield Named(*found.span(), ((today - timedelta(days=first), today - timedelta(days=last)),))
    for pattern, year_of in ((_LAST_YEAR, _before), (_THIS_YEAR, _same), (_IN_YEAR, None), (_CHINESE_YEAR, None)):
        for found in pattern.finditer(text):
            year = year_of(today) if year_of is not None else int(found[1])
            start = found.start() if year_of is not None else found.start(1)
            yield Named(start, found.end(), ((date(year, 1, 1), date(year, 12, 31)),))


def _exact(found: re.Match[str], year: int | None, month: int, number: int) -> Iterator[Named]:
    """A day, if there is such a day; without a year, of any year."""
    day = _day(year or 2000, month, number)  # 2000 has a 29 February
    if day is not None:
        yield Named(*found.span(), (), (month, number)) if year is None else Named(*found.span(), ((day, day),))


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _month(year: int, month: int) -> Span:
    first = date(year, month, 1)
    return first, (first + timedelta(days=_MONTH_DAYS)).replace(day=1) - timedelta(days=1)


def _ago(found: re.Match[str], today: date) -> Span:
    """Around so many days, weeks, months or years ago, by half of it more or less."""
    unit = next(days for days in _UNITS if found[f"u{days}"])
    count = _COUNTED.get(found["n"]) or int(found["n"])
    back, slack = min(unit * count, 36_500), max(1, unit * count // 2, unit // 2)
    return today - timedelta(days=back + slack), today - timedelta(days=max(0, back - slack))


def _year(text: str | None) -> int | None:
    return int(text) if text else None


def _before(today: date) -> int:
    return today.year - 1


def _same(today: date) -> int:
    return today.year
