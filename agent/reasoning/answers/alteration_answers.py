"""Answers about alterations: whether, where and how a part was changed, and claims about the picture."""

from __future__ import annotations

from ...evidence import ClaimJudgement, Evidence, Flag
from ...sentences import Sentence
from ...text import capitalised
from ..answer_items import CLAIM, Item
from ..dialogue.topics import Topic
from ..stance import Role, Stance
from ..weighing.claim import ClaimError
from ..writing.findings import CLAIM_IS, of_verdict
from .answer_case import Answered, Case, of_record
from .credential_answers import credentials
from .credit_answers import credited, credited_names
from .file_edit_answers import alteration_by_file
from .place_answers import position, where_taken
from .software_answers import software_steps
from .time_answers import TAKEN, when_taken
from .trace_answers import seen_by_models
from .written_dates import dates

MOST = 3  # findings that an answer tells
JUDGED = Sentence("alteration_answers.judged", "Altered: the verdict is tampered.")
TRACES = Sentence(
    "alteration_answers.traces",
    "There are signs that something was altered, but they are not enough for the label tampered.",
)
NO_TRACE = Sentence("alteration_answers.no_trace", "No trace of an alteration was found in the pixels.")
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
ASK_A_PART = Sentence(
    "alteration_answers.ask_a_part",
    "Name a part, in words or as x, y, width, height in pixels, and it is measured by itself.",
)


def alteration(case: Case) -> Answered:
    """Whether something was altered: the judgement, what the pixels show, then what the file says."""
    found = _found(case)
    sealed = credentials(case.file)[:1] if case.file.manifest is not None else []
    from_file = [*sealed, *alteration_by_file(case.file)]
    from_pixels = [*_judged(case, found), *case.told(found)]
    declared = any(item.has(Flag.DECLARES) and item.supports == "tampered" for item in case.evidence)
    told = [*from_file, *from_pixels] if declared and not found else [*from_pixels, *from_file]
    return Answered(told, about=found)


def cloned(case: Case) -> Answered:
    """That copies within the picture are not searched for, and what shows of alterations otherwise."""
    found = _found(case)
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
    said = [of_record(NO_PLACE()), of_record(SELDOM()), *seen_by_models(case)]
    return Answered([*said, of_record(ASK_A_PART(), Role.NEXT_STEP)])


def claim(case: Case) -> Answered:
    """What the file gives of its matter, and what the evidence says about a claim."""
    try:
        evidence, judgement = case.judge(case.asked.text, case.bench.exhibit)
    except ClaimError as error:
        return Answered([of_record(f"{capitalised(str(error))}.", Role.NEXT_STEP)])
    case.bench.evidence += evidence
    return Answered(
        [*_by_file(case), *_of_claim(judgement), *case.looked_up(Topic.CLAIM)[:1]],
        about=evidence,
        place=judgement.region,
        claim=judgement,
    )


def _by_file(case: Case) -> list[Item]:
    """What the file gives of time, place and caption, with which a claim can be compared."""
    items = []
    if dates(case.file, TAKEN):
        items += when_taken(case.file)[:1]
    if position(case.file):
        items += where_taken(case.file)[:1]
    if credited_names(case.file):
        items += credited(case.file)[:1]
    return items


def _of_claim(judgement: ClaimJudgement) -> list[Item]:
    """What the evidence says of a claim, then why, a sentence each."""
    texts = (CLAIM_IS[judgement.bearing](), *judgement.because[:MOST])
    return [Item(CLAIM, Stance(Role.CLAIM), text, must=True, fixed=True) for text in texts]


def _found(case: Case) -> list[Evidence]:
    """What the pixels show of an alteration, the strongest first; what was measured to be unreliable is left out."""
    shown = [e for e in case.evidence if e.supports == "tampered" and e.kind == "detector"]
    return sorted(shown, key=lambda item: -case.role(item).weight)[:MOST]


def _judged(case: Case, found: list[Evidence]) -> list[Item]:
    if case.verdict.label == "tampered":
        return [of_record(JUDGED()), of_verdict(case.verdict)]
    if case.verdict.label == "synthetic":
        return [of_record(GENERATED())]
    return [of_record(TRACES())] if found else [of_record(NO_TRACE()), of_record(SELDOM())]


def _caveat(item: Evidence) -> list[Item]:
    return [Item(item.id, Stance(Role.RESERVATION), text, fixed=True) for text in item.caveats[:1]]
