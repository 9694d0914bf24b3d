"""How the head of the study `updating` learns one task after another, and what is measured of it.

Letters: T tasks, D features.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...agent.detectors.clip import averaged
from ...finetune.heads.memory_choice import How
from ...finetune.heads.replay_memory import Memory, joined, kept
from ...finetune.heads.ridge import Indices
from ...finetune.heads.updated_heads import system
from ..metrics import auroc
from .updating_methods import FROM_NOTHING, METHODS
from .updating_tasks import Draw, Views


@dataclass(frozen=True, slots=True)
class Line:
    """The linear score of a head: weight float32 [D] and bias."""

    weight: NDArray[np.float32]
    bias: float


@dataclass(frozen=True, slots=True)
class Course:
    """What one method did on one draw: balanced accuracy and AUROC [T, T], and the AUROC on other generators."""

    accuracy: NDArray[np.float64]
    area: NDArray[np.float64]
    never: float | None


def course(views: Views, draw: Draw, method: str, size: int, seed: int) -> Course:
    """Learn the tasks of a draw one after another by one method."""
    kind, penalty = METHODS[method].kind, METHODS[method].penalty
    count = len(draw.names)
    line, memory = Line(np.zeros(views.rows.features.shape[1], np.float32), 0.0), None
    accuracy, area = np.full((count, count), np.nan), np.full((count, count), np.nan)
    how: How = "random" if kind == "replay" else "sparse"
    for number, learn in enumerate(draw.learn):
        new = views.rows.part(learn)
        if kind == "joint":
            if number < count - 1:
                continue  # only the end is asked for
            everything = views.rows.part(np.concatenate(draw.learn))
            line = stepped(Line(np.zeros_like(line.weight), 0.0), everything, None, "alone", penalty)
        else:
            line = stepped(line, new, memory, kind, penalty if number else FROM_NOTHING)
            memory = kept(new if memory is None else joined([memory, new]), size, how, 100 * seed + number)
        accuracy[number], area[number] = tested(views, draw, line)
    photographs, never = scores(views, draw.photographs, line), scores(views, draw.never, line)
    return Course(accuracy, area, auroc(photographs, never) if len(never) else None)


def stepped(line: Line, new: Memory, memory: Memory | None, kind: str, penalty: float | None) -> Line:
    """The head after it learned new views, by the functions that the command uses."""
    replayed = kind in ("replay", "sur") and memory is not None
    rows = joined([memory, new]) if replayed and memory is not None else new
    begun = (rows.features.astype(np.float32) @ line.weight + np.float32(line.bias)).astype(np.float64)
    old = memory if kind == "ewc" else None
    method = "ewc" if kind == "ewc" and memory is not None else "sur"
    weight, bias = system(rows, begun, np.arange(len(rows)), old, method, penalty).change().folded()
    return Line(line.weight + weight, line.bias + bias)


def scores(views: Views, pictures: Sequence[Indices], line: Line) -> NDArray[np.float64]:
    """One score for each picture, the mean over whole and crops."""
    if not pictures:
        return np.empty(0)
    flat = np.concatenate(pictures)
    value = views.rows.features[flat].astype(np.float32) @ line.weight + np.float32(line.bias)
    ends = np.cumsum([len(indices) for indices in pictures])
    parts = zip(np.split(value, ends[:-1]), pictures, strict=True)
    return np.array([averaged(part, views.crop[indices]) for part, indices in parts])


def tested(views: Views, draw: Draw, line: Line) -> tuple[list[float], list[float]]:
    """Balanced accuracy and AUROC of each task's left-out pictures against the left-out photographs."""
    photographs = scores(views, draw.photographs, line)
    right = right_share(views, draw.photographs, photographs)
    made = [scores(views, pictures, line) for pictures in draw.test]
    areas = [auroc(photographs, part) for part in made]
    return [(right + float((part > 0).mean())) / 2 for part in made], [np.nan if a is None else a for a in areas]


def right_share(views: Views, pictures: Sequence[Indices], score: NDArray[np.float64]) -> float:
    """The share of photographs that score 0 or less, each source with the same weight."""
    by_source: dict[str, list[bool]] = {}
    for indices, value in zip(pictures, score, strict=True):
        by_source.setdefault(views.rows.source[indices[0]], []).append(bool(value <= 0))
    return float(np.mean([np.mean(part) for part in by_source.values()]))
