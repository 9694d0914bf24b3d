"""A second picture laid over the first, and the difference between the two, for the viewer of the page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..comparing import Comparison, compare
from ..comparing.aligned_pair import laid_over
from ..comparing.comparison_map import NOT_COVERED, brightened

LARGEST = 4096  # px of the long side of what is shown, at most


@dataclass(frozen=True, slots=True)
class Difference:
    """Two pictures compared, and what the viewer shows of it.

    Attributes:
        found: how they compare.
        other: the second picture as it lies in the first; stretched to its size if no way into it was found.
        picture: how much each pixel differs in its most different channel, brightened, with the places that count in
            red; None if no way was found.
    """

    found: Comparison
    other: Image.Image
    picture: Image.Image | None


def difference(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> Difference:
    """Compare two pictures, uint8 [H, W, 3] each."""
    found = compare(first, second)
    scale = min(1.0, LARGEST / max(first.shape[:2]))
    size = (max(1, round(first.shape[1] * scale)), max(1, round(first.shape[0] * scale)))
    if found.matrix is None:
        return Difference(found, Image.fromarray(second).resize(size, Image.Resampling.LANCZOS), None)
    laid, there = laid_over(first.shape, second, found.matrix, scale)  # float32 [h, w, 3], bool [h, w]
    own = np.asarray(Image.fromarray(first).resize(size, Image.Resampling.BOX), np.float32)
    apart = np.abs(own - laid).max(axis=-1) * there
    mask = None
    if found.mask is not None:
        mask = np.asarray(Image.fromarray(found.mask).resize(size, Image.Resampling.NEAREST), bool)
    other = np.where(there[..., None], laid, NOT_COVERED).round().astype(np.uint8)
    return Difference(found, Image.fromarray(other), Image.fromarray(brightened(apart, mask)))
