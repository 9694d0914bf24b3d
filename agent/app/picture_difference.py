"""The difference between two pictures, pixel by pixel, and the second one laid over the first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..evidence import Region

LEAST = 8  # of 255: what a pixel differs by so that it counts
_STRETCH = 0.01  # by which the proportions of two pictures may differ and still be the same


@dataclass(frozen=True, slots=True)
class Difference:
    """Two pictures compared pixel by pixel.

    Attributes:
        other: the second picture in the size of the first.
        picture: how much each pixel differs in its most different channel, brightened; None if the proportions differ.
        scaled: whether the second had another size.
        share: of the pixels that differ by more than `LEAST`; None as for `picture`.
        most: the largest difference, 0 to 255; None as for `picture`.
        part: the smallest rectangle around the pixels that count; None if there are none.
    """

    other: Image.Image
    picture: Image.Image | None
    scaled: bool
    share: float | None
    most: int | None
    part: Region | None


def difference(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> Difference:
    """Compare two pictures, uint8 [H, W, 3] each; the second is scaled to the size of the first."""
    height, width = first.shape[:2]
    other = Image.fromarray(second)
    scaled = second.shape != first.shape
    if scaled:
        other = other.resize((width, height), Image.Resampling.LANCZOS)
    if abs(second.shape[1] / second.shape[0] * height / width - 1) > _STRETCH:
        return Difference(other, None, scaled, None, None, None)
    apart = np.abs(first.astype(np.int16) - np.asarray(other, np.int16)).max(2)  # [H, W]
    counts, most = apart > LEAST, int(apart.max())
    part = None
    if counts.any():
        rows, columns = np.flatnonzero(counts.any(1)), np.flatnonzero(counts.any(0))
        x, y = int(columns[0]), int(rows[0])
        part = Region(x=x, y=y, w=int(columns[-1]) - x + 1, h=int(rows[-1]) - y + 1)
    bright = np.clip(apart.astype(np.float32) * (255 / max(most, 32)), 0, 255).astype(np.uint8)
    return Difference(other, Image.fromarray(bright).convert("RGB"), scaled, float(counts.mean()), most, part)
