"""Short plain answers on what follows and what can't be shown: renders, years, objections, marks in the picture."""

from __future__ import annotations

import re
from dataclasses import replace

from ...detectors.registry import named_in
from ...provenance.contents import Field
from ...sentences import Sentence
from ..dialogue.gloss import plain
from ..dialogue.topics import Topic
from ..stance import Role
from ..writing.findings import of_verdict
from .alteration_answers import alteration, parts_shown, where_edited
from .answer_case import Answered, Case, of_record
from .file_case import FileCase, forgeable, said
from .form_answers import embedded
from .judgement_answers import strongest
from .mark_answers import mark
from .metadata_answers import metadata, telling_data
from .picture_answers import drawn_map
from .software_answers import programs, software
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
CONVERTED = Sentence(
    "plain_limits.converted",
    "That can't be told: a conversion can leave the data of the camera as they are, and so can an edit. In any case "
    "this is no longer the camera's own file, so ask for that one.",
)
SCANNED = Sentence(
    "plain_limits.scanned",
    "That can't be told from the file: a program that saves a scan and one that saves an edited picture leave the same "
    "marks. Ask for the print or negative, and for a new scan of it.",
)
REPORT_IT = Sentence(
    "plain_limits.report_it",
    "You can report a profile, an advert or a post at any time; the platform decides, and needs no proof from you. "
    "Write what was found and that a check by software can be wrong, and add the link and the picture.",
)
_EDITS = frozenset({Topic.CLONED, Topic.ALTERATION, Topic.WHERE_EDITED})
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
    asked -= {word for text, *_ in programs(case.file) for word in _WORD.findall(plain(text.raw))}
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
    drawn = drawn_map(replace(case, topics=(Topic.ALTERATION,)))
    return Answered([of_record(NOTHING_TO_MARK()), *drawn.items[:1]], about=drawn.about, drawn=drawn.drawn)


def map_asked(case: Case) -> Answered:
    """A map; after a question about edits that found none, that there is nothing to mark, unless a map is named."""
    named = named_in(case.asked.text, case.bench.detectors.values())
    if _EDITS.isdisjoint(case.topics) or named or parts_shown(case):
        return drawn_map(case)
    return mark_it(case)


def converted(case: Case) -> Answered:
    """Whether somebody only converted a picture to another format: not to be told, and then it is no camera's file."""
    return Answered([said(CONVERTED()), *telling_data(case.file), *alteration(case).items[:1]])


def scanned(case: Case) -> Answered:
    """Whether a picture was only scanned and saved: not to be told from the file; what shows of alterations."""
    return Answered([said(SCANNED()), *alteration(case).items[:2], *telling_data(case.file)])


def hidden(case: Case) -> Answered:
    """What is hidden in a file: its data in short, what is embedded, and the marks that can be read."""
    file = case.file
    return Answered([*metadata(file)[:2], *embedded(file)[:2], *mark(case).items[:2]])


def by_name(case: Case) -> Answered | None:
    """Whether a program such as Photoshop was used: the programs that the file names, and what the pixels show."""
    named = software(case.file)
    return Answered([*named[:2], *alteration(case).items[:2]])


def report_it(case: Case) -> Answered:
    """Whether a profile or a post can be reported to its platform, and what to write."""
    told = strongest(case)[:1]
    return Answered([of_record(REPORT_IT(), Role.NEXT_STEP), of_verdict(case.verdict), *case.told(told)], about=told)
