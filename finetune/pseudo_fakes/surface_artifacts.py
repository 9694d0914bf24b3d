"""Surfaces and edges as generators and careless editing leave them: waxy skin, halos.

Letters: H, W height and width of the picture.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .alterations import Pixels
from .artifact_pairs import Pair, grey_levels
from .artifact_places import object_place, softened


def waxy(pixels: Pixels, rng: np.random.Generator) -> Pair:
    """A surface without fine detail and with a sheen. The control has the sheen, and keeps its detail."""
    short = min(pixels.shape[:2])
    surface = object_place(pixels, rng)
    alpha = softened(surface, short * 0.012)[..., None]
    values = pixels.astype(np.float64)
    smooth = values
    radius, level = max(2, round(short * rng.uniform(0.014, 0.026))), float(rng.uniform(18, 30))
    for _ in range(2):
        smooth = _edge_preserving(smooth, radius, level)
    broad = ndimage.gaussian_filter(values.mean(2), short * 0.03)  # [H, W]
    inside = broad[surface]
    bright = np.clip((broad - np.median(inside)) / (inside.std() + 4), 0, 2)[..., None]
    sheen = rng.uniform(8, 18) * bright * alpha
    shown, control = grey_levels(values + (smooth - values) * alpha + sheen), grey_levels(values + sheen)
    return Pair(shown, control, surface, f"radius {radius} px")


def _edge_preserving(values: NDArray[np.float64], radius: int, level: float) -> NDArray[np.float64]:
    """The guided filter with the picture as its own guide (He, Sun and Tang, "Guided Image Filtering", 2013).

        q = ā · I + b̄,  a = σ² / (σ² + level²),  b = (1 − a) · μ,   over windows of 2 · radius + 1 px

    Args:
        values: float [H, W, 3] in grey levels.
        radius: of the window in pixels.
        level: detail with a standard deviation below this goes, edges above it stay; in grey levels.
    """
    side = 2 * radius + 1

    def mean(plane: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(ndimage.uniform_filter1d(ndimage.uniform_filter1d(plane, side, axis=0), side, axis=1))

    middle = mean(values)
    variance = np.maximum(mean(values**2) - middle**2, 0)
    gain = variance / (variance + level**2)
    return mean(gain) * values + mean((1 - gain) * middle)


def halo(pixels: Pixels, rng: np.random.Generator) -> Pair:
    """A bright or dark rim along the outline of a surface, a double rim, or a hard line as of a cut-out.

    The control has as much light or dark around the outline, but spread so wide that there is no rim.
    """
    short = min(pixels.shape[:2])
    surface = object_place(pixels, rng)
    outside = ndimage.distance_transform_edt(~surface)
    inside = ndimage.distance_transform_edt(surface)
    assert isinstance(outside, np.ndarray) and isinstance(inside, np.ndarray)  # no indices were asked for
    width = max(1.3, short * rng.uniform(0.008, 0.016))
    change = rng.uniform(55, 95)
    variant = ("bright", "dark", "double", "cut-out")[int(rng.integers(4))]
    rim = np.where(outside > 0, np.exp(-(((outside - width) / width) ** 2)), 0)  # [H, W]
    inner = np.where(inside > 0, np.exp(-(((inside - width) / width) ** 2)), 0)
    if variant == "double":
        rim = rim - 0.7 * inner
    elif variant == "cut-out":
        rim = ((outside > 0) & (outside <= 1.2 * width)).astype(np.float64)
    light = (-change if variant == "dark" else change) * rim
    spread = ndimage.gaussian_filter(light, short * 0.09)
    shown, control = (grey_levels(pixels + layer[..., None]) for layer in (light, spread))
    return Pair(shown, control, np.abs(rim) > 0.4, variant)
