"""A picture with an artifact and its partner, which went through the same steps without it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .alterations import Pixels


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures that differ in an artifact alone.

    Attributes:
        shown: with the artifact, uint8 [H, W, 3].
        control: without it, uint8 [H, W, 3].
        mask: where the artifact is, bool [H, W].
        detail: the variant.
        shown_decoded: whether all of the picture with the artifact was decoded by an autoencoder.
        control_decoded: the same of its control.
    """

    shown: Pixels
    control: Pixels
    mask: NDArray[np.bool_]
    detail: str
    shown_decoded: bool = False
    control_decoded: bool = False

    def contrast(self, sigma: float) -> float:
        """How far the two differ within the mask, mean absolute grey levels.

        Args:
            sigma: of a Gaussian blur of both before, in pixels, so that fine noise doesn't count; 0 for none.
        """
        apart = self.shown.astype(np.float32) - self.control  # [H, W, 3]
        if sigma:
            apart = ndimage.gaussian_filter(apart, (sigma, sigma, 0))
        return float(np.abs(apart[self.mask]).mean()) if self.mask.any() else 0.0


def mixed(under: NDArray, over: NDArray, alpha: NDArray[np.floating]) -> Pixels:
    """One picture over another: both [H, W, 3] in grey levels, alpha [H, W] in 0 to 1 for the upper."""
    weight = alpha[..., None]
    return grey_levels(under * (1 - weight) + over * weight)


def grey_levels(values: NDArray) -> Pixels:
    """Values rounded and cut to 0 to 255, uint8."""
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)
