"""Shifts by whole pixels, tried one by one: a copy moved so has the same detail as its source, noise and all.

This finds a copied piece of an object beside a like one, where a map fitted to both would match neither exactly.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .copy_signal import Plane, Signal
from .copy_transforms import Affine
from .open_cv import opencv

Box = tuple[int, int, int, int]  # left, top, right, bottom
REACH = 3  # px about the shift that was guessed
WINDOW = 13  # px a side
SAME = 0.97  # of the possible correlation; two things that are alike seldom reach it, and only here and there
CORNER = 6.0  # grey levels of texture
LEAST_PLACES = 100
MOST_PIXELS = 60_000  # of the box; a larger one is cut about its middle
UPRIGHT = 0.2  # how far a map may be from a plain shift for one to be tried


def whole_shift(
    signal: Signal, affine: Affine, seeds: NDArray[np.float32]
) -> tuple[Affine, NDArray[np.float32]] | None:
    """The shift by whole pixels near a map under which most places about its seeds are the same, and those places.

    Args:
        signal: of the picture.
        affine: the map that was guessed.
        seeds: places that were matched, float32 [k, 2], x and y.

    Returns:
        The shift as a map, and places float32 [n, 2]; None if the map is no shift, or fewer than 100 places agree.
    """
    if np.abs(affine[:, :2] - np.eye(2)).max() > UPRIGHT:
        return None
    height, width = signal.fine.shape
    middle = np.median(seeds, axis=0)
    guess = np.rint(affine[:, :2] @ middle + affine[:, 2] - middle).astype(int)
    span = np.minimum(np.ptp(seeds, axis=0) / 2 + 32, np.sqrt(MOST_PIXELS) / 2)
    reach = REACH + 1  # so that the shifted box stays inside the picture wherever it is tried
    left, top = np.maximum(middle - span, np.maximum(reach - guess, 0)).astype(int)
    right, bottom = np.minimum(middle + span, np.minimum((width, height) - guess - reach, (width, height))).astype(int)
    if right - left < WINDOW or bottom - top < WINDOW:
        return None
    box = (int(left), int(top), int(right), int(bottom))
    best, shift, places = LEAST_PLACES - 1, None, None
    here = _square_mean(signal, box)
    for down in range(guess[1] - REACH, guess[1] + REACH + 1):
        for across in range(guess[0] - REACH, guess[0] + REACH + 1):
            same = _same(signal, box, here, int(across), int(down))
            if same is not None and (count := int(np.count_nonzero(same))) > best:
                best, shift = count, (across, down)
                rows, columns = np.nonzero(same)
                places = np.column_stack([columns + left, rows + top]).astype(np.float32)
    if shift is None or places is None:
        return None
    return np.column_stack([np.eye(2), np.array(shift, float)]), places


def _square_mean(signal: Signal, box: Box) -> Plane:
    cv2 = opencv()
    left, top, right, bottom = box
    return cv2.boxFilter(signal.fine[top:bottom, left:right] ** 2, cv2.CV_32F, (WINDOW, WINDOW))


def _same(signal: Signal, box: Box, square: Plane, across: int, down: int) -> NDArray[np.bool_] | None:
    """Where the detail of a box is that of the shifted box; None if that lies outside the picture in part."""
    cv2 = opencv()
    left, top, right, bottom = box
    moved = (left + across, top + down, right + across, bottom + down)
    if moved[0] < 0 or moved[1] < 0 or moved[2] > signal.fine.shape[1] or moved[3] > signal.fine.shape[0]:
        return None
    here, there = np.s_[top:bottom, left:right], np.s_[moved[1] : moved[3], moved[0] : moved[2]]
    shared = cv2.boxFilter(signal.fine[here] * signal.fine[there], cv2.CV_32F, (WINDOW, WINDOW))
    other, noise = _square_mean(signal, moved), signal.noise[here]
    possible = np.sqrt(np.maximum(square - noise, 0) * np.maximum(other - noise, 0))
    telling = possible > 0.5 * np.sqrt(np.maximum(square * other, 0))
    return telling & (shared > SAME * possible) & (signal.texture[here] > CORNER)
