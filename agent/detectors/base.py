"""The contract of a detector: pixels and quality facts in, one reading out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..evidence import Evidence, Facts, Flag, Quality, Region, Supports

NEUTRAL = 0.5  # log-odds within which a score speaks for neither side
Quantiles = Sequence[float] | NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a detector measured on one picture.

    Attributes:
        statement: one sentence for a reader who does not know the method.
        score: the measurement in `unit`; None where the conditions of the detector are not met.
        supports: the hypothesis that the score speaks for, if any.
        map: float32 [h, w], 0 to 1, high where the trace is strong; it covers the whole picture.
        region: where the trace is strongest, in pixels of the exhibit.
        caveats: what could explain the score otherwise, or why there is none.
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
class Detector:
    """A measurement with what a reader must know of it.

    Attributes:
        name: how it is called on the command line and in evidence.
        measures: what the score is, one sentence.
        holds: the conditions under which it means anything.
        reference: the paper or document behind it.
        measure: (uint8 [H, W, 3], quality facts) to a reading, or None where the picture is no matter of this detector;
            pure, so that it can be run anywhere.
        min_side: the short side in pixels below which there is nothing to measure.
    """

    name: str
    measures: str
    holds: str
    reference: str
    measure: Callable[[NDArray[np.uint8], Quality], Reading | None]
    min_side: int = 128

    def read(self, pixels: NDArray[np.uint8], quality: Quality) -> Reading | None:
        """Measure, or say why this picture can't be measured."""
        side = min(pixels.shape[:2])
        if side < self.min_side:
            need = f"The {self.name} detector needs a short side of {self.min_side} px; this picture has {side} px."
            return Reading(statement=need, caveats=("Not measured: too small.",))
        return self.measure(pixels, quality)


def leaning(score: float) -> Supports:
    """What log-odds of generation support."""
    return "synthetic" if score > NEUTRAL else "real" if score < -NEUTRAL else "neutral"


def of_generation(subject: str, score: float, real: Quantiles, generated: Quantiles) -> str:
    """Log-odds of generation in words, beside those of pictures from sources that were left out of training.

    Args:
        subject: what was measured, as in “CLIP's features”.
        score: the log-odds.
        real: even quantiles of the log-odds of real pictures, ascending.
        generated: those of generated ones.
    """
    leans: dict[Supports, str] = {
        "synthetic": "more generated than photographed",
        "real": "more photographed than generated",
    }
    looks = leans.get(leaning(score), "as much photographed as generated")
    as_high, as_low = 1 - share_below(real, score), share_below(generated, score)
    return (
        f"By {subject} the picture looks {looks} ({score:+.1f} for generation): {as_high:.0%} of real pictures from "
        f"unseen sources score as high, {as_low:.0%} of generated ones as low."
    )


def share_below(quantiles: Quantiles, value: float) -> float:
    """Share of the pictures behind even quantiles [Q] that lie below a value."""
    return float(np.interp(value, quantiles, np.linspace(0, 1, len(quantiles))))


def to_evidence(detector: Detector, reading: Reading) -> Evidence:
    """A reading as evidence; the map is known by the detector's name, and a reading without a score is flagged."""
    found = Evidence(
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
    return found if reading.score is not None else found.noted(Flag.NOT_MEASURED)
