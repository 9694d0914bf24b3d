"""Cue readings as evidence, whichever model gave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..evidence import Evidence, Facts, Flag, Supports
from .probes import CueReading
from .reliability import Reliability

MIN_MASS = 0.5
UNTRAINED = (
    "The part of this model that joins picture and language is untrained, so its answers do not depend on the "
    "picture in any learned way."
)
UNASSESSED = "How often this model is right about this cue has not been measured."


def to_evidence(
    readings: Iterable[CueReading],
    model: str,
    *,
    trained: bool,
    reliability: Mapping[str, Reliability] | None = None,
) -> list[Evidence]:
    """One piece of evidence for each cue, neutral unless the model is known to be reliable about it and says yes.

    Args:
        readings: what the model answered.
        model: its name, which becomes part of the source.
        trained: whether what joins picture and language is trained at all.
        reliability: what was measured of the model, by cue.
    """
    return [_one(reading, model, trained, (reliability or {}).get(reading.cue.id)) for reading in readings]


def _one(reading: CueReading, model: str, trained: bool, known: Reliability | None) -> Evidence:
    first, flags = _right(trained, known)
    caveats, numbers = [first], {"mass": round(reading.mass, 4)}
    if trained and known is not None:
        numbers["balanced_accuracy"] = known.balanced_accuracy
    yes, no = reading.cue.answers
    if reading.step is None:
        caveats.append(
            f"The model did not answer {yes} or {no} (both together had a probability of {reading.mass:.0%})."
        )
    elif reading.mass < MIN_MASS:
        caveats.append(
            f"{yes.capitalize()} and {no} together had a probability of only {reading.mass:.0%} at the answer."
        )
    question = reading.cue.question
    says_yes = reading.p_yes >= 0.5 and reading.step is not None
    supports: Supports = "neutral"
    if trained and known is not None and known.reliable and says_yes:
        supports = reading.cue.supports  # type: ignore[assignment]  # the taxonomy names hypotheses
    return Evidence(
        source=f"cue:{reading.cue.id}",
        kind="cue",
        statement=f"Asked “{question}”, the model {model} says {yes} with a probability of {reading.p_yes:.2f}.",
        supports=supports,
        score=round(reading.p_yes, 4),
        unit="P(yes)",
        caveats=tuple(caveats),
        facts=Facts(flags=flags, numbers=numbers),
    )


def _right(trained: bool, known: Reliability | None) -> tuple[str, tuple[Flag, ...]]:
    """How often the model is right about a cue, in words, and the flag of a state in which its answer can't count."""
    if not trained:
        return UNTRAINED, (Flag.UNTRAINED,)
    if known is None:
        return UNASSESSED, (Flag.UNASSESSED,)
    measured = f"balanced accuracy {known.balanced_accuracy:.2f} on {known.pictures} pictures made for it"
    if not known.reliable:
        return f"Not reliable: about this cue the model is near chance ({measured}).", (Flag.UNRELIABLE,)
    return f"The model was measured on this cue ({measured}).", ()
