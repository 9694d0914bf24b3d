"""What a model named, as evidence that supports nothing: its words as a quotation, then how far they held up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...evidence import Evidence, Facts, Flag
from ...foreign import Foreign
from ...model_views import Says, SeenArtifact
from ...sentences import Sentence
from .artifact_checks import Named
from .artifact_interview import Told

SOURCE = "seen"  # of all this evidence
KIND = "claim"  # what a model claims is no measurement

SAYS: dict[Says | None, Sentence] = {
    "fake": Sentence(
        "artifact_evidence.says_fake",
        "Asked whether the picture looks real or fake, the model {model} says fake.",
    ),
    "real": Sentence(
        "artifact_evidence.says_real",
        "Asked whether the picture looks real or fake, the model {model} says real.",
    ),
    None: Sentence(
        "artifact_evidence.says_neither",
        "Asked whether the picture looks real or fake, the model {model} gave no answer that can be read as either.",
    ),
}
NAMES_NOTHING = Sentence("artifact_evidence.names_nothing", "It names no artifact in it.")
NAMES = Sentence(
    "artifact_evidence.names",
    "Artifacts that it names and that were checked: {count}. When the model was asked again about the part alone, "
    "{agreed} held up, {unstable} stayed uncertain and {contradicted} did not hold up; {unlocated} had no place that "
    "could be checked.",
)
LEFT_OUT = Sentence("artifact_evidence.left_out", "Artifacts that it names beyond those: {count}.")
BROKE_OFF = Sentence(
    "artifact_evidence.broke_off", "The model stopped answering, so some of the questions were not put to it."
)
DESCRIBED = Sentence("artifact_evidence.described", "The model {model} says of the picture: {text:120}.")
DESCRIBED_AT = Sentence(
    "artifact_evidence.described_at",
    "The model {model} says of the part of {w}×{h} px at {x}, {y}: {text:120}.",
)
ASKED = Sentence("artifact_evidence.asked", "Asked “{question}”, the model {model} says yes, but names no place.")
ASKED_AT = Sentence(
    "artifact_evidence.asked_at",
    "Asked “{question}”, the model {model} says yes, and names the part of {w}×{h} px at {x}, {y}.",
)
AGREED = Sentence(
    "artifact_evidence.agreed",
    "This held up: asked about that part alone, the model said so again in both wordings, and it did not say so of a "
    "part of the same size at {x}, {y}.",
)
DENIED = Sentence(
    "artifact_evidence.denied",
    "This did not hold up: asked about that part alone, the model said in both wordings that it is not there.",
)
SAME_ELSEWHERE = Sentence(
    "artifact_evidence.same_elsewhere",
    "This did not hold up: the model says the same of another part of that size, at {x}, {y}.",
)
UNSTABLE = Sentence(
    "artifact_evidence.unstable",
    "This stays uncertain: asked about that part alone, the model gave no consistent answer.",
)
UNLOCATED = Sentence(
    "artifact_evidence.unlocated",
    "This was not checked: the model names no place for it, or one so large that there is nothing to compare it with.",
)
MAP_ABOVE = Sentence(
    "artifact_evidence.map_above", "The map of the detector {detector} is higher there than elsewhere."
)
NO_MAP = Sentence("artifact_evidence.no_map", "No map of a detector is higher there than elsewhere.")
SECOND: dict[bool | None, Sentence] = {
    True: Sentence("artifact_evidence.second_sees", "Asked about the same part, the model {model} sees it too."),
    False: Sentence(
        "artifact_evidence.second_sees_not", "Asked about the same part, the model {model} does not see it."
    ),
    None: Sentence(
        "artifact_evidence.second_unclear", "Asked about the same part, the model {model} gave no consistent answer."
    ),
}
WEIGHTLESS = Sentence(
    "artifact_evidence.weightless",
    "How often this model is right about what it describes has not been measured, so this has no weight in the "
    "verdict.",
)


def of_view(model: str, told: Told, *, failed: bool) -> Evidence:
    """What a model says of the picture, and how many of the artifacts that it names held up."""
    counts = {kind: sum(one.agreement == kind for one in told.named) for kind in _KINDS}
    notes = []
    if told.named:
        notes.append(NAMES(count=len(told.named), **counts))
    elif not failed:
        notes.append(NAMES_NOTHING())
    notes += [LEFT_OUT(count=told.left_out)] if told.left_out else []
    notes += [BROKE_OFF()] if failed else []
    return Evidence(
        source=SOURCE,
        kind=KIND,
        statement=" ".join([SAYS[told.says](model=model), *notes]),
        caveats=(WEIGHTLESS(),),
        facts=Facts(flags=(Flag.UNASSESSED,)),
    )


_KINDS = ("agreed", "unstable", "contradicted", "unlocated")


def of_artifact(model: str, one: Named, maps: Mapping[str, bool], other: str | None) -> Evidence:
    """An artifact that a model named, with what its other answers, the maps and another model say.

    Args:
        model: its name.
        one: the artifact.
        maps: by detector, whether its map stands out there.
        other: the name of the model that was asked about the same part; None if none was.
    """
    return Evidence(
        source=SOURCE,
        kind=KIND,
        statement=_statement(model, one),
        region=one.region,
        caveats=(WEIGHTLESS(),),
        facts=Facts(flags=(Flag.UNASSESSED, Flag.QUOTES), notes=tuple(_notes(one, maps, other))),
    )


def _statement(model: str, one: Named) -> str:
    region = {} if one.region is None else one.region.model_dump()
    if one.told == "asked":
        return (ASKED_AT if region else ASKED)(question=one.text, model=model, **region)
    return (DESCRIBED_AT if region else DESCRIBED)(text=Foreign(one.text), model=model, **region)


def _notes(one: Named, maps: Mapping[str, bool], other: str | None) -> Iterator[str]:
    yield held_up(one)
    above = [name for name, stands_out in maps.items() if stands_out]
    yield from (MAP_ABOVE(detector=name) for name in above)
    if maps and not above:
        yield NO_MAP()
    if other is not None and one.crop is not None and one.control is not None:
        yield SECOND[one.second](model=other)


def held_up(one: Named | SeenArtifact) -> str:
    """How far an artifact held up when the model was asked again."""
    at = {} if one.control is None else {"x": one.control.x, "y": one.control.y}
    if one.agreement == "agreed":
        return AGREED(**at)
    if one.agreement == "contradicted":
        return SAME_ELSEWHERE(**at) if one.elsewhere else DENIED()
    return UNSTABLE() if one.agreement == "unstable" else UNLOCATED()
