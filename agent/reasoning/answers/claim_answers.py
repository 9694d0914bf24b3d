"""Answers to claims: what the file says of the claimed time and place, then what the evidence says of the claim.

What a file says can be forged, so that it differs from a claim decides nothing; but it is said first, and nothing that
follows passes over it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime

from ...evidence import ClaimJudgement
from ...foreign import Foreign
from ...sentences import Sentence
from ...text import capitalised
from ..answer_items import CLAIM, Item
from ..dialogue.gloss import plain
from ..dialogue.topics import Topic
from ..stance import Role, Stance
from ..weighing.claim import ClaimError
from ..weighing.claimed_time import ClaimedTime, claimed_times
from ..writing.findings import CLAIM_IS, of_verdict
from .answer_case import Answered, Case, of_record
from .credential_answers import NONE, state
from .credit_answers import credited, credited_names
from .file_case import FileCase, claimed, forgeable, listed, said
from .judgement_answers import strongest
from .known_pictures import told_known
from .place_answers import position, town, where_taken
from .time_answers import CHANGED, MADE, TAKEN, when_taken
from .written_dates import Names, WrittenDate, alike, dates

MOST = 3  # reasons of a judgement that an answer tells
_TIMES = (
    r"(?:Jan|Feb|Mar|Apr|May|Ma[iy]|Jun|Jul|Aug|Sep|O[ck]t|Nov|De[cz]|J[äa]nner|F[ée]v|Avr|Ao[ûu]|M[äa]rz|Mon|Tue|Wed|Thu|Fri|"
    r"Sat|Sun|Spring|Summer|Autumn|Fall|Winter|Sommer|Herbst|Fr[üu]hling|Christmas|Easter|Juni|Juli)"
)  # what follows “in” and is no place
_PLACE = re.compile(
    rf"\b(?:in|at|near|from|outside|aus|bei|à|en|de|desde)\s+(?:the\s+|la\s+|der\s+)?(?!{_TIMES})[A-ZÀ-Ý][a-zà-ÿ]|"
    r"\b(?:my|our|the|his|her) (?:driveway|house|street|garden|"
    r"village|town|city|road)\b|\b(?:stadt|straße|dorf|einfahrt|ville|rue|village|ciudad|calle|pueblo|ort|lieu|lugar|"
    r"place|location)\b|在.{1,12}拍|是(?!我|他|她|谁|你).{1,10}拍|[市省县街]",
)
_NAME = re.compile(rf"(?<![.!?:“\"'])(?<=[a-z,:“\"'])\s+(?!{_TIMES})[A-ZÀ-Ý][a-zà-ÿ]{{2,}}")  # within a sentence

TIME_DIFFERS = Sentence(
    "claim_answers.time_differs",
    "The time that is named, {claimed:60}, does not fit the file, which gives {taken} as the time at which the picture "
    "was taken ({fields}).",
)
TIME_FITS = Sentence(
    "claim_answers.time_fits",
    "The time that is named, {claimed:60}, fits the file, which gives {taken} as the time at which the picture was "
    "taken ({fields}).",
)
OTHER_TIME = Sentence(
    "claim_answers.other_time",
    "What does fit in the file is {moment} ({fields}), and that is no time of a shot: it is when the file was made or "
    "changed.",
)
NO_TIME = Sentence(
    "claim_answers.no_time",
    "The file gives no time of a shot with which the claimed one could be compared.",
)
ON_A_MAP = Sentence(
    "claim_answers.on_a_map",
    "This tool has no map: look that place up, and see whether it is where the claim says.",
)
TOWN = Sentence(
    "claim_answers.town", "The file names the place {town:80}; compare that with the place that the claim names."
)
SAME_TOWN = Sentence("claim_answers.same_town", "The file names the place {town:80}, as the claim does.")
NO_PLACE = Sentence(
    "claim_answers.no_place",
    "The file gives no place with which the claim could be compared, and this tool does not recognise places.",
)
CAN_BE_WRONG = Sentence(
    "claim_answers.can_be_wrong",
    "Either that is wrong, or what the file says: a clock can be set wrong, and anyone can write such data. Ask "
    "for the original file and for other pictures from the same day.",
)
APART = Sentence(
    "claim_answers.apart",
    "Apart from what the file says, the evidence neither supports nor contradicts the claim.",
)
DECLARED_OTHER = Sentence(
    "claim_answers.declared_other",
    "The file contradicts the claim that somebody took this picture with a camera: it declares that AI made it, as far "
    "as that can be relied on.",
)
ASK_BEFORE_USE = Sentence(
    "claim_answers.ask_before_use",
    "Don't use it as a photograph before the person who sent it has explained that and shown the original file.",
)
# A claim that somebody took the picture.
_TAKEN_BY = re.compile(
    r"\b(?:took|takes?|taken|shot|photographed|snapped|(?:his|her|my|their) (?:own )?(?:photo|picture|shot))\b|"
    r"\b(?:selbst|selber)\b.{0,24}\b(?:gemacht|aufgenommen|fotografiert|geschossen)\b|\b(?:aufgenommen|fotografiert)\b|"
    r"\b(?:prise?|photographie\w*)\b|\b(?:tomo|tomad[oa]|hizo|hecha|saco|sacad[oa]|fotografi\w+)\b|拍"
)
# What a claim says of a certificate, and not of a document of that name.
_CERTIFIED = re.compile(
    r"\b(?:certified|authenticated|digitally signed|zertifiziert\w*|beglaubigt\w*|digital signiert|certifiee?s?|"
    r"certificada)\b|经过?认证|认证过"
)


def claim(case: Case) -> Answered:
    """What the file says of the claimed time and place, and what the evidence says about the claim."""
    try:
        evidence, judgement = case.judge(case.asked.text, case.bench.exhibit)
    except ClaimError as error:
        return Answered([of_record(f"{capitalised(str(error))}.", Role.NEXT_STEP)])
    case.bench.evidence += evidence
    by_time, differs = compared_times(case.file, case.asked.text, datetime.now(UTC).date())
    named = any(topic is Topic.WHERE_TAKEN and p >= 0.2 for topic, p in case.asked.ranked)
    by_place = compared_place(case.file, case.asked.text, named=named)
    by_file = [*by_time, *by_place, *_others(case, told_time=bool(by_time))]
    reservation = [said(CAN_BE_WRONG())] if differs else [forgeable(case.file)] if by_time else []
    told = {item.text for item in (*by_file, *reservation, forgeable(case.file), *by_place)} | {CAN_BE_WRONG()}
    fake = case.verdict.label in ("synthetic", "tampered")
    why = strongest(case)[:2] if fake else []  # that a true picture can have a false caption is beside the point then
    closing = case.told(why) if fake else case.looked_up(Topic.CLAIM)[:1]
    if case.file.generated and judgement.bearing == "does not bear" and _TAKEN_BY.search(plain(case.asked.text)):
        declared = case.file.generated[:1]
        first = [said(DECLARED_OTHER()), *case.file.cited(declared), said(ASK_BEFORE_USE())]
        by_whom = claimed(case.file)[:1] or [forgeable(case.file)]
        items = [*first, *by_whom, of_verdict(case.verdict), *by_time]
        return Answered(items, about=declared, claim=judgement)
    known = {item.text for item in by_file}
    declares = [item for item in case.file.cited(case.file.declared[:1]) if item.text not in known]
    return Answered(
        [*by_file, *reservation, *declares, *told_known(case), *_of_claim(judgement, told, differs=differs), *closing],
        about=evidence or why,
        place=judgement.region,
        claim=judgement,
    )


def with_file(judgement: ClaimJudgement, file: FileCase, today: date) -> ClaimJudgement:
    """A judgement with what the file says of the claimed time and place before its other reasons.

    A file's data can be forged or wrong, so they never contradict a claim by themselves; but no claim is supported
    that names another time than the file.

    Args:
        judgement: by the evidence.
        file: the file.
        today: what “last week” counts from.
    """
    by_time, differs = compared_times(file, judgement.claim, today)
    by_place = compared_place(file, judgement.claim)
    if not by_time and not by_place:
        return judgement
    reservation = said(CAN_BE_WRONG()) if differs else forgeable(file)
    known = bool(dates(file, TAKEN)) or bool(position(file)) or town(file) is not None
    told = [item.text for item in (*by_time, *by_place, *([reservation] if known else []))]
    bearing = "does not bear" if differs and judgement.bearing == "supports" else judgement.bearing
    return judgement.model_copy(update={"bearing": bearing, "because": (*told, *judgement.because)})


def compared_times(file: FileCase, text: str, today: date) -> tuple[list[Item], bool]:
    """The times that a text names beside those of the file, and whether one differs from the time of the shot.

    Args:
        file: the file.
        text: a claim, or a question that takes a time for granted.
        today: what “last week” counts from.
    """
    named = claimed_times(text, today)
    taken = [group for group in alike(dates(file, TAKEN)) if group[0].moment is not None]
    items: list[Item] = []
    differs = False
    for time in named[:2]:
        told, wrong = _compared(file, time, taken)
        items += told
        differs = differs or wrong
    return list(dict.fromkeys(items)), differs


def _compared(
    file: FileCase, time: ClaimedTime, taken: Sequence[tuple[WrittenDate, list[str]]]
) -> tuple[list[Item], bool]:
    words = Foreign(time.words)
    if not taken:
        return [said(NO_TIME()), *_elsewhere(file, time)], False
    fitting = [group for group in taken if _fits(time, group[0])]
    when, fields = (fitting or taken)[0]
    if fitting:
        return [said(TIME_FITS(claimed=words, taken=when, fields=listed(fields)))], False
    return [said(TIME_DIFFERS(claimed=words, taken=when, fields=listed(fields))), *_elsewhere(file, time)], True


def _elsewhere(file: FileCase, time: ClaimedTime) -> list[Item]:
    """Another time of the file that fits, which is no time of a shot."""
    names: Names = (*CHANGED, *MADE)
    other = [group for group in alike(dates(file, names)) if _fits(time, group[0])]
    return [said(OTHER_TIME(moment=date, fields=listed(fields))) for date, fields in other[:1]]


def _fits(time: ClaimedTime, when: WrittenDate) -> bool:
    return when.moment is not None and time.fits(when.moment.time.date())


def compared_place(file: FileCase, text: str, *, named: bool = False) -> list[Item]:
    """Where the picture was taken by the file, to be compared by hand: names are not turned into coordinates here.

    Args:
        file: the file.
        text: a claim, or a question that takes a place for granted.
        named: whether the text is known to be about a place.
    """
    about = named or _PLACE.search(text) is not None
    if position(file):
        return [where_taken(file)[0], said(ON_A_MAP())] if about or _NAME.search(text) else []
    if (place := town(file)) is not None:
        parts = [part.strip().casefold() for part in place.raw.split(",")]
        same = any(len(part) > 2 and part in text.casefold() for part in parts)
        return [said((SAME_TOWN if same else TOWN)(town=place))] if about or same else []
    return [said(NO_PLACE())] if about else []


def _others(case: Case, *, told_time: bool) -> list[Item]:
    """What else the file gives that a claim can be compared with: credentials, a time, names and captions."""
    certified = _CERTIFIED.search(plain(case.asked.text)) is not None
    signed = (state(case.file) or [said(NONE())]) if certified else []
    items = when_taken(case.file)[:1] if dates(case.file, TAKEN) and not told_time else []
    return [*signed, *items, *(credited(case.file)[:1] if credited_names(case.file) else [])]


def _of_claim(judgement: ClaimJudgement, told: Collection[str], *, differs: bool) -> list[Item]:
    """What the evidence says of a claim, then why, a sentence each, without what was told of the file."""
    open_but_for_the_file = differs and judgement.bearing == "does not bear"
    first = APART() if open_but_for_the_file else CLAIM_IS[judgement.bearing]()
    because = [text for text in judgement.because if text not in told]
    texts = (first, *because[: 1 if open_but_for_the_file else MOST])
    return [Item(CLAIM, Stance(Role.CLAIM), text, must=True, fixed=True) for text in texts]
