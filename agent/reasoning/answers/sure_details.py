"""How sure the thing is that was just said, what may have been missed of it, and whether a cause explains the result.

A question such as “how sure are you about that?” means the date, the name or the place of the answer before, and not
the verdict; so each answer begins with what that rests on.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from ...detectors.face_places import MISSED, MTCNN
from ...detectors.ocr import OCR
from ...quality import SMALL_SIDE
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.asked_details import OF_FILE
from ..dialogue.gloss import plain
from ..dialogue.topics import Topic
from ..stance import Role, Stance
from ..weighing.verdict import WORST_QUALITY
from ..writing.findings import of_abstention, of_verdict
from . import after_details, effect_details
from .alteration_answers import CLONES
from .answer_case import Answered, Case, of_record
from .camera_answers import camera, names
from .check_rates import check_rate
from .credential_answers import signed, state, unchanged
from .file_case import claimed, forgeable, said
from .form_answers import NOTHING_LIMIT
from .metadata_answers import metadata
from .place_answers import position, town, where_taken
from .software_answers import programs, software
from .text_answers import NOT_EVERYTHING
from .time_answers import TAKEN, when_taken
from .written_dates import dates

EDITS = frozenset({Topic.ALTERATION, Topic.WHERE_EDITED, Topic.AI_PART, Topic.CLONED})
_SIGNED = frozenset({Topic.SIGNER, Topic.CREDENTIALS})
_JUDGED = frozenset(
    {Topic.VERDICT, Topic.REASONS, Topic.ABSTENTION, Topic.CONFIDENCE, Topic.DOUBTS, Topic.LIKELIHOOD, Topic.ALTERATION}
)
_MADE = frozenset({Topic.MAKER, Topic.PARAMETERS})

NO_SURER = Sentence("sure_details.no_surer", "No surer than the file: it was read there as it stands.")
NOT_GIVEN = Sentence(
    "sure_details.not_given",
    "Sure is that no field that could be read says it; what the answer would be stays open.",
)
CLOCK = Sentence("sure_details.clock", "The clock of the camera can be wrong as well.")
NAME_TRUSTED = Sentence(
    "sure_details.name_trusted",
    "Fairly sure: the signature was computed anew and fits, and the signer is on a list that you trust. What the "
    "signer declares is only as sure as the signer.",
)
NAME_OPEN = Sentence(
    "sure_details.name_open",
    "Sure is that the signature fits the file. Not sure is the name, since nobody here vouches for that certificate.",
)
NAME_FAULTY = Sentence(
    "sure_details.name_faulty",
    "Not sure at all: the credentials did not pass the check, so the name is not proven either.",
)
UNSIGNED = Sentence("sure_details.unsigned", "Quite sure: the file was searched for content credentials, and has none.")
READ_BY_PROGRAM = Sentence(
    "sure_details.read_by_program",
    "Not quite: a program read it, and single letters and digits can be wrong, so compare it with the picture.",
)
COMPUTED = Sentence(
    "sure_details.computed", "Sure: that was computed from the file itself, and anyone can compute it again."
)
# what may have been missed
EDITS_MISSED = Sentence("sure_details.edits_missed", "Yes, altered parts may have been missed, and mostly are.")
COPIES_MISSED = Sentence("sure_details.copies_missed", "Yes, copied parts may have been missed.")
MARKS_MISSED = Sentence(
    "sure_details.marks_missed",
    "Yes: invisible marks such as SynthID can be read by the makers of the generators alone, and small visible ones "
    "are not searched for by this tool.",
)
DATA_MISSED = Sentence(
    "sure_details.data_missed",
    "Little of what this tool can read: it lists every field that it knows. Data in other forms may have been passed "
    "over.",
)
FACES_MISSED = Sentence("sure_details.faces_missed", "Yes, some faces may have been missed.")
SIGNS_MISSED = Sentence(
    "sure_details.signs_missed",
    "Yes: only what these tests measure is found, and each of them misses some pictures.",
)
# whether a cause explains the result
NO_CAUSE = Sentence(
    "sure_details.no_cause",
    "That can't be told: no copy of this picture without that property was measured, so its share in the result is "
    "not known.",
)
DATA_CAUSE = Sentence(
    "sure_details.data_cause",
    "That may well be: screenshots hold no data of a camera, most platforms and messengers remove them, and the file "
    "does not show who did.",
)
MAY_PLAY = Sentence(
    "sure_details.may_play",
    "It may play a part: at {side} px on the short side little is left to measure. How much it matters here was not "
    "measured.",
)
A_REASON = Sentence("sure_details.a_reason", "Yes, that alone forbids a label here.")

_OF_SIZE = re.compile(r"size|small|tiny|pixel|resolution|gross|klein|auflos|taille|petit|tamano|pequen|小|像素|分辨率")
_OF_COMPRESSION = re.compile(r"compress|jpe?g|quality|komprim|qualit|comprim|calidad|压缩|质量")


# What a doubt names by its word, whatever was answered before.
_FIELDS = (
    (re.compile(r"\b(?:date|day|time|year|datum|uhrzeit|heure|fecha|hora)\b|日期|时间"), Topic.WHEN_TAKEN),
    (re.compile(r"\b(?:place|spot|location|coordinates?|position|ort|lieu|lugar)\b|地点|位置"), Topic.WHERE_TAKEN),
    (re.compile(r"\b(?:camera|phone|kamera|appareil|camara)\b|相机|手机"), Topic.CAMERA),
    (re.compile(r"\b(?:signers?|signature|certificate|unterzeichner|signataire|firmante)\b|签名"), Topic.SIGNER),
    (re.compile(r"\b(?:program|software|programm|logiciel|programa)\b|程序|软件"), Topic.SOFTWARE),
    (re.compile(r"\b(?:text|words?|letters?|reading|texte|texto)\b|文字"), Topic.TEXT_IN_PICTURE),
)


def sure_of_it(case: Case) -> Answered | None:
    """How sure the fact is that was told last; None if the last answer told none of the kinds known here."""
    found = _sure(case)
    return replace(found, topic=case.topics[0]) if found is not None else None


def _sure(case: Case) -> Answered | None:
    words = plain(case.asked.text)
    named = next((topic for pattern, topic in _FIELDS if pattern.search(words)), None)
    topics = {named} if named is not None else set(case.topics)
    if topics & _SIGNED:
        return _of_signer(case)
    if Topic.TEXT_IN_PICTURE in topics or Topic.WATERMARK in topics:
        return _of_text(case)
    if topics & EDITS:
        return _of_edits(case)
    if topics & {Topic.HASH}:
        return Answered([said(COMPUTED())])
    if topics & _MADE:
        closing = claimed(case.file)[:1] or [forgeable(case.file)]
        declared = case.file.cited(case.file.declared[:1])
        held = [said(NO_SURER()), *declared, *closing] if declared else [said(NOT_GIVEN())]
        return Answered([*held, of_verdict(case.verdict)], about=case.file.declared[:1])
    return _of_data(case, topics)


def _of_data(case: Case, topics: Collection[Topic]) -> Answered | None:
    """How sure a field of the file is, by the topic that is meant."""
    file = case.file
    if Topic.WHEN_TAKEN in topics:
        held, told, more = bool(dates(file, TAKEN)), when_taken(file)[:1], [said(CLOCK())]
    elif Topic.WHERE_TAKEN in topics:
        held, told, more = bool(position(file)) or town(file) is not None, where_taken(file)[:1], []
    elif Topic.CAMERA in topics:
        held, told, more = bool(names(file)), camera(file)[:1], []
    elif Topic.SOFTWARE in topics:
        held, told, more = bool(programs(file)), software(file)[:1], []
    elif Topic.METADATA in topics:
        held, told, more = bool(file.contents.fields), metadata(file)[:1], []
    else:
        return None
    if not held:
        return Answered([said(NOT_GIVEN()), *told])
    return Answered([said(NO_SURER()), *told, forgeable(file), *more])


def _of_signer(case: Case) -> Answered:
    """How sure a signature and the name in it are."""
    manifest = case.file.manifest
    if manifest is None:
        unread = state(case.file)  # credentials that are referred to, and could not be read
        return Answered(unread or [said(UNSIGNED())])
    first = NAME_FAULTY if not manifest.intact else NAME_TRUSTED if manifest.trusted else NAME_OPEN
    stated = [said(first())] if not manifest.intact or unchanged(manifest) else []
    return Answered([*stated, *state(case.file)[:1], *signed(case.file)[1:2], *claimed(case.file)[:1]])


def _of_text(case: Case) -> Answered:
    """How sure the text is that was read in the picture; of none, that it may have been missed."""
    found = [item for item in case.evidence if item.source == OCR.name][:1]
    lines = [line for item in found for line in item.facts.texts if line.readable]
    if not lines:
        return after_details.missed_text(case)
    caveats = [Item(one.id, Stance(Role.RESERVATION), text, must=True, fixed=True)
               for one in found for text in one.caveats[-1:]]  # fmt: skip
    return Answered([of_record(READ_BY_PROGRAM()), *case.told(found), *caveats], about=found)


def _of_edits(case: Case) -> Answered:
    """How sure it is that something was altered or not: what a declaration is worth, else the rates of the tests."""
    declared = [one for one in case.file.declared if one.supports != "real"][:1]
    if declared:
        closing = claimed(case.file)[:1] or [forgeable(case.file)]
        return Answered([said(NO_SURER()), *case.file.cited(declared), *closing], about=declared)
    rated = check_rate(case)
    return rated or Answered([of_record(EDITS_MISSED()), *case.entry("errors-on-alterations")])


def missed_more(case: Case) -> Answered:
    """Whether more of what was told last may be there, and why it can be missed."""
    return replace(_missed(case), topic=case.topics[0] if case.topics else None)


# What a question itself says that it means.
_NAMED = (
    (re.compile(r"meta ?data|\bexif\b|\bfields?\b|metadaten|metadonnees|metadatos|元数据"), Topic.METADATA),
    (re.compile(r"\btext\b|\bwriting\b|\bwords\b|\bletters\b|schrift|\btexte\b|\btexto\b|文字"), Topic.TEXT_IN_PICTURE),
    (re.compile(r"\bfaces?\b|\bpeople\b|gesicht|visage|\bcaras?\b|人脸"), Topic.PERSON),
    (re.compile(r"\bcop(?:y|ies|ied)\b|clone|kopie|copie|copia|复制"), Topic.CLONED),
    (re.compile(r"\bedits?\b|alter|retouch|bearbeit|retouche|edicion|retoque|改动"), Topic.ALTERATION),
    (re.compile(r"water ?mark|\bmarks?\b|wasserzeichen|filigrane|marca de agua|水印"), Topic.WATERMARK),
)


def _missed(case: Case) -> Answered:
    words = plain(case.asked.text)
    named = next((topic for pattern, topic in _NAMED if pattern.search(words)), None)
    topics = {named} if named is not None else set(case.topics)
    if Topic.TEXT_IN_PICTURE in topics:
        return after_details.missed_text(case)
    if Topic.CLONED in topics and CLONES in case.bench.detectors:
        return Answered([of_record(COPIES_MISSED()), *case.entry("errors-on-copies")])
    if topics & EDITS:
        return Answered([of_record(EDITS_MISSED()), *case.entry("errors-on-alterations")[:1]])
    if Topic.WATERMARK in topics:
        return Answered([of_record(MARKS_MISSED()), *case.entry("synthid")[:1]])
    if topics & {Topic.PERSON, Topic.DESCRIBE}:
        return _of_faces(case)
    if topics & OF_FILE:
        return Answered([said(DATA_MISSED()), said(NOTHING_LIMIT())])
    return Answered([of_record(SIGNS_MISSED()), of_verdict(case.verdict)])


def _of_faces(case: Case) -> Answered:
    """That faces may have been missed, and which ones mostly are."""
    found = [item for item in case.evidence if item.source == MTCNN.name and item.score is not None][:1]
    return Answered([of_record(FACES_MISSED()), *case.told(found), of_record(MISSED(), Role.RESERVATION)], about=found)


def because_of(case: Case) -> Answered:
    """Whether a property of the picture explains its result: if it forbids a label, else that it can't be told."""
    words, quality = plain(case.asked.text), case.record.exhibit.quality
    strong = quality.jpeg_quality is not None and quality.jpeg_quality < WORST_QUALITY
    stops = (_OF_SIZE.search(words) is not None and quality.short_side < SMALL_SIDE) or (
        _OF_COMPRESSION.search(words) is not None and strong
    )
    if _JUDGED.isdisjoint(case.topics) and not OF_FILE.isdisjoint(case.topics):
        return Answered([said(DATA_CAUSE())])
    if Topic.TEXT_IN_PICTURE in case.topics:
        return Answered([of_record(NO_CAUSE()), of_record(NOT_EVERYTHING(), Role.RESERVATION)])
    open_ = case.verdict.label == "inconclusive"
    side = quality.short_side
    little = _OF_SIZE.search(words) is not None and side < effect_details.LITTLE_SIDE
    first = of_record(A_REASON() if stops and open_ else MAY_PLAY(side=side) if little else NO_CAUSE())
    why = of_abstention(case.verdict)[:2] if open_ else [of_verdict(case.verdict)]
    told = [] if _OF_COMPRESSION.search(words) or little or (stops and open_) else effect_details.effect(case).items[:1]
    return Answered([first, *why, *told])
