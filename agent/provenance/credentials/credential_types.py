"""The types of C2PA content credentials as they were read: a manifest, its actions and its ingredients as a tree.

Integrity and trust are separate, and each manifest has its own. Reference: C2PA Technical Specification 2.4.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field as Described

from ...evidence import Frozen
from ...foreign import Foreign

Relationship = Literal["self", "parentOf", "componentOf", "inputTo"]


class Finding(StrEnum):
    """What a validation status means."""

    SUCCESS = "success"
    INFORMATION = "information"
    TAMPERING = "tampering"  # a hash or a signature does not match
    NON_CONFORMANCE = "non_conformance"  # the manifest breaks a rule of the specification
    EXPIRED = "expired"  # a certificate was not valid at the time of signing
    REVOKED = "revoked"
    UNKNOWN_SIGNER = "unknown_signer"  # the certificate is under no root that is trusted here
    REMOTE = "remote"  # the manifest lies elsewhere and was not fetched
    OTHER = "other"  # another failure


class Status(Frozen):
    """One validation status; `code` is the specification's, as in `assertion.dataHash.mismatch`."""

    code: str
    finding: Finding
    about: Foreign | None = None


class Action(Frozen):
    """One step of the history; `source_type` is the IPTC term, without the address before it."""

    action: Foreign
    agent: Foreign | None = None
    source_type: Foreign | None = None
    when: Foreign | None = None
    description: Foreign | None = None


class Manifest(Frozen):
    """One manifest and the ingredients that have one or are named by it.

    `trusted` is True only if the signer's certificate is under a root that the user named and nothing is wrong with
    this manifest itself; a failure in an ingredient belongs to the ingredient.
    """

    label: Foreign
    relationship: Relationship = "self"
    title: Foreign | None = None
    signer: Foreign | None = None
    program: Foreign | None = None
    signed_at: Foreign | None = None
    has_manifest: bool = Described(default=True, description="an ingredient can be named without credentials")
    trusted: bool = False
    statuses: tuple[Status, ...] = ()
    actions: tuple[Action, ...] = ()
    assertions: tuple[Foreign, ...] = Described(default=(), description="labels of all assertions")
    ingredients: tuple[Manifest, ...] = ()

    @property
    def intact(self) -> bool:
        """Whether its validation has no failure of any kind but an unknown signer."""
        harmless = (Finding.SUCCESS, Finding.INFORMATION, Finding.UNKNOWN_SIGNER)
        return self.has_manifest and all(status.finding in harmless for status in self.statuses)
