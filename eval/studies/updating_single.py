"""One update of a detector that knows all generators but one, for the study `updating`."""

from __future__ import annotations

import numpy as np

from ...finetune.heads import clip_training
from ...finetune.heads.replay_memory import Memory, joined, kept
from ...finetune.heads.ridge import Indices, Ridge, weights
from ...finetune.heads.updated_heads import HOW
from ..metrics import auroc
from ..tables import TableRow
from .updating_courses import Line, right_share, scores, stepped
from .updating_methods import FIRST, METHODS
from .updating_tasks import Draw, Views, drawn

KINDS = ("alone", "small", "ewc", "replay", "sur")


def single_updates(views: Views, draws: int, size: int) -> list[TableRow]:
    """A row for each method: means over draws and generators of figures before and after.

    The detector before is that of the shipped recipe, trained without the generator and without what is tested. For
    the update there are new pictures of the generator and what is remembered; `alone` and `small` get the remembered
    photographs as well, since no head can be fitted on one label.
    """
    found: dict[str, list[list[float]]] = {kind: [] for kind in KINDS}
    for seed in range(FIRST, FIRST + draws):
        draw = drawn(views, seed)
        known = np.concatenate(draw.learn)
        others = _others(views, draw)
        head = _head(views.rows, np.concatenate([known, others]))
        for number in range(len(draw.names)):
            made = draw.learn[number][views.rows.generated[draw.learn[number]]]
            if len(made) < 2 or not draw.test[number]:
                continue
            weight, bias = head.head(without=made).folded()
            before = Line(weight, bias)
            rest = views.rows.part(np.setdiff1d(np.concatenate([known, others]), made))
            first = _figures(views, draw, number, before)
            for kind in KINDS:
                how = HOW["replay"] if METHODS[kind].kind == "replay" else HOW["sur"]
                memory = kept(rest, size, how, seed)
                after = _after(before, views.rows.part(made), memory, kind)
                pairs = zip(first, _figures(views, draw, number, after), strict=True)
                found[kind].append([value for pair in pairs for value in pair])
    return [
        (METHODS[kind].name, *(f"{value:.3f}" for value in np.mean(rows, axis=0)))
        for kind, rows in found.items()
        if rows
    ]


def _others(views: Views, draw: Draw) -> Indices:
    """Views of generators of no task, which the detector before learns from; their pictures are not tested here."""
    return np.concatenate(draw.never) if draw.never else np.empty(0, np.intp)


def _head(rows: Memory, learned: Indices) -> Ridge:
    """The fit of the shipped recipe on some views; the others have no weight."""
    units = list(rows.source)
    inside = np.zeros(len(rows))
    inside[learned] = 1
    mass = weights(rows.generated, units, lambda index: inside[index])
    return Ridge(rows.features, rows.generated, mass, clip_training.PENALTY, units, clip_training.STEADINESS)


def _after(before: Line, new: Memory, memory: Memory, kind: str) -> Line:
    method, penalty = METHODS[kind].kind, METHODS[kind].penalty
    if method in ("replay", "sur"):
        return stepped(before, new, memory, method, penalty)
    photographs = memory.part(np.flatnonzero(~memory.generated))
    return stepped(before, joined([photographs, new]), memory, method, penalty)


def _figures(views: Views, draw: Draw, number: int, line: Line) -> list[float]:
    """AUROC of the new generator, mean AUROC of the others, and the share of photographs above 0."""
    photographs = scores(views, draw.photographs, line)
    areas = [auroc(photographs, scores(views, pictures, line)) for pictures in draw.test]
    known = [area for index, area in enumerate(areas) if index != number and area is not None]
    return [areas[number] or 0.0, float(np.mean(known)), 1 - right_share(views, draw.photographs, photographs)]
