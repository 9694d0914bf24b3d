"""Short plain answers on what follows and what can't be shown: renders, years, objections, marks in the picture."""

from __future__ import annotations

import re

from ...provenance.contents import Field
from ...sentences import Sentence
from ..dialogue.gloss import plain
from ..stance import Role
from ..writing.findings import of_verdict
from .alteration_answers import parts_shown, where_edited
from .answer_case import Answered, Case, of_record
from .file_case import FileCase, forgeable, said
from .judgement_answers import strongest
from .picture_answers import drawn_map
from .time_answers import when_taken

RENDER = Sentence(
    "plain_limits.render",
    "That can't be told apart here: the measurements set pictures by AI against photographs, and renders of 3D "
    "programs were not tested. A render can measure like either of them.",
)
RUN_AFTER = Sentence(
    "plain_limits.run_after",
    "Yes: open each new file here, and it is examined by itself; attach one to a question, and it is compared with "
    "this one. No result shows who owns a thing or whether an offer is honest.",
)
PROFILE_LINE = Sentence(
    "plain_limits.profile_line",
    "That is a line of the colour profile in the file, which says how colours are to be shown: {value:80}. Programs "
    "put the same profile into millions of files, so it is neither the date nor an edit of this picture.",
)
IF_SO_OLD = Sentence(
    "plain_limits.if_so_old",
    "If that year is true, it was not made by one of today's image generators, which came after 2021. But the year "
    "stands only in the file, and a montage needs no AI.",
)
MAY_OBJECT = Sentence(
    "plain_limits.may_object",
    "You can always question a picture; whether that succeeds, others decide, and this is no legal advice. Say what is "
    "missing and what was found, ask for the original file, and call this no expert opinion.",
)
POINTS_NOWHERE = Sentence(
    "plain_limits.points_nowhere",
    "The measurements that count were made on the whole picture, so they point at no hand, building or other single "
    "thing. What looks odd to the eye occurs in photographs, too, and proves nothing.",
)
NOTHING_TO_MARK = Sentence(
    "plain_limits.nothing_to_mark",
    "There is nothing to mark: no altered or copied part was found. The map shows what was measured all the same.",
)
_WORD = re.compile(r"[^\W\d_]{4,}")


def render(case: Case) -> Answered:
    """That renders are not told apart from AI, and the verdict."""
    return Answered([of_record(RENDER(), Role.RESERVATION), of_verdict(case.verdict)])


def run_after(_: Case) -> Answered:
    """That further pictures can be examined and compared here."""
    return Answered([of_record(RUN_AFTER(), Role.NEXT_STEP)])


def profile_line(case: Case) -> Answered | None:
    """That words of a colour profile are no date and no edit; None if the question names none of its words."""
    asked = set(_WORD.findall(plain(case.asked.text)))
    for one in _profile(case.file):
        if asked & set(_WORD.findall(plain(one.value.raw))):
            return Answered([said(PROFILE_LINE(value=one.value))])
    return None


def _profile(file: FileCase) -> list[Field]:
    return [one for one in file.contents.fields if one.name.startswith("ICC ")]


def if_so_old(case: Case) -> Answered:
    """What a year before today's generators shows, if it is true; the times of the file and the verdict."""
    return Answered([said(IF_SO_OLD()), *when_taken(case.file)[:1], forgeable(case.file), of_verdict(case.verdict)])


def may_object(case: Case) -> Answered:
    """Whether somebody may object to a picture."""
    told = strongest(case)[:1]
    return Answered([of_record(MAY_OBJECT(), Role.NEXT_STEP), of_verdict(case.verdict), *case.told(told)], about=told)


def where_odd(case: Case) -> Answered:
    """Where a picture looks unnatural: the parts that were found, else that the measurements point at none."""
    shown = parts_shown(case)[:2]
    first = case.told(shown) if shown else [of_record(POINTS_NOWHERE(), Role.RESERVATION)]
    return Answered([*first, of_verdict(case.verdict)], about=shown)


def mark_it(case: Case) -> Answered:
    """A mark in the picture: where parts were found altered; where none was, that there is nothing to be marked."""
    if parts_shown(case):
        found, drawn = where_edited(case), drawn_map(case)
        return Answered([*found.items[:3], *drawn.items[:1]], about=found.about, place=found.place, drawn=drawn.drawn)
    drawn = drawn_map(case)
    return Answered([of_record(NOTHING_TO_MARK()), *drawn.items[:1]], about=drawn.about, drawn=drawn.drawn)
