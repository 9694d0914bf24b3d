"""All traces of a picture as departures from the rest of it, side by side: what the fused map is computed from.

Letters: h, w height and width of the grid of cells; F features; P of them from the patterns of the residual.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..evidence import Quality
from . import trace_blocks, trace_grain
from .trace_cells import Cells, Grid, cells_of, departures, thinned
from .trace_resampling import RESAMPLING_FEATURES, resampling
from .trace_residual import residual


@dataclass(frozen=True, slots=True)
class Scales:
    """What was learned of the traces before they are fused.

    Attributes:
        patterns: the combinations of the residual's patterns that differ most between processings, float32 [100, P].
        floor: the least usual spread of each feature in untouched pictures, float32 [F].
    """

    patterns: NDArray[np.float32]
    floor: NDArray[np.float32]


METHODS: dict[str, int] = {  # features of each method, in their order; those of the residual stand before them
    "noise": trace_grain.NOISE_FEATURES,
    "sharpness": trace_grain.SHARPNESS_FEATURES,
    "smoothness": trace_grain.SMOOTHNESS_FEATURES,
    "double quantisation": trace_blocks.DOUBLE_FEATURES,
    "ghosts": trace_blocks.GHOST_FEATURES,
    "grid": trace_blocks.GRID_FEATURES,
    "resampling": RESAMPLING_FEATURES,
}


def other_traces(cells: Cells, quality: Quality) -> Grid:
    """Every trace but the patterns of the residual, in the order of `METHODS`, float32 [h, w, F - P]."""
    own = trace_blocks.coefficients(cells.plane)
    parts = (
        trace_grain.noise(cells),
        trace_grain.sharpness(cells),
        trace_grain.smoothness(cells),
        trace_blocks.double_quantisation(cells, quality, own),
        trace_blocks.ghosts(cells, own),
        trace_blocks.grid(cells),
        resampling(cells),
    )
    return np.concatenate(parts, axis=-1)


def traces(cells: Cells, quality: Quality, patterns: NDArray[np.float32]) -> Grid:
    """Every trace, float32 [h, w, F], not yet compared within the picture."""
    return np.concatenate([residual(cells) @ patterns, other_traces(cells, quality)], axis=-1)


def features(pixels: NDArray[np.uint8], quality: Quality, scales: Scales) -> tuple[Grid, Cells]:
    """Departures of every trace, float32 [h, w, F] in robust deviations, and the cells of the picture.

    A large picture is thinned out first (`trace_cells.thinned`); a cell then stands for a larger square.
    """
    cells = cells_of(thinned(pixels))
    return departures(traces(cells, quality, scales.patterns), cells, scales.floor), cells


def columns_of(method: str, patterns: int) -> slice:
    """The features of a method; `residual` names the patterns.

    Args:
        method: `residual` or a key of `METHODS`.
        patterns: P.

    Raises:
        KeyError: if there is no such method.
    """
    if method == "residual":
        return slice(0, patterns)
    names = list(METHODS)
    if method not in METHODS:
        raise KeyError(method)
    start = patterns + sum(METHODS[name] for name in names[: names.index(method)])
    return slice(start, start + METHODS[method])
