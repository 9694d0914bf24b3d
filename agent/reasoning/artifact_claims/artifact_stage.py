"""The stage of an examination that has capable models describe the picture, and checks what they say.

It runs after the verdict, as the judgement on a claim does, and adds evidence that supports nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ...evidence import Evidence, Flag
from ...model_views import ModelView, SeenArtifact
from ...perception.viewer import Viewer
from . import artifact_evidence as words
from .artifact_checks import Interview, Named, crossed, same
from .artifact_interview import CueAnswers, Told, interview
from .map_agreement import standing_out

Maps = Mapping[str, NDArray[np.float32]]
Seen = tuple[tuple[Evidence, ...], tuple[ModelView, ...]]
_CUE = "cue:"


def described(
    viewers: Sequence[Viewer],
    pixels: NDArray[np.uint8],
    evidence: tuple[Evidence, ...],
    maps: Maps,
    *,
    cues_by_first: bool = True,
) -> Seen:
    """What models see in a picture by themselves.

    Args:
        viewers: one model, or two whose views stand side by side.
        pixels: uint8 [H, W, 3].
        evidence: numbered.
        maps: of the detectors.
        cues_by_first: whether the evidence on cues comes from the first of them.

    Returns:
        The evidence with what the models say at its end, and their views.
    """
    interviews = [Interview(viewer) for viewer in viewers]
    told = [
        interview(asked, pixels, answers_in(evidence) if cues_by_first and n == 0 else CueAnswers())
        for n, asked in enumerate(interviews)
    ]
    if len(interviews) == 2:
        told = [
            replace(each, named=tuple(crossed(other, pixels, each.named)))
            for each, other in zip(told, reversed(interviews), strict=True)
        ]
    added: list[Evidence] = []
    views: list[ModelView] = []
    for n, (asked, each) in enumerate(zip(interviews, told, strict=True)):
        other = interviews[1 - n].viewer.name if len(interviews) == 2 else None
        view, items = _view(
            asked, each, other, standing_out_at(maps, each.named, pixels.shape), len(evidence) + len(added)
        )
        added += items
        views.append(view)
    return (*evidence, *added), _paired(views, told)


def answers_in(evidence: Sequence[Evidence]) -> CueAnswers:
    """To which cues a model said yes, and how reliable it is about them, by the evidence on cues."""
    asked = {item.source.removeprefix(_CUE): item for item in evidence if item.source.startswith(_CUE)}
    yes = [
        ident
        for ident, item in asked.items()
        if item.score is not None
        and item.score >= 0.5
        and item.facts.numbers.get("mass", 1.0) >= 0.5
        and not (item.has(Flag.UNRELIABLE) or item.has(Flag.UNTRAINED))
    ]
    accuracy = {
        ident: item.facts.numbers["balanced_accuracy"]
        for ident, item in asked.items()
        if "balanced_accuracy" in item.facts.numbers
    }
    return CueAnswers(yes if asked else None, accuracy)


def standing_out_at(maps: Maps, named: Sequence[Named], shape: tuple[int, ...]) -> list[dict[str, bool]]:
    """For each artifact, by detector, whether its map stands out there; empty for one without a place."""
    return [{} if one.region is None else standing_out(maps, one.region, shape) for one in named]


def _view(
    asked: Interview, told: Told, other: str | None, maps: Sequence[dict[str, bool]], numbered: int
) -> tuple[ModelView, list[Evidence]]:
    """The view of a model, and its evidence with the ids that follow; a model that said nothing at all has none."""
    name = asked.viewer.name
    silent = asked.failed and told.says is None and not told.named
    if silent:
        return ModelView(model=name, evidence="", questions=asked.questions, failed=True), []
    items = [words.of_view(name, told, failed=asked.failed)]
    items += [words.of_artifact(name, one, each, other) for one, each in zip(told.named, maps, strict=True)]
    items = [item.model_copy(update={"id": f"E{numbered + n}"}) for n, item in enumerate(items, start=1)]
    seen = tuple(
        SeenArtifact(
            evidence=item.id,
            text=one.text,
            told=one.told,
            cue=one.cue,
            region=one.region,
            located_by=one.located_by,
            here=one.here,
            free=one.free,
            control=one.control,
            elsewhere=one.elsewhere,
            agreement=one.agreement,
            maps=each,
            second=one.second,
        )
        for item, one, each in zip(items[1:], told.named, maps, strict=True)
    )
    view = ModelView(
        model=name,
        evidence=items[0].id,
        says=told.says,
        artifacts=seen,
        left_out=told.left_out,
        contradicted=sum(one.agreement == "contradicted" for one in seen),
        questions=asked.questions,
        failed=asked.failed,
    )
    return view, items


def _paired(views: Sequence[ModelView], told: Sequence[Told]) -> tuple[ModelView, ...]:
    """Views in which each artifact with a place names its counterpart in the other."""
    if len(views) != 2:
        return tuple(views)
    paired = []
    for n, view in enumerate(views):
        theirs = list(zip(views[1 - n].artifacts, told[1 - n].named, strict=False))
        artifacts = [
            seen.model_copy(update={"named_by_second": _counterpart(one, theirs)})
            for seen, one in zip(view.artifacts, told[n].named, strict=False)
        ]
        paired.append(view.model_copy(update={"artifacts": tuple(artifacts)}))
    return tuple(paired)


def _counterpart(one: Named, theirs: Sequence[tuple[SeenArtifact, Named]]) -> str | None:
    if one.region is None:
        return None
    return next((seen.evidence for seen, other in theirs if other.region is not None and same(one, other)), None)
