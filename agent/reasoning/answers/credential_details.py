"""Single facts of content credentials and of labels in a file: ingredients, certificate, repair, changes, AI steps."""

from __future__ import annotations

import re

from ...evidence import Flag
from ...provenance.credential_types import Finding
from ...provenance.credentials.declared_history import Sense, history
from ...provenance.credentials.integrity_findings import ingredients, integrity, trust
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from .alteration_answers import ai_part, alteration
from .answer_case import Answered, Case
from .credential_answers import NO_SIGNER, NONE_SAYS_NOTHING, named_parts, signed, state
from .file_case import answer, claimed, forgeable, said
from .file_edit_answers import NO_PROOF
from .software_answers import software_steps

_STEP = re.compile(r"\b(?:adjust\w*|steps?|edit|crop\w*|filter|resiz\w*|brightness\w*|colou?r)\b")
_MATCH = re.compile(
    r"\b(?:match\w*|mismatch\w*|fit|agree|tally|passt|stimmt|correspond|colle|concord\w*|coincid\w*|concuerd\w*|encaja)\b|对不上|不匹配|不符|不一致"
)
_AUTHORITY = re.compile(r"\bauthorit|\bissuer|\bcertifier|\bstelle\b|\bbehorde|\bautori|机构")
_YES_OR_NO = re.compile(r"^\W*(?:was|is|are|were|does|do|did|ist|sind|wurde|est|ont|es|fue)\b", re.I)

NOT_WHAT = Sentence(
    "credential_details.not_what",
    "What was changed can't be told from that: the check shows only that something differs from what was signed, be it "
    "by saving again or by an edit of the picture.",
)
NO_INGREDIENTS = Sentence(
    "credential_details.no_ingredients",
    "The file names no other pictures from which it was made. Most programs write no such list.",
)
OWN_PLACED = Sentence(
    "credential_details.own_placed", "By its content credentials, another picture was placed in this one."
)
IN_PART = Sentence(
    "credential_details.in_part", "The fault lies in the credentials of an ingredient and not in the picture's own."
)
IN_OWN = Sentence("credential_details.in_own", "The fault lies in the picture's own credentials.")
NO_FAULT = Sentence("credential_details.no_fault", "No fault was found in the credentials.")
ONLY_NAME = Sentence(
    "credential_details.only_name",
    "Of the certificate this tool shows the signer's name alone: not who issued it, its number, or when it expires.",
)
CERTS = Sentence(
    "credential_details.certs",
    "The free program c2patool writes the certificates out: `c2patool FILE --certs`. With `openssl x509 -text` you can "
    "read the first of them.",
)
NO_REPAIR = Sentence(
    "credential_details.no_repair",
    "No. A signature that does not fit can't be mended, since only the signer can sign the file anew. Ask for the file "
    "as it was signed.",
)
NO_NEED = Sentence("credential_details.no_need", "There is nothing to repair: no fault was found in the credentials.")
BEFORE_SIGNING = Sentence(
    "credential_details.before_signing",
    "What was done before it was signed is another question; these steps are named.",
)
STEPS_BEFORE = Sentence(
    "credential_details.steps_before",
    "Hardly: the steps that it lists were recorded before it was signed, and are part of what was signed; what was "
    "changed later is not recorded.",
)
NO_AI_STEP = Sentence("credential_details.no_ai_step", "None of the steps that the file records declares AI.")
NO_STEPS = Sentence("credential_details.no_steps", "The file records no edits, and it does not say that AI was used.")
NO_LABEL = Sentence("credential_details.no_label", "The file carries no note that AI made or altered the picture.")
LABELLED = Sentence("credential_details.labelled", "The file itself says that AI made or altered the picture.")
REMOVABLE = Sentence(
    "credential_details.removable",
    "That does not show that no AI was used: such notes are easily lost or removed, and a mark in the pixels, such as "
    "SynthID, can't be read here.",
)


def parts(case: Case) -> Answered | None:
    """Which pictures this one was made from, and whether their credentials hold.

    None where the file names none and it was asked whether there are any: the pixels then have their say.
    """
    manifest = case.file.manifest
    named = list(named_parts(manifest)) if manifest is not None else []
    if manifest is None or not named:
        return None if _YES_OR_NO.match(case.asked.text) else Answered([said(NO_INGREDIENTS())])
    return Answered(answer([*named, *case.file.cited(ingredients(manifest))], *claimed(case.file)[:1]))


def montage(case: Case) -> Answered:
    """That another picture was placed in this one, by its credentials; else what shows of an alteration."""
    manifest = case.file.manifest
    placed = manifest is not None and any(
        one.sense is Sense.PLACED or one.action.action.raw.endswith(".placed") for one in history(manifest)
    )
    if manifest is None or not placed:
        return alteration(case)
    steps = software_steps(case.file)[:1]
    return Answered(answer([said(OWN_PLACED()), *steps, *named_parts(manifest)], *claimed(case.file)[:1]))


def chain(case: Case) -> Answered | None:
    """Whether a fault lies in the picture's own credentials or in those of an ingredient; None without credentials."""
    manifest = case.file.manifest
    if manifest is None:
        return None
    own = [] if manifest.intact else case.file.cited(integrity(manifest))
    faulty = any(part.failures for part in list(manifest.walk())[1:])
    of_parts = case.file.cited(ingredients(manifest))
    first = IN_OWN if own else IN_PART if faulty else NO_FAULT
    return Answered(answer([said(first()), *own[:2], *of_parts[:3], *state(case.file)], *claimed(case.file)[:1]))


def certificate(case: Case) -> Answered | None:
    """The signer, and that nothing else of the certificate is shown here; None without credentials."""
    manifest = case.file.manifest
    if manifest is None:
        return None
    faults = [] if manifest.intact else case.file.cited(integrity(manifest))[:2]
    known = case.file.cited(trust(manifest))[:1] if _AUTHORITY.search(plain(case.asked.text)) else []
    return Answered([*known, said(ONLY_NAME()), *signed(case.file)[:2], *faults, said(CERTS())])


def repair(case: Case) -> Answered | None:
    """That a broken signature can't be mended; None without credentials."""
    manifest = case.file.manifest
    if manifest is None:
        return None
    if manifest.intact:
        return Answered([said(NO_NEED()), *state(case.file)])
    return Answered([said(NO_REPAIR()), *case.file.cited(integrity(manifest))[:1], *case.entry("c2pa-broken")])


def after_signing(case: Case) -> Answered:
    """Whether the file was changed after it was signed."""
    manifest = case.file.manifest
    if manifest is None:
        return Answered(answer([said(NO_SIGNER())], said(NONE_SAYS_NOTHING())))
    steps = software_steps(case.file)[:1]
    if not manifest.intact:
        listed = [said(STEPS_BEFORE()), *steps] if steps and _STEP.search(plain(case.asked.text)) else []
        broken = [*state(case.file), *case.file.cited(integrity(manifest))[:2], *case.entry("c2pa-broken")]
        return Answered([*listed, *broken])
    earlier = [said(BEFORE_SIGNING()), *steps] if steps else []
    return Answered(answer([*state(case.file), *earlier], *claimed(case.file)[:1]))


def changed_how(case: Case) -> Answered | None:
    """That credentials that do not match do not show what was changed; None where they match or there are none."""
    manifest = case.file.manifest
    if manifest is None or all(status.finding is not Finding.TAMPERING for status in manifest.failures):
        return None
    told = [said(NOT_WHAT()), *case.file.cited(integrity(manifest))[:1]]
    if _MATCH.search(plain(case.asked.text)):  # what does not match is known, what was changed is not
        told.reverse()
    return Answered([*told, *case.entry("c2pa-broken")])


def ai_step(case: Case) -> Answered:
    """Whether a step that the file records names AI."""
    if any(item.has(Flag.DECLARES) and item.supports != "real" for item in case.evidence):
        return ai_part(case)
    steps = software_steps(case.file)[:2]
    return Answered(answer([said((NO_AI_STEP if steps else NO_STEPS)()), *steps], said(NO_PROOF())))


def label(case: Case) -> Answered:
    """Whether the file says of itself that AI made or altered the picture."""
    declares = [item for item in case.file.declared if item.supports != "real"]
    if not declares:
        return Answered([said(NO_LABEL()), said(REMOVABLE())])
    items: list[Item] = [said(LABELLED()), *case.file.cited(declares[:3])]
    return Answered(answer(items, *(claimed(case.file)[:1] or [forgeable(case.file)])), about=declares[:3])
