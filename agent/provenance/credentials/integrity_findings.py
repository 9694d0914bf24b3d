"""Evidence of the integrity of content credentials and of the trust in their signers; each manifest by itself.

Integrity: do the hashes and the signature match the file? Trust: is the signer under a root that the user named? Intact
credentials of an unknown signer are a claim and no proof, and a signer that is not trusted is no failed check.
Reference: C2PA Technical Specification 2.4, "Validation".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...evidence import Evidence, Facts, Flag, Supports
from ...foreign import Foreign
from ...sentences import Sentence
from ..credential_types import Finding, Manifest, Status
from . import validation_codes as codes
from .declared_history import Role, roles

SOURCE = "c2pa"
_MOST = 12  # ingredients that are told apart, of each kind

UNREADABLE = Sentence(
    "integrity_findings.unreadable", "The file has content credentials that could not be read ({reason})."
)
UNREADABLE_CAVEAT = Sentence(
    "integrity_findings.unreadable_caveat", "Damaged credentials alone do not show that the picture was manipulated."
)
REMOTE = Sentence(
    "integrity_findings.remote",
    "The file says that its content credentials lie elsewhere ({address}); nothing is fetched, so they were not read.",
)
INTACT = Sentence(
    "integrity_findings.intact", "Content credentials of {signer} are intact: hashes and signature match the file."
)
UNCOVERED = Sentence(
    "integrity_findings.uncovered",
    "The signature leaves some parts of the file out, beside the credentials themselves.",
)
UNCONFIRMED = Sentence(
    "integrity_findings.unconfirmed",
    "No fault was found in the content credentials of {signer}, but it could not be confirmed either that their "
    "signature is valid and that they match the file.",
)
BROKEN = Sentence("integrity_findings.broken", "Content credentials of {signer} do not match the file ({codes}).")
BROKEN_CAVEAT = Sentence(
    "integrity_findings.broken_caveat",
    "The file or its credentials were changed after signing; saving the file again is enough to cause this.",
)
ALTERED = Sentence(
    "integrity_findings.altered", "The content credentials of {signer} were changed after they were signed ({codes})."
)
ALTERED_CAVEAT = Sentence(
    "integrity_findings.altered_caveat",
    "What the credentials say can't be relied on. This alone does not tell whether the picture was changed.",
)
FAULTS: dict[Finding, Sentence] = {
    Finding.NON_CONFORMANCE: Sentence(
        "integrity_findings.non_conformance",
        "The content credentials of {signer} break a rule of the C2PA standard ({codes}), so they are not valid.",
    ),
    Finding.EXPIRED: Sentence(
        "integrity_findings.expired",
        "The certificate of {signer} is outside its period of validity ({codes}), and no trusted time stamp shows that "
        "it was valid when the credentials were signed.",
    ),
    Finding.REVOKED: Sentence("integrity_findings.revoked", "The certificate of {signer} was revoked ({codes})."),
    Finding.REMOTE: Sentence(
        "integrity_findings.remote_part",
        "A part of the content credentials of {signer} lies elsewhere and was not fetched ({codes}).",
    ),
    Finding.OTHER: Sentence(
        "integrity_findings.other_fault", "The content credentials of {signer} failed a check ({codes})."
    ),
}
FAULT_CAVEAT = Sentence(
    "integrity_findings.fault_caveat",
    "This does not show that the picture was changed; the program that signed it can be at fault.",
)
TRUSTED = Sentence(
    "integrity_findings.trusted",
    "The signer of the content credentials, {signer}, is trusted under the certificates that you provided.",
)
NOT_REVOKED_UNCHECKED = Sentence(
    "integrity_findings.revocation_unchecked",
    "Whether the certificate was revoked was not asked, as nothing is fetched.",
)
FAILED_THOUGH_KNOWN = Sentence(
    "integrity_findings.failed_though_known",
    "The certificate of the signer, {signer}, is under a root that you provided. Since the credentials did not pass "
    "all checks, nothing that they say counts as proven.",
)
NOT_TRUSTED = Sentence(
    "integrity_findings.not_trusted", "The signer of the content credentials, {signer}, is not trusted here ({reason})."
)
NOT_TRUSTED_CAVEAT = Sentence(
    "integrity_findings.not_trusted_caveat",
    "Either no trust list was given, or the signer is not on it. That is no failed check: anyone can sign with a "
    "certificate of their own, so intact credentials alone do not prove an origin.",
)
NOT_VERIFIED = Sentence("integrity_findings.not_verified", "not verified")
UNKNOWN_ROOT = Sentence("integrity_findings.unknown_root", "its certificate is under no root that you provided")
UNFIT = Sentence("integrity_findings.unfit", "its certificate is not fit for signing content credentials")
INGREDIENT_FAILS = Sentence(
    "integrity_findings.ingredient_fails",
    "The credentials of {subject} did not pass all checks: {codes}. They belong to that ingredient and not to the "
    "picture itself.",
)
INGREDIENT_RECORDED = Sentence(
    "integrity_findings.ingredient_recorded",
    "The signer of the picture's credentials noted a fault in the credentials of {subject}: {codes}.",
)
INGREDIENT_UNTRUSTED = Sentence(
    "integrity_findings.ingredient_untrusted",
    "The picture's own signer is trusted, but {signer}, who signed the credentials of {subject}, is not. What these "
    "say is a claim that anyone could have signed.",
)
INGREDIENT_ABSENT = Sentence(
    "integrity_findings.ingredient_absent",
    "The credentials refer to credentials of {subject} that are not in the file.",
)
INGREDIENT_BARE = Sentence(
    "integrity_findings.ingredient_bare",
    "The credentials name {titles}, which has no credentials of its own: its origin is unknown.",
)
INGREDIENTS_BARE = Sentence(
    "integrity_findings.ingredients_bare",
    "The credentials name {titles}, which have no credentials of their own: their origins are unknown.",
)
SUBJECTS: dict[Role, Sentence] = {
    "self": Sentence("integrity_findings.the_picture", "the picture"),
    "origin": Sentence("integrity_findings.its_origin", "the picture's origin (the ingredient {title})"),
    "component": Sentence("integrity_findings.a_component", "a part of the picture (the ingredient {title})"),
    "input": Sentence("integrity_findings.an_input", "an input to the generator (the ingredient {title})"),
}
SIGNER = Sentence("integrity_findings.signer", "{issuer} (made with {program})")
UNNAMED_SIGNER = Sentence("integrity_findings.unnamed_signer", "an unnamed signer")
UNNAMED_PROGRAM = Sentence("integrity_findings.unnamed_program", "an unnamed program")
UNNAMED = Sentence("integrity_findings.unnamed", "without a name")
WITH_MEANING = Sentence("integrity_findings.with_meaning", "{meaning}, {code}")


def item(
    statement: str,
    supports: Supports = "neutral",
    caveats: Sequence[str] = (),
    *flags: Flag,
    decisive: bool = False,
) -> Evidence:
    """One finding from content credentials, which quotes text of the file."""
    kept = tuple(dict.fromkeys((*flags, Flag.QUOTES)))
    return Evidence(
        source=SOURCE,
        kind="provenance",
        statement=statement,
        supports=supports,
        caveats=tuple(caveats),
        decisive=decisive,
        facts=Facts(flags=kept),
    )


def signer(manifest: Manifest) -> str:
    """Who signed a manifest, and with what it was made."""
    issuer = f"{manifest.signer:60}" if manifest.signer else UNNAMED_SIGNER()
    program = f"{manifest.program:60}" if manifest.program else UNNAMED_PROGRAM()
    return SIGNER(issuer=issuer, program=program)


def subject(manifest: Manifest, role: Role) -> str:
    """What a manifest is about, with the ingredient's title."""
    title = f"{manifest.title:60}" if manifest.title else UNNAMED()
    return SUBJECTS[role](title=title)


def integrity(manifest: Manifest) -> list[Evidence]:
    """Whether the picture's own credentials match it and are valid; each kind of fault is a finding of its own."""
    if not manifest.has_manifest:
        return [_missing(status) for status in manifest.statuses]
    own, name = manifest.failures, signer(manifest)
    found: list[Evidence] = []
    tampered = [status for status in own if status.finding is Finding.TAMPERING]
    of_file = [status for status in tampered if status.code in codes.FILE_DIFFERS]
    if of_file:
        found.append(_broken(BROKEN(signer=name, codes=_listed(tampered)), BROKEN_CAVEAT()))
    elif tampered:
        found.append(_broken(ALTERED(signer=name, codes=_listed(tampered)), ALTERED_CAVEAT()))
    for finding, sentence in FAULTS.items():
        if some := [status for status in own if status.finding is finding]:
            found.append(item(sentence(signer=name, codes=_listed(some)), caveats=(FAULT_CAVEAT(),)))
    if not found:
        matches = manifest.succeeded(codes.SIGNATURE_VALID) and _file_matches(manifest)
        left_out = any(status.code in codes.UNCOVERED for status in manifest.statuses)
        sentence = INTACT if matches else UNCONFIRMED
        found.append(item(sentence(signer=name), caveats=(UNCOVERED(),) if matches and left_out else ()))
    return found


def trust(manifest: Manifest) -> list[Evidence]:
    """Whether the signer of the picture's own credentials is trusted."""
    if not manifest.has_manifest:
        return []
    name = signer(manifest)
    if manifest.trusted:
        return [item(TRUSTED(signer=name), caveats=(NOT_REVOKED_UNCHECKED(),))]
    if manifest.succeeded(codes.SIGNER_TRUSTED) and manifest.failures:
        return [item(FAILED_THOUGH_KNOWN(signer=name))]
    said = {status.code for status in manifest.statuses if status.finding is Finding.UNKNOWN_SIGNER}
    reason = NOT_VERIFIED()
    if "signingCredential.invalid" in said:
        reason = UNFIT()
    elif "signingCredential.untrusted" in said:
        reason = UNKNOWN_ROOT()
    return [item(NOT_TRUSTED(signer=name, reason=reason), caveats=(NOT_TRUSTED_CAVEAT(),))]


def ingredients(manifest: Manifest) -> list[Evidence]:
    """What is wrong with ingredients, each named as that ingredient; and which have no credentials of their own."""
    parts: list[tuple[Manifest, Role]] = [(part, role) for part, role in roles(manifest) if role != "self"]
    found = [one for part, role in parts for one in _ingredient(manifest, part, role)]
    bare = list(dict.fromkeys(_title(p) for p, role in parts if _is_bare(p) and role != "input"))
    if bare:
        sentence = INGREDIENT_BARE if len(bare) == 1 else INGREDIENTS_BARE
        more = "" if len(bare) <= _MOST else " …"
        found.append(item(sentence(titles=", ".join(bare[:_MOST]) + more)))
    return list({one.statement: one for one in found}.values())[: 3 * _MOST]


def _ingredient(manifest: Manifest, part: Manifest, role: Role) -> Iterator[Evidence]:
    about = subject(part, role)
    if not part.has_manifest:
        if any(status.code == codes.ABSENT for status in part.statuses):
            yield item(INGREDIENT_ABSENT(subject=about))
        return
    checked = [status for status in part.failures if not status.recorded]
    noted = [status for status in part.failures if status.recorded]
    if checked:
        yield item(INGREDIENT_FAILS(subject=about, codes=_listed(checked)))
    elif noted:
        yield item(INGREDIENT_RECORDED(subject=about, codes=_listed(noted)))
    elif manifest.trusted and not part.trusted and role != "input":
        yield item(INGREDIENT_UNTRUSTED(signer=signer(part), subject=about))


def _missing(status: Status) -> Evidence:
    about = status.about or Foreign(status.code)
    if status.finding is Finding.REMOTE:
        return item(REMOTE(address=f"{about:120}"))
    return item(UNREADABLE(reason=about), caveats=(UNREADABLE_CAVEAT(),))


def _broken(statement: str, caveat: str) -> Evidence:
    return item(statement, "tampered", (caveat,), Flag.MISMATCH)


def _file_matches(manifest: Manifest) -> bool:
    return manifest.succeeded(*codes.FILE_MATCHES)


def _is_bare(part: Manifest) -> bool:
    return not part.has_manifest and not any(status.code == codes.ABSENT for status in part.statuses)


def _title(part: Manifest) -> str:
    return f"{part.title:60}" if part.title else UNNAMED()


def _listed(statuses: Sequence[Status]) -> str:
    """What some statuses say, each once, with their codes; a code that is not the specification's is quoted."""
    return "; ".join(list(dict.fromkeys(map(_code, statuses)))[:6])


def _code(status: Status) -> str:
    if not codes.is_known(status.code):
        return f"{status.about or Foreign(status.code):60}"
    meaning = codes.MEANINGS.get(status.code)
    return status.code if meaning is None else WITH_MEANING(meaning=meaning(), code=status.code)
