"""A model's answers about cues, and about what is claimed of a picture, as evidence; whichever model gave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...prompts import Cue, load
from ..evidence import Evidence, Facts, Flag, Supports
from ..sentences import Sentence
from .probes import CueReading
from .reliability import Reliability

CONTENT = "claim:content"  # source of the evidence on a claim, and id of the cue that asks about it
MIN_MASS = 0.5  # P(yes) + P(no) below which the answer gets a caveat

ANSWER = Sentence(
    "cue_evidence.answer",
    "Asked “{question}”, the model {model} says {yes} with a probability of {p_yes:.2f}.",
)
CLAIM_ANSWER = Sentence(
    "cue_evidence.claim_answer",
    "Asked whether the picture shows what is claimed, the model says yes with a probability of {p_yes:.2f}.",
)
UNTRAINED = Sentence(
    "cue_evidence.untrained",
    "This model has not been trained to connect pictures with language, so its answers say nothing about the picture.",
)
UNASSESSED = Sentence("cue_evidence.unassessed", "How often this model is right about this cue has not been measured.")
CLAIM_UNASSESSED = Sentence(
    "cue_evidence.claim_unassessed", "How often this model is right about such a question has not been measured."
)
UNRELIABLE = Sentence(
    "cue_evidence.unreliable",
    "Not reliable: in a test, the model was wrong too often about this cue (balanced accuracy {accuracy:.2f} on "
    "{pictures} pictures made for it).",
)
TESTED = Sentence(
    "cue_evidence.tested",
    "The model was tested on this cue (balanced accuracy {accuracy:.2f} on {pictures} pictures made for it).",
)
NO_ANSWER = Sentence(
    "cue_evidence.no_answer",
    "The model answered neither {yes} nor {no}; together they had a probability of {mass:.0%}.",
)
LITTLE_MASS = Sentence(
    "cue_evidence.little_mass", "Together, the answers {yes} and {no} had a probability of only {mass:.0%}."
)


def to_evidence(
    readings: Iterable[CueReading],
    model: str,
    *,
    trained: bool,
    reliability: Mapping[str, Reliability] | None = None,
) -> list[Evidence]:
    """One piece of evidence for each cue, neutral unless the model says yes and is known to be reliable about it.

    Args:
        readings: what the model answered.
        model: its name, which the statement gives.
        trained: whether the model was trained to connect pictures with language.
        reliability: how often the model was right, by cue.
    """
    known = reliability or {}
    return [_cue_evidence(reading, model, trained, known.get(reading.cue.id)) for reading in readings]


def _cue_evidence(reading: CueReading, model: str, trained: bool, known: Reliability | None) -> Evidence:
    caveat, flags = _trust(trained, known)
    caveats, numbers = [caveat], {"mass": round(reading.mass, 4)}
    if trained and known is not None:
        numbers["balanced_accuracy"] = known.balanced_accuracy
    yes, no = reading.cue.answers
    if reading.step is None:
        caveats.append(NO_ANSWER(yes=yes, no=no, mass=reading.mass))
    elif reading.mass < MIN_MASS:
        caveats.append(LITTLE_MASS(yes=yes, no=no, mass=reading.mass))
    says_yes = reading.p_yes >= 0.5 and reading.step is not None
    supports: Supports = "neutral"
    if trained and known is not None and known.reliable and says_yes:
        supports = reading.cue.supports  # type: ignore[assignment]  # the taxonomy names hypotheses
    return Evidence(
        source=f"cue:{reading.cue.id}",
        kind="cue",
        statement=ANSWER(question=reading.cue.question, model=model, yes=yes, p_yes=reading.p_yes),
        supports=supports,
        score=round(reading.p_yes, 4),
        unit="P(yes)",
        caveats=tuple(caveats),
        facts=Facts(flags=flags, numbers=numbers),
    )


def _trust(trained: bool, known: Reliability | None) -> tuple[str, tuple[Flag, ...]]:
    """How far the model can be trusted about a cue, as a caveat and as the flag that keeps its answer from counting."""
    if not trained:
        return UNTRAINED(), (Flag.UNTRAINED,)
    if known is None:
        return UNASSESSED(), (Flag.UNASSESSED,)
    measured = {"accuracy": known.balanced_accuracy, "pictures": known.pictures}
    return (TESTED(**measured), ()) if known.reliable else (UNRELIABLE(**measured), (Flag.UNRELIABLE,))


def claim_cue(claim: str) -> Cue:
    """The question whether a picture shows what is claimed."""
    return Cue(id=CONTENT, group="claim", question=load("claim", claim=claim), statement=claim, supports="neutral")


def of_claim(reading: CueReading) -> Evidence:
    """The answer about a claim as evidence, which supports nothing."""
    return Evidence(
        source=CONTENT,
        kind="claim",
        statement=CLAIM_ANSWER(p_yes=reading.p_yes),
        score=round(reading.p_yes, 4),
        unit="P(yes)",
        caveats=(CLAIM_UNASSESSED(),),
        facts=Facts(flags=(Flag.UNASSESSED,)),
    )
