"""Two pictures beside each other by what their files say: which is older, and whether one camera took both."""

from __future__ import annotations

from datetime import datetime

from ...foreign import file_name
from ...sentences import Sentence
from ..answer_items import Item
from ..stance import Role
from . import evidence_answers
from .answer_case import Answered, Case, of_record
from .camera_answers import names
from .file_case import FORGEABLE, FileCase, said
from .time_answers import TAKEN
from .written_dates import WrittenDate, dates

FIRST_OLDER = Sentence(
    "pair_details.first_older",
    "By what the files say, {first} is the older one: it was taken at {early}, and {second} at {late}.",
)
SAME_TIME = Sentence("pair_details.same_time", "Both files give the same time of the shot: {early}.")
ONE_TIME = Sentence(
    "pair_details.one_time",
    "That can't be told: only {first} says when it was taken ({early}), and {second} gives no time of a shot.",
)
NO_TIMES = Sentence("pair_details.no_times", "That can't be told: neither file says when the picture was taken.")
SAME_NAME = Sentence(
    "pair_details.same_name",
    "Both files name {camera:60}. Many cameras of one model exist, so that does not show that it was the same one.",
)
OTHER_NAME = Sentence(
    "pair_details.other_name",
    "By what the files say, not from one camera: {first} names {camera:60}, and {second} names {other:60}.",
)
ONE_NAME = Sentence("pair_details.one_name", "That can't be told: only {first} names a camera ({camera:60}).")
NO_NAMES = Sentence("pair_details.no_names", "That can't be told: neither file names a camera or phone.")
ATTACH = Sentence(
    "pair_details.attach",
    "Only one picture is here. Attach the second one with your question, and the two are compared.",
)


def older(case: Case) -> Answered:
    """Which of two pictures is older by the times in their files."""
    pair = _pair(case)
    if pair is None:
        return _alone(case)
    (here, first), (there, second) = pair
    times = [(name, when) for name, file in ((first, here), (second, there)) if (when := _taken(file)) is not None]
    if not times:
        return Answered([said(NO_TIMES())])
    if len(times) == 1:
        (name, when) = times[0]
        return _told(ONE_TIME(first=name, second=second if name == first else first, early=when))
    (early_name, early), (late_name, late) = sorted(times, key=lambda one: _moment(one[1]))
    if _moment(early) == _moment(late):
        return _told(SAME_TIME(early=early))
    return _told(FIRST_OLDER(first=early_name, second=late_name, early=early, late=late))


def same_camera(case: Case) -> Answered:
    """Whether the files of two pictures name one camera."""
    pair = _pair(case)
    if pair is None:
        return _alone(case)
    (here, first), (there, second) = pair
    mine, other = names(here)[:1], names(there)[:1]
    if not mine and not other:
        return Answered([said(NO_NAMES())])
    if not mine or not other:
        return _told(ONE_NAME(first=first if mine else second, camera=(mine or other)[0]))
    if mine[0].raw.casefold() == other[0].raw.casefold():
        return _told(SAME_NAME(camera=mine[0]))
    return _told(OTHER_NAME(first=first, second=second, camera=mine[0], other=other[0]))


def _pair(case: Case) -> tuple[tuple[FileCase, str], tuple[FileCase, str]] | None:
    """The two files with their names; None if there was no second picture."""
    if case.second is None:
        return None
    return (case.file, file_name(case.file.facts.name)), (case.second, file_name(case.second.facts.name))


def _alone(case: Case) -> Answered:
    """That there is one picture; if a second one was compared earlier, what was measured then."""
    if any(item.source == "comparison" for item in case.evidence):
        return evidence_answers.compare(case)
    return Answered([of_record(ATTACH(), Role.NEXT_STEP)])


def _told(text: str) -> Answered:
    reservation: Item = said(FORGEABLE())
    return Answered([said(text), reservation])


def _taken(file: FileCase) -> WrittenDate | None:
    return next((one for one in dates(file, TAKEN) if one.moment is not None), None)


def _moment(date: WrittenDate) -> datetime:
    return date.moment.time if date.moment is not None else datetime.max
