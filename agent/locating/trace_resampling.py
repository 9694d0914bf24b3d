"""Scaling and turning: interpolation leaves a periodic pattern in the finest detail of the part that was scaled.

Letters: h, w height and width of the grid of cells; n pixels a side of a window.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from .trace_cells import CELL, Cells, Grid

WINDOW, HOP = 64, 32  # pixels
RESAMPLING_FEATURES = 2
_BATCH = 256  # windows that are transformed at a time


def resampling(cells: Cells) -> Grid:
    """How high periodic peaks stand out in the spectrum of each window's finest detail, float32 [h, w, 2].

    The detail is the absolute second difference along rows or columns; peaks at multiples of 1/8 of the sampling
    frequency, where JPEG blocks leave theirs, do not count (after Gallagher, “Detection of linear and cubic
    interpolation in JPEG compressed images”, 2005, and Mahdian and Saic, “Blind authentication using periodic
    properties of interpolation”, 2008). The features are the logarithms of the highest peak over the median for
    horizontal and for vertical frequencies.
    """
    import cv2

    h, w = cells.usable.shape
    found = []
    for plane in (cells.plane, np.ascontiguousarray(cells.plane.T)):
        second = np.abs(plane[:, 2:] - 2 * plane[:, 1:-1] + plane[:, :-2])
        detail = np.pad(np.minimum(second, 24), ((0, 0), (1, 1)), mode="edge")
        peaks = _peaks(detail)
        peaks = peaks.T if len(found) else peaks
        found.append(_on_cells(np.ascontiguousarray(peaks), cells.plane.shape, (h, w)))
    return np.stack([cv2.blur(each, (3, 3)) for each in found], axis=-1)


def _peaks(detail: NDArray[np.float32]) -> Grid:
    """Log heights of the peaks of the spectrum along rows, one for each window, float32 [rows, columns]."""
    if min(detail.shape) < WINDOW:
        return np.zeros((1, 1), np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(detail, (WINDOW, WINDOW))[::HOP, ::HOP]
    rows, columns = windows.shape[:2]
    taper = np.hanning(WINDOW).astype(np.float32)
    frequency = np.arange(WINDOW // 2 + 1)
    free = (frequency > 4) & (np.abs((frequency + WINDOW // 16) % (WINDOW // 8) - WINDOW // 16) > 1)
    result = np.zeros((rows, columns), np.float32)
    for row in range(rows):
        block = windows[row]
        block = (block - block.mean(axis=2, keepdims=True)) * taper
        power = (np.abs(np.asarray(fft.rfft(block, axis=2))) ** 2).mean(axis=1)  # [columns, n / 2 + 1]
        usual = np.median(power[:, free], axis=1) + 1e-3
        result[row] = np.log((power[:, free].max(axis=1) + 1e-3) / usual)
    return result


def _on_cells(values: Grid, shape: tuple[int, ...], cells: tuple[int, int]) -> Grid:
    """Values of windows, each at its middle, interpolated onto the grid of cells."""
    import cv2

    place_y = (np.arange(cells[0], dtype=np.float32) * CELL + CELL / 2 - WINDOW / 2) / HOP
    place_x = (np.arange(cells[1], dtype=np.float32) * CELL + CELL / 2 - WINDOW / 2) / HOP
    y, x = np.meshgrid(
        np.clip(place_y, 0, values.shape[0] - 1), np.clip(place_x, 0, values.shape[1] - 1), indexing="ij"
    )
    return np.asarray(
        cv2.remap(values.astype(np.float32), x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR), np.float32
    )
