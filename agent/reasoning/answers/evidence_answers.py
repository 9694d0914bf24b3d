"""Answers about single findings: what one means, what a detector found, the second look, neighbours, comparisons."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...detectors.registry import named_in
from ...evidence import Evidence
from ...sentences import Sentence
from ...text import capitalised
from ..answer_items import VERDICT, Item
from ..dialogue.asked_of_pair import of_pair
from ..dialogue.tools import Pair, ToolError
from ..dialogue.topics import Topic
from ..stance import Role, Stance
from ..writing.findings import of_method, of_reservation, of_verdict
from .alteration_answers import where_edited
from .answer_case import Answered, Case, of_record
from .credential_answers import named_parts
from .file_case import claimed
from .pair_texts import MISREAD, side_by_side, texts_read

MOST = 2  # pieces of evidence that one answer explains
MOST_WEIGHED = 4  # findings that are told with their weights
MOST_OF_PAIR = 5  # sentences of an earlier comparison that are told once more
WEIGHS = Sentence(
    "evidence_answers.weighs",
    "In the verdict {finding} speaks {way} {about}, with {weight:.1f} on the scale of log-odds.",
)
LITTLE = Sentence("evidence_answers.little", "{finding} has little weight in the verdict.")
NONE = Sentence("evidence_answers.none", "{finding} has no weight in the verdict.")
NAMED = Sentence("evidence_answers.named", "{detector} ({ident})")
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
OWN_VERDICT = Sentence("evidence_answers.own_verdict", "The picture in question, the first one, is judged {label}.")
WHICH_FIRST = Sentence(
    "evidence_answers.which_first",
    "Which of the two came first, and in which of them something was changed, can't be told from their pixels. Dates "
    "in the files, an earlier copy that was published, or the files of the camera can show it.",
)
WHETHER_MADE = Sentence(
    "evidence_answers.whether_made",
    "Whether one of the two was made from the other can't be told from their pixels; what they share, and what the "
    "files name as their sources, can speak for it.",
)
NO_PLACES = Sentence(
    "evidence_answers.no_places",
    "No places can be named where they differ: their fine detail does not agree closely enough for one to be laid over "
    "the other, so look at both side by side.",
)
PARTS = Sentence("evidence_answers.parts", "Two parts of one picture are not compared with each other by this version.")
PARTS_BY_EYE = Sentence(
    "evidence_answers.parts_by_eye",
    "Compare them yourself at full size: exact repeats of grain, dust and edges give a copy away. Name one of them, in "
    "words or as x, y, width, height in pixels, and it is measured by itself.",
)
_OF_EDITS = frozenset({Topic.CLONED, Topic.ALTERATION, Topic.WHERE_EDITED, Topic.ORIGINAL})
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
        names = ", ".join(NAMED(detector=item.source, ident=item.id) for item in others)
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
    """How two pictures compare, beginning with what is asked of them, and the verdicts on both."""
    if case.other is None and case.bench.pair is not None:
        return _of_pair(case, case.bench.pair, drawn=False)
    if case.other is None:
        before = [item for item in case.evidence if item.source == "comparison"]
        if not before and _PARTS.search(case.asked.text):
            return Answered([of_record(PARTS()), of_record(PARTS_BY_EYE(), Role.NEXT_STEP)])
        if not before and not _OF_EDITS.isdisjoint(case.topics):  # two things in the picture are meant
            return where_edited(case)
        if not before:
            return Answered([of_record(NO_OTHER(), Role.NEXT_STEP)])
        return Answered([_own_verdict(case), *told_of_pair(case, before[-MOST_OF_PAIR:])], about=before[-MOST_OF_PAIR:])
    try:
        pair = case.bench.compare(case.other)
    except ToolError as error:
        return Answered([of_record(f"{capitalised(str(error))}.")])
    return _of_pair(case, pair, drawn=True)


def _of_pair(case: Case, pair: Pair, *, drawn: bool) -> Answered:
    """What was found of two pictures, what is asked for first; else the verdict on the other one comes first."""
    wanted = of_pair(case.asked.text, shown=True)
    told = told_of_pair(case, pair.alike), told_of_pair(case, pair.differs), told_of_pair(case, pair.holds)
    alike, differs, holds = told
    judged = [*told_of_pair(case, pair.judged), _own_verdict(case)]
    about = list(pair.evidence)
    if wanted == "first":
        items = [of_record(WHICH_FIRST(), Role.RESERVATION), *alike[:1], *differs[:2], *holds]
    elif wanted == "derived":
        manifest = case.file.manifest
        named = list(named_parts(manifest)) if manifest is not None else []
        reservation = claimed(case.file)[:1] if named else []
        items = [of_record(WHETHER_MADE(), Role.RESERVATION), *alike[:1], *named, *reservation, *differs[:1]]
    elif wanted == "differs":
        unplaced = [of_record(NO_PLACES(), Role.RESERVATION)] if not differs and pair.relation != "same_pixels" else []
        texts = side_by_side(case) if unplaced else []  # what is written can differ although no place can be named
        about += texts_read(case) if texts else []
        items = [*unplaced, *differs[:1], *texts, *alike, *differs[1:]]
    elif wanted == "same":
        items = [*alike, *differs, *judged]
    else:
        items = [*judged, *alike, *differs[:1]]
    return Answered(items, about=about, drawn=pair.drawn if drawn or wanted == "differs" else None)


def sure_of_pair(case: Case) -> Answered | None:
    """How sure the result on the picture spoken of last is, after two were compared; None if none was."""
    pair = case.bench.pair
    if pair is None:
        return None
    judged = told_of_pair(case, pair.judged)
    read = [of_record(MISREAD(), Role.RESERVATION)] if any(one.facts.texts for one in case.before) else []
    items = [*read, *judged, of_record(WHETHER_MADE(), Role.RESERVATION), *told_of_pair(case, pair.alike)[:1]]
    return Answered([*items, _own_verdict(case)], about=pair.evidence)


def compared_shortly(case: Case) -> list[Item]:
    """The first likeness and the first difference of two pictures that were compared; nothing if none were."""
    pair = case.bench.pair
    return told_of_pair(case, [*pair.alike[:1], *pair.differs[:1]]) if pair is not None else []


def told_of_pair(case: Case, evidence: Sequence[Evidence]) -> list[Item]:
    """What a comparison of two pictures found, as items."""
    stance = Stance(Role.COMPARISON)
    known = case.bench.stances
    return [Item(one.id, known.get(one.id, stance), one.statement, must=True, fixed=True) for one in evidence]


def _own_verdict(case: Case) -> Item:
    """The verdict on the picture in question, named as that so that it is not taken for the other one's."""
    text = OWN_VERDICT(label=case.verdict.label)
    return Item(VERDICT, Stance(Role.VERDICT), text, must=True, label=case.verdict.label, fixed=True)


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
        names = ", ".join(NAMED(detector=item.source, ident=item.id) for item in others)
        items.append(of_record(WITHOUT_WEIGHT(names=names)))
    return Answered([*items, *case.entry("reason-without-weight")[:1]], about=shown)


def weighed(case: Case, item: Evidence) -> Item:
    """How much a finding weighs in the verdict, and for or against what."""
    role = case.role(item)
    stance = role.stance
    if stance.role is Role.WEIGHS:
        text = WEIGHS(finding=item.id, way=stance.way, about=stance.about, weight=role.weight)
    else:
        text = (LITTLE if stance.role is Role.LITTLE_WEIGHT else NONE)(finding=item.id)
    return Item(item.id, Stance(Role.STRENGTH), text, must=True, fixed=True)
