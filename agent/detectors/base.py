"""The contract of a detector: pixels and facts about the file's quality in, one reading out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..evidence import Evidence, Facts, Flag, Quality, Region, Supports
from ..sentences import Sentence
from ..text import Share

NEUTRAL = 0.5  # log-odds within which a score speaks for neither side
LAST = 1000  # place in the evidence of a detector that names none
Quantiles = Sequence[float] | NDArray[np.float32]

TOO_SMALL = Sentence(
    "base.too_small",
    "The {detector} detector needs a picture whose short side has {least} px or more; this one has {side} px.",
)
TOO_SMALL_CAVEAT = Sentence("base.too_small_caveat", "Not measured: the picture is too small.")
NOT_INSTALLED = Sentence("base.not_installed", "Not measured: the trained weights of this detector are missing.")
NO_TOWER = Sentence("base.no_tower", "Not measured: {reason}.")
NO_WEIGHTS = Sentence("base.no_weights", "Not measured: no weights.")
_SHARES = (
    "score {score:+.1f}; {as_high:.0%} of photographs in the test set score this high, "
    "{as_low:.0%} of generated pictures this low"
)
LIKE_GENERATED = Sentence(
    "base.like_generated", "{subject} resemble generated pictures more than photographs (" + _SHARES + ")."
)
LIKE_PHOTOGRAPHS = Sentence(
    "base.like_photographs",
    "{subject} resemble photographs more than generated pictures (score {score:+.1f}; {as_low:.0%} of generated "
    "pictures in the test set score this low as well, and {as_high:.0%} of photographs this high).",
)
LIKE_BOTH = Sentence(
    "base.like_both", "{subject} resemble photographs as much as generated pictures (" + _SHARES + ")."
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a detector measured on one picture.

    Attributes:
        statement: one sentence for a reader who does not know the method.
        score: the measurement in `unit`; None if the conditions of the detector are not met.
        supports: the hypothesis that the score speaks for, if any.
        map: float32 [h, w], 0 to 1, high where the trace is strong; it covers the whole picture.
        region: where the trace is strongest, in pixels of the exhibit.
        caveats: what else could explain the score, or why there is none.
        facts: what is decided from beside the score, and notes on what was done.
    """

    statement: str
    score: float | None = None
    unit: str | None = None
    supports: Supports = "neutral"
    map: NDArray[np.float32] | None = None
    region: Region | None = None
    caveats: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True, slots=True)
class Weighing:
    """What the fit of fusion needs to know of a detector; the weight itself is fitted (`telltale finetune fusion`).

    Attributes:
        hypothesis: what the score bears on, for or against.
        transform: the scale on which the curve from score to weight is piecewise linear.
        knots: how many bends that curve has.
        beyond_reference: whether the reference set lacks the files on which the trace shows. A fit that finds no use
            for the score then proves nothing, and the detector keeps the fixed weight of an unfitted one.
        held_to: lowest and highest log-odds. If given, the score is taken as the log-likelihood ratio as it is, held to
            this range, and nothing is fitted: for a detector that knows too few sources to be tried on others.
        apart: whether a recipe of its own fits the weight, on pictures made for it; fusion then leaves it as it is.
    """

    hypothesis: Literal["synthetic", "tampered"]
    transform: Literal["identity", "logit", "log"] = "identity"
    knots: int = 0
    beyond_reference: bool = False
    held_to: tuple[float, float] | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Detector:
    """A measurement with all that the rest of Telltale knows of it.

    Attributes:
        name: how it is called on the command line and in evidence.
        measures: what the score is; a phrase that completes “it measures …”.
        holds: the pictures on which it means anything; a phrase that completes “it holds for …”.
        reference: the paper or document behind it.
        measure: (uint8 [H, W, 3], quality facts) to a reading, or None if the detector does not apply to the picture.
            It must be pure, so that it can run anywhere.
        min_side: the short side in pixels below which there is nothing to measure.
        weighing: how its score may count in the verdict; None if it never gets a fitted weight.
        learned: whether it was trained on the pictures that fusion is fitted on. Scores for the fit then come from
            weights that left the picture's source out (`telltale.finetune.weighing.left_out`).
        on_crops: whether a crop is scored on the same scale as a picture, so that a second look and the check of a
            claimed part may read it there.
        called: words other than the name by which a question means this detector, in small letters.
        place: where it stands in the evidence; low numbers come first.
        supports_nothing: whether it only tells what is in the picture, so that no verdict can rest on it.
    """

    name: str
    measures: str
    holds: str
    reference: str
    measure: Callable[[NDArray[np.uint8], Quality], Reading | None]
    min_side: int = 128
    weighing: Weighing | None = None
    learned: bool = False
    on_crops: bool = False
    called: tuple[str, ...] = ()
    place: int = LAST
    supports_nothing: bool = False

    def read(self, pixels: NDArray[np.uint8], quality: Quality) -> Reading | None:
        """Measure, or say why this picture can't be measured."""
        side = min(pixels.shape[:2])
        if side < self.min_side:
            need = TOO_SMALL(detector=self.name, least=self.min_side, side=side)
            return Reading(statement=need, caveats=(TOO_SMALL_CAVEAT(),))
        return self.measure(pixels, quality)


def no_weights(reason: str | None = None) -> Reading:
    """The reading of a trained detector whose weights, or the tower's for the given reason, are missing."""
    text = NOT_INSTALLED() if reason is None else NO_TOWER(reason=reason)
    return Reading(text, caveats=(NO_WEIGHTS(),))


def leaning(score: float) -> Supports:
    """The hypothesis that log-odds of generation support."""
    return "synthetic" if score > NEUTRAL else "real" if score < -NEUTRAL else "neutral"


def of_generation(subject: str, score: float, real: Quantiles, generated: Quantiles) -> str:
    """Log-odds of generation in words, beside those of pictures whose sources were left out of training.

    Args:
        subject: what was measured, in the plural, as in “The texture and look”.
        score: the log-odds.
        real: even quantiles of the log-odds of real pictures, ascending.
        generated: those of generated ones.
    """
    sentences: dict[Supports, Sentence] = {"synthetic": LIKE_GENERATED, "real": LIKE_PHOTOGRAPHS, "neutral": LIKE_BOTH}
    sentence = sentences[leaning(score)]
    as_high, as_low = Share(1 - share_below(real, score)), Share(share_below(generated, score))
    return sentence(subject=subject, score=score, as_high=as_high, as_low=as_low)


def share_below(quantiles: Quantiles, value: float) -> float:
    """Share of the pictures behind even quantiles [Q] that lie below a value."""
    return float(np.interp(value, quantiles, np.linspace(0, 1, len(quantiles))))


def to_evidence(detector: Detector, reading: Reading) -> Evidence:
    """A reading as evidence; the map is known by the detector's name, and a reading without a score is flagged."""
    evidence = Evidence(
        source=detector.name,
        kind="detector",
        statement=reading.statement,
        supports=reading.supports,
        score=None if reading.score is None else round(reading.score, 4),
        unit=reading.unit,
        region=reading.region,
        map=detector.name if reading.map is not None else None,
        caveats=reading.caveats,
        facts=reading.facts,
    )
    return evidence if reading.score is not None else evidence.noted(Flag.NOT_MEASURED)
