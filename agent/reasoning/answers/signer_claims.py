"""What a message takes from a signature or from words in the file: that they say so makes nothing real.

A certificate can bear any name, and a file any text. So the words are quoted as the file's own, and beside them stands
whether the signer is trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...foreign import Foreign
from ...provenance.credential_types import Manifest
from ...provenance.credentials.integrity_findings import integrity, trust
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from ..stance import Role
from ..writing.findings import of_verdict
from .answer_case import Answered, Case, of_record
from .credential_answers import NO_SIGNER, signed, unchanged
from .file_case import FileCase, said

_MOST_FIELDS = 400  # fields in which words are looked for
_WINDOW = 2_000  # characters of a field
# What a text can say of a picture, from a question in small letters without accents.
_PRAISE = re.compile(
    r"real|genuine|authentic|certified|verified|trusted|approved|official|original|untouched|unaltered|unedited|"
    r"not ai|no ai|echt|zertifiziert|verifiziert|vertrauenswurdig|vrai|certifie|verifie|fiable|certificad|verificad|"
    r"真|认证|可信|验证"
)

OWN_WORDS = Sentence(
    "signer_claims.own_words",
    "No: {text:80} are words in the file that whoever made it could choose freely, and this tool confirms none of "
    "them.",
)
NOT_IN_IT = Sentence(
    "signer_claims.not_in_it", "No: neither the file nor a finding says that, and such words would prove nothing."
)
ANY_NAME = Sentence(
    "signer_claims.any_name",
    "No: that name stands in a certificate that no known authority vouches for here, and anyone can make one with any "
    "name.",
)
NOT_SIGNED = Sentence("signer_claims.not_signed", "No: the file holds no valid digital signature.")
FAULTY = Sentence(
    "signer_claims.faulty", "No: its content credentials did not pass the check, so the signature shows nothing."
)
CAN_BE_FAULTY = Sentence(
    "signer_claims.can_be_faulty",
    "Yes, that is possible: the content credentials did not pass the check, so nothing in them is proven.",
)
CAN_BE_NAMED = Sentence(
    "signer_claims.can_be_named",
    "Yes, that is possible: the name stands in a certificate for which no known authority vouches here, and anyone can "
    "make one with any name.",
)
IS_VALID = Sentence("signer_claims.is_valid", "Yes: the signature fits, and the file is unchanged since it was signed.")
IS_FAULTY = Sentence("signer_claims.is_faulty", "No: the content credentials did not pass the check.")
UNSURE = Sentence(
    "signer_claims.unsure", "That could not be confirmed: no fault was found, but not every check succeeded."
)
HARDLY = Sentence(
    "signer_claims.hardly",
    "Hardly: whoever did it would need the secret key of a signer that you trust. Keys have been stolen and misused, "
    "but that is rare.",
)
ONLY_UNCHANGED = Sentence(
    "signer_claims.only_unchanged",
    "That a signature fits shows only that the file was not changed since it was signed, and not that the picture is "
    "real.",
)


def text_says(case: Case) -> Answered | None:
    """That words in the file, or in the name of a signer, confirm nothing; None if nothing is there to be quoted."""
    held = next(_praising(case), None)
    if held is None and case.file.manifest is None and not case.named:
        return None
    first = said(NOT_IN_IT() if held is None else OWN_WORDS(text=held))
    return Answered([first, *_standing(case.file), of_verdict(case.verdict)], about=case.named)


def signature_valid(case: Case) -> Answered | None:
    """Whether the signature is valid, and that this does not show who signed or that the picture is real."""
    manifest = case.file.manifest
    if manifest is None:
        return Answered([said(NOT_SIGNED()), *signed(case.file)[:1]])
    first = IS_FAULTY if not manifest.intact else UNSURE if not unchanged(manifest) else IS_VALID
    return Answered([said(first()), *_standing(case.file)])


def forged_signature(case: Case) -> Answered | None:
    """Whether the signature, or the name in it, can be forged; None without credentials."""
    manifest = case.file.manifest
    if manifest is None:
        return None
    first = CAN_BE_FAULTY if not manifest.intact else HARDLY if manifest.trusted else CAN_BE_NAMED
    return Answered([said(first()), *_standing(case.file)[:2], of_verdict(case.verdict)])


def by_signature(case: Case) -> list[Item]:
    """What is wrong with concluding from a signature in this file; empty if a trusted signer stands behind it."""
    manifest = case.file.manifest
    if manifest is None:
        return [said(NOT_SIGNED()), said(NO_SIGNER())]
    if not manifest.intact:
        return [said(FAULTY()), *_standing(case.file)]
    if manifest.trusted:
        return []
    return [said(ANY_NAME()), *_standing(case.file)]


def _standing(case: FileCase) -> list[Item]:
    """Whether the signer is trusted, and what the signature does not show; nothing without credentials."""
    manifest = case.manifest
    if manifest is None:
        return []
    faults = [] if manifest.intact else case.cited(integrity(manifest))[:1]
    return [*faults, *case.cited(trust(manifest))[:1], of_record(ONLY_UNCHANGED(), Role.RESERVATION)]


def _praising(case: Case) -> Iterator[Foreign]:
    """The texts of the file that say what the question says that they do: names in the credentials, then fields."""
    asked = [found[0] for found in _PRAISE.finditer(plain(case.asked.text))]
    if not asked:
        return
    manifest = case.file.manifest
    names = list(_names(manifest)) if manifest is not None else []
    fields = [one.value for one in case.contents.fields[:_MOST_FIELDS] if one.where != "colour profile"]
    # all words of the question, then any of them
    for enough in (all, any):
        for text in (*names, *fields):
            words = plain(text.raw[:_WINDOW])
            if enough(word in words for word in asked):
                yield text


def _names(manifest: Manifest) -> Iterator[Foreign]:
    yield from (text for text in (manifest.program, manifest.signer, manifest.title) if text)
