"""The types of C2PA content credentials as they were read: a manifest, its actions and its ingredients as a tree.

Integrity and trust are separate, and each manifest has its own. Reference: C2PA Technical Specification 2.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

from pydantic import Field as Described

from ..evidence import Frozen
from ..foreign import Foreign

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
    """One validation status; `code` is the specification's, as in `assertion.dataHash.mismatch`.

    A `recorded` status is what the signer of the manifest above wrote about an ingredient: a claim, and not the result
    of a check made here. Recorded successes are left out, as they would prove nothing.
    """

    code: str
    finding: Finding
    about: Foreign | None = None
    recorded: bool = False


class Action(Frozen):
    """One step of the history, or an assertion that declares how the picture was made.

    `action` is as in `c2pa.created`, or the label of the assertion, as in `c2pa.metadata`. `source_type` is the IPTC
    term without the address before it. `tool` is what a program calls its own tool, as in `generative_fill`.
    """

    action: Foreign
    agent: Foreign | None = None
    source_type: Foreign | None = None
    when: Foreign | None = None
    description: Foreign | None = None
    tool: Foreign | None = None


class Identity(Frozen):
    """Somebody whom a CAWG identity assertion names.

    `signature` tells whether the library found that assertion's own signature well-formed or under a trusted root;
    None if the library said nothing of it.
    """

    name: Foreign | None = None
    signature: Literal["trusted", "well-formed", "failed"] | None = None


class Manifest(Frozen):
    """One manifest and the ingredients that have one or are named by it.

    `trusted` is True only if the signer's certificate is under a root that the user named and nothing is wrong with
    this manifest itself; a failure in an ingredient belongs to the ingredient. That a manifest is trusted does not
    connect it with the picture: that also takes a trusted signer of each manifest between the two.
    """

    label: Foreign
    relationship: Relationship = "self"
    title: Foreign | None = None
    signer: Foreign | None = None
    program: Foreign | None = None
    signed_at: Foreign | None = None
    has_manifest: bool = Described(default=True, description="an ingredient can be named without credentials")
    trusted: bool = False
    source_type: Foreign | None = Described(default=None, description="what the manifest above says of an ingredient")
    statuses: tuple[Status, ...] = ()
    actions: tuple[Action, ...] = ()
    assertions: tuple[Foreign, ...] = Described(default=(), description="labels of all assertions")
    authors: tuple[Foreign, ...] = Described(default=(), description="names that an assertion gives as the author")
    identities: tuple[Identity, ...] = ()
    ingredients: tuple[Manifest, ...] = ()

    @property
    def failures(self) -> tuple[Status, ...]:
        """The statuses that are failures, an unknown signer left out: that is no failed check."""
        harmless = (Finding.SUCCESS, Finding.INFORMATION, Finding.UNKNOWN_SIGNER)
        return tuple(status for status in self.statuses if status.finding not in harmless)

    @property
    def intact(self) -> bool:
        """Whether its validation has no failure of any kind but an unknown signer."""
        return self.has_manifest and not self.failures

    def succeeded(self, *codes: str) -> bool:
        """Whether one of the codes is among the successes."""
        return any(status.code in codes for status in self.statuses if status.finding is Finding.SUCCESS)

    def walk(self) -> Iterator[Manifest]:
        """This manifest and all below it, each before its ingredients."""
        yield self
        for ingredient in self.ingredients:
            yield from ingredient.walk()
