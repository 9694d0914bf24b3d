"""Maps of scores: pasted together from the parts of a picture, and laid over it.

Letters: h, w the map's size; n the side of a view's grid.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ..evidence import Region

Maps = dict[str, NDArray[np.float32]]  # [h, w] in 0 to 1, by the source of the evidence; each covers the whole picture
SIDE = 64
MAX_SIDE = 1600
# Inferno-like stops, dark to bright, so that the map can also be read in grey.
_STOPS = np.array([[0, 0, 4], [87, 16, 110], [188, 55, 84], [249, 142, 9], [252, 255, 164]], np.float32)


def paste(
    regions: Sequence[Region], grids: Sequence[NDArray[np.float32]], shape: tuple[int, int]
) -> NDArray[np.float32]:
    """One map float32 [h, w] in 0 to 1, its long side 64, from grids [n, n] that lie over regions of a picture.

    The grids are averaged in regions that overlap. Values are centred on their mean and scaled so that three standard
    deviations reach 0 or 1; 0.5 is the mean, and stands for places that no region covers.

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


def overlay(pixels: NDArray[np.uint8], heat: NDArray[np.float32], region: Region | None = None) -> Image.Image:
    """Lay a map over the greyed picture, at most 1600 px a side, with a frame around the region.

    Args:
        pixels: uint8 [H, W, 3].
        heat: float32 [h, w] in 0 to 1; blocks at the right and lower border that it leaves out stay dark.
        region: in pixels of the picture.
    """
    h, w = pixels.shape[:2]
    scale = min(1.0, MAX_SIDE / max(h, w))
    size = (max(1, round(w * scale)), max(1, round(h * scale)))
    grey = np.asarray(Image.fromarray(pixels).convert("L").resize(size), np.float32)[..., None]  # [h', w', 1]
    strength = np.asarray(Image.fromarray(heat).resize(size, Image.Resampling.BILINEAR))
    colour = _coloured(strength)  # [h', w', 3]
    share = 0.25 + 0.6 * np.clip(strength, 0, 1)[..., None]
    picture = Image.fromarray((grey * (1 - share) + colour * share).astype(np.uint8))
    if region is not None:
        box = [value * scale for value in (region.x, region.y, region.x + region.w, region.y + region.h)]
        ImageDraw.Draw(picture).rectangle(box, outline=(0, 255, 255), width=max(2, round(min(size) / 200)))
    return picture


def heat_layer(heat: NDArray[np.float32], shape: tuple[int, int]) -> Image.Image:
    """A map in colours alone, to be laid over a picture; what is low shows the picture through.

    Args:
        heat: float32 [h, w] in 0 to 1.
        shape: H, W of the picture, whose proportions the layer gets; at most 1600 px a side.
    """
    scale = min(1.0, MAX_SIDE / max(shape))
    size = (max(1, round(shape[1] * scale)), max(1, round(shape[0] * scale)))
    strength = np.clip(np.asarray(Image.fromarray(heat).resize(size, Image.Resampling.BILINEAR)), 0, 1)
    opaque = 255 * (0.35 + 0.65 * strength[..., None])
    return Image.fromarray(np.concatenate([_coloured(strength), opaque], axis=-1).astype(np.uint8), "RGBA")


def _coloured(strength: NDArray[np.float32]) -> NDArray[np.float32]:
    """Colours [h, w, 3] in 0 to 255 of values [h, w] in 0 to 1."""
    place = np.clip(strength, 0, 1) * (len(_STOPS) - 1)
    low = np.minimum(place.astype(int), len(_STOPS) - 2)
    return (_STOPS[low] + (_STOPS[low + 1] - _STOPS[low]) * (place - low)[..., None]).astype(np.float32)
