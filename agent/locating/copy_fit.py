"""A map fitted to the pixels themselves: to a fraction of a pixel, so that fine detail can be compared.

Letters: k places.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .copy_signal import Plane, Signal
from .copy_transforms import Affine, inverse
from .open_cv import opencv

MOST_PLACES = 6000
ROUNDS = 8
STILL = 0.02  # px: a round that moves no corner farther is the last
NEAR_WHOLE = 0.6  # px: how far a shift by whole pixels may lie from the fitted map at the part's corners
FARTHEST = 12.0  # px: a fit that strays farther than this from where it began has lost its way
OUTSIDE = -1e4
_ROW = 4096  # places


def warp(plane: Plane, affine: Affine, box: tuple[int, int, int, int]) -> Plane:
    """The plane as the map brings it back into a box (left, top, right, bottom): warped[p - corner] = plane[map(p)].

    Places that lie outside are `OUTSIDE`; a shift by whole pixels moves them unchanged.
    """
    cv2 = opencv()
    left, top, right, bottom = box
    moved = affine.astype(np.float64).copy()
    moved[:, 2] += moved[:, :2] @ (left, top)
    flags = (cv2.INTER_NEAREST if is_whole(affine) else cv2.INTER_CUBIC) | cv2.WARP_INVERSE_MAP
    size = (right - left, bottom - top)
    return cv2.warpAffine(plane, moved, size, flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=OUTSIDE)


def is_whole(affine: Affine) -> bool:
    """Whether the map is a shift by whole pixels."""
    return bool(np.array_equal(affine[:, :2], np.eye(2)) and np.array_equal(affine[:, 2], np.rint(affine[:, 2])))


def fitted(signal: Signal, affine: Affine, places: NDArray[np.float32]) -> Affine:
    """The map nearby under which the fine detail at the places [k, 2] differs least, up to gain.

    Gauss–Newton on the six numbers of the map (Lucas and Kanade, 1981), outliers left out; then a shift by whole pixels
    is taken instead if it lies within half a pixel of that, since most copies are moved by whole pixels.
    """
    cv2 = opencv()
    chosen = places[np.linspace(0, len(places) - 1, min(len(places), MOST_PLACES)).astype(int)].astype(np.float64)
    if len(chosen) < 60:
        return affine
    plane = signal.smooth
    source = _at(plane, chosen)
    source = source - source.mean()
    middle = chosen.mean(0)
    centred = chosen - middle
    spread = max(float(np.abs(centred).max()), 1.0)
    current = affine.copy()
    best, best_error = affine, np.inf
    steps = cv2.Scharr(plane, cv2.CV_32F, 1, 0, scale=1 / 32), cv2.Scharr(plane, cv2.CV_32F, 0, 1, scale=1 / 32)
    for _ in range(ROUNDS):
        there = chosen @ current[:, :2].T + current[:, 2]
        image = _at(plane, there)
        gain, base = _line(image, source)
        error = source - (gain * image + base)
        size = float(np.median(np.abs(error)))
        if size < best_error:
            best, best_error = current.copy(), size
        keep = np.abs(error) < 4 * size + 1e-3
        slope_x, slope_y = gain * _at(steps[0], there), gain * _at(steps[1], there)
        x, y = centred[:, 0] / spread, centred[:, 1] / spread
        design = np.column_stack([slope_x * x, slope_x * y, slope_x, slope_y * x, slope_y * y, slope_y])[keep]
        square = design.T @ design
        change = np.linalg.solve(
            square + 1e-3 * np.trace(square) / 6 * np.eye(6) + 1e-9 * np.eye(6), design.T @ error[keep]
        )
        linear = change.reshape(2, 3)[:, :2] / spread
        shift = change.reshape(2, 3)[:, 2]
        if np.abs(change).max() > 6:
            break
        current[:, :2] += linear
        current[:, 2] += shift - linear @ middle
        if np.abs(change).max() < STILL:
            break
    away = np.abs(chosen @ (best - affine)[:, :2].T + (best - affine)[:, 2]).max()
    return _snapped(signal, best if away < FARTHEST else affine, chosen)


def _snapped(signal: Signal, affine: Affine, places: NDArray[np.float64]) -> Affine:
    moved = places @ affine[:, :2].T + affine[:, 2] - places
    middle = np.median(moved, axis=0)
    if np.abs(moved - middle).max() > 4 * NEAR_WHOLE:
        return affine
    whole = np.column_stack([np.eye(2), np.rint(middle)])
    return whole if agreement(signal, whole, places) > agreement(signal, affine, places) - 0.02 else affine


def agreement(signal: Signal, affine: Affine, places: NDArray[np.float64]) -> float:
    """Correlation of the fine detail at the places with that where the map sends them."""
    here = _at(signal.fine, places)
    there = _at(signal.fine, places @ affine[:, :2].T + affine[:, 2])
    return float((here * there).sum() / np.sqrt(max((here**2).sum() * (there**2).sum(), 1e-9)))


def _at(plane: Plane, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values at places, which are laid in rows since OpenCV takes no picture of 32,767 columns."""
    cv2 = opencv()
    spots = np.zeros((-(-len(places) // _ROW) * _ROW, 2), np.float32)
    spots[: len(places)] = places
    x, y = (spots[:, axis].reshape(-1, _ROW) for axis in (0, 1))
    values = cv2.remap(plane, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(values, np.float64).ravel()[: len(places)]


def _line(image: NDArray[np.float64], source: NDArray[np.float64]) -> tuple[float, float]:
    """Gain and base that take the image nearest to the source."""
    moved = image - image.mean()
    gain = float(np.clip((moved * source).sum() / max((moved**2).sum(), 1e-9), 0.5, 2.0))
    return gain, -gain * float(image.mean())


def image_of(mask: NDArray[np.bool_], affine: Affine) -> NDArray[np.bool_]:
    """Where the map sends a part, bool [H, W]."""
    cv2 = opencv()
    size = (mask.shape[1], mask.shape[0])
    back = inverse(affine)
    flags = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(mask.astype(np.uint8), back, size, flags=flags) > 0
