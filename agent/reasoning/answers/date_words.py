"""What a date that a question names is in the file, why dates differ, and which of two people is right about one."""

from __future__ import annotations

from datetime import UTC, datetime

from ...sentences import Sentence
from ..answer_items import Item
from ..weighing.claimed_time import claimed_times
from .answer_case import Answered, Case
from .claim_answers import compared_times
from .consequence_details import two_dates
from .date_pairs import held_dates
from .day_times import of_day
from .file_case import FileCase, answer, forgeable, said
from .software_answers import software
from .time_answers import all_times

IS_CHANGE = Sentence(
    "date_words.is_change",
    "{moment} ({field}) is when the file was last written, and no time of the shot. Copying, rotating or saving it can "
    "set that date, so by itself it shows no edit.",
)
IS_SHOT = Sentence("date_words.is_shot", "{moment} ({field}) is what the file gives as the time of the shot.")
IS_SATELLITES = Sentence(
    "date_words.is_satellites",
    "{moment} ({field}) is the time that the satellites gave, which is world time (UTC) and can differ from the "
    "clock of "
    "the camera.",
)
IS_OTHER = Sentence("date_words.is_other", "In the file {moment} stands in this field: {field}.")
NOT_HELD = Sentence("date_words.not_held", "No date of the file is the one that you name.")
WHY = Sentence(
    "date_words.why",
    "The file does not say why its dates differ. A clock that was set wrong, another time zone, or copying and saving "
    "later are the usual reasons; a change of the data can't be ruled out.",
)
MOST_EARLIER = 8  # messages that are looked at for a claim
_KINDS = {"taken": IS_SHOT, "gps": IS_SATELLITES, "changed": IS_CHANGE}


def named_date(case: Case) -> Answered | None:
    """What the date that a question names is in the file; None if the question names none."""
    named = claimed_times(case.asked.text, datetime.now(UTC).date())
    if not named:
        return None
    held = held_dates(case.file)
    fitting = [
        (kind, one)
        for kind, one in held.items()
        if one.moment is not None and any(time.fits(one.moment.time.date()) for time in named)
    ]
    if not fitting:
        return Answered(answer([said(NOT_HELD()), *all_times(case.file)], forgeable(case.file)))
    told = [said(_KINDS.get(kind, IS_OTHER)(moment=str(one), field=one.field)) for kind, one in fitting[:2]]
    with_program = software(case.file)[:1] if fitting[0][0] == "changed" else []
    others = [item for item in all_times(case.file) if str(fitting[0][1]) not in item.text][:2]
    return Answered(answer([*told, *with_program, *others], forgeable(case.file)))


def why_dates(case: Case) -> Answered:
    """That the file does not say why its dates differ, the usual reasons, and the dates."""
    return Answered(answer([said(WHY()), *two_dates(case).items], forgeable(case.file)))


def right_of_us(case: Case) -> Answered | None:
    """Who of two people is right about a time that one of them named earlier; None if none was named."""
    for text in case.earlier[-MOST_EARLIER:]:  # who began it, for later messages ask and claim nothing
        if told := _of_time(case.file, text):
            return Answered([*told, forgeable(case.file)])
    return None


def _of_time(file: FileCase, text: str) -> list[Item]:
    """What the file says to a time in an earlier message, if it gives a time of the shot at all."""
    by_time, _ = compared_times(file, text, datetime.now(UTC).date())
    return [*of_day(file, text), *by_time]
