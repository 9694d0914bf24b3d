"""From the JSON of a manifest store to a tree of manifests, in which integrity and trust belong to each by itself.

The library checks ingredients too, but it prints only what differs from what the outer signer recorded about them, so
that a record can hide a failure. Each ingredient's own manifest store can be read alone, and then its signature, its
assertions and its certificate are checked as those of the picture are; only the hash over the ingredient's file can't
be checked, because that file is not here. Reference: C2PA Technical Specification 2.4, "Validation".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...foreign import Foreign
from ...sentences import Sentence
from ..credential_types import Finding, Manifest, Relationship, Status
from . import store_actions
from .store_actions import items, mapping, term, text
from .validation_codes import FILE_DIFFERS, FILE_MATCHES, LINKED, SIGNATURE_VALID, SIGNER_TRUSTED, failure, is_known

MANIFESTS = 200  # nodes of the tree
DEPTH = 30
INGREDIENTS = 200  # of one manifest
STATUSES = 300  # different ones of one manifest

MANY_MANIFESTS = Sentence(
    "manifest_store.many_manifests",
    "The content credentials have more than {count} ingredients; the rest were not read.",
)
MANY_ACTIONS = Sentence(
    "manifest_store.many_actions", "A manifest has more than {count} actions or assertions; the others were not read."
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A validation status as it stands in the store, with the list that it is in."""

    code: str
    kind: str
    url: str
    explanation: str


@dataclass(slots=True)
class _Store:
    manifests: Mapping[str, Any]
    alone: Mapping[str, Mapping[str, Any]]
    signers: str
    by_label: dict[str, list[_Found]]
    nodes: int = 0
    warnings: dict[str, None] = field(default_factory=dict)


def from_store(
    store: Mapping[str, Any], alone: Mapping[str, Mapping[str, Any]] | None = None, signers: str = ""
) -> tuple[Manifest | None, tuple[str, ...]]:
    """The tree of a manifest store, and warnings about what was cut off.

    Args:
        store: as the C2PA library prints it, with `manifests`, `active_manifest` and `validation_results`.
        alone: for each ingredient's manifest by its label, what the library prints when its store is read alone. An
            ingredient that is not in it is never trusted.
        signers: name of the list of certificates for signers, as given to the library; empty if there is only one
            list. A signer that is found in another list, such as that of the time-stamp authorities, is not trusted.

    Returns:
        The active manifest, None if there is none; and the warnings.
    """
    manifests = mapping(store.get("manifests"))
    active = str(store.get("active_manifest") or "")
    if active not in manifests:
        return None, ()
    known = _Store(manifests, alone or {}, signers, _by_label(store, active, manifests))
    found = known.by_label.get(active, [])
    matches = any(one.code in FILE_MATCHES and one.kind == "success" for one in found)
    tree = _manifest(known, active, "self", {}, found, matches, (active,))
    return tree, tuple(known.warnings)


def reachable(store: Mapping[str, Any]) -> list[str]:
    """Labels of the manifests below the active one, nearest first, each once and at most as many as are read."""
    manifests = mapping(store.get("manifests"))
    queue, seen = [str(store.get("active_manifest") or "")], dict[str, None]()
    for label in queue:
        for part in items(mapping(manifests.get(label)).get("ingredients"), INGREDIENTS):
            below = str(mapping(part).get("active_manifest") or "")
            if below in manifests and below not in seen and below != queue[0] and len(seen) < MANIFESTS:
                seen[below] = None
                queue.append(below)
    return list(seen)


def _manifest(
    known: _Store,
    label: str,
    relationship: Relationship,
    part: Mapping[str, Any],
    found: list[_Found],
    checked: bool,
    path: tuple[str, ...],
) -> Manifest:
    """One node: a manifest of the store, or an ingredient that is only named."""
    manifest = mapping(known.manifests.get(label))
    statuses = _statuses(found, known.signers)
    statuses += [s for s in _recorded(part) if s not in statuses]
    actions, cut = store_actions.actions(manifest)
    if cut:
        known.warnings[MANY_ACTIONS(count=store_actions.ACTIONS)] = None
    signature = mapping(manifest.get("signature_info"))
    node = Manifest(
        label=Foreign(label[: store_actions.TEXT]),
        relationship=relationship,
        title=text(part.get("title")) or text(manifest.get("title")),
        signer=text(signature.get("issuer")) or text(signature.get("common_name")),
        program=_program(manifest),
        signed_at=text(signature.get("time")),
        has_manifest=label in known.manifests,
        source_type=term(part.get("digital_source_type") or part.get("digitalSourceType")),
        statuses=tuple(statuses[:STATUSES]),
        actions=actions,
        assertions=store_actions.labels(manifest),
        authors=store_actions.authors(manifest),
        identities=store_actions.identities(manifest, _identity_signature(found)),
        ingredients=tuple(_ingredients(known, label, manifest, path)),
    )
    sound = checked and node.intact and node.succeeded(SIGNER_TRUSTED) and node.succeeded(SIGNATURE_VALID)
    unknown = any(status.finding is Finding.UNKNOWN_SIGNER for status in node.statuses)
    return node.model_copy(update={"trusted": sound and not unknown})


def _ingredients(known: _Store, label: str, manifest: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[Manifest]:
    parts = manifest.get("ingredients")
    if isinstance(parts, list) and len(parts) > INGREDIENTS:
        known.warnings[MANY_MANIFESTS(count=INGREDIENTS)] = None
    for part in items(parts, INGREDIENTS):
        part = mapping(part)
        if known.nodes >= MANIFESTS or len(path) > DEPTH:
            known.warnings[MANY_MANIFESTS(count=MANIFESTS)] = None
            return
        known.nodes += 1
        below = str(part.get("active_manifest") or "")
        relationship = part.get("relationship")
        if relationship not in ("parentOf", "inputTo"):
            relationship = "componentOf"
        if below in path:  # a ring, which no honest program writes
            continue
        found = list(known.by_label.get(below, [])) if below else []
        found += known.by_label.get(f"{label}/{part.get('label')}", [])
        own = known.alone.get(below)
        linked = any(one.code == LINKED and one.kind == "success" for one in found)
        if own is not None:
            redacted = _redacted(known.manifests)
            found = [one for one in found if one.code.startswith("ingredient.")]
            found += [one for one in _own(own, below) if one.code != "assertion.missing" or one.url not in redacted]
        yield _manifest(known, below, relationship, part, found, own is not None and linked, (*path, below))


def _own(store: Mapping[str, Any], label: str) -> list[_Found]:
    """What was found when an ingredient was read alone, but of the hash over its file and of what lies below it.

    Neither the file nor the manifests below are there then.
    """
    if store.get("active_manifest") != label:
        return [_Found("general.error", "failure", "", "")]
    found = _listed(mapping(mapping(store.get("validation_results")).get("activeManifest")))
    not_here = (*FILE_DIFFERS, *FILE_MATCHES)
    return [one for one in found if one.code not in not_here and not one.code.startswith("ingredient.")]


def _redacted(manifests: Mapping[str, Any]) -> set[str]:
    """Addresses of the assertions that a manifest above took out, as it may; they are not missing."""
    redactions = (items(mapping(m).get("redactions"), INGREDIENTS) for m in list(manifests.values())[: 5 * MANIFESTS])
    return {str(address)[:1000] for some in redactions for address in some}


def _listed(lists: Mapping[str, Any]) -> Iterator[_Found]:
    for kind in ("failure", "informational", "success"):
        for status in items(lists.get(kind), 20 * STATUSES):
            status = mapping(status)
            url, explanation = str(status.get("url") or ""), str(status.get("explanation") or "")
            yield _Found(str(status.get("code") or ""), kind, url[:1000], explanation[:1000])


def _by_label(store: Mapping[str, Any], active: str, manifests: Mapping[str, Any]) -> dict[str, list[_Found]]:
    """What was found of each manifest, by its label; of an ingredient without one by `LABEL/ASSERTION` of where it is.

    What the library lists for the active manifest is about the picture, even if an address in it names another one, as
    with an update manifest, whose hash over the file is that of the manifest below. Only what it says about
    ingredients belongs to these.
    """
    results = mapping(store.get("validation_results"))
    found: dict[str, dict[_Found, None]] = {active: {}}
    named = {str(mapping(part).get("active_manifest") or "") for part in _parts(manifests)} - {"", active}
    for one in _listed(mapping(results.get("activeManifest"))):
        about_ingredient = one.code.startswith("ingredient.") and _label(one.url) in named
        found.setdefault(_label(one.url) if about_ingredient else active, {})[one] = None
    for delta in items(results.get("ingredientDeltas"), MANIFESTS * 5):
        where = str(mapping(delta).get("ingredientAssertionURI") or "")
        place = f"{_label(where)}/{where.rsplit('/', 1)[-1]}"
        for one in _listed(mapping(mapping(delta).get("validationDeltas"))):
            owner = _label(one.url)
            found.setdefault(owner if owner in named and owner != _label(where) else place, {})[one] = None
    if not results:
        for one in _listed({"failure": store.get("validation_status")}):
            found.setdefault(_label(one.url) if _label(one.url) in named else active, {})[one] = None
    return {label: list(some) for label, some in found.items()}


def _parts(manifests: Mapping[str, Any]) -> Iterator[Any]:
    for manifest in list(manifests.values())[: 5 * MANIFESTS]:
        yield from items(mapping(manifest).get("ingredients"), INGREDIENTS)


def _label(url: str) -> str:
    """The label of the manifest that an address of JUMBF is about; empty if it names none."""
    path = url.removeprefix("self#jumbf=")
    if path.startswith("/c2pa/"):
        return path.removeprefix("/c2pa/").partition("/")[0]
    return "" if path.startswith("c2pa.") else path.partition("/")[0]


def _statuses(found: Iterable[_Found], signers: str) -> list[Status]:
    """The statuses of one manifest, each failure and notice once for each place that it is about.

    The certificate of a CAWG identity has the same codes as the signer's, so those count only at the signature.
    """
    kept: dict[Status, None] = {}
    for one in found:
        of_signer = one.code.startswith(("signingCredential.", "timeStamp.", "timeOfSigning."))
        if of_signer and "/cawg." in one.url:
            continue
        if one.code == SIGNER_TRUSTED and not (one.url.endswith("/c2pa.signature") and _listed_in(one, signers)):
            continue
        kept.setdefault(_status(one))
    return list(kept)


def _listed_in(one: _Found, signers: str) -> bool:
    return not signers or f"[{signers}]" in one.explanation


def _status(one: _Found, recorded: bool = False) -> Status:
    finding = {"success": Finding.SUCCESS, "informational": Finding.INFORMATION}.get(one.kind) or failure(one.code)
    code = one.code if is_known(one.code) else "unknown"
    shown = one.url.rsplit("/", 1)[-1] if code == one.code else one.code
    about = text(shown) if finding not in (Finding.SUCCESS, Finding.INFORMATION) or code == "unknown" else None
    return Status(code=code, finding=finding, about=about, recorded=recorded)


def _recorded(part: Mapping[str, Any]) -> list[Status]:
    """The failures that the outer signer recorded about an ingredient; whom that signer trusted is not ours to take."""
    lists = mapping(mapping(part.get("validation_results")).get("activeManifest"))
    found = [one for one in _listed(lists) if one.kind == "failure"]
    found += _listed({"failure": part.get("validation_status")})
    statuses = {_status(one, True): None for one in found if one.code and not _is_notice(one)}
    return [s for s in statuses if s.finding not in (Finding.UNKNOWN_SIGNER, Finding.EXPIRED)]


def _is_notice(one: _Found) -> bool:
    """Whether an entry of a list of failures is none: older programs recorded successes in the same list."""
    return failure(one.code) is Finding.OTHER and is_known(one.code)


def _identity_signature(found: Iterable[_Found]) -> str | None:
    codes = {one.code: one.kind for one in found if one.code.startswith("cawg.")}
    if any(kind == "failure" for kind in codes.values()):
        return "failed"
    if "cawg.identity.trusted" in codes:
        return "trusted"
    return "well-formed" if {"cawg.identity.well-formed", "cawg.ica.credential_valid"} & set(codes) else None


def _program(manifest: Mapping[str, Any]) -> Foreign | None:
    """The program that made the manifest, without builds and libraries."""
    info = mapping(next(iter(items(manifest.get("claim_generator_info"), 1)), None))
    name = text(info.get("name")) or text(manifest.get("claim_generator"))
    return name and text(name.raw.split(" (")[0].split(" c2pa")[0].replace("_", " "))
