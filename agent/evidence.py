"""The frozen types that all rooms share: evidence, verdict, statements, examination.

`Examination` is the one output schema, `telltale/examination/1`; the command line's `--json`, the page and the reports
all show it. Unknown fields are refused, so that a misspelt field fails at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict, Field

from .bundle_use import BundleUse
from .frozen_types import Frozen, Region
from .model_views import ModelView
from .read_texts import ReadLine

SCHEMA = "telltale/examination/1"
PRIOR = "prior"  # in place of an id, in the contributions that are assumed before any evidence

Hypothesis = Literal["real", "synthetic", "tampered"]
HYPOTHESES: tuple[Hypothesis, ...] = ("real", "synthetic", "tampered")
Supports = Literal["real", "synthetic", "tampered", "neutral"]
EvidenceKind = Literal["provenance", "detector", "cue", "claim"]
Label = Literal["real", "synthetic", "tampered", "inconclusive"]


class Quality(Frozen):
    """What limits an examination of this file; None means unknown or not applicable.

    `jpeg_quality` is on the IJG scale, 1 to 100, estimated from the luminance quantisation table;
    `double_quantisation` is a roughness (see `telltale.agent.pixels.jpeg_blocks`), above 1 in a file that was
    compressed before.
    """

    short_side: int = Field(description="pixels")
    jpeg_quality: int | None = None
    jpeg_standard_tables: bool | None = None
    double_quantisation: float | None = None
    recompressed: bool | None = None
    screenshot: tuple[str, ...] = Field(default=(), description="signs that this is a screenshot")
    metadata_stripped: bool = False
    icc_profile: bool = False


class ExhibitFacts(Frozen):
    """The file as received and as decoded; `width` and `height` are those of the upright picture."""

    name: str
    sha256: str
    size: int = Field(description="bytes as received")
    media_type: str
    width: int
    height: int
    frames: int = 1
    quality: Quality
    warnings: tuple[str, ...] = ()


class Flag(StrEnum):
    """A state of a piece of evidence from which code decides; the sentences beside it are for people alone."""

    KNOWN = "known"  # the picture is, or nearly is, one of the reference gallery
    OUT_OF_DISTRIBUTION = "out_of_distribution"  # nothing in the reference set is near the picture
    UNSTABLE = "unstable"  # a slightly altered copy gets another score
    SET_ASIDE = "set_aside"  # the score does not hold for this kind of picture and is not weighed
    NOT_MEASURED = "not_measured"  # a detector that could give no score
    UNASSESSED = "unassessed"  # nobody measured how often the model is right about this
    UNRELIABLE = "unreliable"  # the model was measured on this and is near chance
    UNTRAINED = "untrained"  # the model was never trained to connect pictures with language
    LOOKED_AGAIN = "looked_again"  # the score is the mean over the whole picture and the disputed places
    MISMATCH = "mismatch"  # content credentials that do not match the file
    DECLARES = "declares"  # the file itself declares how it was made
    CONTRADICTS = "contradicts"  # what the file says of itself cannot be true
    QUOTES = "quotes"  # the statement quotes text that somebody else wrote, so no model words it


class Neighbour(Frozen):
    """A known picture near this one; `distance` is 1 − cosine between their features, 0 to 2."""

    name: str
    source: str
    label: Literal["real", "synthetic"]
    distance: float


class Facts(Frozen):
    """What is known of a piece of evidence beside its score, in types and not in words.

    `numbers` may hold: `change`, log-odds between the scores of the picture and of a slightly altered copy; `distance`,
    mean of 1 − cosine to the five nearest known pictures of the nearer label; `tail`, natural log units by which the
    high end of the spectrum lies above a power law; `ghost_quality`, IJG quality at which the picture was saved before;
    `mass`, probability that the model said yes or no at all; `balanced_accuracy` of the model on this cue. `family` is
    the best-fitting family of generators, if a known one fits. `notes` are sentences about what was done; unlike
    caveats they are no reservations. `texts` are the lines that were read in the picture: somebody else's words.
    `places` are further rectangles that the finding is about, such as each face.
    """

    flags: tuple[Flag, ...] = ()
    numbers: dict[str, float] = Field(default_factory=dict)
    neighbours: tuple[Neighbour, ...] = Field(default=(), description="the nearest real and the nearest generated one")
    family: str | None = None
    notes: tuple[str, ...] = ()
    texts: tuple[ReadLine, ...] = Field(default=(), description="lines of text in the picture, in the order of reading")
    places: tuple[Region, ...] = Field(default=(), description="the largest first")


class Evidence(Frozen):
    """One observation, what it supports, and the reservations.

    `score` is in `unit`. `log_lr` (natural logarithm) stays None unless the source is calibrated on a named
    reference set; it then weighs the hypothesis that the source bears on against *real*. `map` names a float array that
    the examination returned beside this record. `decisive` marks evidence that is cryptographically valid and signed
    under a certificate that the user trusts. Code decides from `facts` and the other fields, never from `statement` or
    `caveats`.
    """

    id: str = Field(default="", description="E1, E2 …; empty until the evidence is numbered")
    source: str
    kind: EvidenceKind
    statement: str
    supports: Supports = "neutral"
    score: float | None = None
    unit: str | None = None
    log_lr: float | None = None
    region: Region | None = None
    map: str | None = None
    decisive: bool = False
    caveats: tuple[str, ...] = ()
    facts: Facts = Field(default_factory=Facts)

    @property
    def asides(self) -> tuple[str, ...]:
        """Sentences to show beside the statement: what was done, then the reservations."""
        return (*self.facts.notes, *self.caveats)

    def has(self, flag: Flag) -> bool:
        """Whether a flag is set."""
        return flag in self.facts.flags

    def noted(self, flag: Flag, *notes: str, caveats: Iterable[str] = ()) -> Evidence:
        """The same evidence with one more flag and the sentences about it."""
        flags = tuple(dict.fromkeys((*self.facts.flags, flag)))
        facts = self.facts.model_copy(update={"flags": flags, "notes": (*self.facts.notes, *notes)})
        return self.model_copy(update={"facts": facts, "caveats": (*self.caveats, *caveats)})


class Contribution(Frozen):
    """What one piece of evidence adds to the log-odds of one hypothesis (natural logarithm)."""

    evidence: str = Field(description="its id, or `prior` for what is assumed before any evidence")
    hypothesis: Hypothesis
    log_odds: float


class Verdict(Frozen):
    """The judgement. Probabilities are the softmax of the summed contributions, so that anyone can redo the sum.

    `likelihood_ratio` weighs the first of `propositions` against the second, from calibrated evidence alone, and is
    capped at what `reference_size` sources, the fewer of either side, can show. It, `words` and `reference_set` stay
    None if nothing calibrated was measured. `p_values` are conformal: the share of pictures of a class, expected on a
    new source, that look at least as foreign to it.

    `headline` says what the verdict comes to, and is shown first wherever a verdict is. `lean` is the hypothesis to
    which an inconclusive verdict leans: None if there is a label, or if calibrated measurements do not clearly point to
    one. A lean to *real* only means that no sign of generation or of an alteration was found.
    """

    label: Label
    headline: str = ""
    lean: Hypothesis | None = None
    probabilities: dict[Hypothesis, float]
    calibrated: bool
    contributions: tuple[Contribution, ...] = ()
    likelihood_ratio: float | None = None
    propositions: tuple[Hypothesis, Hypothesis] | None = None
    words: str | None = None
    reference_set: str | None = None
    reference_size: int | None = None
    error_rate: float | None = None
    p_values: dict[str, float] = Field(default_factory=dict)
    remark: str | None = None
    abstained_because: tuple[str, ...] = ()


class Look(Frozen):
    """A disputed place that was measured again; `scores` by source, of the whole picture and of the place."""

    region: Region
    scores: dict[str, tuple[float, float]]


class SecondLook(Frozen):
    """Why there was a second look, where, and what it changed; `still` says what disagrees afterwards."""

    because: tuple[str, ...]
    looks: tuple[Look, ...]
    before: Label
    after: Label
    still: tuple[str, ...] = ()


Bearing = Literal["supports", "contradicts", "does not bear"]


class ClaimJudgement(Frozen):
    """What the evidence says about a claim about the picture. It never enters the verdict.

    `region` is the part that the claim is about, None for the whole picture.
    """

    claim: str
    bearing: Bearing
    because: tuple[str, ...]
    cites: tuple[str, ...] = ()
    region: Region | None = None


class Statement(Frozen):
    """One sentence of the explanation and what it cites.

    `cites` holds ids of evidence, or `verdict`, `file` or `claim` for those parts of the record; in a conversation also
    `guide:` and an entry of the knowledge base, or `other picture` for one that was compared. `grounding` is the share
    of the text that the cited evidence backs, 0 to 1. `sgi` is the semantic grounding index, above 1 if the text
    is closer to what it cites than to the question; it says nothing about truth, and is None without a sentence
    encoder.
    """

    text: str
    cites: tuple[str, ...]
    grounding: float = Field(ge=0, le=1)
    sgi: float | None = None
    written_by: Literal["model", "template"]


Failed = Literal["citation", "direction", "negation", "number", "region", "words", "form", "model"]


class Dropped(Frozen):
    """A sentence of the model that the grounding check rejected, with the reason and the check that it failed.

    `mended` says that a second try took its place, as records of earlier versions have it.
    """

    text: str
    reason: str
    failed: Failed
    mended: bool = False


class Explanation(Frozen):
    """The sentences that passed the check, those that were rejected, and the model that wrote them."""

    statements: tuple[Statement, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    model: str | None = None
    composed_without_model: bool = False


class Examination(Frozen):
    """Everything that was found about one picture (schema `telltale/examination/1`).

    `versions` names every tool, model and prompt that was used, with its version or hash; `timings` is seconds a stage.
    `seen_by_models` is what models describe by themselves, one entry for each that does: the model *small* does not. It
    is shown, each artifact as a piece of evidence that supports nothing, and never enters the verdict.
    """

    schema_: Literal["telltale/examination/1"] = Field(default=SCHEMA, alias="schema")
    exhibit: ExhibitFacts
    evidence: tuple[Evidence, ...]
    verdict: Verdict
    second_look: SecondLook | None = None
    claim: ClaimJudgement | None = None
    explanation: Explanation
    seen_by_models: tuple[ModelView, ...] = ()
    bundle: BundleUse | None = Field(default=None, description="None if all trained parts are those that ship")
    limitations: tuple[str, ...] = ()
    versions: dict[str, str] = Field(default_factory=dict)
    timings: dict[str, float] = Field(default_factory=dict)

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


def number(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Give the evidence its ids, E1 upward, in the order received."""
    return tuple(item.model_copy(update={"id": f"E{n}"}) for n, item in enumerate(evidence, start=1))
