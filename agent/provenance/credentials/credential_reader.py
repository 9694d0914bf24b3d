"""Reads a file's content credentials with the C2PA library. Nothing is fetched: remote manifests and OCSP stay off."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ...foreign import Foreign
from ...intake import Exhibit
from ...sentences import Sentence
from ...text import one_line
from ..credential_types import Finding, Manifest, Status
from ..trust_lists import certificates, split
from .manifest_store import from_store, reachable
from .store_actions import items, mapping
from .store_boxes import single_stores
from .validation_codes import REMOTE, UNREADABLE

STORE = 16_000_000  # characters of a printed store
ALONE = 64_000_000  # bytes of ingredients' stores that are taken apart
_SIGNERS, _AUTHORITIES = "telltale-signers", "telltale-time-stamp-authorities"
_STORE_FORMAT = "application/c2pa"

NO_ANCHORS = Sentence(
    "credential_reader.no_anchors",
    "The trust anchors hold no certificate that could be read, so no signer counts as trusted.",
)
TOO_LARGE = Sentence("credential_reader.too_large", "The content credentials are too large to be read in full.")
UNCHECKED = Sentence(
    "credential_reader.unchecked",
    "Ingredients whose credentials could not be checked by themselves, so that their signers do not count as "
    "trusted: {count}.",
)


def read(exhibit: Exhibit, trust_anchors: str | None = None) -> tuple[Manifest | None, tuple[str, ...]]:
    """The file's content credentials as a tree, and warnings about what could not be read.

    Args:
        exhibit: the picture with its bytes.
        trust_anchors: PEM text of the certificates under which a signer counts as trusted, as `trust_lists.load` or
            the user gives it.

    Returns:
        The active manifest. None if the file has no credentials; credentials that lie elsewhere or can't be read are a
        manifest with the status that says so.
    """
    import c2pa

    warnings: list[str] = []
    settings, signers = _settings(trust_anchors, warnings)
    try:
        context = c2pa.Context.from_dict(settings)
        reader = c2pa.Reader.try_create(exhibit.facts.media_type, io.BytesIO(exhibit.data), context=context)
        if reader is None:
            return None, tuple(warnings)
        with reader:
            store = _printed(reader)
            if store is None:
                return _bare(UNREADABLE, Finding.OTHER, TOO_LARGE()), (*warnings, TOO_LARGE())
            alone = _alone(reader, store, context, warnings)
        tree, cut = from_store(store, alone, signers)
        return tree, (*warnings, *cut)
    except Exception as error:  # the library or JSON stumbled over foreign bytes
        return _stumbled(exhibit, error), tuple(warnings)


def _settings(trust_anchors: str | None, warnings: list[str]) -> tuple[dict[str, Any], str]:
    """Settings of the library, and the name of the list of signers if there is more than one list."""
    settings: dict[str, Any] = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
    if not trust_anchors:
        return settings, ""
    signers, authorities = split(trust_anchors)
    if not certificates(signers):
        warnings.append(NO_ANCHORS())
        return settings, ""
    settings["verify"]["verify_trust"] = True
    lists = [(signers, _SIGNERS, "manifest"), (authorities, _AUTHORITIES, "tsa")]
    settings["trust"] = {
        "anchors": [{"trust_anchors": pem, "trust_uri": name, "trust_kind": kind} for pem, name, kind in lists if pem]
    }
    return settings, _SIGNERS


def _printed(reader: Any) -> dict[str, Any] | None:
    """The store that the library prints; None if it is too large."""
    printed = reader.json()
    return json.loads(printed) if len(printed) <= STORE else None


def _alone(reader: Any, store: Mapping[str, Any], context: Any, warnings: list[str]) -> dict[str, Mapping[str, Any]]:
    """For each ingredient's manifest, what the library prints when that manifest is read alone."""
    import c2pa

    wanted = reachable(store)
    stores = _stores(reader, store, wanted)
    alone: dict[str, Mapping[str, Any]] = {}
    for label in wanted:
        if label not in stores:
            continue
        try:
            with c2pa.Reader(_STORE_FORMAT, io.BytesIO(stores[label]), context=context) as own:
                if (printed := _printed(own)) is not None:
                    alone[label] = printed
        except Exception:  # whatever the library says of foreign bytes, this ingredient is then unchecked
            continue
    if len(alone) < len(wanted):
        warnings.append(UNCHECKED(count=len(wanted) - len(alone)))
    return alone


def _stores(reader: Any, store: Mapping[str, Any], wanted: Sequence[str]) -> dict[str, bytes]:
    """Stores of one manifest each, by its label. The library gives out an ingredient's store with all below it."""
    names = _store_names(store)
    found: dict[str, bytes] = {}
    left = ALONE
    for label in wanted:
        if label in found or label not in names or left <= 0:
            continue
        held = io.BytesIO()
        try:
            reader.resource_to_stream(names[label], held)
        except Exception:  # as above
            continue
        left -= held.tell()
        found = {**single_stores(held.getvalue()), **found}
    return found


def _store_names(store: Mapping[str, Any]) -> dict[str, str]:
    """By label of an ingredient's manifest, the name under which the library gives out that ingredient's own store."""
    names: dict[str, str] = {}
    for label in [str(store.get("active_manifest") or ""), *reachable(store)]:
        for part in items(mapping(mapping(store.get("manifests")).get(label)).get("ingredients"), 200):
            data = mapping(mapping(part).get("manifest_data"))
            if data.get("format") == _STORE_FORMAT and isinstance(data.get("identifier"), str):
                names.setdefault(str(mapping(part).get("active_manifest") or ""), data["identifier"])
    return names


def _stumbled(exhibit: Exhibit, error: Exception) -> Manifest | None:
    """What an error of the library means: nothing, if the file holds no box of credentials."""
    message = str(error)
    if "remote manifest" in message.lower():
        return _bare(REMOTE, Finding.REMOTE, message.rpartition("url ")[2])
    if b"jumb" not in exhibit.data or b"c2pa" not in exhibit.data:  # it stumbled over the picture itself
        return None
    return _bare(UNREADABLE, Finding.OTHER, one_line(message[:400], 80))


def _bare(code: str, finding: Finding, about: str) -> Manifest:
    """A manifest of which only the place or the fault is known."""
    status = Status(code=code, finding=finding, about=Foreign(about[:400]))
    return Manifest(label=Foreign(""), has_manifest=False, statuses=(status,))
