"""Spectral traces: periodic upsampling peaks, and the fall of power towards high frequencies.

Decoders that upsample by strided or nearest-neighbour steps leave peaks at multiples of 1/2, 1/4 and 1/8 of the
sampling frequency in both directions at once. JPEG blocks leave theirs on the axes, so the axes are left out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import fft, ndimage

from ..evidence import Facts, Quality
from ..pixels.jpeg_blocks import luma
from ..sentences import Sentence
from .base import Detector, Reading, Weighing

TILE = 128  # n, pixels a side; the grid of 1/8 then falls on whole bins
MAX_SIDE = 1024
PEAK_THRESHOLD = 4.5
USUAL_TAIL = 0.2  # natural log units; a power law fitted to coarser detail predicts the finest within this
_GRID = [(i, j) for i in range(-3, 5) for j in range(1, 5) if i != 0]  # multiples of 1/8 off the axes

FLAT = Sentence("spectral.flat", "The picture has too little texture for its spectrum to be measured.")
FLAT_CAVEAT = Sentence("spectral.flat_caveat", "Not measured: no texture.")
PEAK = Sentence(
    "spectral.peak",
    "The spectrum has a periodic peak at {i}/8, {j}/8 of the sampling frequency, {score:.1f} deviations high, as the "
    "upsampling in image generators leaves it.",
)
NO_PEAK = Sentence(
    "spectral.no_peak",
    "The spectrum shows no periodic upsampling peak ({score:.1f} deviations; a peak has over {threshold:g}). {tail}",
)
WEAK_TAIL = Sentence(
    "spectral.weak_tail", "Its finest detail is weaker than its coarser detail predicts ({tail:+.1f})."
)
STRONG_TAIL = Sentence(
    "spectral.strong_tail", "Its finest detail is stronger than its coarser detail predicts ({tail:+.1f})."
)
PLAIN_TAIL = Sentence(
    "spectral.plain_tail", "Its finest detail is as strong as its coarser detail predicts ({tail:+.1f})."
)
HIDDEN = Sentence(
    "spectral.hidden", "JPEG quality {quality} hides or weakens such peaks, so their absence says little."
)
IMITATED = Sentence(
    "spectral.imitated",
    "Resized, sharpened, strongly compressed, or printed and scanned pictures can show such peaks too.",
)
LOST = Sentence("spectral.lost", "A picture that was resized or recompressed after generation loses such peaks.")


def residual_spectrum(plane: NDArray[np.float32]) -> NDArray[np.float64]:
    """Mean power spectrum [n, n/2+1] of the locally normalised high-pass residual, over half-overlapping tiles.

    The residual is the plane less a Gaussian of sigma 1, divided by its own local deviation (7×7), so that a few
    strong edges do not drown the texture in which a periodic trace lies.
    """
    residual = plane - ndimage.gaussian_filter(plane, 1.0)
    power = ndimage.uniform_filter(residual * residual, 7)
    residual /= np.sqrt(np.maximum(power, 0.0)) + 1.0
    return _tiles_power(residual, TILE // 2)


def _tiles_power(plane: NDArray[np.float32], hop: int) -> NDArray[np.float64]:
    """Mean power [n, n/2+1] of windowed tiles, `hop` pixels apart."""
    tiles = np.lib.stride_tricks.sliding_window_view(plane, (TILE, TILE))[::hop, ::hop]
    tiles = tiles.reshape(-1, TILE, TILE)  # [t, n, n]
    window = np.outer(np.hanning(TILE), np.hanning(TILE)).astype(np.float32)
    tiles = (tiles - tiles.mean(axis=(1, 2), keepdims=True)) * window
    return (np.abs(np.asarray(fft.rfft2(tiles))) ** 2).mean(axis=0)


def peak_excess(power: NDArray[np.float64]) -> tuple[float, tuple[int, int]]:
    """Largest peak off the axes on the grid of 1/8: (height, its place in eighths of the sampling frequency).

    The height is log power less its 9×9 median, in robust standard deviations (1.4826 · MAD) of that difference.
    """
    logs = np.log(power + 1e-6)
    excess = logs - ndimage.median_filter(logs, size=9, mode="wrap")
    spread = max(1.4826 * float(np.median(np.abs(excess - np.median(excess)))), 1e-3)
    step = TILE // 8
    heights = {(i, j): float(excess[(i * step) % TILE, j * step]) / spread for i, j in _GRID}
    place = max(heights, key=heights.__getitem__)
    return heights[place], place


def tail_deviation(plane: NDArray[np.float32]) -> float:
    """How far the radial spectrum's highest eighth lies above a power law fitted lower down (natural log units).

    Natural pictures fall about as f^-2 (van der Schaaf and van Hateren, 1996); many decoders leave too much or too
    little above 0.44 cycles a pixel (Durall et al., "Watch your up-convolution", CVPR 2020). The law is fitted
    between 0.07 and 0.31 cycles a pixel.
    """
    power = _tiles_power(plane, TILE)
    radius = np.hypot(np.fft.fftfreq(TILE)[:, None], np.fft.rfftfreq(TILE)[None, :])  # [n, n/2+1]
    ring = np.digitize(radius, np.linspace(0, 0.5, 33)) - 1
    levels = np.array([np.log(power[ring == k].mean() + 1e-6) for k in range(32)])  # [32]
    frequency = np.log((np.arange(32) + 0.5) / 64)
    slope, offset = np.polyfit(frequency[4:20], levels[4:20], 1)
    return float((levels[28:] - (slope * frequency[28:] + offset)).mean())


def measure(pixels: NDArray[np.uint8], quality: Quality) -> Reading:
    """Look for upsampling peaks in the middle of the picture, at most 1024 px a side."""
    h, w = pixels.shape[:2]
    top, left = max(0, (h - MAX_SIDE) // 2), max(0, (w - MAX_SIDE) // 2)
    plane = luma(pixels[top : top + MAX_SIDE, left : left + MAX_SIDE])  # [H, W]
    if float(plane.std()) < 1.0:
        return Reading(FLAT(), caveats=(FLAT_CAVEAT(),))
    score, (i, j) = peak_excess(residual_spectrum(plane))
    tail = tail_deviation(plane)
    facts = Facts(numbers={"tail": round(tail, 4)})
    caveats = []
    if quality.jpeg_quality is not None and quality.jpeg_quality < 90:
        caveats.append(HIDDEN(quality=quality.jpeg_quality))
    if score > PEAK_THRESHOLD:
        caveats.append(IMITATED())
        return Reading(
            PEAK(i=i, j=j, score=score), score, "deviations", "synthetic", caveats=tuple(caveats), facts=facts
        )
    caveats.append(LOST())
    shown = round(tail, 1)
    detail = WEAK_TAIL if shown < -USUAL_TAIL else STRONG_TAIL if shown > USUAL_TAIL else PLAIN_TAIL
    text = NO_PEAK(score=score, threshold=PEAK_THRESHOLD, tail=detail(tail=tail))
    return Reading(text, score, "deviations", caveats=tuple(caveats), facts=facts)


SPECTRAL = Detector(
    name="spectral",
    measures="the height of periodic peaks off the axes of the noise residual's spectrum, in robust deviations",
    holds="pictures as they left the generator or camera; resizing, or JPEG below quality 90, removes the trace",
    reference="Corvi et al., “On the detection of synthetic images generated by diffusion models”, ICASSP 2023",
    measure=measure,
    min_side=192,
    # It holds for files as a generator saved them, and the reference set has none.
    weighing=Weighing("synthetic", knots=1, beyond_reference=True),
    called=("spectrum", "frequency", "fourier", "upsampling"),
    place=70,
)
DETECTORS = (SPECTRAL,)
