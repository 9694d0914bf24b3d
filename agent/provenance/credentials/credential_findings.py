"""Evidence from C2PA content credentials; integrity and trust are separate findings.

Integrity: do the hashes and the signature match the file? Trust: is the signer on a list that the user provides? An
intact manifest by an unknown signer is a claim, not a proof. Nothing is fetched: remote manifests and OCSP stay off.
Reference: C2PA Technical Specification 2.1, sections 15 (validation) and 18 (actions).
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, Literal

from ...evidence import Evidence, Facts, Flag, Supports
from ...intake import Exhibit
from ...sentences import Sentence
from ...text import one_line
from ..vocabulary import GENERATED_PARTS, source_type

SOURCE = "c2pa"
Role = Literal["self", "origin", "component"]  # of a manifest: the picture's, that of its origin, that of a part of it
# Beginnings of the status codes that concern the signer and not the bytes.
_TRUST_CODES = ("signingCredential.", "timeStamp.")
_BROKEN_CODES = (
    "mismatch",
    "missing",
    "claimSignature",
    "assertion.inaccessible",
    "claim.malformed",
    "algorithm.",
)

UNREADABLE = Sentence("credentials.unreadable", "The file has content credentials that could not be read ({reason}).")
UNREADABLE_CAVEAT = Sentence(
    "credentials.unreadable_caveat", "Damaged credentials alone do not show that the picture was manipulated."
)
INTACT = Sentence(
    "credentials.intact", "Content credentials of {signer} are intact: hashes and signature match the file."
)
BROKEN = Sentence("credentials.broken", "Content credentials of {signer} do not match the file ({codes}).")
BROKEN_CAVEAT = Sentence(
    "credentials.broken_caveat",
    "The file or its credentials were changed after signing; saving the file again is enough to cause this.",
)
TRUSTED = Sentence(
    "credentials.trusted",
    "The signer of the content credentials, {signer}, is trusted under the certificates that you provided.",
)
NOT_TRUSTED = Sentence(
    "credentials.not_trusted", "The signer of the content credentials, {signer}, is not trusted here ({reason})."
)
NOT_VERIFIED = Sentence("credentials.not_verified", "not verified")
NOT_TRUSTED_CAVEAT = Sentence(
    "credentials.not_trusted_caveat",
    "Either no trust list was given, or the signer is not on it. Intact credentials alone do not prove an origin.",
)
CLAIM_UNVERIFIED = Sentence(
    "credentials.claim_unverified",
    "The signer is not on a trust list, so this is a claim that anyone could have signed.",
)
CLAIM_MISMATCH = Sentence(
    "credentials.claim_mismatch",
    "The credentials do not match the file, so they may have been made for another picture.",
)
DECLARED = Sentence(
    "credentials.declared",
    "Content credentials declare for {subject}: {action}{by}, source type {term} ({meaning}).",
)
BY = Sentence("credentials.by", " by {agent}")
ADOBE_AI = Sentence(
    "credentials.adobe_ai", "Content credentials carry Adobe's generative-AI assertion for the picture."
)
SIGNER = Sentence("credentials.signer", "{issuer} (made with {program})")
UNNAMED_SIGNER = Sentence("credentials.unnamed_signer", "an unnamed signer")
UNNAMED_PROGRAM = Sentence("credentials.unnamed_program", "an unnamed program")
UNNAMED_ACTION = Sentence("credentials.unnamed_action", "an unnamed action")
SUBJECTS: dict[Role, Sentence] = {
    "self": Sentence("credentials.the_picture", "the picture"),
    "origin": Sentence("credentials.its_origin", "its origin"),
    "component": Sentence("credentials.a_component", "a component"),
}


def read(exhibit: Exhibit, trust_anchors: str | None = None) -> list[Evidence]:
    """Evidence from the file's C2PA manifest store; empty if it has none."""
    import c2pa

    settings: dict[str, Any] = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
    if trust_anchors:
        settings["trust"] = {"trust_anchors": trust_anchors}
        settings["verify"]["verify_trust"] = True
    try:
        context = c2pa.Context.from_dict(settings)
        reader = c2pa.Reader.try_create(exhibit.facts.media_type, io.BytesIO(exhibit.data), context=context)
        if reader is None:
            return []
        with reader:
            store = json.loads(reader.json())
    except (c2pa.C2paError, ValueError) as error:
        if b"c2pa" not in exhibit.data:  # the library stumbled over the file, which has no manifest
            return []
        return [_evidence(UNREADABLE(reason=one_line(error, 80)), caveats=(UNREADABLE_CAVEAT(),))]
    return from_store(store)


def from_store(store: dict[str, Any]) -> list[Evidence]:
    """Evidence from a manifest store: its integrity, the trust in its signer, then what it declares.

    Args:
        store: as the C2PA library prints it, with `manifests`, `active_manifest` and the result of the validation.
    """
    active_name = store.get("active_manifest", "")
    manifests = store.get("manifests", {})
    codes = [status.get("code", "") for status in store.get("validation_status") or []]
    broken = sorted({c for c in codes if not c.startswith(_TRUST_CODES) and any(b in c for b in _BROKEN_CODES)})
    untrusted = sorted({c.split(".", 1)[1] for c in codes if c.startswith("signingCredential.")})
    trusted = store.get("validation_state") == "Trusted" and not broken
    signer = _signer(manifests.get(active_name, {}))
    if broken:
        integrity = _evidence(
            BROKEN(signer=signer, codes=", ".join(broken)),
            supports="tampered" if any("mismatch" in c for c in broken) else "neutral",
            caveats=(BROKEN_CAVEAT(),),
            flags=(Flag.MISMATCH,),
        )
    else:
        integrity = _evidence(INTACT(signer=signer))
    if trusted:
        trust = _evidence(TRUSTED(signer=signer))
    else:
        reason = ", ".join(untrusted) or NOT_VERIFIED()
        trust = _evidence(NOT_TRUSTED(signer=signer, reason=reason), caveats=(NOT_TRUSTED_CAVEAT(),))
    caveats = () if trusted else (CLAIM_UNVERIFIED(),)
    if broken:
        caveats = (*caveats, CLAIM_MISMATCH())
    claims = [
        _evidence(statement, supports, caveats, trusted)
        for statement, supports in _declarations(active_name, manifests)
    ]
    return [integrity, trust, *claims]


def _signer(manifest: dict[str, Any]) -> str:
    info = manifest.get("claim_generator_info") or [{}]
    generator = info[0].get("name") or manifest.get("claim_generator") or UNNAMED_PROGRAM()
    issuer = (manifest.get("signature_info") or {}).get("issuer") or UNNAMED_SIGNER()
    program = generator.split(" (")[0].split(" c2pa")[0].replace("_", " ")  # without builds and libraries
    return SIGNER(issuer=one_line(issuer, 60), program=one_line(program, 60))


def _declarations(active: str, manifests: dict[str, Any]) -> Iterator[tuple[str, Supports]]:
    """What the manifests declare about how the content was made: the active manifest first, nothing twice."""
    seen = set()
    for name, role in _reachable(active, manifests):
        for action in _actions(manifests[name]):
            known = source_type(str(action.get("digitalSourceType", "")))
            if known is None:
                continue
            term, supports, meaning = known
            kind = str(action.get("action") or UNNAMED_ACTION())
            if term == "trainedAlgorithmicMedia" and (role == "component" or kind != "c2pa.created"):
                supports, meaning = "tampered", GENERATED_PARTS()
            agent = action.get("softwareAgent")
            agent = one_line((agent.get("name") if isinstance(agent, dict) else agent) or "", 40)
            declaration = (role, kind, agent, term, supports)
            if declaration not in seen:
                seen.add(declaration)
                by = BY(agent=agent) if agent else ""
                yield DECLARED(subject=SUBJECTS[role](), action=kind, by=by, term=term, meaning=meaning), supports
        labels = {str(a.get("label", "")) for a in manifests[name].get("assertions", [])}
        if "com.adobe.generative-ai" in labels and role != "component":
            yield ADOBE_AI(), "synthetic"


def _reachable(active: str, manifests: dict[str, Any]) -> Iterator[tuple[str, Role]]:
    """The active manifest and those of its ingredients, each with its role.

    A parent, or the only ingredient of a manifest, is the picture's origin. Inputs to a model (`inputTo`) are not part
    of the picture and are left out.
    """
    queue: list[tuple[str, Role]] = [(active, "self")]
    seen = set()
    while queue:
        name, role = queue.pop(0)
        if name in seen or name not in manifests:
            continue
        seen.add(name)
        yield name, role
        parts = [i for i in manifests[name].get("ingredients", []) if i.get("relationship") != "inputTo"]
        for part in parts:
            origin = role != "component" and (part.get("relationship") == "parentOf" or len(parts) == 1)
            queue.append((part.get("active_manifest", ""), "origin" if origin else "component"))


def _actions(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for assertion in manifest.get("assertions", []):
        if str(assertion.get("label", "")).startswith("c2pa.actions"):
            yield from (assertion.get("data") or {}).get("actions", [])


def _evidence(
    statement: str,
    supports: Supports = "neutral",
    caveats: tuple[str, ...] = (),
    trusted: bool = False,
    flags: tuple[Flag, ...] = (),
) -> Evidence:
    """One finding; it decides the verdict if a trusted signer declares an origin that supports a hypothesis."""
    return Evidence(
        source=SOURCE,
        kind="provenance",
        statement=statement,
        supports=supports,
        caveats=caveats,
        decisive=trusted and supports != "neutral",
        facts=Facts(flags=flags),
    )
