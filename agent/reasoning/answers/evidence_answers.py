"""Answers about single findings: what one means, what a detector found, the second look, neighbours, comparisons."""

from __future__ import annotations

import re

from ...detectors.registry import named_in
from ...evidence import Evidence
from ...sentences import Sentence
from ...text import capitalised
from ..answer_items import Item
from ..dialogue.tools import ToolError
from ..dialogue.topics import Topic
from ..stance import Role, Stance
from ..writing.findings import of_method, of_reservation, of_verdict
from .answer_case import Answered, Case, of_record
from .picture_answers import measured

MOST = 2  # pieces of evidence that one answer explains
MOST_WEIGHED = 4  # findings that are told with their weights
WEIGHS = Sentence(
    "evidence_answers.weighs", "In the verdict it speaks {way} {about}, with {weight:.1f} on the scale of log-odds."
)
LITTLE = Sentence("evidence_answers.little", "It has little weight in the verdict.")
NONE = Sentence("evidence_answers.none", "It has no weight in the verdict.")
WITHOUT_WEIGHT = Sentence("evidence_answers.without_weight", "Without weight in the verdict are {names}.")
NO_SUCH = Sentence(
    "evidence_answers.no_such", "There is no such finding; the findings of this examination are {first} to {last}."
)
WHICH = Sentence("evidence_answers.which", "Which finding? They are numbered {first} to {last} in the table.")
NO_SECOND_LOOK = Sentence(
    "evidence_answers.no_second_look",
    "There was no second look, because no strong findings contradicted each other.",
)
LOOKED_AGAIN = Sentence(
    "evidence_answers.looked_again",
    "Strong findings contradicted each other, so {places} of the picture {were} measured again.",
)
ONE_PLACE, PLACES = (
    Sentence("evidence_answers.one_place", "one place"),
    Sentence("evidence_answers.places", "{count} places"),
)
WAS, WERE = Sentence("evidence_answers.was", "was"), Sentence("evidence_answers.were", "were")
CHANGED = Sentence("evidence_answers.changed", "That changed the verdict from {before} to {after}.")
UNCHANGED = Sentence("evidence_answers.unchanged", "The verdict stayed {after}.")
NOT_COMPARED = Sentence(
    "evidence_answers.not_compared",
    "No nearest pictures can be named, because this picture was not compared with known ones.",
)
NO_OTHER = Sentence(
    "evidence_answers.no_other", "Add the other picture to your message, and ask again; then the two are compared."
)
PARTS = Sentence("evidence_answers.parts", "Two parts of one picture are not compared with each other by this version.")
PARTS_BY_EYE = Sentence(
    "evidence_answers.parts_by_eye",
    "Compare them yourself at full size: exact repeats of grain, dust and edges give a copy away. Name one of them, in "
    "words or as x, y, width, height in pixels, and it is measured by itself.",
)
_PARTS = re.compile(
    r"\b(?:each other|one another|with itself|(?:two|both|these|upper|lower|left|right) (?:parts|areas|places|ones|"
    r"spots|corners|objects)|einander|"
    r"beiden (?:stellen|teile)|entre (?:eux|elles|si|ellas|ellos))\b|两个(?:地方|部分)|互相",
    re.I,
)


def evidence_item(case: Case) -> Answered:
    """What a finding says, what it weighs, its caveat, and how it was measured."""
    before = [] if case.asked.evidence else [item for item in case.before if item in case.evidence]
    about = case.named or before[:1]
    if not about:
        ids = [item.id for item in case.evidence]
        if not ids:
            return Answered([of_verdict(case.verdict)])
        sentence = NO_SUCH if case.asked.evidence else WHICH
        return Answered([of_record(sentence(first=ids[0], last=ids[-1]))])
    items = [line for item in about[:MOST] for line in _explained(case, item)]
    return Answered(items, about=about[:MOST])


def detector(case: Case) -> Answered:
    """What a named detector found in this picture, and what it measures; it runs if it has not yet."""
    names = named_in(case.asked.text, case.bench.detectors.values())
    if not names and case.named:
        return evidence_item(case)
    for name in names[:MOST]:
        case.bench.run(name)
    whole = [item for item in case.evidence if item.id not in case.bench.stances]  # not what was measured on a part
    about = [item for item in whole if item.source in names][:MOST]
    if not about:
        return _overview(case)
    return Answered([line for item in about for line in _explained(case, item)], about=about)


def _overview(case: Case) -> Answered:
    """What each detector found that counts, which ones did not count, and what the knowledge base says."""
    found = [item for item in case.evidence if item.kind == "detector" and item.source in case.bench.detectors]
    counting = sorted((e for e in found if case.role(e).weight > 0), key=lambda item: -case.role(item).weight)
    items = [line for item in counting for line in (*case.told([item]), weighed(case, item))]
    others = [item for item in found if item not in counting]
    if others:
        names = ", ".join(f"{item.source} ({item.id})" for item in others)
        items.append(of_record(WITHOUT_WEIGHT(names=names)))
    return Answered([*items, *case.looked_up(Topic.DETECTOR, Topic.TERM)], about=counting)


def second_look(case: Case) -> Answered:
    """What was measured again, and what that changed."""
    log = case.record.second_look
    if log is None:
        return Answered([of_record(NO_SECOND_LOOK()), *case.looked_up(Topic.SECOND_LOOK)])
    count = len(log.looks)
    many = count != 1
    places = PLACES(count=count) if many else ONE_PLACE()
    first = LOOKED_AGAIN(places=places, were=(WERE if many else WAS)())
    changed = UNCHANGED(after=log.after) if log.before == log.after else CHANGED(before=log.before, after=log.after)
    place = log.looks[0].region if log.looks else None
    return Answered([*map(of_record, (first, *log.because, changed, *log.still))], place=place)


def neighbours(case: Case) -> Answered:
    """The nearest known pictures."""
    items = case.bench.similar()
    if not items:
        return Answered([of_record(NOT_COMPARED())])
    about = [item for item in case.evidence if item.facts.neighbours]
    told = [Item(item.id, item.stance, item.text, must=True, fixed=True) for item in items]
    return Answered([*told, *(line for item in about[:1] for line in of_reservation(item))], about=about)


def compare(case: Case) -> Answered:
    """How alike two pictures are, and the verdicts on both."""
    if case.other is None:
        before = [item for item in case.evidence if item.source == "comparison"]
        if not before and _PARTS.search(case.asked.text):
            return Answered([of_record(PARTS()), of_record(PARTS_BY_EYE(), Role.NEXT_STEP)])
        if not before:
            return Answered([of_record(NO_OTHER(), Role.NEXT_STEP)])
        return Answered([of_verdict(case.verdict), *measured(case, before[-2:])], about=before[-2:])
    try:
        evidence = case.bench.compare(case.other)
    except ToolError as error:
        return Answered([of_record(f"{capitalised(str(error))}.")])
    return Answered([*measured(case, evidence), of_verdict(case.verdict)], about=evidence)


def _explained(case: Case, item: Evidence) -> list[Item]:
    """A finding, what it weighs, how it was measured, and its first caveat."""
    told = case.told([item])
    instrument = case.bench.detectors.get(item.source)
    method = [of_method(item.id, instrument)] if instrument is not None else []
    fixed = [Item(one.id, one.stance, one.text, must=True, fixed=True) for one in [*method, *of_reservation(item)]]
    return [*told, weighed(case, item), *fixed]


def weights(case: Case) -> Answered:
    """What each finding says that counts, with its weight, the weightiest first, and which ones did not count."""
    found = [item for item in case.evidence if item.id not in case.bench.stances and item.kind != "claim"]
    counting = sorted((e for e in found if case.role(e).weight > 0), key=lambda item: -case.role(item).weight)
    shown = counting[:MOST_WEIGHED] if len(counting) <= MOST_WEIGHED else [*counting[: MOST_WEIGHED - 1], counting[-1]]
    items = [line for item in shown for line in (*case.told([item]), weighed(case, item))]
    others = [item for item in found if item not in counting and item.kind != "cue"]
    if others:
        names = ", ".join(f"{item.source} ({item.id})" for item in others)
        items.append(of_record(WITHOUT_WEIGHT(names=names)))
    return Answered([*items, *case.entry("reason-without-weight")[:1]], about=shown)


def weighed(case: Case, item: Evidence) -> Item:
    """How much a finding weighs in the verdict, and for or against what."""
    role = case.role(item)
    stance = role.stance
    if stance.role is Role.WEIGHS:
        text = WEIGHS(way=stance.way, about=stance.about, weight=role.weight)
    else:
        text = (LITTLE if stance.role is Role.LITTLE_WEIGHT else NONE)()
    return Item(item.id, Stance(Role.STRENGTH), text, must=True, fixed=True)
