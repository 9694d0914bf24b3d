"""What can be shown in the picture: traces with a box, cues that the model is reliable about, what models describe.

Where nothing that was measured stands behind a trace, that is said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ...evidence import Evidence, Flag
from ...sentences import Sentence
from ..answer_items import Item
from ..stance import Role, Stance
from .answer_case import Case, of_record

MOST = 3  # traces of a kind that an answer tells
_OF_PARTS = frozenset({"altered_part", "clones", "jpeg", "noise"})  # detectors that name a part if one differs
_DOUBTFUL = frozenset({Flag.SET_ASIDE, Flag.UNSTABLE, Flag.OUT_OF_DISTRIBUTION, Flag.NOT_MEASURED})

HERE = Sentence("trace_answers.here", "It lies in the part of {w}×{h} px at {x}, {y}.")
NO_PLACE = Sentence(
    "trace_answers.no_place", "The model was asked about the whole picture, so no place can be shown for its answer."
)
NOTHING = Sentence("trace_answers.nothing", "No visible trace that this tool can show was found in the picture.")
DIFFERS = Sentence(
    "trace_answers.differs",
    "A part of the picture differs from the rest. By itself that does not count as a sign of an alteration, because "
    "harmless causes can explain it; look at that part at full size.",
)
ALIKE = Sentence(
    "trace_answers.alike",
    "Two parts of the picture are alike. By itself that does not count as a sign of an alteration, because things that "
    "look the same agree as closely; look at both at full size.",
)
NO_PROOF = Sentence(
    "trace_answers.no_proof", "That does not show that there is none: look at the picture yourself at full size."
)


def visible_traces(case: Case) -> list[Item]:
    """The traces that can be shown, each finding with its place; or that there is none. Models' own words come last."""
    shown = [*_with_places(case), *_cues(case)]
    nothing = [of_record(NOTHING()), of_record(NO_PROOF(), Role.NEXT_STEP)]
    return [*(shown or nothing), *seen_by_models(case)]


def traces(case: Case) -> list[Evidence]:
    """The findings of detectors that name a part of the picture and support something, the weightiest first."""
    found = [
        item
        for item in case.evidence
        if item.kind == "detector"
        and item.region is not None
        and item.supports in ("synthetic", "tampered")
        and item.id not in case.bench.stances  # measured on a part by itself, whose region is what was asked for
        and _DOUBTFUL.isdisjoint(item.facts.flags)
    ]
    return sorted(found, key=lambda item: -case.role(item).weight)


def differing(case: Case) -> list[Evidence]:
    """Findings on the whole picture that name a part that differs, and which do not count as signs of an alteration."""
    return [
        item
        for item in case.evidence
        if item.kind == "detector"
        and item.source in _OF_PARTS
        and item.region is not None
        and item.supports == "neutral"
        and item.id not in case.bench.stances
    ][:MOST]


def told_differing(case: Case, found: Sequence[Evidence]) -> list[Item]:
    """Such findings with what is to be held against each, and that they do not count."""
    told = [line for item in found for line in (*case.told([item]), *_against(item))]
    alike = all(item.source == "clones" for item in found)
    return [of_record((ALIKE if alike else DIFFERS)()), *told]


def _against(item: Evidence) -> list[Item]:
    return [Item(item.id, Stance(Role.RESERVATION), text, fixed=True) for text in item.caveats[:1]]


def seen_by_models(case: Case, cues: Collection[str] | None = None) -> list[Item]:
    """What models say of the picture, and the artifacts that held up; empty if none describes pictures.

    Args:
        case: the question.
        cues: ids of the cues that the question is about; the artifacts are then those on them, held up or not.
    """
    by_id = {item.id: item for item in case.evidence}
    told: list[Item] = []
    for view in case.record.seen_by_models:
        if view.evidence not in by_id:
            continue
        chosen = [one for one in view.artifacts if (one.agreement == "agreed" if cues is None else one.cue in cues)]
        if chosen or cues is None:
            told.append(_weightless(by_id[view.evidence]))
        told += [line for one in chosen[:MOST] for line in _artifact(by_id[one.evidence])]
    return told


def _artifact(item: Evidence) -> Iterator[Item]:
    """What a model says of a part, then how far that held up."""
    yield _weightless(item)
    yield from (Item(item.id, Stance(Role.NO_WEIGHT), note, must=True, fixed=True) for note in item.facts.notes[:1])


def _weightless(item: Evidence) -> Item:
    return Item(item.id, Stance(Role.NO_WEIGHT), item.statement, must=True, fixed=True)


def _with_places(case: Case) -> list[Item]:
    return [line for item in traces(case)[:MOST] for line in _placed(case, item)]


def _placed(case: Case, item: Evidence) -> Sequence[Item]:
    assert item.region is not None
    stance = case.role(item).stance
    return [*case.told([item]), Item(item.id, stance, HERE(**item.region.model_dump()), must=True, fixed=True)]


def _cues(case: Case) -> list[Item]:
    """The cues that the model sees and is known to be reliable about."""
    seen = [item for item in case.evidence if item.kind == "cue" and item.supports in ("synthetic", "tampered")]
    seen = [item for item in seen if item.id not in case.bench.stances][:MOST]
    return [*case.told(seen), *(of_record(NO_PLACE(), Role.RESERVATION) for _ in seen[:1])]
