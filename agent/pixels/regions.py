"""From a map of deviations on a block grid to one region and one score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..evidence import Region

_BLOCK_LIMIT = 3.0  # deviations above which a smoothed block belongs to a region
_MAX_SHARE = 0.4  # a "part" that covers more than this is the picture itself


@dataclass(frozen=True, slots=True)
class StrongestRegion:
    """The strongest part: its score, its rectangle, and the map float32 [h, w] in 0 to 1."""

    score: float
    region: Region | None
    map: NDArray[np.float32]


def strongest_region(
    deviations: NDArray[np.float64], usable: NDArray[np.bool_], block: int, shape: tuple[int, int]
) -> StrongestRegion:
    """The connected part of the map that stands out most.

    The map is averaged over 3×3 blocks, blocks beyond 3 deviations of that average (in either direction, each for
    itself) are joined, and a part scores |mean deviation| · log2(1 + blocks): strong and large. Parts of more than
    40% of the picture and of fewer than four blocks do not count.

    Args:
        deviations: robust deviations [h, w], one a block.
        usable: blocks that could be measured [h, w].
        block: pixels a block.
        shape: H, W of the picture, for the rectangle.
    """
    weight = ndimage.uniform_filter(usable.astype(np.float64), 3)
    mean = ndimage.uniform_filter(np.where(usable, deviations, 0.0), 3) / np.maximum(weight, 1 / 9)
    spread = max(1.4826 * float(np.median(np.abs(mean[usable] - np.median(mean[usable])))), 0.2)
    mean = np.where(usable, (mean - np.median(mean[usable])) / spread, 0.0)
    picture = np.clip(np.abs(mean) / (2 * _BLOCK_LIMIT), 0, 1).astype(np.float32)
    best, region = 0.0, None
    for sign in (1, -1):
        labels = np.zeros(mean.shape, np.int32)
        ndimage.label(sign * mean > _BLOCK_LIMIT, output=labels)
        for number, place in enumerate(ndimage.find_objects(labels), start=1):
            inside = labels[place] == number
            size = int(inside.sum())
            if size < 4 or size > _MAX_SHARE * usable.sum():
                continue
            score = float(np.abs(mean[place][inside]).mean() * np.log2(1 + size))
            if score > best:
                best = score
                region = _rectangle(place, block, shape)
    return StrongestRegion(best, region, picture)


def _rectangle(place: tuple[slice, ...], block: int, shape: tuple[int, int]) -> Region:
    rows, columns = place
    x, y = columns.start * block, rows.start * block
    return Region(x=x, y=y, w=min(columns.stop * block, shape[1]) - x, h=min(rows.stop * block, shape[0]) - y)
