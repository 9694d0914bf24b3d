"""What somebody can say of a picture in a report or a meeting: one sentence with the facts that the file names."""

from __future__ import annotations

from ...sentences import Sentence
from ..stance import Role
from .answer_case import Answered, Case, of_record
from .camera_answers import names as cameras
from .evidence_answers import compared_shortly
from .file_case import FileCase, said
from .follow_up_details import CLAIM_NO_MORE
from .place_answers import position
from .printed_line import line
from .time_answers import TAKEN, named_dates
from .written_dates import alike, dates

MOST_TIMES = 2

CAMERA = Sentence("safe_to_say.camera", "as its camera {camera}")
TIME = Sentence("safe_to_say.time", "as the time of the shot {moments}")
PLACE = Sentence("safe_to_say.place", "as the place of the shot {position}")
WRITE = Sentence(
    "safe_to_say.write",
    "You can say: the file names {facts}; anyone can write such data, and an examination by software, which came out "
    "{label}, shows neither who took the picture nor what happened.",
)


def safe_to_say(case: Case) -> Answered:
    """One sentence with what the file names and how the examination came out, and what it does not support."""
    facts = named(case.file)
    first = [said(WRITE(facts="; ".join(facts), label=case.verdict.label))] if facts else [line(case)]
    return Answered([*first, *compared_shortly(case), of_record(CLAIM_NO_MORE(), Role.RESERVATION)])


def named(file: FileCase) -> list[str]:
    """The camera, the time and the place that a file names, as parts of a sentence."""
    found = [CAMERA(camera=camera) for camera in cameras(file)[:1]]
    times = alike(dates(file, TAKEN))[:MOST_TIMES]
    found += [TIME(moments=named_dates(times))] if times else []
    return [*found, PLACE(position=place)] if (place := position(file)) else found
