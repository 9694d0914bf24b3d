"""Two pictures that were compared, as a picture: side by side in one frame, with what differs or agrees framed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ..evidence import Region
from .picture_comparison import Comparison

FRAME, AGREED = (255, 64, 64), (64, 220, 96)
GAP = 8  # px between the panels
NOT_COVERED = 32  # grey level where the other picture has no pixels


def comparison_map(found: Comparison) -> Image.Image | None:
    """Three panels: the picture, the other one laid over it, and the difference; None if they were not laid over.

    Parts that differ are framed in red, and the part that alone agrees in green. In the third panel the difference is
    brightened, and the places that count are red.
    """
    pair = found.aligned
    if pair is None:
        return None
    one, two = pair.first.astype(np.uint8), np.where(pair.shared[..., None], pair.second, NOT_COVERED).astype(np.uint8)
    apart = np.abs(pair.first - pair.second).max(axis=-1) * pair.shared
    panels = [Image.fromarray(one), Image.fromarray(two), Image.fromarray(brightened(apart, found.mask))]
    boxes = [(part.region, FRAME) for part in found.parts]
    boxes += [(found.agreed, AGREED)] if found.agreed is not None else []
    thick = max(2, round(max(one.shape) / 300))
    for panel in panels[:2]:
        draw = ImageDraw.Draw(panel)
        for region, colour in boxes:
            draw.rectangle(_scaled(region, pair.scale), outline=colour, width=thick)
    height, width = one.shape[:2]
    whole = Image.new("RGB", (3 * width + 2 * GAP, height), (255, 255, 255))
    for number, panel in enumerate(panels):
        whole.paste(panel, (number * (width + GAP), 0))
    return whole


def brightened(apart: NDArray[np.float32], mask: NDArray[np.bool_] | None) -> NDArray[np.uint8]:
    """A difference in grey levels [h, w] as a picture [h, w, 3], in which the places of a mask [h, w] are red."""
    bright = np.clip(apart * (255 / max(float(apart.max()), 48.0)), 0, 255).astype(np.uint8)
    out = np.repeat(bright[..., None], 3, axis=-1)
    if mask is not None:
        out[mask] = (0.5 * out[mask] + 0.5 * np.array(FRAME)).astype(np.uint8)
    return out


def _scaled(region: Region, scale: float) -> list[float]:
    return [value * scale for value in (region.x, region.y, region.x + region.w, region.y + region.h)]
