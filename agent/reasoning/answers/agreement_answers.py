"""Whether what a message asserts and wants agreed to is so by the record, said before anything else."""

from __future__ import annotations

import re

from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.asked_agreement import Fact, Stated, stated
from ..dialogue.asked_conclusions import premise_of
from ..dialogue.gloss import plain
from .answer_case import Case, of_record
from .credential_answers import NO_SIGNER
from .credential_details import LABELLED, NO_LABEL
from .file_case import said
from .form_answers import FORMATS
from .place_answers import position

YES = Sentence("agreement_answers.yes", "Yes, that is so. {statement}")
NO = Sentence("agreement_answers.no", "No, that is not so. {statement}")
METADATA = Sentence("agreement_answers.metadata", "The file does hold metadata.")
NO_METADATA = Sentence("agreement_answers.no_metadata", "The file holds no metadata.")
GPS = Sentence("agreement_answers.gps", "The file does give a GPS position.")
NO_GPS = Sentence("agreement_answers.no_gps", "The file gives no GPS position.")
SIGNED = Sentence("agreement_answers.signed", "The file does hold content credentials with a signature.")
TRUSTED = Sentence("agreement_answers.trusted", "The signer is on the list that you trust.")
UNTRUSTED = Sentence(
    "agreement_answers.untrusted", "The signer is not trusted here, so the name can be anybody's invention."
)
LABEL = Sentence("agreement_answers.label", "The label here is {label}.")
FORMAT = Sentence("agreement_answers.format", "The file has the format {form}.")
_OPENING = 6  # characters of a message, as in “so it is signed”, that draw no conclusion
_THEREFORE = re.compile(
    r"\b(?:so|means?|therefore|because|must|can'?t|cannot|also|heisst|bedeutet|muss|donc|alors|signifie|entonces|"
    r"asi que|significa)\b|所以|说明|意味"
)
_PLACES = ("EXIF", "XMP", "IPTC", "PNG", "comment")  # of metadata, and not of the container


def agreed(case: Case, message: str) -> list[Item]:
    """Yes or no to each assertion that the record settles.

    Where a message draws a conclusion from it, only what is not so is said: a yes would seem to confirm the conclusion.

    Args:
        case: the question.
        message: all of it, in the user's words.
    """
    concludes = premise_of(message) is not None or _THEREFORE.search(plain(message[_OPENING:])) is not None
    items: list[Item] = []
    for one in stated(message):
        told = _settled(case, one)
        if told is None:
            continue
        fact, statement = told
        right = fact == one.holds
        if not (right and concludes):
            text = (YES if right else NO)(statement=statement)
            items.append(of_record(text) if one.fact is Fact.LABEL else said(text))
    return items[:2]


def _settled(case: Case, one: Stated) -> tuple[bool, str] | None:
    """Whether a fact holds by the record, and how that is said; None if it does not arise."""
    file, manifest = case.file, case.file.manifest
    if one.fact is Fact.METADATA:
        held = any(field.place in _PLACES for field in case.contents.fields)
        return held, (METADATA if held else NO_METADATA)()
    if one.fact is Fact.GPS:
        held = bool(position(file))
        return held, (GPS if held else NO_GPS)()
    if one.fact is Fact.SIGNED:
        return manifest is not None, (NO_SIGNER if manifest is None else SIGNED)()
    if one.fact is Fact.TRUSTED:
        if manifest is None:
            return False, NO_SIGNER()
        return manifest.trusted, (TRUSTED if manifest.trusted else UNTRUSTED)()
    if one.fact is Fact.AI_DECLARED:
        held = any(item.supports != "real" for item in file.declared)
        return held, (LABELLED if held else NO_LABEL)()
    if one.fact is Fact.LABEL:
        return case.verdict.label == one.value, LABEL(label=case.verdict.label)
    media = case.record.exhibit.media_type
    return media == f"image/{one.value}", FORMAT(form=FORMATS.get(media, media))
