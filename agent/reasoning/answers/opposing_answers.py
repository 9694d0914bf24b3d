"""What speaks for and against the verdict, which finding counts most, and which do not rest on the file's data."""

from __future__ import annotations

import re

from ...sentences import Sentence
from ..dialogue.gloss import plain
from ..dialogue.topics import Topic
from ..writing import plan
from ..writing.findings import of_verdict
from .alteration_answers import alteration
from .answer_case import Answered, Case, of_record
from .evidence_answers import weighed
from .judgement_answers import REASONS, both_sides, for_fake, for_real, sides, supporting

# After these topics “what contradicts it?” is about an untouched picture.
_OF_EDITS = frozenset({Topic.ALTERATION, Topic.ORIGINAL, Topic.SOFTWARE, Topic.CAMERA, Topic.WHERE_EDITED})

_AGAINST = re.compile(r"\bagainst\b|\bgegen\b|\bdagegen\b|\bcontre\b|\ben contra\b|反对|反面|不支持")

WITHOUT_DATA = Sentence(
    "opposing_answers.without_data",
    "Without the data in the file these measurements of the pixels remain; each has its weight beside it.",
)
PIXELS_REAL = Sentence(
    "opposing_answers.pixels_real",
    "The pixels alone speak more for a photograph than against one, so without the data in the file there would be "
    "hardly a warning; an altered part is seldom found.",
)
PIXELS_FAKE = Sentence(
    "opposing_answers.pixels_fake", "The pixels alone speak more against an untouched photograph than for one."
)
NOTHING_LEFT = Sentence(
    "opposing_answers.nothing_left", "Without the data in the file nothing remains that was measured with a weight."
)
HEAVIEST = Sentence("opposing_answers.heaviest", "This finding counts most.")
NONE_COUNTS = Sentence("opposing_answers.none_counts", "No finding has a weight in the verdict.")


def against_verdict(case: Case) -> Answered:
    """What speaks against the verdict; after what speaks for one side, what speaks for the other."""
    label, before = case.verdict.label, case.topics
    if (side := _other_side(case, asked_against=True)) is not None:
        return side
    if label in ("real", "inconclusive") and before and before[0] in _OF_EDITS:
        return alteration(case)
    if label == "real" or Topic.FOR_REAL in before:
        return for_fake(case)
    if label == "inconclusive":
        return for_real(case) if Topic.FOR_FAKE in before else both_sides(case)
    dissenting = sides(case)[1]
    weighty, light = supporting(case, ("real",))
    found = [*dissenting, *(item for item in weighty if item not in dissenting)]
    if found:
        return Answered(case.told(found[:REASONS]), about=found[:REASONS])
    return Answered([of_record(plan.NOTHING_AGAINST()), *case.told(light[:1])], about=light[:1])


def for_verdict(case: Case) -> Answered:
    """What speaks for the verdict; after what speaks for one side of an open question, that side once more."""
    label, before = case.verdict.label, case.topics
    if (side := _other_side(case, asked_against=False)) is not None:
        return side
    if label == "real" or (label == "inconclusive" and Topic.FOR_REAL in before):
        return for_real(case)
    if label == "inconclusive" and Topic.FOR_FAKE not in before:
        return both_sides(case)
    return for_fake(case)


def _other_side(case: Case, *, asked_against: bool) -> Answered | None:
    """After what speaks against something, what speaks for it, and the other way round; None after another question."""
    before = case.topics
    if not before or before[0] not in (Topic.FOR_REAL, Topic.FOR_FAKE) or not case.earlier:
        return None
    if (_AGAINST.search(plain(case.earlier[-1])) is not None) == asked_against:
        return None
    return for_fake(case) if before[0] is Topic.FOR_REAL else for_real(case)


def heaviest(case: Case) -> Answered:
    """The finding that counts most, and how much."""
    found = [item for item in case.evidence if item.id not in case.bench.stances and case.role(item).weight > 0]
    if not found:
        return Answered([of_record(NONE_COUNTS()), of_verdict(case.verdict)])
    first = max(found, key=lambda item: case.role(item).weight)
    return Answered([of_record(HEAVIEST()), *case.told([first]), weighed(case, first)], about=[first])


def without_data(case: Case) -> Answered:
    """What of the findings does not rest on the data in the file, with its weight."""
    found = [item for item in case.evidence if item.kind == "detector" and item.id not in case.bench.stances]
    counting = sorted((e for e in found if case.role(e).weight > 0), key=lambda item: -case.role(item).weight)[:REASONS]
    if not counting:
        return Answered([of_record(NOTHING_LEFT())])
    for_real = sum(case.role(e).weight for e in counting if e.supports == "real")
    against = sum(case.role(e).weight for e in counting if e.supports in ("synthetic", "tampered"))
    leaning = PIXELS_REAL if for_real > against else PIXELS_FAKE
    items = [line for item in counting for line in (*case.told([item]), weighed(case, item))]
    return Answered([of_record(leaning()), of_record(WITHOUT_DATA()), *items], about=counting)
