"""Answers to what a picture can't tell: who, where and when, whether it happened, whether it is legal.

Nothing is inferred from what the picture shows. The file may say something; if not, an answer says what to do instead.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue import knowledge
from ..dialogue.needs import need_of
from ..dialogue.topics import Topic
from ..writing.findings import of_verdict
from .answer_case import Answered, Case
from .claim_answers import CAN_BE_WRONG, compared_times
from .credit_answers import credited, credited_names
from .file_case import said
from .known_pictures import told_known
from .origin_answers import published as published_by_file
from .place_answers import position, town, where_taken
from .time_answers import TAKEN, when_taken
from .written_dates import dates

NAMES_NONE = Sentence(
    "outside_answers.names_none",
    "The file names no town or country; look up its coordinates on a map, since this tool has none.",
)
_COPYRIGHT = knowledge.ID + "no-copyright"
_DISPUTE = re.compile(
    r"\bsue\b|\bsuing\b|\blawsuit|\bpress charges|\bverklagen\b|\banzeigen\b|\bporter plainte|\bpoursuivre\b|"
    r"\battaquer\b|"
    r"\bdemandar\b|\bdenunciar\b|起诉|告他|告她",
    re.I,
)
_EXISTS = knowledge.ID + "person-exists"
_ASKS_EXISTENCE = re.compile(
    r"\bexist|\breal|\bgenerat|\bmade[- ]up|\bai\b|\binvent|\bgibt es|\becht|\bki\b|\berfunden|\bvrai|\bréel|\bia\b|"
    r"\bverdad|\bhumano|存在|真|虚构",
    re.I,
)


def person(case: Case) -> Answered:
    """Who is shown: not told; only what the file's caption says."""
    if need_of(" ".join((*case.earlier, case.asked.text))) is not None:  # nobody is to ask whoever deceives them
        return Answered([*case.entry(knowledge.GENERAL[Topic.PERSON])[:1], *case.entry("no-reverse-search")[1:]])
    found = case.looked_up(Topic.PERSON)
    if any(item.id == _EXISTS for item in found):
        if _ASKS_EXISTENCE.search(case.asked.text):
            return Answered([*found[:1], of_verdict(case.verdict), *found[1:], *_captions(case)])
        found = case.entry(knowledge.GENERAL[Topic.PERSON])
    return Answered([*found, *_captions(case)])


def exists(case: Case) -> Answered:
    """Whether somebody exists: not told; the verdict on the picture, and what the file's caption says."""
    first, *others = case.entry(_EXISTS)
    return Answered([first, of_verdict(case.verdict), *others, *_captions(case)])


def where(case: Case) -> Answered:
    """Where it was taken, by the file."""
    return Answered(where_taken(case.file))


def which_place(case: Case) -> Answered:
    """Which town or country: by a name in the file; where it gives a position alone, that it names none."""
    items = where_taken(case.file)
    if position(case.file) and town(case.file) is None:
        return Answered([said(NAMES_NONE()), *items])
    return Answered(items)


def when(case: Case) -> Answered:
    """When it was taken, by the file."""
    compared, differs = compared_times(case.file, case.asked.text, datetime.now(UTC).date())
    if compared and dates(case.file, TAKEN):
        return Answered([*compared, *([said(CAN_BE_WRONG())] if differs else []), *when_taken(case.file)])
    return Answered(when_taken(case.file))


def published(case: Case) -> Answered:
    """Whether it was seen before: not searched for; what the file says of its source."""
    searched = case.looked_up(Topic.PUBLISHED)
    by_file = published_by_file(case.file)[:-1]  # the last says that nothing is searched, as the guide does
    known = told_known(case)
    return Answered([*known, *by_file, *searched] if len(by_file) > 1 else [*known, *searched, *by_file])


def event(case: Case) -> Answered:
    """Whether what is shown happened: the verdict on the picture, and what it does not say."""
    return Answered([of_verdict(case.verdict), *case.looked_up(Topic.EVENT)])


def legal(case: Case) -> Answered:
    """That no legal advice is given; the names and rights in the file, and in a dispute what the file declares."""
    found = case.looked_up(Topic.LEGAL) or case.entry(knowledge.GENERAL[Topic.LEGAL])
    if any(item.id == _COPYRIGHT for item in found):
        named = credited(case.file) if credited_names(case.file) else credited(case.file)[:1]
        return Answered([*named[:3], *found])
    if _DISPUTE.search(case.asked.text):
        declared = case.file.cited(case.file.declared[:1])
        return Answered([*found, *declared, of_verdict(case.verdict), *case.entry("label-is-no-proof")])
    return Answered(found)


def _captions(case: Case) -> list[Item]:
    """What the file says of whom it shows and who made it; nothing where it says nothing."""
    return credited(case.file) if credited_names(case.file) else []
