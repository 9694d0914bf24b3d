"""Grain and sharpness: how strong noise is in luma and colour, how the channels go together, how sharp detail is.

Letters: h, w height and width of the grid of cells.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .trace_cells import Cells, Grid, Plane, cell_means, windowed

_CAP = 12.0  # grey levels to which the residual is held, so that edges do not drown the grain
# Immerkær's operator (“Fast noise variance estimation”, 1996): it cancels constants, slopes and curvature.
_OPERATOR = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6.0
NOISE_FEATURES, SHARPNESS_FEATURES, SMOOTHNESS_FEATURES = 4, 3, 2


def noise(cells: Cells) -> Grid:
    """Logarithms of the noise in green, in red less green and in blue less green, and how much of it is common.

    Float32 [h, w, 4]. The last is the correlation of the residuals of red and blue.
    """
    red, green, blue = (_response(cells.pixels[:, :, k].astype(np.float32)) for k in range(3))
    parts = (np.abs(green), np.abs(red - green), np.abs(blue - green))
    levels = [np.log(_window(cells, part) + 0.05) for part in parts]
    common = _window(cells, red * blue) / np.sqrt(_window(cells, red * red) * _window(cells, blue * blue) + 0.01)
    return np.stack([*levels, common], axis=-1).astype(np.float32)


def sharpness(cells: Cells) -> Grid:
    """How much detail each of three scales has beside the next coarser one, float32 [h, w, 3], natural log units."""
    import cv2

    blurred = [cells.plane, *(cv2.GaussianBlur(cells.plane, (0, 0), sigma) for sigma in (0.7, 1.4, 2.8, 5.6))]
    bands = [np.log(_window(cells, np.abs(a - b)) + 0.05) for a, b in pairwise(blurred)]
    return np.stack([fine - coarse for fine, coarse in pairwise(bands)], axis=-1)


def smoothness(cells: Cells) -> Grid:
    """Signs that a part was filled in: no grain on a smooth ground, and little of it in the quietest spots.

    Float32 [h, w, 2]: the share of pixels without any residual, and the logarithm of the lowest quarter of the noise.
    """
    import cv2

    response = np.abs(_response(cells.plane))
    still = (response < 0.34).astype(np.float32)
    small = cv2.resize(response, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    quiet = cv2.erode(small, np.ones((2, 2), np.uint8))
    h, w = cells.usable.shape
    quiet = np.asarray(cv2.resize(quiet, (w, h), interpolation=cv2.INTER_AREA), np.float32)
    return np.stack([_window(cells, still), np.log(windowed(quiet, cells.usable, cells.window) + 0.05)], axis=-1)


def _response(plane: Plane) -> NDArray[np.float32]:
    import cv2

    return np.asarray(np.clip(cv2.filter2D(plane, cv2.CV_32F, _OPERATOR), -_CAP, _CAP), np.float32)


def _window(cells: Cells, plane: NDArray[np.float32]) -> Grid:
    return windowed(cell_means(plane), cells.usable, cells.window)
