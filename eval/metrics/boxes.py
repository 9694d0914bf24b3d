"""How far boxes overlap. A box is (x, y, w, h) in pixels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


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
