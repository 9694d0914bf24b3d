"""Content credentials (C2PA): whether there are any, whether they hold, what they declare, and who signed them."""

from __future__ import annotations

from collections.abc import Iterator

from ...foreign import Foreign, file_name
from ...provenance.credential_types import Finding, Manifest
from ...provenance.credentials import validation_codes as codes
from ...provenance.credentials.declaration_findings import declarations, others
from ...provenance.credentials.declared_history import Sense, history, roles
from ...provenance.credentials.integrity_findings import (
    NOT_REVOKED_UNCHECKED,
    ingredients,
    integrity,
    signer,
    subject,
    trust,
)
from ...provenance.rules import passages
from ...provenance.trust_lists import OFFICIAL
from ...sentences import Sentence
from ..answer_items import Item
from .file_case import FileCase, answer, claimed, said
from .written_dates import of_text

_MOST_SIGNERS = 3
_STAMP_TRUSTED, _STAMP_VALID = "timeStamp.trusted", "timeStamp.validated"  # codes of a check of credentials

NONE = Sentence(
    "credential_answers.none", "The file holds no content credentials (C2PA), so it has no digital signature."
)
NONE_SAYS_NOTHING = Sentence(
    "credential_answers.none_says_nothing",
    "That says nothing about the picture: most cameras write none, and most platforms remove them.",
)
ASK = Sentence(
    "credential_answers.ask",
    "Ask for the file as its author saved it; credentials get lost when a picture is sent or saved again.",
)
NO_SIGNER = Sentence(
    "credential_answers.no_signer", "Nobody has signed the file: it holds no content credentials (C2PA)."
)
UNREAD = Sentence(
    "credential_answers.unread", "The file refers to content credentials (C2PA), but they could not be read here."
)
HOLDS = Sentence("credential_answers.holds", "The file holds content credentials (C2PA) of {signer}{dated}: {state}.")
STATE = Sentence("credential_answers.state", "Its content credentials are of {signer}{dated}: {state}.")
DATED = Sentence("credential_answers.dated", ", dated {moment}")
VALID_TRUSTED = Sentence(
    "credential_answers.valid_trusted",
    "the signature is valid, the file is unchanged since it was signed, and you trust the signer",
)
VALID_UNKNOWN = Sentence(
    "credential_answers.valid_unknown",
    "the signature is valid and the file is unchanged since it was signed, but the signer is not trusted here",
)
UNCONFIRMED = Sentence(
    "credential_answers.unconfirmed", "no fault was found, but it could not be confirmed that they are valid"
)
FILE_CHANGED = Sentence(
    "credential_answers.file_changed", "they do not match the file, which was changed after it was signed"
)
CHANGED = Sentence("credential_answers.changed", "they were changed after they were signed, so they can't be relied on")
FAULTY = Sentence("credential_answers.faulty", "they did not pass all checks, so nothing in them is proven")
PARTS = Sentence(
    "credential_answers.parts", "They name {count} ingredients, from which the picture was made: {titles}."
)
PART = Sentence("credential_answers.part", "They name one ingredient, from which the picture was made: {titles}.")
WITH_OWN = Sentence("credential_answers.with_own", "{title} (with credentials of its own)")
BARE = Sentence("credential_answers.bare", "{title} (without credentials)")
UNNAMED = Sentence("credential_answers.unnamed", "one without a name")
MEANS = Sentence(
    "credential_answers.means",
    "A valid signature shows who signed and that nothing was changed since. It does not show that what the signer "
    "declares is true.",
)
SIGNED_BY = Sentence(
    "credential_answers.signed_by", "The content credentials of the file were signed by {signer}{dated}."
)
PART_SIGNED = Sentence("credential_answers.part_signed", "The credentials of {subject} were signed by {signer}{dated}.")
OFFICIAL_LIST = Sentence(
    "credential_answers.official_list", "Signers were checked against the official C2PA trust list on this machine."
)
OWN_LIST = Sentence("credential_answers.own_list", "Signers were checked against the certificates in {name}.")
NO_LIST = Sentence(
    "credential_answers.no_list",
    "No list of trusted signers was given. Fetch the official one with `telltale trust fetch`, and start again with "
    "`--trust-anchors c2pa`.",
)
OTHER_LIST = Sentence(
    "credential_answers.other_list",
    "If you know the signer's root certificate from a source that you trust, start again with `--trust-anchors` and "
    "its PEM file.",
)
TRY_OFFICIAL = Sentence(
    "credential_answers.try_official",
    "To check the official C2PA list too, run `telltale trust fetch` and start again with `--trust-anchors c2pa`.",
)
ONLY_A_NAME = Sentence(
    "credential_answers.only_a_name",
    "Until then the name is only what stands in a certificate that anyone could have made.",
)
STAMP_TRUSTED = Sentence(
    "credential_answers.stamp_trusted",
    "The time of signing, {moment}, is harder to fake than other data: the check of its time stamp succeeded, by "
    "which an independent service confirms that the record existed then.",
)
STAMP_VALID = Sentence(
    "credential_answers.stamp_valid",
    "The time of signing, {moment}, carries a time stamp that fits the record. Whether the service behind it can be "
    "trusted was not confirmed here, so it can be faked by whoever runs such a service.",
)
NO_STAMP = Sentence(
    "credential_answers.no_stamp",
    "The time of signing, {moment}, has no confirmed time stamp of a service, so it is what the signer's program wrote "
    "and can be wrong.",
)
CANT_HELP = Sentence(
    "credential_answers.cant_help",
    "No list of trusted signers can mend this; ask the signer for the file as it was signed.",
)


def credentials(case: FileCase) -> list[Item]:
    """Whether there are content credentials, whether they hold, and what they declare."""
    manifest = case.manifest
    if manifest is None:
        return _without(case, NONE)
    first = said(HOLDS(signer=signer(manifest), dated=_dated(manifest), state=_state(manifest)))
    faults = [] if manifest.intact else case.cited(integrity(manifest))[:2]
    told = case.cited(declarations(manifest))
    wrong = case.cited(ingredients(manifest))
    names = list(named_parts(manifest))
    room = [*faults, *told[:2], *wrong[:1], *names, *told[2:], *wrong[1:]]
    end = claimed(case) or [said(MEANS())]
    return answer([first, *room], *end, *_what_to_do(case, manifest)[:1])


def state(case: FileCase) -> list[Item]:
    """In one item, whose credentials the file holds and whether they hold; none if it has none."""
    manifest = case.manifest
    if manifest is None:
        return [said(UNREAD())] if case.contents.credentials is not None else []
    return [said(STATE(signer=signer(manifest), dated=_dated(manifest), state=_state(manifest)))]


def captured(case: FileCase) -> list[Item]:
    """That the credentials declare a camera as the origin, and how far that can be relied on; none if they don't."""
    manifest = case.manifest
    if manifest is None or not any(one.sense is Sense.CAPTURED for one in history(manifest)):
        return []
    return [*case.cited(declarations(manifest)[:1]), *claimed(case)]


def signed(case: FileCase) -> list[Item]:
    """Who signed, when, whether the signer is trusted and by which list, and what can be done."""
    manifest = case.manifest
    if manifest is None:
        return _without(case, NO_SIGNER)
    first = said(SIGNED_BY(signer=signer(manifest), dated=_dated(manifest)))
    told = case.cited(trust(manifest))
    if not manifest.intact:
        told = [*case.cited(integrity(manifest))[:1], *told]
    closing = _what_to_do(case, manifest)
    if manifest.trusted:
        closing = [said(NOT_REVOKED_UNCHECKED()), said(MEANS())]
    return answer([first, *told, *_list_used(case), *_other_signers(manifest), *case.cited(others(manifest))], *closing)


def time_stamp(case: FileCase) -> list[Item]:
    """How far the time of signing can be relied on; none without credentials that are dated."""
    manifest = case.manifest
    if manifest is None or not manifest.signed_at:
        return []
    moment = of_text(manifest.signed_at)
    if manifest.succeeded(_STAMP_TRUSTED):
        return [said(STAMP_TRUSTED(moment=moment))]
    if manifest.succeeded(_STAMP_VALID):
        return [said(STAMP_VALID(moment=moment))]
    return [said(NO_STAMP(moment=moment))]


def _without(case: FileCase, sentence: Sentence) -> list[Item]:
    """What is said where no credentials could be read."""
    found = case.contents.credentials
    if found is not None:
        return answer([said(UNREAD()), *case.cited(integrity(found))], said(ASK()))
    links = [one for one in passages.evidence(case.fields, case.facts, credentials=False) if one.source == "xmp"]
    return answer([said(sentence()), *case.cited(links)], said(NONE_SAYS_NOTHING()), said(ASK()))


def unchanged(manifest: Manifest) -> bool:
    """Whether no check failed and those succeeded that show the file as it was signed."""
    checked = manifest.succeeded(codes.SIGNATURE_VALID) and manifest.succeeded(*codes.FILE_MATCHES)
    return manifest.intact and checked


def _state(manifest: Manifest) -> str:
    """Integrity and trust of a manifest by itself, in words."""
    tampered = [status for status in manifest.failures if status.finding is Finding.TAMPERING]
    if any(status.code in codes.FILE_DIFFERS for status in tampered):
        return FILE_CHANGED()
    if tampered:
        return CHANGED()
    if manifest.failures:
        return FAULTY()
    if not unchanged(manifest):
        return UNCONFIRMED()
    return (VALID_TRUSTED if manifest.trusted else VALID_UNKNOWN)()


def _dated(manifest: Manifest) -> str:
    return DATED(moment=of_text(manifest.signed_at)) if manifest.signed_at else ""


def named_parts(manifest: Manifest) -> Iterator[Item]:
    """The ingredients by their titles, in one item; none if there are none."""
    parts = manifest.ingredients
    if not parts:
        return
    titles = []
    for part in parts[:4]:
        title = f"{part.title:60}" if part.title else UNNAMED()
        titles.append((WITH_OWN if part.has_manifest else BARE)(title=title))
    more = " …" if len(parts) > len(titles) else ""
    yield said((PART if len(parts) == 1 else PARTS)(count=len(parts), titles=f"{'; '.join(titles)}{more}"))


def _other_signers(manifest: Manifest) -> Iterator[Item]:
    """Who signed the credentials of ingredients, as far as it is somebody else."""
    seen = {_signer(manifest)}
    for part, role in roles(manifest):
        if role == "self" or not part.has_manifest or _signer(part) in seen or len(seen) > _MOST_SIGNERS:
            continue
        seen.add(_signer(part))
        yield said(PART_SIGNED(subject=subject(part, role), signer=signer(part), dated=_dated(part)))


def _signer(manifest: Manifest) -> str:
    return (manifest.signer or Foreign("")).raw.casefold()


def _list_used(case: FileCase) -> Iterator[Item]:
    name = case.trust_list
    if name:
        yield said(OFFICIAL_LIST() if name == OFFICIAL else OWN_LIST(name=file_name(name)))


def _what_to_do(case: FileCase, manifest: Manifest) -> list[Item]:
    """How the signer could come to be trusted, or that no list can mend what is wrong."""
    if manifest.trusted:
        return []
    if manifest.failures:
        return [said(CANT_HELP())]
    if not case.trust_list:
        return [said(NO_LIST()), said(OTHER_LIST()), said(ONLY_A_NAME())]
    if case.trust_list == OFFICIAL:
        return [said(OTHER_LIST()), said(ONLY_A_NAME())]
    return [said(TRY_OFFICIAL()), said(OTHER_LIST()), said(ONLY_A_NAME())]
