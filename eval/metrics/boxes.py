"""How far boxes overlap. A box is (x, y, w, h) in pixels.

Letters: n and m boxes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray


def iou(first: Sequence[float], second: Sequence[float]) -> float:
    """Intersection over union of two boxes."""
    (x, y, w, h), (u, v, s, t) = first, second
    wide = max(0.0, min(x + w, u + s) - max(x, u))
    high = max(0.0, min(y + h, v + t) - max(y, v))
    union = w * h + s * t - wide * high
    return wide * high / union if union > 0 else 0.0


def best_iou(predicted: Sequence[Sequence[float]], annotated: Sequence[Sequence[float]]) -> float:
    """Mean over annotated boxes of the IoU with the predicted box that overlaps it most; 0 without predicted boxes."""
    return float(np.mean([max((iou(box, guess) for guess in predicted), default=0.0) for box in annotated]))


def union_iou(predicted: Sequence[Sequence[float]], annotated: Sequence[Sequence[float]]) -> float:
    """Intersection over union of the areas that two sets of boxes cover, [n] and [m]; boxes of a set may overlap.

    Unlike `best_iou` it falls with every box that points to nothing. Counted exactly, on the grid of all edges; 0 where
    neither set covers anything.
    """
    edges = [np.unique([v for box in (*predicted, *annotated) for v in (box[k], box[k] + box[k + 2])]) for k in (0, 1)]
    if any(len(lines) < 2 for lines in edges):
        return 0.0
    ours, theirs = (_covered(boxes, *edges) for boxes in (predicted, annotated))  # [rows, columns]
    cells = np.outer(np.diff(edges[1]), np.diff(edges[0]))
    union = float(cells[ours | theirs].sum())
    return float(cells[ours & theirs].sum()) / union if union > 0 else 0.0


def _covered(boxes: Sequence[Sequence[float]], across: NDArray, down: NDArray) -> NDArray[np.bool_]:
    covered = np.zeros((len(down) - 1, len(across) - 1), bool)
    for x, y, w, h in boxes:
        left, right = np.searchsorted(across, (x, x + w))
        top, bottom = np.searchsorted(down, (y, y + h))
        covered[top:bottom, left:right] = True
    return covered


def tied_iou(predicted: Sequence[Sequence[float]], annotated: Sequence[Sequence[float]], closeness: ArrayLike) -> float:
    """Mean over annotated boxes of the IoU with the one predicted box whose sentence is closest to theirs.

    So a sentence counts only where it is written about the right place. 0 without predicted boxes.

    Args:
        predicted: boxes [n].
        annotated: boxes [m], at least one.
        closeness: of the sentence of each annotated box to that of each predicted one [m, n].
    """
    if not len(predicted):
        return 0.0
    closest = np.asarray(closeness, float).reshape(len(annotated), len(predicted)).argmax(1)
    return float(np.mean([iou(box, predicted[at]) for box, at in zip(annotated, closest, strict=True)]))
