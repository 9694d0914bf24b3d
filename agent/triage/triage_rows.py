"""The numbers of one picture, and the head of a file of results (schema `telltale/triage/1`).

A file of results is JSON lines: one head, then one row a picture. A row holds no sentence: sentences stand in it as
their keys.
"""

from __future__ import annotations

import hashlib
from typing import Literal

from pydantic import ConfigDict, Field

from ..evidence import Hypothesis, Label
from ..frozen_types import Frozen
from .triage_entries import Entry

SCHEMA = "telltale/triage/1"
Credentials = Literal["none", "trusted", "intact", "mismatch", "faulty"]


class Settings(Frozen):
    """What decides about the numbers; a file is only continued with the same.

    Attributes:
        detectors: the names of those in use, in their order.
        error_rate: the share of the labels that may be wrong.
        perceive: whether the model *small* is asked where its answers could change a label.
        bundle: digest of the bundle in use, if there is one.
        trust_anchors: SHA-256 of the certificates under which a signer is trusted, if any are.
    """

    detectors: tuple[str, ...]
    error_rate: float
    perceive: bool
    bundle: str | None = None
    trust_anchors: str | None = None


class Head(Frozen):
    """The first line of a file of results: how the rows were made."""

    schema_: Literal["telltale/triage/1"] = Field(default=SCHEMA, alias="schema")
    settings: Settings
    versions: dict[str, str]
    created: str = Field(description="time in UTC, ISO 8601")

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Family(Frozen):
    """The generator family that fits best, and its share among the known ones; only if the picture was generated."""

    name: str
    share: float


class Provenance(Frozen):
    """What the file says of itself; all but trusted credentials can be forged.

    Attributes:
        declares: what the file declares: made by AI (`synthetic`) or altered with it (`tampered`).
        contradicts: whether something that it says can't be true.
        credentials: none; signed by a trusted signer; intact, but by a signer who is not trusted here; not made for
            these bytes; or faulty in another way.
        proves: what a trusted signature proves.
    """

    declares: tuple[Hypothesis, ...] = ()
    contradicts: bool = False
    credentials: Credentials = "none"
    proves: Hypothesis | None = None


class Picture(Frozen):
    """The file as received and as decoded, and what limits the measurements; see `telltale.agent.evidence.Quality`."""

    media_type: str
    width: int
    height: int
    frames: int = 1
    short_side: int
    jpeg_quality: int | None = None
    recompressed: bool | None = None
    screenshot: bool = False
    metadata_stripped: bool = False
    warnings: int = 0


class Numbers(Frozen):
    """What was measured of a picture.

    Attributes:
        label: of the verdict.
        lean: the hypothesis to which an inconclusive verdict leans.
        headline: key of the sentence that says what the verdict comes to.
        reasons: keys of the reasons why there is no label.
        probabilities: by hypothesis.
        likelihood_ratio: of the first of `propositions` against the second; None without calibrated evidence.
        propositions: the two.
        log_odds: what each calibrated source adds, natural logarithm, by source.
        scores: of the detectors, each in its own unit.
        family: of generators.
        flags: by source, those that are set.
        looked_again: whether disputed places were measured again.
        asked: whether the model *small* was asked, since its answers could have changed the label.
        hash: perceptual hash (pHash) of 64 bits, 16 hexadecimal digits.
        picture: the file.
        provenance: what the file says of itself.
    """

    label: Label
    lean: Hypothesis | None = None
    headline: str
    reasons: tuple[str, ...] = ()
    probabilities: dict[Hypothesis, float]
    likelihood_ratio: float | None = None
    propositions: tuple[Hypothesis, Hypothesis] | None = None
    log_odds: dict[str, float] = Field(default_factory=dict)
    scores: dict[str, float] = Field(default_factory=dict)
    family: Family | None = None
    flags: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    looked_again: bool = False
    asked: bool = False
    hash: str
    picture: Picture
    provenance: Provenance


class Row(Frozen):
    """One picture in a file of results.

    Exactly one of `numbers`, `same_as` and `error` is set. `same_as` is the source of a file with the same bytes, whose
    row has the numbers.
    """

    source: str
    size: int | None = None
    changed: str = ""
    sha256: str | None = None
    same_as: str | None = None
    numbers: Numbers | None = None
    error: str | None = None


def key_of(source: str, size: int | None, changed: str) -> bytes:
    """What tells whether an entry was measured: its source, size and time of change, in 12 bytes."""
    return hashlib.blake2b(f"{source}\0{size}\0{changed}".encode("utf-8", "replace"), digest_size=12).digest()


def entry_key(entry: Entry) -> bytes:
    """`key_of` an entry."""
    return key_of(entry.source, entry.size, entry.changed)


def refused(entry: Entry, error: str, sha256: str | None = None) -> Row:
    """The row of a picture that could not be measured."""
    return Row(source=entry.source, size=entry.size, changed=entry.changed, sha256=sha256, error=error)
