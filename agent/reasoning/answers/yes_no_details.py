"""Questions that want a yes or a no: each answer begins with it, its reservation in the same sentence."""

from __future__ import annotations

import re

from ...evidence import Flag
from ...provenance.credentials.declared_history import Sense, history
from ...sentences import Sentence
from ..answer_items import Item
from ..stance import Role
from ..writing.findings import of_verdict
from .alteration_answers import alteration
from .answer_case import Answered, Case, of_record
from .camera_answers import names as cameras
from .credential_answers import captured, named_parts
from .credential_details import chain
from .file_case import answer, claimed, forgeable, said
from .judgement_answers import strongest
from .metadata_answers import metadata
from .origin_answers import original
from .place_answers import position, where_taken
from .software_answers import software_steps
from .trace_answers import differing, told_differing

_CAMERAS = (
    "nikon", "canon", "olympus", "om digital", "pentax", "ricoh", "fujifilm", "hasselblad", "panasonic", "casio",
)  # fmt: skip
_PHONES = (
    "apple",
    "iphone",
    "samsung",
    "google",
    "huawei",
    "xiaomi",
    "oneplus",
    "oppo",
    "vivo",
    "motorola",
    "honor",
    "realme",
)
_ACCUSES = re.compile(
    r"\b(?:cheat\w*|student|pupil|homework|exam|thesis|contest|plagiar\w*|betrug|betrogen|schuler\w*|schüler\w*|"
    r"tric(?:he|her)|"
    r"élève|eleve|alumn[oa]|copi(?:ó|ar))\b|作弊|学生",
    re.I,
)

NO_PROOF_OF_FAKE = Sentence(
    "yes_no_details.no_proof_of_fake",
    "No: that does not prove that somebody faked it. It makes one explanation more or less likely, and harmless causes "
    "remain.",
)
NOT_AS_FACT = Sentence(
    "yes_no_details.not_as_fact",
    "No, not as a fact: write what the file declares and what was measured, each with its source, and that the verdict "
    "is {label}.",
)
NO_ALIBI = Sentence(
    "yes_no_details.no_alibi",
    "No: such data say at most where and when a device was set to be, anyone can write them, and they do not show who "
    "held it. Records of the phone network, witnesses and the device itself can show more.",
)
WAS_PHOTO = Sentence(
    "yes_no_details.was_photo",
    "Not so, by what the file declares: its content credentials say that a camera took a picture first.",
)
MAY_BE_PHOTO = Sentence(
    "yes_no_details.may_be_photo",
    "That does not follow: the verdict is {label}, and a picture with an altered part was a photograph before.",
)
HOW_REAL = Sentence(
    "yes_no_details.how_real",
    "In two ways: content credentials of a signer whom you trust that declare a capture, in a file that is unchanged "
    "since; or pixels that measure so clearly like a photograph that few such labels are wrong. Nothing that is said "
    "here can do it.",
)
DRAWN = Sentence(
    "yes_no_details.drawn",
    "The tool was made for photographs and pictures by AI, and drawings and paintings were not tested: if it was "
    "drawn, do not rely on the label.",
)
SHOW_LAYERS = Sentence(
    "yes_no_details.show_layers",
    "What shows that somebody drew it: the file with its layers, sketches and saved versions, a recording of the work, "
    "or drawing on while somebody watches.",
)
NO_PHONE = Sentence(
    "yes_no_details.no_phone",
    "By what the file says, it was no phone: it names {camera:60}, a camera. Such a name can be written by anyone.",
)
A_PHONE = Sentence(
    "yes_no_details.a_phone",
    "By what the file says, it was a phone: it names {camera:60}, by a maker of phones. Such a name can be written by "
    "anyone.",
)
NO_NAME = Sentence("yes_no_details.no_name", "That can't be told: the file names no camera or phone.")
OTHER_NAME = Sentence(
    "yes_no_details.other_name",
    "That can't be told: whether {camera:60}, which the file names, is a phone is not known here.",
)
COPY_HIDES = Sentence(
    "yes_no_details.copy_hides",
    "Platforms make pictures smaller and compress them anew, and most remove the metadata. That weakens every trace in "
    "the pixels, so on such a copy less is found, and finding nothing says even less.",
)
NOT_TRIED = Sentence(
    "yes_no_details.not_tried",
    "That was not tried on this picture, so it can't be said. Change a copy, examine it as well, and compare the two: "
    "a score that changes much on a slightly changed copy gets no label.",
)
NO_AI_PART = Sentence(
    "yes_no_details.no_ai_part",
    "None of them is declared to be made by AI. That does not exclude it, since such a note can be missing.",
)
AI_PARTS = Sentence(
    "yes_no_details.ai_parts", "By what the credentials declare, AI made or changed at least one of them."
)
FORGED_NOT = Sentence(
    "yes_no_details.forged_not",
    "No: a part that does not fit its own credentials does not make the whole picture a forgery.",
)
THEY_FIT_NOT = Sentence(
    "yes_no_details.they_fit_not",
    "If what you see is another place than the one in the file, then the coordinates are not those of the scene: they "
    "can be copied, typed in, or those of a device elsewhere. This tool does not recognise buildings.",
)
NOT_SUSPICIOUS = Sentence(
    "yes_no_details.not_suspicious",
    "That such data are missing is usual and shows nothing by itself, because most platforms and many programs remove "
    "them. It is a reason to ask for the original file.",
)
JUDGES_NOBODY = Sentence(
    "yes_no_details.judges_nobody",
    "The tool judges no person and no intent: it tells what the file declares and what was measured in the picture. An "
    "edit can be harmless.",
)
HAPPENED = Sentence("yes_no_details.happened", "The following is known of what was done to it.")


def proves_fake(case: Case) -> Answered:
    """That a finding proves no forgery, how it stands, and not to accuse on it."""
    told = strongest(case)[:1]
    broken = [one for one in case.evidence if one.has(Flag.MISMATCH)]
    why = case.entry("c2pa-broken") if broken else case.told(told)
    accused = case.entry("label-is-no-proof") if _ACCUSES.search(case.asked.text) else []
    apart = differing(case)[:1] if broken else []
    parts = told_differing(case, apart) if apart else []
    first = [of_record(NO_PROOF_OF_FAKE()), of_verdict(case.verdict)]
    return Answered([*first, *why, *parts, *accused], about=[*broken[:1], *apart] or told)


def accusation(case: Case) -> list[Item]:
    """That no label proves that somebody cheated, where a question is about that."""
    told = " ".join((case.asked.text, *case.earlier))
    return case.entry("label-is-no-proof") if _ACCUSES.search(told) else []


def happened(case: Case) -> Answered:
    """What was done to the picture: what the file declares and records, else what shows of an alteration."""
    file = case.file
    declared, steps = file.cited(file.declared[:2]), software_steps(file)
    if not (declared or steps):
        return alteration(case)
    first = captured(file)[:1]
    items = [said(HAPPENED()), *dict.fromkeys([*first, *declared, *steps[:2]])]
    return Answered([of_verdict(case.verdict), *answer(items, *claimed(file)[:1] or [forgeable(file)])])


def as_fact(case: Case) -> Answered:
    """That what a file declares is no fact by itself, and how to write it."""
    declared = case.file.cited(case.file.declared[:2])
    first = of_record(NOT_AS_FACT(label=case.verdict.label))
    return Answered([first, *declared, *case.entry("what-to-write")])


def alibi(case: Case) -> Answered:
    """That the data of a file do not show where somebody was."""
    where = where_taken(case.file)[:1] if position(case.file) else []
    return Answered([said(NO_ALIBI()), *where, *case.entry("use-in-court")[:1]])


def never_photo(case: Case) -> Answered:
    """Whether there was a photograph at first, as far as the credentials declare it."""
    manifest = case.file.manifest
    if manifest is not None and any(one.sense is Sense.CAPTURED for one in history(manifest)):
        declared = case.file.cited(case.file.declared[:2])
        items = [said(WAS_PHOTO()), *captured(case.file)[:1], *declared, *claimed(case.file)[:1]]
        return Answered([*dict.fromkeys(items), of_verdict(case.verdict)])
    if case.verdict.label in ("tampered", "inconclusive"):
        return Answered([of_record(MAY_BE_PHOTO(label=case.verdict.label)), of_verdict(case.verdict)])
    told = strongest(case)
    return Answered([of_verdict(case.verdict), *case.told(told)], about=told)


def get_real(case: Case) -> Answered:
    """What it takes for the label real."""
    return Answered([of_record(HOW_REAL()), of_verdict(case.verdict), *case.entry("prove-my-photo-real")])


def drawn(case: Case) -> Answered:
    """To somebody who says that it was drawn: what its file says of AI, what was not tested, and what shows it."""
    declared = case.file.cited(case.file.generated[:1])
    untested = of_record(DRAWN(), Role.RESERVATION)
    shown = of_record(SHOW_LAYERS(), Role.NEXT_STEP)
    return Answered(
        [*declared, *([forgeable(case.file)] if declared else []), of_verdict(case.verdict), untested, shown]
    )


def layers(case: Case) -> Answered:
    """What shows that somebody drew a picture."""
    return Answered([of_record(SHOW_LAYERS(), Role.NEXT_STEP), of_record(DRAWN(), Role.RESERVATION)])


def phone(case: Case) -> Answered:
    """Whether a phone took it, by the maker that the file names."""
    held = cameras(case.file)
    if not held:
        return Answered(answer([said(NO_NAME()), *original(case.file)[:1]]))
    name = held[0].raw.casefold()
    if any(maker in name for maker in _CAMERAS):
        return Answered([said(NO_PHONE(camera=held[0]))])
    if any(maker in name for maker in _PHONES):
        return Answered([said(A_PHONE(camera=held[0]))])
    return Answered(answer([said(OTHER_NAME(camera=held[0]))], forgeable(case.file)))


def copy_effect(case: Case) -> Answered:
    """What a platform's copy does to the measurements, and how much more often they are wrong then."""
    return Answered(
        [of_record(COPY_HIDES()), *case.entry("errors-on-small-copies"), *case.entry("ask-for-original")[:1]]
    )


def changed_copy(case: Case) -> Answered:
    """What a change would do to the result: not known before it is tried."""
    return Answered([of_record(NOT_TRIED(), Role.NEXT_STEP), of_verdict(case.verdict)])


def ai_parts(case: Case) -> Answered | None:
    """Whether an ingredient is declared to be by AI; None if there are none."""
    manifest = case.file.manifest
    if manifest is None or not manifest.ingredients:
        return None
    declares = [item for item in case.file.declared if item.supports != "real"]
    made = any(one.sense in (Sense.GENERATED, Sense.PART) for one in history(manifest))
    first = said((AI_PARTS if made else NO_AI_PART)())
    return Answered(answer([first, *case.file.cited(declares[:2]), *named_parts(manifest)], *claimed(case.file)[:1]))


def part_mismatch(case: Case) -> Answered | None:
    """That a fault in an ingredient does not make the picture forged; None if no credentials have a fault."""
    found, manifest = chain(case), case.file.manifest
    if found is None or manifest is None or not any(part.failures for part in manifest.walk()):
        return None
    intact = manifest.intact
    first = [said(FORGED_NOT())] if intact else [of_record(NO_PROOF_OF_FAKE())]
    return Answered([*first, *found.items[:4], of_verdict(case.verdict)])


def missing_data(case: Case) -> Answered:
    """That missing data are no sign of a forgery, and what the file does hold."""
    return Answered([said(NOT_SUSPICIOUS()), *metadata(case.file)[:2]])


def no_intent(case: Case) -> Answered:
    """That no person and no intent is judged; what the file declares, and the verdict."""
    declared = case.file.cited(case.file.declared[:1])
    return Answered([of_record(JUDGES_NOBODY()), *declared, of_verdict(case.verdict)])


def place_conflict(case: Case) -> Answered:
    """Why the place in the file can differ from what somebody sees."""
    return Answered([said(THEY_FIT_NOT()), *where_taken(case.file)])
