"""What a picture gives away of a place when it is shared, and how to take such data out of a copy."""

from __future__ import annotations

from ...sentences import Sentence
from ..stance import Role
from .answer_case import Answered, Case, of_record
from .file_case import said
from .metadata_answers import metadata
from .place_answers import position, where_taken

READABLE = Sentence(
    "sharing_details.readable",
    "Yes, perhaps: whoever gets this file as it is can read that position, so take it out of the copy that you share.",
)
NO_POSITION = Sentence(
    "sharing_details.no_position",
    "So the file itself gives no exact position away. What the picture shows still can.",
)
VISIBLE = Sentence(
    "sharing_details.visible",
    "A view, a street sign, a house number, or the account that posts the picture can give a place away as well.",
)
SAME_PIXELS = Sentence(
    "sharing_details.same_pixels",
    "No: taking out the metadata alone changes no pixel, so what is measured in the pixels stays the same.",
)
LESS_SAID = Sentence(
    "sharing_details.less_said",
    "What the file says of its camera, time and origin is lost with it, and so are content credentials. That they are "
    "missing is no sign of a fake by itself; keep the original file.",
)
REMOVE = "remove-metadata"


def private_place(case: Case) -> Answered:
    """Whether somebody can read from the file where it was taken, and how to take that out before it is shared."""
    if position(case.file):
        first = [*where_taken(case.file)[:1], said(READABLE())]
    else:
        first = [*where_taken(case.file)[:2], said(NO_POSITION())]
    return Answered([*first, of_record(VISIBLE(), Role.RESERVATION), *case.entry(REMOVE)])


def remove_data(case: Case) -> Answered:
    """How to take metadata out of a copy, and what this file holds."""
    at = where_taken(case.file)[:1] if position(case.file) else metadata(case.file)[:1]
    return Answered([*case.entry(REMOVE), *at])


def after_removal(case: Case) -> Answered:
    """What taking out the metadata does to the result."""
    return Answered([of_record(SAME_PIXELS()), said(LESS_SAID())])
