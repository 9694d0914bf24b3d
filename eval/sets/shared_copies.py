"""Copies as people pass pictures on: scaled to what a service allows, and saved as JPEG once more.

Of a picture that is kept as views (`view_files`) the copy is made from the view, by the factor that the original would
have been scaled by.

Letters: H, W height and width.
"""

from __future__ import annotations

import io
from typing import Literal

import numpy as np
from PIL import Image

from .degradations import VIEW, Pixels, jpeg, resize, view

Tier = Literal["web", "hard"]
CLEAN = "clean"  # as it is
TIERS: dict[Tier, tuple[int, int]] = {"web": (768, 60), "hard": (512, 40)}  # most of the long side in px, JPEG quality


def left_of(tier: Tier, original: tuple[int, int]) -> float:
    """The factor by which a picture of this width and height in px is scaled for a copy."""
    return min(1.0, TIERS[tier][0] / max(original))


def copy_file(pixels: Pixels, tier: Tier) -> bytes:
    """The file of a copy: JPEG with halved colour, without any metadata, of a picture [H, W, 3]."""
    factor = left_of(tier, (pixels.shape[1], pixels.shape[0]))
    smaller = resize(pixels, factor) if factor < 1 else pixels
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(smaller)).save(buffer, "JPEG", quality=TIERS[tier][1], subsampling=2)
    return buffer.getvalue()


def shared_copy(pixels: Pixels, tier: Tier, original: tuple[int, int] = (0, 0), crop: bool = False) -> Pixels:
    """What the tower sees of a copy, [224, 224, 3].

    Args:
        pixels: the picture or one of its views.
        tier: what the copy went through.
        original: width and height in px of the picture of which this is a view; (0, 0) if it is the picture itself.
        crop: whether the pixels are a crop at native resolution. What is left of it after scaling is enlarged, which a
            crop of the copy would not be: where little is left (`left_of`), it shows less than the copy does.
    """
    quality = TIERS[tier][1]
    size = original if all(original) else (pixels.shape[1], pixels.shape[0])
    factor = left_of(tier, size)
    if crop:
        return view(jpeg(resize(pixels, factor) if factor < 1 else pixels, quality))
    # the view of the whole: enlarged to the size of the copy, saved, and scaled down to the view again
    short = max(VIEW, int(min(size) * factor))
    return view(jpeg(resize(pixels, short / min(pixels.shape[:2])), quality))
