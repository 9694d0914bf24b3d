"""The log: entries that are chained by their digests, so that none can be changed, moved, put in or left out unseen.

An entry stands in two chains. The chain of its case goes with the case into an archive. The chain of the casebook
joins all entries in the order in which they were written here:

    digest      = SHA-256(case, number, time, actor, action, SHA-256 of the content, digest of the case's entry before)
    link digest = SHA-256(sequence, digest, link digest of the entry before)

each over canonical JSON in UTF-8. A digest covers the content only through the content's own digest. So a deletion can
withdraw a content for good, and the chains stay whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FIRST = "0" * 64  # in place of the digest before the first entry
_ENTRY, _LINK = "telltale/case-entry/1", "telltale/casebook-link/1"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry in the log of a case.

    Attributes:
        case_id: the case; empty if the entry is about the casebook itself.
        number: its place in the log of the case, from 1.
        time: ISO 8601, UTC.
        actor: who did it.
        action: what was done, one of `case_actions.ACTIONS`.
        payload: its content in canonical JSON; None if a deletion has withdrawn it.
        payload_sha256: of the content.
        previous: the digest of the case's entry before.
        digest: of this entry.
    """

    case_id: str
    number: int
    time: str
    actor: str
    action: str
    payload: str | None
    payload_sha256: str
    previous: str
    digest: str

    @classmethod
    def made(cls, case_id: str, number: int, time: str, actor: str, action: str, payload: str, previous: str) -> Entry:
        """A new entry with its digests."""
        content = sha256_of(payload)
        digest = _digest(_ENTRY, case_id, number, time, actor, action, content, previous)
        return cls(case_id, number, time, actor, action, payload, content, previous, digest)

    def expected_digest(self) -> str:
        """The digest that follows from the other fields."""
        fields = (self.case_id, self.number, self.time, self.actor, self.action, self.payload_sha256, self.previous)
        return _digest(_ENTRY, *fields)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry's place in the casebook: `sequence` from 1, the link digest of the entry before, and its own."""

    entry: Entry
    sequence: int
    previous: str
    digest: str

    @classmethod
    def made(cls, entry: Entry, sequence: int, previous: str) -> Link:
        """A new link with its digest."""
        return cls(entry, sequence, previous, _digest(_LINK, sequence, entry.digest, previous))

    def expected_digest(self) -> str:
        """The digest that follows from the other fields."""
        return _digest(_LINK, self.sequence, self.entry.digest, self.previous)


class Broken(StrEnum):
    """How a chain is broken at an entry."""

    GAP = "gap"  # entries are missing before it, or one occurs twice
    DIGEST = "digest"  # a field was changed
    ORDER = "order"  # it does not follow from the entry before
    CONTENT = "content"  # its content was changed
    EMPTIED = "emptied"  # its content is gone and no deletion says so
    KEPT = "kept"  # its content is there, and a deletion says that it is gone


def canonical(value: Any) -> str:
    """JSON with sorted keys and without spaces, so that equal values have equal digests."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256_of(text: str) -> str:
    """The SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def broken_entries(entries: Sequence[Entry], withdrawn: Iterable[int]) -> list[tuple[int, Broken]]:
    """Where the chain of one case is broken.

    Args:
        entries: all entries of the case, by their numbers.
        withdrawn: the numbers of those whose content a deletion has withdrawn.
    """
    gone, faults, before, expected = set(withdrawn), [], FIRST, 1
    for entry in entries:
        if entry.number != expected:
            faults.append((entry.number, Broken.GAP))
        elif entry.previous != before:
            faults.append((entry.number, Broken.ORDER))
        if entry.digest != entry.expected_digest():
            faults.append((entry.number, Broken.DIGEST))
        if entry.payload is None:
            faults += [] if entry.number in gone else [(entry.number, Broken.EMPTIED)]
        elif sha256_of(entry.payload) != entry.payload_sha256:
            faults.append((entry.number, Broken.CONTENT))
        elif entry.number in gone:
            faults.append((entry.number, Broken.KEPT))
        before, expected = entry.digest, entry.number + 1
    return faults


def broken_links(links: Iterable[Link]) -> list[tuple[int, Broken]]:
    """Where the chain of a casebook is broken, by sequence."""
    faults, before, expected = [], FIRST, 1
    for link in links:
        if link.sequence != expected:
            faults.append((link.sequence, Broken.GAP))
        elif link.previous != before:
            faults.append((link.sequence, Broken.ORDER))
        if link.digest != link.expected_digest():
            faults.append((link.sequence, Broken.DIGEST))
        before, expected = link.digest, link.sequence + 1
    return faults


def _digest(*fields: str | int) -> str:
    return sha256_of(canonical(list(fields)))
