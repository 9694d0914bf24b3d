"""The validation status codes of C2PA and CAWG, and what each failure means.

Source: C2PA Technical Specification 2.2 to 2.4, "Validation status codes", with the codes of versions 1.0 to 1.4 that
older files record; CAWG Identity Assertion 1.2, section 7.2.
"""

from __future__ import annotations

from ...sentences import Sentence
from ..credential_types import Finding

SIGNER_TRUSTED = "signingCredential.trusted"
SIGNATURE_VALID = "claimSignature.validated"
FILE_MATCHES = (
    "assertion.dataHash.match",
    "assertion.bmffHash.match",
    "assertion.boxesHash.match",
    "assertion.collectionHash.match",
    "assertion.multiAssetHash.match",
)
FILE_DIFFERS = (
    "assertion.dataHash.mismatch",
    "assertion.bmffHash.mismatch",
    "assertion.boxesHash.mismatch",
    "assertion.collectionHash.mismatch",
    "assertion.multiAssetHash.mismatch",
)
UNCOVERED = (
    "assertion.dataHash.additionalExclusionsPresent",
    "assertion.bmffHash.additionalExclusionsPresent",
    "assertion.boxesHash.additionalExclusionsPresent",
)
LINKED = "ingredient.manifest.validated"  # the manifest above gives the hash of the ingredient's manifest
ABSENT = "ingredient.manifest.missing"
REMOTE = "manifest.inaccessible"
UNREADABLE = "telltale.unreadable"  # our own: the library could not read the manifest store

_FAILURES: dict[Finding, str] = {
    Finding.TAMPERING: """
        assertion.dataHash.mismatch assertion.bmffHash.mismatch assertion.boxesHash.mismatch
        assertion.collectionHash.mismatch assertion.multiAssetHash.mismatch assertion.hashedURI.mismatch
        hashedURI.mismatch claimSignature.mismatch ingredient.manifest.mismatch ingredient.hashedURI.mismatch
        ingredient.claimSignature.mismatch""",
    Finding.NON_CONFORMANCE: """
        claim.missing claim.multiple claim.malformed claim.hardBindings.missing claim.required.missing
        claim.cbor.invalid claimSignature.missing manifest.multipleParents manifest.timestamp.invalid
        manifest.timestamp.wrongParents manifest.update.invalid manifest.update.wrongParents manifest.missing
        manifest.compressed.invalid manifest.unreferenced manifest.unknownProvenance assertion.outsideManifest
        assertion.missing assertion.required.missing assertion.multipleHardBindings assertion.hardBinding.redacted
        assertion.undeclared assertion.notRedacted assertion.selfRedacted assertion.json.invalid
        assertion.cbor.invalid assertion.action.ingredientMismatch assertion.action.malformed
        assertion.action.redacted assertion.action.redactionMismatch assertion.action.softBindingMissing
        assertion.dataHash.malformed assertion.dataHash.redacted assertion.bmffHash.malformed
        assertion.boxesHash.malformed assertion.boxesHash.unknownBox assertion.boxesHash.unknownBoxes
        assertion.cloud-data.hardBinding assertion.cloud-data.actions assertion.cloud-data.malformed
        assertion.cloud-data.labelMismatch assertion.collectionHash.incorrectFileCount
        assertion.collectionHash.incorrectItemCount assertion.collectionHash.invalidURI
        assertion.collectionHash.malformed assertion.multiAssetHash.malformed
        assertion.multiAssetHash.missingPart assertion.external-reference.malformed
        assertion.external-reference.actions assertion.external-reference.hardBinding
        assertion.ingredient.malformed assertion.metadata.disallowed assertion.timestamp.malformed
        ingredient.manifest.missing ingredient.claimSignature.missing hashedURI.missing algorithm.unsupported
        algorithm.deprecated cawg.identity.cbor.invalid cawg.identity.assertion.mismatch
        cawg.identity.assertion.duplicate cawg.identity.hard_binding_missing
        cawg.identity.hard_binding_incorrect cawg.identity.sig_type.unknown cawg.identity.pad.invalid""",
    Finding.EXPIRED: """
        signingCredential.expired claimSignature.outsideValidity timeOfSigning.outsideValidity
        timeStamp.outsideValidity timeStamp.mismatch timeStamp.malformed timeStamp.untrusted""",
    Finding.REVOKED: """
        signingCredential.revoked signingCredential.ocsp.revoked cawg.identity.credential_revoked
        cawg.ica.credential.revoked""",
    Finding.OTHER: "general.error",
    Finding.UNKNOWN_SIGNER: """
        signingCredential.untrusted signingCredential.invalid cawg.ica.untrusted_issuer
        cawg.x509.credential.untrusted""",
    Finding.REMOTE: """
        manifest.inaccessible assertion.inaccessible assertion.cloud-data.inaccessible
        assertion.external-reference.inaccessible cawg.ica.did_unavailable cawg.ica.revocation.unavailable""",
}
_BY_CODE = {code: finding for finding, codes in _FAILURES.items() for code in codes.split()}
_INFORMATION = (
    "algorithm.deprecated", "signingCredential.ocsp.skipped", "signingCredential.ocsp.inaccessible",
    "signingCredential.ocsp.unknown", "ingredient.unknownProvenance", "manifest.unknownProvenance", *UNCOVERED,
)  # fmt: skip
_SUCCESS = (
    SIGNER_TRUSTED, SIGNATURE_VALID, "claimSignature.insideValidity", "signingCredential.ocsp.notRevoked",
    "timeStamp.trusted", "timeStamp.validated", "timeOfSigning.insideValidity", "assertion.hashedURI.match",
    "assertion.accessible", LINKED, "ingredient.claimSignature.validated",
    "cawg.identity.trusted", "cawg.identity.well-formed", "cawg.ica.credential_valid", *FILE_MATCHES,
)  # fmt: skip


_FILE = "the hash over the file differs"
_UNREAD = "an assertion can't be read"
MEANINGS: dict[str, Sentence] = {
    code: Sentence(f"validation_codes.{code}", words)
    for code, words in (
        ("assertion.dataHash.mismatch", _FILE),
        ("assertion.bmffHash.mismatch", _FILE),
        ("assertion.boxesHash.mismatch", _FILE),
        ("assertion.hashedURI.mismatch", "the hash of an assertion differs"),
        ("claimSignature.mismatch", "the signature does not fit"),
        ("claimSignature.missing", "the signature is missing"),
        ("claimSignature.outsideValidity", "signed outside the certificate's period of validity"),
        ("claim.missing", "the claim is missing"),
        ("claim.malformed", "the claim breaks a rule"),
        ("claim.hardBindings.missing", "nothing ties the claim to the file"),
        ("ingredient.manifest.mismatch", "the hash of its manifest differs"),
        (ABSENT, "its manifest is missing"),
        ("assertion.missing", "an assertion is missing"),
        ("assertion.action.malformed", "an action is incomplete or out of order"),
        ("assertion.action.ingredientMismatch", "an action lacks the ingredient that it is about"),
        ("assertion.cbor.invalid", _UNREAD),
        ("assertion.json.invalid", _UNREAD),
        ("assertion.inaccessible", "an assertion lies elsewhere"),
        (REMOTE, "the manifest lies elsewhere"),
        ("manifest.multipleParents", "there is more than one parent"),
        ("signingCredential.expired", "the certificate has expired or is not valid yet"),
        ("signingCredential.ocsp.revoked", "the certificate was revoked"),
        ("algorithm.unsupported", "an algorithm is not supported"),
        ("general.error", "it could not be checked"),
    )
}


def failure(code: str) -> Finding:
    """What a failure code means; one that is not in the table is `OTHER`."""
    return _BY_CODE.get(code, Finding.OTHER)


def is_known(code: str) -> bool:
    """Whether a code is the specification's, so that it can be shown as a word of our own."""
    return code in _BY_CODE or code in _INFORMATION or code in _SUCCESS
