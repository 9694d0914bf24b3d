"""Answers to what was said before: how it is known, what it means for the verdict, for proof, for abuse."""

from __future__ import annotations

import re

from ...evidence import Evidence, Flag
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.asked_details import OF_FILE
from ..dialogue.topics import Topic
from ..stance import Role, Stance
from ..writing.findings import of_abstention, of_reservation, of_verdict
from . import judgement_answers
from .answer_case import Answered, Case, of_record
from .evidence_answers import weighed, weights
from .file_case import NOT_TAKEN, claimed, forgeable, said
from .metadata_answers import metadata
from .place_answers import position, where_taken
from .time_answers import TAKEN, when_taken
from .written_dates import dates

MOST = 2  # findings that one answer explains
COMPARED_PARTS = "altered_part"  # the detector that compares parts of a picture
_EDITS = frozenset({Topic.ALTERATION, Topic.WHERE_EDITED, Topic.AI_PART})
_NOT = re.compile(
    r"\b(?:not|n[o']?t|can'?t|cannot|don'?t|nicht|kein\w*|pas|no)\b|n't\b|不|没",
    re.I,
)

FROM_FILE = Sentence("turn_details.from_file", "It stands in the file itself, in the fields that were named.")
NO_FINDING = Sentence(
    "turn_details.no_finding", "That is no finding of the examination, so it does not move the verdict."
)
NO_PROOF = Sentence(
    "turn_details.no_proof", "Nothing here proves it: a finding makes an explanation more or less likely."
)


# What is told once more where somebody asks why it is not known.
_MISSING = ((Topic.WHEN_TAKEN, when_taken), (Topic.WHERE_TAKEN, where_taken))


def how_known(case: Case) -> Answered | None:
    """What the last answer rests on; None if nothing was answered that rests on anything."""
    about = _before(case)
    if about:
        of_file = all(item.kind == "provenance" for item in about)
        items: list[Item] = []
        for item in about:  # the weight of a finding follows it at once, so that it is not taken for another's
            weight = [weighed(case, item)] if item.kind != "provenance" else []
            items += [*case.told([item]), *_reservation(item), *weight]
        closing = (claimed(case.file)[:1] or [forgeable(case.file)]) if of_file else []
        return Answered([*items, *closing], about=about)
    if any(topic in OF_FILE for topic in case.topics) and (case.contents.fields or case.file.manifest is not None):
        return Answered([said(FROM_FILE()), forgeable(case.file)])
    return judgement_answers.reasons(case) if case.topics else None


def how_tested(case: Case) -> Answered | None:
    """How the test works that the last answer was about, and what it misses; None if it was about none."""
    about = [item for item in _before(case) if item.kind == "detector"][:1]
    if not about and not _EDITS.isdisjoint(case.topics):
        about = [item for item in case.evidence if item.source == COMPARED_PARTS][:1]
    items = [line for item in about for line in case.entry(f"detector-{item.source.replace('_', '-')}")]
    if any(item.source == COMPARED_PARTS for item in about):
        items += case.entry("errors-on-alterations")[:1]
    if not items:
        return None
    kept = [Item(item.id, Stance(Role.RESERVATION), text, fixed=True) for item in about for text in item.caveats[:2]]
    return Answered([*items, *kept], about=about)


def matters(case: Case) -> Answered | None:
    """What the last answer means for the verdict; None if nothing was answered yet."""
    about = _before(case)
    if about:
        items = [line for item in about for line in (*case.told([item]), weighed(case, item))]
        return Answered([of_verdict(case.verdict), *items], about=about)
    if any(topic in OF_FILE for topic in case.topics):
        return Answered([said(NO_FINDING()), of_verdict(case.verdict), *of_abstention(case.verdict)[:1]])
    return judgement_answers.reasons(case) if case.topics else None


def why_file(case: Case) -> Answered | None:
    """Why the file holds something or not: what it declares, that copies lose their data, or where it stands.

    None after a claim, if it is not asked why something is not known.
    """
    declared = case.file.cited(case.file.generated[:1])
    missing = [read for topic, read in _MISSING if topic in case.topics or Topic.CLAIM in case.topics]
    if missing and _NOT.search(case.asked.text) and not declared:
        known = dates(case.file, TAKEN) or position(case.file)
        closing = [forgeable(case.file)] if known else case.entry("metadata-missing")
        return Answered([*(line for read in missing for line in read(case.file)[:1]), *closing])
    if Topic.CLAIM in case.topics:
        return None
    if declared:
        return Answered([*declared, said(NOT_TAKEN())])
    if not any(one.place in ("EXIF", "XMP", "IPTC") for one in case.file.contents.fields):
        return Answered([*metadata(case.file)[:1], *case.entry("metadata-missing")])
    return Answered([said(FROM_FILE()), forgeable(case.file)])


def proof(case: Case) -> Answered:
    """That a label is no proof, and the strongest reasons that there are."""
    told = judgement_answers.strongest(case)
    return Answered([of_record(NO_PROOF()), of_verdict(case.verdict), *case.told(told)], about=told)


def insult(case: Case) -> Answered:
    """To abuse: the verdict stands, and what could move it."""
    return judgement_answers.pushback(case)


def all_findings(case: Case) -> Answered:
    """What each finding says and weighs, the weightiest first, and which did not count."""
    return weights(case)


def _before(case: Case) -> list[Evidence]:
    known = {item.id for item in case.evidence}
    return [item for item in case.before if item.id in known][:MOST]


def _reservation(item: Evidence) -> list[Item]:
    return of_reservation(item)[:1] if not item.has(Flag.DECLARES) else []
