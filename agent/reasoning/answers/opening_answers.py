"""The answer to whether a picture is real: the verdict with its reasons, then edits and what the file tells of itself.

Who asks that for the first time mostly wants to know as well whether something was altered, and whether the file fits
what was said of it; a verdict on generation alone would leave out the half.
"""

from __future__ import annotations

from ...sentences import Sentence
from ..answer_items import Item
from ..stance import Role
from .alteration_answers import CLONES, parts_shown
from .answer_case import Answered, Case, of_record
from .file_case import said
from .judgement_answers import verdict as judged
from .metadata_answers import telling_data
from .origin_answers import SCREENSHOT

NO_PART = Sentence(
    "opening_answers.no_part",
    "No altered or copied part was found. Such parts are often missed, so that shows little.",
)
NO_PART_UNSEARCHED = Sentence(
    "opening_answers.no_part_unsearched",
    "No altered part was found, and a search for copied parts was not made. Such parts are often missed.",
)


def verdict(case: Case) -> Answered:
    """The verdict and its reasons; where it is asked for in full, also edits and the most telling data of the file."""
    found = judged(case)
    wishes = case.wishes
    if wishes.one_word or wishes.short or wishes.sentences or wishes.words or wishes.register == "simple":
        return found
    return Answered([*found.items, *_edits(case), *_file(case)], about=found.about)


def _edits(case: Case) -> list[Item]:
    """That no altered part was found, unless one was, or the whole picture is said to be generated."""
    altered = any(one.supports == "tampered" for one in case.evidence) or parts_shown(case)
    if case.verdict.label == "synthetic" or altered:
        return []
    searched = any(one.source == CLONES for one in case.evidence)
    return [of_record((NO_PART if searched else NO_PART_UNSEARCHED)(), Role.RESERVATION)]


def _file(case: Case) -> list[Item]:
    """Signs of a screenshot, and the most telling data; none where the findings tell it already."""
    signs = case.record.exhibit.quality.screenshot
    screen = [said(SCREENSHOT(signs="; ".join(signs)))] if signs else []
    return [*screen, *([] if case.file.declared else telling_data(case.file))]
