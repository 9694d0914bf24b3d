"""Where an artifact is: from a model's box or words, the crop to ask about, and a control crop of the same size.

A share of 0 to 1 is one of the grey square that the model was shown, with the picture in its middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from ...evidence import Region
from ...perception.endpoint import MAX_SIDE
from ..dialogue.places import place_of
from ..weighing.claim import overlap
from .described_reply import Box

LEAST = 16  # px along a side of a place
MOST = 0.8  # share of the picture from which a place is the picture itself
MARGIN = 0.2  # of the longer side of a place, added around it to see what surrounds it
CROP = 112  # px along a side of a crop, at least, if the picture has as many
STEPS = 6  # places along a side that are tried for a control
TOUCH = 0.05  # share of it that a control may have in common with the crop
_SCALED = 100  # a box with larger numbers is in pixels; below, it may be in percent, and is not used


def from_box(box: Box | None, shape: tuple[int, ...]) -> Region | None:
    """The part of the picture that a box names; None if it names none, lies outside, or is on an unknown scale.

    Args:
        box: left, top, right, bottom, as shares of the square or in pixels of it as it was sent.
        shape: height and width of the picture, then anything.
    """
    if box is None:
        return None
    height, width = shape[:2]
    side = max(height, width)
    if max(box) > 1:
        sent = min(side, MAX_SIDE)
        if max(box) <= _SCALED or max(box) > sent:
            return None
        box = (box[0] / sent, box[1] / sent, box[2] / sent, box[3] / sent)
    x_offset, y_offset = (side - width) // 2, (side - height) // 2
    left, right = (min(max(round(v * side) - x_offset, 0), width) for v in (box[0], box[2]))
    top, bottom = (min(max(round(v * side) - y_offset, 0), height) for v in (box[1], box[3]))
    if min(box) < 0 or right - left < LEAST or bottom - top < LEAST:
        return None
    return _a_part(Region(x=left, y=top, w=right - left, h=bottom - top), shape)


def from_words(text: str, shape: tuple[int, ...]) -> Region | None:
    """The part of the picture that words of place name; None if they name none."""
    region = place_of(text, shape)
    return None if region is None else _a_part(region, shape)


def _a_part(region: Region, shape: tuple[int, ...]) -> Region | None:
    return region if region.w * region.h <= MOST * shape[0] * shape[1] else None


def crop_of(region: Region, shape: tuple[int, ...]) -> Region:
    """The place with a margin, as near to a square as the picture allows; a place as large as it may be has none."""
    height, width = shape[:2]
    longer = max(region.w, region.h)
    side = max(CROP, longer + 2 * round(MARGIN * longer))
    w, h = (min(max(side, least), most) for least, most in ((region.w, width), (region.h, height)))
    if w * h > 0.45 * width * height:  # no room for a control
        w, h = region.w, region.h
    x = min(max(region.x + (region.w - w) // 2, 0), width - w)
    y = min(max(region.y + (region.h - h) // 2, 0), height - h)
    return Region(x=x, y=y, w=w, h=h)


def control_of(crop: Region, others: Sequence[Region], pixels: NDArray[np.uint8]) -> Region | None:
    """A part of the same size elsewhere, away from other places of artifacts and with the most alike detail.

    Args:
        crop: what it is compared with.
        others: places of other artifacts, which it had better avoid.
        pixels: uint8 [H, W, 3].

    Returns:
        None if no part of that size lies elsewhere.
    """
    height, width = pixels.shape[:2]
    rows = sorted({round(v) for v in np.linspace(0, height - crop.h, STEPS)})
    columns = sorted({round(v) for v in np.linspace(0, width - crop.w, STEPS)})
    places = [Region(x=x, y=y, w=crop.w, h=crop.h) for y, x in product(rows, columns)]
    free = [place for place in places if overlap(place, crop) <= TOUCH]
    if not free:
        return None
    detail = _detail(pixels, crop)

    def cost(place: Region) -> tuple[float, float]:
        taken = max((overlap(place, other) for other in others), default=0.0)
        return round(taken, 1), abs(_detail(pixels, place) - detail)

    return min(free, key=cost)


def cut(pixels: NDArray[np.uint8], region: Region) -> NDArray[np.uint8]:
    """The pixels [h, w, 3] of a part."""
    return np.ascontiguousarray(pixels[region.y : region.y + region.h, region.x : region.x + region.w])


def _detail(pixels: NDArray[np.uint8], region: Region) -> float:
    """Deviation of the grey values of a part, from 4,096 pixels or so, on a logarithmic scale."""
    part = pixels[region.y : region.y + region.h, region.x : region.x + region.w]
    step = max(1, round((region.w * region.h / 4096) ** 0.5))
    return float(np.log1p(part[::step, ::step].astype(np.float32).mean(-1).std()))
