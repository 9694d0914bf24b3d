"""What follows from a picture for people: worry, proof, a person's character; and what two dates in a file mean."""

from __future__ import annotations

from datetime import timedelta

from ...sentences import Sentence
from ..stance import Role
from ..writing.findings import of_verdict
from .answer_case import Answered, Case, of_record
from .file_case import FileCase, said
from .time_answers import TAKEN, all_times, satellites, when_taken
from .written_dates import alike, dates

NO_ALARM = Sentence(
    "consequence_details.no_alarm",
    "This picture alone shows no danger and gives no all-clear: it does not show what anybody means to do.",
)
NO_CHARACTER = Sentence(
    "consequence_details.no_character",
    "That can't be told from a picture: neither a face nor this verdict shows what somebody is like or plans.",
)
BE_SAFE = Sentence(
    "consequence_details.be_safe",
    "Until you know more, send nobody money, identity papers or intimate pictures because of it. Check the person or "
    "the story in another way, and tell the platform or the police if somebody presses you.",
)
NOT_ENOUGH = Sentence(
    "consequence_details.not_enough",
    "No, this alone is not enough as a proof, whoever says so: it is one indication among others.",
)
USUAL_DATES = Sentence(
    "consequence_details.usual_dates",
    "Different times in one file are usual and by themselves no sign of a forgery: the camera writes the time of the "
    "shot, and programs write the time of each later change.",
)
WHICH_DATE = Sentence(
    "consequence_details.which_date",
    "For the moment that is shown, the time of the shot counts, as far as the clock of the camera was right.",
)
CLOCK_OR_SATELLITES = Sentence(
    "consequence_details.clock_or_satellites",
    "The satellites' time and that of the camera's clock differ by more than any time zone, and which is right the "
    "file does not show: such a clock is often set wrong, and either can be written later.",
)
_WIDEST = timedelta(hours=15)  # between UTC and any local time, which is UTC+14 at most, with a margin


def _day_of_satellites(file: FileCase) -> bool:
    """Whether the satellites' time is another than any time zone could make of the camera's."""
    stamp = satellites(file)
    shot = next((one.moment for one, _ in alike(dates(file, TAKEN)) if one.moment is not None), None)
    if shot is None or stamp is None or shot.day_only or stamp[0].day_only:
        return False
    return abs(shot.time.replace(tzinfo=None) - stamp[0].time.replace(tzinfo=None)) > _WIDEST


def worried(case: Case) -> Answered:
    """Whether there is reason to worry: the picture does not show it; the verdict, and how to be on the safe side."""
    return Answered([of_record(NO_ALARM()), of_verdict(case.verdict), of_record(BE_SAFE(), Role.NEXT_STEP)])


def character(case: Case) -> Answered:
    """That no picture shows whether somebody is a swindler."""
    return Answered([of_record(NO_CHARACTER()), of_verdict(case.verdict), of_record(BE_SAFE(), Role.NEXT_STEP)])


def enough_proof(case: Case) -> Answered:
    """That a verdict alone is no proof, and how it stands."""
    return Answered([of_record(NOT_ENOUGH()), of_verdict(case.verdict), *case.entry("use-in-court")])


def two_dates(case: Case) -> Answered:
    """What different times in a file mean, which one counts, and what the file gives."""
    against = case.file.conflicts[:2]
    by_satellites = _day_of_satellites(case.file)
    usual = [said(USUAL_DATES())] if against or not by_satellites else []
    meaning = [*usual, said((CLOCK_OR_SATELLITES if by_satellites else WHICH_DATE)())]
    told = [*case.file.cited(against), *meaning, *all_times(case.file)]
    return Answered(told, about=against)


def time_zone(case: Case) -> Answered:
    """The time of the shot, with the satellites' time and the time zone as far as the file gives them."""
    return Answered(when_taken(case.file))
