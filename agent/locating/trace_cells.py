"""A picture as a grid of cells, 8 px a side and on the grid of its own JPEG blocks, and what is compared between them.

Every trace in this package is measured for each cell, averaged over a window of cells, and then set against the other
cells of the same picture: what brightness and texture predict is taken out, and the rest is counted in robust
deviations. So no property of a whole picture, such as its camera or its compression, can speak for an alteration.

Letters: H, W height and width of the picture; h, w of the grid of cells; F features.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from ..pixels.jpeg_blocks import luma

CELL = 8  # pixels a side
MOST_PIXELS = 3_200_000  # a larger picture is thinned out, which bounds time and memory
TILE = 64  # pixels a side of what is kept of it
MIN_CELLS = 24  # usable cells below which nothing can be compared
REACH = 8.0  # deviations to which a departure is held
FLAT = 0.15  # grey levels of texture below which a cell is of one colour
DARK, BRIGHT = 6.0, 249.0  # mean grey levels beyond which a cell is clipped
Plane = NDArray[np.float32]  # [H, W]
Grid = NDArray[np.float32]  # [h, w] or [h, w, F]


@dataclass(frozen=True, slots=True)
class Cells:
    """What all traces of a picture share.

    Attributes:
        pixels: uint8 [H, W, 3].
        plane: its luma, float32 [H, W].
        brightness: mean luma of each window, float32 [h, w].
        texture: mean absolute gradient of each window, after a little smoothing, float32 [h, w].
        usable: cells that are neither of one colour nor clipped, bool [h, w].
        window: side of the window in cells.
    """

    pixels: NDArray[np.uint8]
    plane: Plane
    brightness: Grid
    texture: Grid
    usable: NDArray[np.bool_]
    window: int


def cells_of(pixels: NDArray[np.uint8], window: int | None = None) -> Cells:
    """The grid of a picture uint8 [H, W, 3] of 64 px or more; the window is by default as its size asks."""
    import cv2

    plane = luma(pixels)
    smooth = cv2.GaussianBlur(plane, (0, 0), 1.2)
    gradient = np.abs(cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=0.125))
    gradient += np.abs(cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=0.125))
    raw_brightness, raw_texture = cell_means(plane), cell_means(gradient)
    usable = (raw_brightness > DARK) & (raw_brightness < BRIGHT) & (raw_texture > FLAT)
    window = window or window_of(pixels.shape)
    brightness, texture = (windowed(raw, usable, window) for raw in (raw_brightness, raw_texture))
    return Cells(pixels, plane, brightness, texture, usable, window)


def thinned(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A large picture with only one in `thinning` tiles of each row and column of tiles, at its own resolution.

    Scaling down would erase the traces. Tiles begin on the grid of blocks, and so they do afterwards.
    """
    step = thinning(pixels.shape)
    if step == 1:
        return pixels
    rows, columns = (np.flatnonzero(np.arange(side) // TILE % step == 0) for side in pixels.shape[:2])
    return np.ascontiguousarray(pixels[rows][:, columns])


def thinning(shape: tuple[int, ...]) -> int:
    """One in how many tiles of a row is kept of a picture: 1 up to `MOST_PIXELS`.

    Args:
        shape: height and width in pixels, then anything.
    """
    return max(1, int(np.ceil(np.sqrt(shape[0] * shape[1] / MOST_PIXELS))))


def window_of(shape: tuple[int, ...]) -> int:
    """Side of the window in cells: 4 in a picture of 224 px, 8 from 900 px of the short side on."""
    return int(np.clip(round(min(shape[:2]) / 110) + 1, 4, 8))


def cell_means(plane: NDArray[np.float32]) -> Grid:
    """The mean of each whole cell: float32 [H, W] to [h, w]."""
    import cv2

    h, w = plane.shape[0] // CELL, plane.shape[1] // CELL
    cut = np.ascontiguousarray(plane[: h * CELL, : w * CELL])
    return np.asarray(cv2.resize(cut, (w, h), interpolation=cv2.INTER_AREA), np.float32)


def windowed(values: Grid, usable: NDArray[np.bool_], window: int) -> Grid:
    """The mean of the usable cells of the window about each cell; 0 where there are none.

    Args:
        values: float32 [h, w] or [h, w, F].
        usable: bool [h, w].
        window: side in cells.
    """
    mask = usable.astype(np.float32)
    kept = values * (mask if values.ndim == 2 else mask[..., None])
    weight = _mean(mask, window)
    total = _mean(kept, window)
    weight = np.maximum(weight, np.float32(0.5 / window**2))
    return np.asarray(total / (weight if values.ndim == 2 else weight[..., None]), np.float32)


def _mean(values: Grid, window: int) -> Grid:
    down = uniform_filter1d(values, window, axis=0, mode="nearest")
    return np.asarray(uniform_filter1d(down, window, axis=1, mode="nearest"), np.float32)


def departures(features: Grid, cells: Cells, floor: NDArray[np.float32] | float = 0.02) -> Grid:
    """How many robust deviations each cell lies from what its brightness and texture predict, float32 [h, w, F].

    The prediction is linear in brightness, its square, the logarithm of texture and its square, fitted twice, the
    second time without the cells beyond 2.5 deviations. Cells that are not usable read 0, and so does everything where
    fewer than `MIN_CELLS` are usable. Values are held to `REACH`.

    Args:
        features: windowed, float32 [h, w, F].
        cells: of the picture.
        floor: the least deviation [F] that is taken for the usual spread, so that chance in a very even picture does
            not count.
    """
    usable = cells.usable
    result = np.zeros(features.shape, np.float32)
    if int(usable.sum()) < MIN_CELLS:
        return result
    b, t = cells.brightness[usable] / 128 - 1, np.log(cells.texture[usable] + 0.2)
    design = np.stack([np.ones_like(b), b, b * b, t, t * t], axis=1).astype(np.float64)  # [k, 5]
    y = features[usable].astype(np.float64)  # [k, F]
    keep = np.ones(y.shape, np.float64)
    residual, spread = y, np.ones(y.shape[1])
    ridge = 1e-3 * len(y) * np.eye(design.shape[1])
    for turn in range(2):
        if turn == 0:
            solved = np.linalg.solve(design.T @ design + ridge * 0.01, design.T @ y)
        else:  # each feature leaves out cells of its own
            gram = np.einsum("ki,kj,kf->fij", design, design, keep, optimize=True) + ridge * 0.01
            right = np.einsum("ki,kf->fi", design, keep * y, optimize=True)
            solved = np.linalg.solve(gram, right[..., None])[..., 0].T
        residual = y - design @ solved
        centre = np.median(residual, axis=0)
        residual -= centre
        spread = np.maximum(1.4826 * np.median(np.abs(residual), axis=0), floor)
        keep = (np.abs(residual) < 2.5 * spread).astype(np.float64)
    result[usable] = np.clip(residual / spread, -REACH, REACH)
    return result
