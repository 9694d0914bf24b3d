"""Noise-level inconsistency: a part whose noise differs from that of the rest may come from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..evidence import Quality
from ..pixels.jpeg_blocks import luma
from ..pixels.regions import strongest_region
from ..sentences import Sentence
from .base import Detector, Reading, Weighing

BLOCK = 16
# 95% of 31 photographs stay below 43; of parts pasted in with three times the noise, or without added noise, four in
# ten go above (tests/agent/detectors/test_detectors.py makes such pairs).
THRESHOLD = 45.0
MAX_TEXTURE = 0.8  # quantile; in more textured blocks than these the texture drowns the noise
MIN_BLOCKS = 64
# Immerkær's operator: it cancels constants, slopes and curvature, so what is left is noise; its norm is 6.
_OPERATOR = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6.0

CLIPPED = Sentence("noise.clipped", "Too much of the picture is plain black or white to measure its noise.")
DEPARTS = Sentence(
    "noise.departs",
    "The noise level in a part of {w}×{h} px at {x}, {y} differs from that of the rest of the picture (strength "
    "{strength:.1f}; the threshold is {threshold:g}).",
)
CONSISTENT = Sentence(
    "noise.consistent",
    "The noise level is consistent over the picture (strength {strength:.1f}; the threshold is {threshold:g}).",
)
INNOCENT = Sentence(
    "noise.innocent",
    "Out-of-focus parts, smooth surfaces and a phone's noise reduction change the noise level without any tampering.",
)
WIPED = Sentence("noise.wiped", "JPEG quality {quality} wipes out most noise, so the map is no evidence here.")
TWICE = Sentence("noise.twice", "The file was compressed more than once, which evens out noise.")


def noise_levels(
    plane: NDArray[np.float32],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Noise level, brightness and texture of each 16×16 block: three arrays [h, w].

    The level is 1.4826 times the median absolute response of Immerkær's operator ("Fast noise variance estimation",
    1996), in grey levels, in the quietest 8×8 quarter of the block, where least texture leaks in (pure noise reads
    0.82 of its deviation there); the texture is the mean absolute gradient after smoothing, which noise hardly moves.
    """
    response = np.abs(ndimage.convolve(plane, _OPERATOR))
    smooth = ndimage.gaussian_filter(plane, 2.0)
    gradient = np.abs(np.diff(smooth, axis=0, prepend=smooth[:1])) + np.abs(
        np.diff(smooth, axis=1, prepend=smooth[:, :1])
    )
    quarters = _blocks(response, np.median, BLOCK // 2)  # [2h, 2w]
    h, w = plane.shape[0] // BLOCK, plane.shape[1] // BLOCK
    quietest = quarters[: 2 * h, : 2 * w].reshape(h, 2, w, 2).min(axis=(1, 3))  # [h, w]
    return 1.4826 * quietest, _blocks(smooth, np.mean, BLOCK), _blocks(gradient, np.mean, BLOCK)


def _blocks(plane: NDArray[np.float32], reduce: Callable[..., Any], side: int) -> NDArray[np.float64]:
    h, w = plane.shape[0] // side, plane.shape[1] // side
    cut = plane[: h * side, : w * side].reshape(h, side, w, side).swapaxes(1, 2).reshape(h, w, -1)
    return reduce(cut, axis=2).astype(np.float64)


def deviation(
    level: NDArray[np.float64], brightness: NDArray[np.float64], texture: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """How many robust deviations each block's log level lies from what its brightness and texture predict.

    A camera's noise depends on brightness, and texture leaks into the estimate: both are regressed out (quadratic in
    brightness, linear in log texture), three times over with the outliers left out. Clipped blocks (below 8 or above
    247) have no noise to measure, and the most textured fifth hides it: those are not usable.

    Returns:
        Deviations float64 [h, w] (0 where not usable) and the mask of usable blocks.
    """
    usable = (brightness > 8) & (brightness < 247)
    if usable.sum() < MIN_BLOCKS:
        return np.zeros_like(level), usable
    usable &= texture <= max(float(np.quantile(texture[usable], MAX_TEXTURE)), 2.0)
    b, t = (brightness / 128 - 1)[usable], np.log(texture + 0.05)[usable]
    y = np.log(level + 0.05)[usable]
    design = np.stack([np.ones_like(b), b, b * b, t], axis=1)  # [k, 4]
    keep = np.ones(len(y), bool)
    residual, spread = y, 1.0
    for _ in range(3):
        coefficients, *_ = np.linalg.lstsq(design[keep], y[keep], rcond=None)
        residual = y - design @ coefficients
        spread = max(1.4826 * float(np.median(np.abs(residual))), 0.02)
        keep = np.abs(residual) < 2.5 * spread
        if keep.sum() < MIN_BLOCKS // 2:
            break
    result = np.zeros_like(level)
    result[usable] = residual / spread
    return result, usable


def measure(pixels: NDArray[np.uint8], quality: Quality) -> Reading:
    """Find the part whose noise departs most from that of the rest."""
    level, brightness, texture = noise_levels(luma(pixels))
    deviations, usable = deviation(level, brightness, texture)
    if usable.sum() < MIN_BLOCKS:
        return Reading(CLIPPED())
    strongest = strongest_region(deviations, usable, BLOCK, pixels.shape[:2])
    caveats = [INNOCENT()]
    wiped = quality.jpeg_quality is not None and quality.jpeg_quality < 85
    if wiped:
        caveats.append(WIPED(quality=quality.jpeg_quality))
    if quality.recompressed:
        caveats.append(TWICE())
    region = strongest.region if strongest.score > THRESHOLD else None
    supports = "tampered" if region is not None and not wiped and not quality.recompressed else "neutral"
    numbers = {"strength": strongest.score, "threshold": THRESHOLD}
    if region is not None:
        text = DEPARTS(x=region.x, y=region.y, w=region.w, h=region.h, **numbers)
    else:
        text = CONSISTENT(**numbers)
    return Reading(text, strongest.score, "strength", supports, strongest.map, region, tuple(caveats))


NOISE = Detector(
    name="noise",
    measures="how far a part's noise level departs from what its brightness and texture predict, in robust deviations",
    holds="uncompressed pictures, or JPEGs of quality 85 and more that were compressed once, of 192 px or more",
    reference="Mahdian and Saic, “Using noise inconsistencies for blind image forensics”, 2009",
    measure=measure,
    min_side=192,
    weighing=Weighing("tampered", "log", knots=1),
    called=("grain", "sensor"),
    place=90,
)
DETECTORS = (NOISE,)
