"""Which parts of a message are clear enough to be answered beside others, and beside help in a misfortune."""

from __future__ import annotations

from ..answers.detail_table import DETAILS
from .asked_details import Detail
from .asked_fields import fields_of
from .meant_topics import is_refused
from .topics import Topic
from .understanding import Asked

# What is not told to somebody who tells of a misfortune: refusals, and what to ask the person who sent the picture.
_NOT_BESIDE_HELP = frozenset({Topic.LEGAL, Topic.NEXT_STEPS, Topic.PUBLISHED, Topic.HOW_TO, Topic.CAPABILITIES})


def is_sure(asked: Asked) -> bool:
    """Whether it is clear what a question of several asks for."""
    return bool(asked.detail or fields_of(asked.text)) or not (asked.choices or is_refused(asked))


def beside_help(asked: Asked) -> bool:
    """Whether a question is answered to somebody who tells of a misfortune, after the help."""
    if asked.detail is not None:
        return asked.detail not in (Detail.WHAT_NOW, Detail.PROOF) and DETAILS[asked.detail][0] not in _NOT_BESIDE_HELP
    return not is_refused(asked) and asked.topic not in _NOT_BESIDE_HELP
