"""What the finest detail is made of: how neighbouring values of the high-pass residual go together.

Each camera and each processing leaves its own mixture of small patterns; a part with another mixture came from
elsewhere or was processed otherwise (after Cozzolino, Poggi and Verdoliva, “Splicebuster: a new blind image splicing
detector”, WIFS 2015, whose third-order residual and patterns of four neighbours are used here).

Letters: H, W height and width of the picture; h, w of the grid of cells.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from .trace_cells import CELL, Cells, Grid, windowed

STEPS = (2.0, 7.0)  # grey levels at which the residual is quantised to -1, 0 and 1: fine grain, and coarser detail
PATTERNS = 25  # of four neighbours, those counted as one that are mirror images or opposites
FEATURES = 2 * PATTERNS * len(STEPS)
_STRIP = 64  # rows of cells that are worked on at a time, which bounds the memory


@cache
def _pattern_of() -> NDArray[np.int32]:
    """The number of the pattern of each code of four ternary digits [81]."""
    known: dict[tuple[int, ...], int] = {}
    table = np.zeros(81, np.int32)
    for code in range(81):
        digits = tuple(code // 3**k % 3 - 1 for k in range(4))
        opposite = tuple(-d for d in digits)
        key = min(digits, digits[::-1], opposite, opposite[::-1])
        table[code] = known.setdefault(key, len(known))
    return table


def residual(cells: Cells) -> Grid:
    """Square roots of the shares of the patterns in each window, float32 [h, w, FEATURES].

    The residual is the third difference along a row or a column; patterns are taken along and across it. Rows and
    columns are counted together.
    """
    height, width = (side // CELL for side in cells.plane.shape)
    counts = np.zeros((height, width, FEATURES), np.float32)
    for top in range(0, height, _STRIP):
        bottom = min(height, top + _STRIP)
        rows = cells.plane[top * CELL : min(bottom * CELL + 3, len(cells.plane))]
        counts[top:bottom] = _counts(rows, bottom - top, width)
    return np.sqrt(np.maximum(windowed(counts, cells.usable, cells.window), 0.0) / (2 * CELL * CELL))


def _counts(rows: NDArray[np.float32], height: int, width: int) -> Grid:
    """Counts of the patterns in each cell of a strip, float32 [height, width, FEATURES]."""
    out = np.zeros((height, width, len(STEPS), 2, PATTERNS), np.float32)
    for plane, turned in ((rows, False), (np.ascontiguousarray(rows.T), True)):
        third = plane[:, 3:] - plane[:, :-3] + 3 * (plane[:, 1:-2] - plane[:, 2:-1])
        for number, step in enumerate(STEPS):
            digit = (third > step / 2).astype(np.uint8)
            digit += 1
            digit -= third < -step / 2
            for way, code in enumerate((_code(digit, axis=1), _code(digit, axis=0))):
                upright = code.T if turned else code
                out[:, :, number, way] += _by_cell(upright, height, width)
    return out.reshape(height, width, FEATURES)


def _code(digit: NDArray[np.uint8], axis: int) -> NDArray[np.uint8]:
    """Four neighbours along an axis as one number below 81."""
    if axis == 1:
        return digit[:, :-3] + 3 * digit[:, 1:-2] + 9 * digit[:, 2:-1] + 27 * digit[:, 3:]
    return digit[:-3] + 3 * digit[1:-2] + 9 * digit[2:-1] + 27 * digit[3:]


def _by_cell(code: NDArray[np.uint8], height: int, width: int) -> Grid:
    """How often each pattern begins in each cell, float32 [height, width, PATTERNS]."""
    pattern = _pattern_of()[code[: height * CELL, : width * CELL]]
    column = np.minimum(np.arange(pattern.shape[1]) // CELL, width - 1) * PATTERNS
    row = np.minimum(np.arange(pattern.shape[0]) // CELL, height - 1) * (PATTERNS * width)
    place = pattern + column[None, :].astype(np.int32)
    place += row[:, None].astype(np.int32)
    counted = np.bincount(place.ravel(), minlength=height * width * PATTERNS)
    return counted[: height * width * PATTERNS].reshape(height, width, PATTERNS).astype(np.float32)
