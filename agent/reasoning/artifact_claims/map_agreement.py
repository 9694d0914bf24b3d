"""Whether the map of a detector stands out at a place."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ...evidence import Region

ABOVE = 1.0  # deviations of the rest of the map by which its mean at the place must exceed that of the rest


def standing_out(maps: Mapping[str, NDArray[np.float32]], region: Region, shape: tuple[int, ...]) -> dict[str, bool]:
    """By detector, whether its map is higher at a place than elsewhere: mean inside > mean outside + one deviation.

    Args:
        maps: float32 [h, w] each, covering the whole picture.
        region: the place, in pixels of the picture.
        shape: height and width of the picture, then anything.

    Returns:
        Maps that are flat, or that lie in the place altogether, are left out.
    """
    found = {}
    for name, heat in maps.items():
        rows, columns = heat.shape
        inside = np.zeros(heat.shape, bool)
        top, bottom = _span(region.y, region.h, rows / shape[0], rows)
        left, right = _span(region.x, region.w, columns / shape[1], columns)
        inside[top:bottom, left:right] = True
        rest = heat[~inside]
        if rest.size and float(heat.std()) > 1e-6:
            found[name] = bool(heat[inside].mean() > rest.mean() + ABOVE * rest.std())
    return found


def _span(start: int, length: int, factor: float, limit: int) -> tuple[int, int]:
    first = min(int(start * factor), limit - 1)
    return first, min(limit, max(first + 1, int(np.ceil((start + length) * factor))))
