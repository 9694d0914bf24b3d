"""Whether two times in a file agree: that of the satellites, which is in UTC, and that of the camera's clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from ...sentences import Sentence
from ..answer_items import Item
from .answer_case import Answered, Case
from .date_pairs import asks_others, dates_agree
from .file_case import FileCase, answer, forgeable, said
from .time_answers import TAKEN, satellites
from .written_dates import WrittenDate, alike, dates, spoken

_QUARTER = timedelta(minutes=15)  # zones differ by whole quarters of an hour
_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)
_NEAR = timedelta(minutes=5)  # by which a clock can be wrong and still fit
_MOST_DAYS = 3

THE_TWO = Sentence("time_pairs.the_two", "The satellites give {gps}, and the clock of the camera gave {taken}.")
AGREE = Sentence("time_pairs.agree", "They agree, to {seconds} s.")
FITS_ZONE = Sentence(
    "time_pairs.fits_zone",
    "They agree if the clock of the camera was set to UTC{offset}, which the file does not say: then {seconds} s lie "
    "between them.",
)
DAY_OFF = Sentence(
    "time_pairs.day_off",
    "They do not agree in the date: the hours fit a clock set to UTC{offset}, to {seconds} s, but the dates are {days} "
    "days apart.",
)
ONE_DAY_OFF = Sentence(
    "time_pairs.one_day_off",
    "They do not agree in the date: the hours fit a clock set to UTC{offset}, to {seconds} s, but the dates are one "
    "day apart.",
)
APART = Sentence(
    "time_pairs.apart", "They do not agree: {hours} h {minutes} min lie between them, which no time zone explains."
)
CLOCKS = Sentence(
    "time_pairs.clocks",
    "A clock that was set wrong, a copied field or a receiver that had no signal can be the reason; it shows no "
    "forgery by itself.",
)


def times_agree(case: Case) -> Answered:
    """The two times, and whether they agree, by the time zone or by one that would explain it."""
    file = case.file
    stamp, taken = satellites(file), clock(file)
    if stamp is None or stamp[0].day_only or taken is None or taken.moment is None or asks_others(case.asked.text):
        return dates_agree(case)
    first = said(THE_TWO(gps=spoken(stamp[0], "Z"), taken=taken))
    return Answered(
        answer([*_compared(taken, taken.moment.time, stamp[0].time), first, said(CLOCKS())], forgeable(file))
    )


def clock(case: FileCase) -> WrittenDate | None:
    """The time of the shot by the clock of the camera, if it has one with hours."""
    groups = alike(dates(case, TAKEN))
    return next((date for date, _ in groups if date.moment is not None and not date.moment.day_only), None)


def _compared(taken: WrittenDate, shot: datetime, gps: datetime) -> list[Item]:
    difference = shot - gps
    if taken.zone:
        difference -= _offset(taken.zone)
        if abs(difference) <= _NEAR:
            return [said(AGREE(seconds=_seconds(difference)))]
        return [said(_far(difference))]
    for days in sorted(range(-_MOST_DAYS, _MOST_DAYS + 1), key=abs):
        rest = difference - timedelta(days=days)
        zone = round(rest / _QUARTER) * _QUARTER
        if _WEST <= zone <= _EAST and abs(rest - zone) <= _NEAR:
            shown = {"offset": _shown(zone), "seconds": _seconds(rest - zone)}
            if abs(days) > 1:
                return [said(DAY_OFF(days=abs(days), **shown))]
            return [said((ONE_DAY_OFF if days else FITS_ZONE)(**shown))]
    return [said(_far(difference))]


def _far(difference: timedelta) -> str:
    minutes = round(abs(difference) / timedelta(minutes=1))
    return APART(hours=minutes // 60, minutes=minutes % 60)


def _seconds(difference: timedelta) -> int:
    return round(abs(difference) / timedelta(seconds=1))


def _offset(zone: str) -> timedelta:
    """A zone such as `+02:00` as a difference from UTC."""
    if zone == "Z":
        return timedelta()
    sign = -1 if zone.startswith("-") else 1
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))


def _shown(zone: timedelta) -> str:
    minutes = round(abs(zone) / timedelta(minutes=1))
    return f"{'-' if zone < timedelta() else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
