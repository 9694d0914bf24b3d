"""Views that help a person to look: levels, recompression (ELA) and fine noise. None of them is evidence by itself."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageChops, ImageFilter, ImageOps

from ..sentences import Sentence

ELA_QUALITY = 90  # IJG
LEVELS = Sentence("assisted_views.levels", "levels: brightness and colours stretched. No evidence by itself.")
ELA = Sentence(
    "assisted_views.ela",
    "recompression (ELA): what a JPEG copy of quality 90 changes, brightened. Edges and fine detail are always "
    "bright, and a picture that was saved again shows nothing. No evidence by itself.",
)
NOISE = Sentence(
    "assisted_views.noise", "fine noise: what a median filter takes away, brightened. No evidence by itself."
)


def levels(picture: Image.Image) -> Image.Image:
    """Each channel stretched over the whole range, 1% at either end cut off."""
    return ImageOps.autocontrast(picture, cutoff=1)


def recompression(picture: Image.Image) -> Image.Image:
    """The difference to a JPEG copy, scaled so that its 99.5th percentile is white."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=ELA_QUALITY)
    return _brightened(ImageChops.difference(picture, Image.open(file)))


def fine_noise(picture: Image.Image) -> Image.Image:
    """The difference to a copy under a median filter of 3 px, scaled as above."""
    return _brightened(ImageChops.difference(picture, picture.filter(ImageFilter.MedianFilter(3))))


VIEWS: dict[str, tuple[Callable[[Image.Image], Image.Image], Sentence]] = {
    "levels": (levels, LEVELS),
    "recompression": (recompression, ELA),
    "fine noise": (fine_noise, NOISE),
}


def _brightened(difference: Image.Image) -> Image.Image:
    values = np.asarray(difference, np.float32)
    return Image.fromarray(
        np.clip(values * 255 / max(float(np.percentile(values, 99.5)), 1.0), 0, 255).astype(np.uint8)
    )
