"""Answers about alterations: whether, where and how a part was changed."""

from __future__ import annotations

import re

from ...detectors.base import Detector
from ...evidence import Evidence, Flag
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from ..stance import Role, Stance
from ..writing.findings import of_verdict
from .answer_case import Answered, Case, of_record
from .credential_answers import credentials
from .file_case import claimed, forgeable, said
from .file_edit_answers import alteration_by_file
from .software_answers import software_steps
from .trace_answers import differing, seen_by_models, told_differing

MOST = 3  # findings that an answer tells
CLONES = "clones"  # the detector that searches for copied parts, where it is installed
_FOR_EDITS = frozenset({"jpeg", "noise"})  # detectors of alterations that an examination had, installed or not
JUDGED = Sentence("alteration_answers.judged", "Altered: the verdict is tampered.")
TRACES = Sentence(
    "alteration_answers.traces",
    "There are signs that something was altered, but they are not enough for the label tampered.",
)
NO_TRACE = Sentence("alteration_answers.no_trace", "No trace of an alteration was found in the pixels.")
NOT_MEASURED = Sentence(
    "alteration_answers.not_measured",
    "Whether the pixels carry traces of an alteration was not measured on this picture.",
)
TOO_SMALL = Sentence(
    "alteration_answers.too_small",
    "Whether the pixels carry traces of an alteration was not measured: the picture is too small for it (its short "
    "side has {side} px).",
)
NEITHER = Sentence("alteration_answers.neither", "Neither yes nor no is proven.")
SELDOM = Sentence(
    "alteration_answers.seldom",
    "That does not show that nothing was changed: in tests, parts that were altered were seldom found.",
)
GENERATED = Sentence(
    "alteration_answers.generated",
    "The verdict is that the whole picture was generated. Programs that change a part with AI often make the whole "
    "picture anew, so it can't be told from it whether there was an original, and what was changed in it.",
)
NO_CLONES = Sentence(
    "alteration_answers.no_clones",
    "This version does not search for copied parts, so it can't say whether something was cloned, or which one is the "
    "copy.",
)
BY_EYE = Sentence(
    "alteration_answers.by_eye",
    "Compare the alike parts at full size: exact repeats of grain, dust and edges give a copy away.",
)
NO_PART = Sentence(
    "alteration_answers.no_part",
    "Whether AI made a part of the picture, and which, can't be told from the pixels by this version.",
)
DECLARED = Sentence(
    "alteration_answers.declared", "The file itself says that AI made or changed a part, but not which part."
)
DECLARED_WHOLE = Sentence(
    "alteration_answers.declared_whole", "The file itself says that AI made the whole picture, and not a part of it."
)
NO_PLACE = Sentence("alteration_answers.no_place", "No part of the picture stands out as altered.")
NOT_UNTOUCHED = Sentence(
    "alteration_answers.not_untouched",
    "What the file says of itself does not fit that: it declares that the picture was altered or generated.",
)
ASK_A_PART = Sentence(
    "alteration_answers.ask_a_part",
    "Name a part, in words or as x, y, width, height in pixels, and it is measured by itself.",
)

NO_DIRECTION = Sentence(
    "alteration_answers.no_direction",
    "If one of two alike places is a copy of the other, the pixels do not tell which of them.",
)
_WHICH = re.compile(
    r"\bwhich (?:one|of (?:them|the two|these|those|both))\b.{0,24}"
    r"\b(?:copy|copied|original|first|real|pasted|added|fake)\b|"
    r"\bcopied from which\b|\bwelche[rs]? (?:davon|von (?:den )?beiden|ist)\b.{0,24}"
    r"\b(?:kopie|original|echt\w*|zuerst)|"
    r"\bvon wo nach wo\b|\b(?:laquelle|lequel)\b.{0,24}\b(?:copie|original\w*|vrai\w*|premier\w*)\b|"
    r"\bcual(?: de (?:las|los) dos)?\b.{0,24}\b(?:copia|original|buen[ao]|verdader[ao]|primer[ao])\b|"
    r"哪(?:个|一个|张)(?:才)?是(?:原|复制|贴|先|真)"
)


def alteration(case: Case) -> Answered:
    """Whether something was altered: the judgement, what the pixels show, then what the file says."""
    found = _found(case)
    sealed = credentials(case.file)[:1] if case.file.manifest is not None else []
    from_file = [*sealed, *alteration_by_file(case.file)]
    from_pixels = [*_judged(case, found), *case.told(found)]
    declared = any(item.has(Flag.DECLARES) and item.supports == "tampered" for item in case.evidence)
    if case.wishes.one_word and case.verdict.label not in ("tampered", "synthetic"):
        return Answered(_briefly(case, found), about=found)
    told = [*from_file, *from_pixels] if declared and not found else [*from_pixels, *from_file]
    return Answered(told, about=found)


def _briefly(case: Case, found: list[Evidence]) -> list[Item]:
    """A yes or a no without a label for it: neither; in the same sentence what the file or the pixels say."""
    declares = [one for one in case.file.declared if one.supports != "real"]
    whole = bool(declares) and all(one.supports == "synthetic" for one in declares)
    said_so = (DECLARED_WHOLE if whole else DECLARED)() if declares else _judged(case, found)[0].text
    told = case.file.cited(declares[:1]) if declares else case.told(found)[:1]
    return [of_record(f"{NEITHER()} {said_so}"), *told, *claimed(case.file)[:1]]


def unedited(case: Case) -> Answered:
    """Whether it fits what the file says that a picture is called untouched; else what shows of alterations."""
    declared = [one for one in case.file.declared if one.supports != "real"][:2]
    if not declared:
        return alteration(case)
    found = _found(case)
    first = [said(NOT_UNTOUCHED()), *case.file.cited(declared), *(claimed(case.file)[:1] or [forgeable(case.file)])]
    return Answered([*first, *case.told(found), of_verdict(case.verdict)], about=[*declared, *found])


def cloned(case: Case) -> Answered:
    """What the search for copied parts found, and that no direction shows; without one, what shows of alterations."""
    found = _found(case)
    if CLONES in case.bench.detectors:
        searched = case.bench.run(CLONES)[:1]
        pair = any(item.region is not None for item in searched) and _WHICH.search(plain(case.asked.text))
        first = [of_record(NO_DIRECTION(), Role.RESERVATION)] if pair else []
        told = [*first, *case.told(searched), *(line for item in searched for line in _caveat(item))]
        return Answered([*told, of_record(BY_EYE(), Role.NEXT_STEP)], about=searched)
    return Answered([of_record(NO_CLONES()), *case.told(found), of_record(BY_EYE(), Role.NEXT_STEP)], about=found)


def ai_part(case: Case) -> Answered:
    """Which part is generated, as far as the file declares it."""
    declares = [item for item in case.evidence if item.has(Flag.DECLARES)]
    whole = [item for item in declares if item.supports == "synthetic"]
    if case.verdict.label == "synthetic":
        return Answered([of_record(GENERATED()), *case.told(declares[:MOST])], about=declares)
    if whole and len(whole) == len(declares):
        return Answered([of_record(DECLARED_WHOLE()), *case.told(whole[:MOST])], about=whole)
    first = of_record((DECLARED if declares else NO_PART)())
    found = _found(case)
    closing = [of_record(ASK_A_PART(), Role.NEXT_STEP)]
    steps = software_steps(case.file)[:1] if declares else []
    judged = [] if declares else [of_verdict(case.verdict)]
    told = [first, *case.told(declares[:MOST]), *steps, *case.told(found), *judged]
    return Answered([*told, *closing], about=[*declares, *found])


def where_edited(case: Case) -> Answered:
    """The places that stand out, or that none does."""
    placed = [item for item in _found(case) if item.region is not None]
    if placed:
        return Answered(
            [*case.told(placed), *_caveat(placed[0]), *seen_by_models(case)], about=placed, place=placed[0].region
        )
    if apart := differing(case):
        said = [*told_differing(case, apart), *seen_by_models(case)]
        return Answered(said, about=apart, place=apart[0].region)
    if not measured_for_edits(case):
        return Answered([_not_measured(case), *seen_by_models(case)])
    declares = [one for one in case.file.declared if one.supports == "tampered"][:1]
    first = [of_record(DECLARED()), *case.told(declares)] if declares else []
    said = [*first, of_record(NO_PLACE()), of_record(SELDOM()), *seen_by_models(case)]
    return Answered([*said, of_record(ASK_A_PART(), Role.NEXT_STEP)])


def parts_shown(case: Case) -> list[Evidence]:
    """Findings on the whole picture that name a part: signs of an alteration first, then what only differs."""
    return [*(item for item in _found(case) if item.region is not None), *differing(case)]


def _found(case: Case) -> list[Evidence]:
    """What the pixels show of an alteration, the strongest first; what was measured to be unreliable is left out."""
    whole = [e for e in case.evidence if e.id not in case.bench.stances]  # what was measured on a part is told of that
    shown = [e for e in whole if e.supports == "tampered" and e.kind == "detector"]
    return sorted(shown, key=lambda item: -case.role(item).weight)[:MOST]


def _judged(case: Case, found: list[Evidence]) -> list[Item]:
    if case.verdict.label == "tampered":
        return [of_record(JUDGED()), of_verdict(case.verdict)]
    if case.verdict.label == "synthetic":
        return [of_record(GENERATED())]
    if found:
        return [of_record(TRACES())]
    if apart := differing(case):
        return told_differing(case, apart)
    return [of_record(NO_TRACE()), of_record(SELDOM())] if measured_for_edits(case) else [_not_measured(case)]


def measured_for_edits(case: Case) -> bool:
    """Whether a detector of alterations measured anything on the whole picture."""
    named = _FOR_EDITS | {one.name for one in _of_edits(case)}
    return any(
        item.source in named and item.score is not None and not item.has(Flag.NOT_MEASURED)
        for item in case.evidence
        if item.kind == "detector" and item.id not in case.bench.stances
    )


def _of_edits(case: Case) -> list[Detector]:
    """The detectors whose score bears on an alteration."""
    weighed = ((one, one.weighing) for one in case.bench.detectors.values())
    return [one for one, weighing in weighed if weighing is not None and weighing.hypothesis == "tampered"]


def _not_measured(case: Case) -> Item:
    """That nothing was measured, and that the picture is too small for it if that is why."""
    side = case.record.exhibit.quality.short_side
    least = [one.min_side for one in _of_edits(case)]
    return of_record(TOO_SMALL(side=side) if least and side < min(least) else NOT_MEASURED())


def _caveat(item: Evidence) -> list[Item]:
    return [Item(item.id, Stance(Role.RESERVATION), text, fixed=True) for text in item.caveats[:1]]
