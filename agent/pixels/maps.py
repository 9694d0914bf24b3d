"""Scores of places within views, drawn over the whole picture.

Letters: h, w the map's size; n the side of a view's grid.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..evidence import Region

SIDE = 64


def paste(
    regions: Sequence[Region], grids: Sequence[NDArray[np.float32]], shape: tuple[int, int]
) -> NDArray[np.float32]:
    """One map float32 [h, w] in 0 to 1, its long side 64, from grids [n, n] that lie over regions of a picture.

    Where regions overlap the grids are averaged. Values are centred on their mean and scaled so that three standard
    deviations reach 0 or 1; 0.5 is the mean, and what no region covers.

    Args:
        regions: where each grid lies, in pixels.
        grids: its values; high is more.
        shape: H, W of the picture.
    """
    height, width = shape
    factor = SIDE / max(height, width)
    rows, columns = max(1, round(height * factor)), max(1, round(width * factor))
    total, count = np.zeros((rows, columns), np.float32), np.zeros((rows, columns), np.float32)
    middle = np.mean([grid.mean() for grid in grids])
    for region, grid in zip(regions, grids, strict=True):
        top, bottom = _span(region.y, region.h, factor, rows)
        left, right = _span(region.x, region.w, factor, columns)
        y = (np.arange(bottom - top) * grid.shape[0] / (bottom - top)).astype(int)
        x = (np.arange(right - left) * grid.shape[1] / (right - left)).astype(int)
        total[top:bottom, left:right] += grid[np.ix_(y, x)] - middle
        count[top:bottom, left:right] += 1
    mean = total / np.maximum(count, 1)
    spread = 3 * float(mean[count > 0].std()) + 1e-6
    return np.clip(0.5 + mean / (2 * spread), 0, 1).astype(np.float32)


def _span(start: float, length: float, factor: float, limit: int) -> tuple[int, int]:
    first = min(round(start * factor), limit - 1)
    return first, min(limit, max(first + 1, round((start + length) * factor)))
