"""What follows from a picture for people: worry, proof, a person's character; and what two dates in a file mean."""

from __future__ import annotations

from ...sentences import Sentence
from ..stance import Role
from ..writing.findings import of_verdict
from .answer_case import Answered, Case, of_record
from .file_case import said
from .time_answers import all_times, when_taken

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
    told = [*case.file.cited(against), said(USUAL_DATES()), said(WHICH_DATE()), *all_times(case.file)]
    return Answered(told, about=against)


def time_zone(case: Case) -> Answered:
    """The time of the shot, with the satellites' time and the time zone as far as the file gives them."""
    return Answered(when_taken(case.file))
