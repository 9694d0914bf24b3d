"""C2PA content credentials, with integrity and trust told apart.

Integrity: do the hashes and the signature match the file? Trust: is the signer on a list that you named? A manifest
that is intact but signed by nobody known is a claim, not a proof. Nothing is fetched: remote manifests and OCSP stay
off.
Reference: C2PA Technical Specification 2.1, sections 15 (validation) and 18 (actions).
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from ..evidence import Evidence, Facts, Flag, Supports
from ..intake import Exhibit
from ..text import one_line
from .vocabulary import source_type

SOURCE = "c2pa"
# Status codes that speak of the signer, not of the bytes.
_TRUST_CODES = ("signingCredential.", "timeStamp.")
_BROKEN_CODES = (
    "mismatch",
    "missing",
    "claimSignature",
    "assertion.inaccessible",
    "claim.malformed",
    "algorithm.",
)
_UNVERIFIED = "The signer is not on a trust list, so this is a claim that anyone could have signed."


def read(exhibit: Exhibit, trust_anchors: str | None = None) -> list[Evidence]:
    """Evidence from the file's C2PA manifest store; empty where it has none."""
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
        if b"c2pa" not in exhibit.data:  # the library stumbled over the file, not over a manifest
            return []
        statement = f"The file has content credentials that could not be read ({one_line(error, 80)})."
        return [_evidence(statement, caveats=("A damaged manifest is no sign of manipulation by itself.",))]
    return _weigh(store)


def _weigh(store: dict[str, Any]) -> list[Evidence]:
    active_name = store.get("active_manifest", "")
    manifests = store.get("manifests", {})
    active = manifests.get(active_name, {})
    codes = [status.get("code", "") for status in _statuses(store)]
    broken = sorted({c for c in codes if not c.startswith(_TRUST_CODES) and any(b in c for b in _BROKEN_CODES)})
    untrusted = sorted({c.split(".", 1)[1] for c in codes if c.startswith("signingCredential.")})
    trusted = store.get("validation_state") == "Trusted" and not broken
    signer = _signer(active)
    if broken:
        integrity = _evidence(
            f"Content credentials of {signer} do not match the file ({', '.join(broken)}).",
            supports="tampered" if any("mismatch" in c for c in broken) else "neutral",
            caveats=("The file, or its credentials, were changed after signing; re-saving alone can do that.",),
            flags=(Flag.MISMATCH,),
        )
    else:
        integrity = _evidence(f"Content credentials of {signer} are intact: hashes and signature match the file.")
    if trusted:
        trust = _evidence(f"The signer of the content credentials, {signer}, is trusted under the named anchors.")
    else:
        why = ", ".join(untrusted) or "not verified"
        trust = _evidence(
            f"The signer of the content credentials, {signer}, is not trusted here ({why}).",
            caveats=("No trust list was given, or the signer is not on it: integrity alone proves no origin.",),
        )
    caveats = () if trusted else (_UNVERIFIED,)
    if broken:
        caveats = (*caveats, "The credentials do not match the file, so what they claim may not be about it.")
    claims = [_evidence(text, supports, caveats, trusted) for text, supports in _source_claims(active_name, manifests)]
    return [integrity, trust, *claims]


def _statuses(store: dict[str, Any]) -> list[dict[str, Any]]:
    """Failures of the active manifest and of its ingredients."""
    return list(store.get("validation_status") or [])


def _signer(manifest: dict[str, Any]) -> str:
    info = manifest.get("claim_generator_info") or [{}]
    generator = info[0].get("name") or manifest.get("claim_generator") or "an unnamed program"
    issuer = (manifest.get("signature_info") or {}).get("issuer") or "an unnamed signer"
    program = generator.split(" (")[0].split(" c2pa")[0].replace("_", " ")  # without builds and libraries
    return f"{one_line(issuer, 60)} (made with {one_line(program, 60)})"


def _source_claims(active: str, manifests: dict[str, Any]) -> Iterator[tuple[str, Supports]]:
    """What the manifests say about how the content came to be, active manifest first, each claim once."""
    seen = set()
    for name, role in _reachable(active, manifests):
        for action in _actions(manifests[name]):
            found = source_type(str(action.get("digitalSourceType", "")))
            if found is None:
                continue
            term, supports, meaning = found
            kind = str(action.get("action", "an action"))
            if term == "trainedAlgorithmicMedia" and (role == "component" or kind != "c2pa.created"):
                supports, meaning = "tampered", "parts made by a generative model"
            agent = action.get("softwareAgent")
            agent = agent.get("name") if isinstance(agent, dict) else agent
            by = f" by {one_line(agent, 40)}" if agent else ""
            where = {"self": "the picture", "origin": "its origin", "component": "a component"}[role]
            claim = (where, kind, by, term, meaning)
            if claim not in seen:
                seen.add(claim)
                text = f"Content credentials declare for {where}: {kind}{by}, source type {term} ({meaning})."
                yield text, supports
        labels = {str(a.get("label", "")) for a in manifests[name].get("assertions", [])}
        if "com.adobe.generative-ai" in labels and role != "component":
            yield "Content credentials carry Adobe's generative-AI assertion for the picture.", "synthetic"


def _reachable(active: str, manifests: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The active manifest and those of its ingredients: (name, role), role self, origin or component.

    A parent, or the only ingredient of a manifest, is the picture's origin. Inputs to a model (`inputTo`) are not part
    of the picture and are left out.
    """
    queue, seen = [(active, "self")], set()
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
    """One finding; what a trusted signer says of the picture's origin decides, unless it says nothing of it."""
    decisive = trusted and supports != "neutral"
    return Evidence(
        source=SOURCE,
        kind="provenance",
        statement=statement,
        supports=supports,
        caveats=caveats,
        decisive=decisive,
        facts=Facts(flags=flags),
    )
