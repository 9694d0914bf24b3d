"""The filters that cameras and studios build on: edge-preserving smoothing, denoising, bokeh, grain, curves.

Everything works on numbers from 0 to 1, float32, and needs NumPy, SciPy and Pillow alone.

Letters: H, W height and width.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from scipy.ndimage import gaussian_filter, uniform_filter
from scipy.special import expit

from .degradations import Pixels

Plane = NDArray[np.floating]  # [H, W]
Colours = NDArray[np.floating]  # [H, W, 3]
REC_709 = np.array([0.2126, 0.7152, 0.0722], np.float32)
SCREEN_ANGLES = (15.0, 75.0, 0.0)  # of the cyan, magenta and yellow screen in degrees, usual in offset printing
GAMMA = 2.2  # of a display, near sRGB's curve
# Offsets (down, right) of half a neighbourhood; the other half is its mirror image.
_STEPS = tuple((k * dy, k * dx) for k in (1, 2, 4) for dy, dx in ((0, 1), (1, 0), (1, 1), (1, -1)))


def colours(pixels: Pixels) -> Colours:
    """Pixels as numbers from 0 to 1."""
    return pixels.astype(np.float32) / 255


def pixels_of(values: Colours) -> Pixels:
    """Numbers as pixels; what lies outside 0 to 1 is cut off."""
    return np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8)


def luma(values: Colours) -> Plane:
    """Brightness [H, W] by the weights of ITU-R BT.709."""
    return values @ REC_709


def unit(pixels: NDArray[np.generic]) -> float:
    """How many pixels one pixel of a picture of 512 px is in this picture, by the short side; 0.25 at least."""
    return max(0.25, min(pixels.shape[:2]) / 512)


def saturated(values: Colours, factor: float) -> Colours:
    """Colours moved away from grey (factor above 1) or towards it (below 1)."""
    grey = luma(values)[..., None]
    return grey + (values - grey) * factor


def contrasted(values: NDArray[np.floating], strength: float) -> NDArray[np.floating]:
    """An S-curve: a share (0 to 1) of the smoothstep x²(3 − 2x); below 0 it flattens."""
    x = np.clip(values, 0, 1)
    return x + strength * (x * x * (3 - 2 * x) - x)


def stepped(values: Plane, low: float, high: float) -> Plane:
    """A soft step from 0 at `low` to 1 at `high`."""
    x = np.clip((values - low) / (high - low), 0, 1)
    return x * x * (3 - 2 * x)


def unsharp(pixels: Pixels, radius: float, percent: float) -> Pixels:
    """Pillow's unsharp mask without a threshold; the radius is in pixels."""
    return np.asarray(Image.fromarray(pixels).filter(ImageFilter.UnsharpMask(radius, round(percent), 0)))


def smooth(values: Plane, sigma: float) -> Plane:
    """A Gaussian blur with a standard deviation in pixels."""
    return gaussian_filter(values, sigma, mode="reflect", truncate=3)


def guided(guide: Plane, values: NDArray[np.floating], radius: int, edge: float) -> NDArray[np.floating]:
    """The guided filter (He, Sun and Tang, 2013): smooths where the guide is even, and keeps its edges.

    Within each window the result is a · guide + b, with a = cov(guide, values) / (var(guide) + edge²).

    Args:
        guide: brightness, or whatever shows the edges.
        values: what is smoothed, [H, W] or [H, W, C].
        radius: of the square window, in pixels.
        edge: a contrast, in the guide's unit; what differs by less is smoothed away.
    """
    mean, square = _box(guide, radius), _box(guide * guide, radius)
    spread = square - mean * mean + edge * edge
    planes = values[..., None] if values.ndim == 2 else values
    result = np.empty_like(planes)
    for channel in range(planes.shape[2]):
        plane = planes[..., channel]
        centre = _box(plane, radius)
        slope = (_box(guide * plane, radius) - mean * centre) / spread
        result[..., channel] = _box(slope, radius) * guide + _box(centre - slope * mean, radius)
    return result[..., 0] if values.ndim == 2 else result


def _box(values: Plane, radius: int) -> Plane:
    return uniform_filter(values, 2 * radius + 1, mode="reflect")


def denoised(values: Colours, strength: float) -> Colours:
    """Non-local means (Buades, Coll and Morel, 2005) over 24 neighbours up to 4 px away, as a phone's chip affords.

    Args:
        values: the picture.
        strength: the difference between patches of 5 × 5 px at which a neighbour's weight is 1/e.
    """
    light = luma(values)
    planes = np.stack([*np.moveaxis(values, 2, 0), np.ones_like(light)])  # [4, H, W]: colours, and 1 to count with
    total = planes.copy()
    for dy, dx in _STEPS:
        here, there = _overlap(light.shape, dy, dx)
        if not light[here].size:
            continue
        patch = uniform_filter(np.square(light[here] - light[there]), 5, mode="reflect")
        alike = np.exp(patch / (-strength * strength))
        total[:, *here] += alike * planes[:, *there]
        total[:, *there] += alike * planes[:, *here]
    return np.moveaxis(total[:3] / total[3], 0, 2)


def _overlap(shape: tuple[int, ...], dy: int, dx: int) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Where a picture and its copy moved by (dy, dx), dy ≥ 0, lie over each other, in each of the two."""
    height, width = shape
    down = slice(0, max(0, height - dy)), slice(dy, height)
    left, right = max(0, -dx), max(0, dx)
    across = slice(left, max(left, width - right)), slice(right, max(right, width - left))
    return (down[0], across[0]), (down[1], across[1])


def bokeh(values: Colours, share: Plane, radius: float) -> Colours:
    """A lens's blur of the part of a picture that `share` (0 to 1) marks; the rest does not bleed into it.

    Light is added up as it falls, before the display's curve, and the brightest spots count several times, because
    the picture has clipped them: they become the bright discs of a wide aperture.
    """
    from scipy.signal import fftconvolve  # which takes long to import

    reach = max(1, round(radius))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = np.clip(radius + 0.5 - np.hypot(y, x), 0, 1).astype(np.float32)  # [2r + 1, 2r + 1]
    spots = 1 + 6 * stepped(luma(values), 0.85, 1.0)
    weight = (share + 1e-3) * spots
    light = np.clip(values, 0, 1) ** GAMMA
    planes = np.dstack([light * weight[..., None], weight])  # [H, W, 4]
    padded = np.pad(planes, ((reach, reach), (reach, reach), (0, 0)), "symmetric")
    added = fftconvolve(padded, disc[..., None], "valid", axes=(0, 1))
    return np.clip(added[..., :3] / added[..., 3:], 0, 1).astype(np.float32) ** (1 / GAMMA)


def grain(shape: tuple[int, int], sigma: float, rng: np.random.Generator) -> Plane:
    """Random clumps about `sigma` px wide, of mean 0 and standard deviation 1."""
    field = smooth(rng.standard_normal(shape, np.float32), sigma)
    return (field - field.mean()) / np.maximum(field.std(), 1e-6)


def from_middle(shape: tuple[int, ...], centre: tuple[float, float] = (0.5, 0.5), round_: float = 1.0) -> Plane:
    """Distance from a point (down, right, as shares): 1 at half the height below it.

    Args:
        shape: of the picture.
        centre: the point.
        round_: the width of the curve of distance 1, in picture widths.
    """
    height, width = shape[:2]
    down = (np.arange(height, dtype=np.float32)[:, None] + 0.5) / height - centre[0]
    right = (np.arange(width, dtype=np.float32)[None, :] + 0.5) / width - centre[1]
    return 2 * np.hypot(down, right / round_).astype(np.float32)


def vignette(shape: tuple[int, ...], strength: float) -> Plane:
    """Factors [H, W] that darken the corners by up to about `strength`."""
    return 1 - strength * stepped(from_middle(shape), 0.5, 1.5)


def subject(values: Colours) -> Plane:
    """The share (0 to 1) of each pixel that belongs to the subject, as GrabCut's first step finds it, made soft.

    Histograms of the colours in the middle and at the rim give odds, which the distance from the middle changes and
    the guided filter draws to the edges of the picture.
    """
    far = from_middle(values.shape, (0.52, 0.5), 0.95)
    bins = (np.clip(values, 0, 0.999) * 10).astype(np.intp) @ np.array([100, 10, 1])  # [H, W]
    counts = [np.bincount(bins[area], minlength=1000).reshape(10, 10, 10) for area in (far < 0.55, far > 0.85)]
    inner, outer = (smooth(count / max(1, count.sum()), 0.7).ravel()[bins] + 1e-4 for count in counts)
    odds = np.log(inner / outer) + 5 * (0.65 - far)
    share = guided(luma(values), expit(odds).astype(np.float32), max(2, round(10 * unit(values))), 0.06)
    return stepped(share, 0.35, 0.65) * (1 - stepped(far, 0.95, 1.1))


def halftone(values: Colours, period: float, strength: float) -> Colours:
    """Ink in dots of a size by its share, one screen for each ink, as offset printing does; `period` is in pixels."""
    y, x = np.mgrid[: values.shape[0], : values.shape[1]].astype(np.float32) * (2 * math.pi / period)
    dots = np.empty_like(values)
    for ink, angle in enumerate(map(math.radians, SCREEN_ANGLES)):
        along, across = x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle)
        screen = 0.5 + 0.25 * (np.cos(along) + np.cos(across))
        dots[..., ink] = expit(8 * (values[..., ink] - screen))
    return values + strength * (dots - values)
