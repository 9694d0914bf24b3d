"""Cue readings as evidence, whichever model gave them."""

from __future__ import annotations

from collections.abc import Iterable

from ..evidence import Evidence
from .probes import CueReading

MIN_MASS = 0.5
UNTRAINED = (
    "The part of this model that joins picture and language is untrained, so its answers do not depend on the "
    "picture in any learned way."
)
UNASSESSED = "How often this model is right about this cue has not been measured."


def to_evidence(readings: Iterable[CueReading], model: str, *, trained: bool) -> list[Evidence]:
    """One piece of evidence for each cue, neutral until the cue's reliability for this model is known.

    Args:
        readings: what the model answered.
        model: its name, which becomes part of the source.
        trained: whether what joins picture and language is trained at all.
    """
    return [_one(reading, model, trained) for reading in readings]


def _one(reading: CueReading, model: str, trained: bool) -> Evidence:
    caveats = [UNASSESSED if trained else UNTRAINED]
    if reading.step is None:
        caveats.append(f"The model did not answer yes or no (both together had a probability of {reading.mass:.0%}).")
    elif reading.mass < MIN_MASS:
        caveats.append(f"Yes and no together had a probability of only {reading.mass:.0%} at the answer.")
    question = reading.cue.question
    return Evidence(
        source=f"cue:{reading.cue.id}",
        kind="cue",
        statement=f"Asked “{question}”, the model {model} says yes with a probability of {reading.p_yes:.2f}.",
        score=round(reading.p_yes, 4),
        unit="P(yes)",
        caveats=tuple(caveats),
    )
