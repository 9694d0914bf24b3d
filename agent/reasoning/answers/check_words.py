"""What a word in the findings on content credentials means for the picture: expired, malformed, untrusted, revoked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...provenance.credential_types import Finding, Manifest
from ...provenance.credentials import validation_codes as codes
from ...provenance.credentials.integrity_findings import integrity, trust
from ...sentences import Sentence
from ..dialogue.gloss import plain
from .answer_case import Answered, Case
from .file_case import said

_WORDS: Mapping[Finding, re.Pattern[str]] = {
    Finding.EXPIRED: re.compile(
        r"\bexpir\w*|\bout of date\b|\babgelaufen\w*|\bperim\w*|\bcaducad\w*|\bvencid\w*|过期|到期"
    ),
    Finding.NON_CONFORMANCE: re.compile(
        r"\bmalformed\b|\bnon-?conform\w*|\bbreaks? a rule|\bstandard\b|\bfehlerhaft\w*|\bfehlgeformt\w*|\bregel\w*|"
        r"\bmal ?form\w*|\bnorme\b|\bmal formad\w*|\bnorma\b|\bestandar\b|"
        r"格式(?:错误|不正确|有误)|不符合.{0,6}(?:标准|规范)"
    ),
    Finding.REVOKED: re.compile(r"\brevok\w*|\bwiderrufen\w*|\brevoqu\w*|\brevocad\w*|吊销|撤销"),
    Finding.UNKNOWN_SIGNER: re.compile(
        r"\buntrusted\b|\bnot trusted\b|\bnicht vertrau\w*|\bunvertrau\w*|\bpas (?:de )?confiance|\bno (?:es )?(?:de )?"
        r"confia\w*|不(?:受)?信任|不可信"
    ),
}  # fmt: skip

MEANINGS: Mapping[Finding, Sentence] = {
    Finding.EXPIRED: Sentence(
        "check_words.expired",
        "“Expired” says that the signer's certificate was outside its dates when it was checked here. It does not show "
        "that the picture was changed.",
    ),
    Finding.NON_CONFORMANCE: Sentence(
        "check_words.malformed",
        "That is a fault of form: the program that wrote the credentials left something out or put it in the wrong "
        "order. It does not show that the picture was changed.",
    ),
    Finding.REVOKED: Sentence(
        "check_words.revoked",
        "“Revoked” says that whoever issued the signer's certificate took it back, so the signature can't be relied "
        "on. It does not show that the picture was changed.",
    ),
    Finding.UNKNOWN_SIGNER: Sentence(
        "check_words.untrusted",
        "“Not trusted” says only that the signer is on no list that was used here: who signed is not confirmed. It "
        "is no "
        "failed check.",
    ),
}
STILL_FITS = Sentence(
    "check_words.still_fits",
    "It does not count for nothing: the signature fits, and the file is unchanged since it was signed.",
)
NOT_WHOSE = Sentence("check_words.not_whose", "Whose signature it is, is not confirmed, so what it says stays a claim.")


def check_word(case: Case) -> Answered | None:
    """What a word of the check of the credentials means here; None if it names no fault that they have."""
    manifest = case.file.manifest
    if manifest is None:
        return None
    words = plain(case.asked.text)
    held = {status.finding for one in manifest.walk() for status in one.statuses}
    meant = next((kind for kind, pattern in _WORDS.items() if kind in held and pattern.search(words)), None)
    if meant is None:
        return None
    own = case.file.cited([*integrity(manifest), *trust(manifest)])[:2]
    fits = [said(STILL_FITS())] if _fits(manifest) else []
    return Answered([said(MEANINGS[meant]()), *fits, *own, said(NOT_WHOSE())])


def _fits(manifest: Manifest) -> bool:
    """Whether the signature is valid, and the file as it was signed."""
    return (
        manifest.succeeded(codes.SIGNATURE_VALID)
        and manifest.succeeded(*codes.FILE_MATCHES)
        and not any(status.finding is Finding.TAMPERING for status in manifest.failures)
    )
