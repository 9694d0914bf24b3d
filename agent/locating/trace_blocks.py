"""JPEG compression, cell by cell: an earlier compression that a part lacks or has alone, and the grid of its blocks.

A cell is a block of the file's own grid, so its coefficients are those that were quantised when the file was saved.

Letters: h, w height and width of the grid of cells; q a quantisation step.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..evidence import Quality
from ..pixels.jpeg_blocks import ijg_table
from .trace_cells import CELL, Cells, Grid, windowed

GHOSTS = (50, 58, 65, 72, 78, 84, 90, 95)  # qualities of which a trace is looked for
MODES = ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (1, 2), (2, 1), (0, 3), (3, 0), (2, 2), (1, 3), (3, 1))
DOUBLE_FEATURES, GHOST_FEATURES, GRID_FEATURES = 2, len(GHOSTS), 4
_LEVELS = 40  # of a coefficient that are counted, on either side of 0
_STEPS = 24  # the largest step that is looked for
_SAMPLE = 20_000  # blocks from which steps are read
_HIGH = 20.0  # grey levels to which differences are held, so that edges of the scene do not decide


def coefficients(plane: NDArray[np.float32], shift: int = 0) -> NDArray[np.float32]:
    """The orthonormal 8×8 DCT of each block of a plane, float32 [h, 8, w, 8] (rows and columns of frequencies).

    Args:
        plane: float32 [H, W].
        shift: pixels by which the grid of blocks is moved down and to the right.
    """
    plane = plane[shift:, shift:]
    h, w = plane.shape[0] // CELL, plane.shape[1] // CELL
    cut = np.ascontiguousarray(plane[: h * CELL, : w * CELL]) - np.float32(128)
    k = np.arange(CELL)
    basis = np.sqrt(2 / CELL) * np.cos(np.pi * (2 * k[None] + 1) * k[:, None] / (2 * CELL))  # [frequency, place]
    basis[0] /= np.sqrt(2)
    basis = basis.astype(np.float32)
    rows = np.matmul(basis, cut.reshape(h, CELL, w * CELL))  # [h, 8, W]
    return np.matmul(rows.reshape(h, CELL, w, CELL), basis.T)


def double_quantisation(cells: Cells, quality: Quality, own: NDArray[np.float32]) -> Grid:
    """How well each window fits the histograms of the whole picture, and its own grid, float32 [h, w, 2].

    Quantising twice leaves gaps and peaks in the histogram of a coefficient, and a grid of blocks moved by (4, 4) shows
    the histogram without them. The first feature is the mean over the modes of log(n_x / s_x), with n_x how often the
    level x of a block's coefficient occurs and s_x how often on the moved grid: low where a part lacks the picture's
    earlier compression (after Lin et al., “Fast, automatic and fine-grained tampered JPEG image detection via DCT
    coefficient analysis”, 2009). The second is how near coefficients lie to multiples of the step, which a part that
    was changed after the last compression does not.

    Args:
        cells: of the picture.
        quality: of the file.
        own: its coefficients [h, 8, w, 8].
    """
    moved = coefficients(cells.plane, CELL // 2)
    known = None
    if quality.jpeg_quality is not None and quality.jpeg_standard_tables:
        known = ijg_table(quality.jpeg_quality)
    h, w = cells.usable.shape
    fit, near, count = np.zeros((h, w), np.float32), np.zeros((h, w), np.float32), 0
    for row, column in MODES:
        values, others = own[:, row, :, column], moved[:, row, :, column]
        step = int(known[row, column]) if known is not None else step_of(values)
        levels, other = (np.clip(np.rint(v / max(step, 1)), -_LEVELS, _LEVELS).astype(int) for v in (values, others))
        n = np.bincount(levels.ravel() + _LEVELS, minlength=2 * _LEVELS + 1).astype(np.float64)
        s = np.bincount(other.ravel() + _LEVELS, minlength=2 * _LEVELS + 1).astype(np.float64)
        ratio = np.log((n + 2) / n.sum()) - np.log((s + 2) / max(s.sum(), 1))
        ratio[np.abs(np.arange(-_LEVELS, _LEVELS + 1)) >= _LEVELS] = 0.0
        fit += ratio[levels + _LEVELS].astype(np.float32)
        if step > 1:
            near += np.cos(2 * np.pi * values / step)
            count += 1
    features = np.stack([fit / len(MODES), near / max(count, 1)], axis=-1).astype(np.float32)
    return windowed(features, cells.usable, cells.window)


def step_of(values: NDArray[np.float32]) -> int:
    """The largest step of which a mode's coefficients are nearly all multiples; 1 if there is none.

    Args:
        values: coefficients of one mode, in any shape.
    """
    flat = values.ravel()
    flat = flat[:: max(1, len(flat) // _SAMPLE)]
    flat = flat[np.abs(flat) > 1.5]
    if len(flat) < 50:
        return 1
    steps = np.arange(2, _STEPS + 1)
    held = np.array([_held(flat, int(step)) for step in steps])
    good = np.flatnonzero(held > max(0.5, 0.7 * float(held.max())))
    return int(steps[good[-1]]) if len(good) else 1


def _held(values: NDArray[np.float32], step: int) -> float:
    """How near values that are not rounded to 0 lie to multiples of a step: 1 on them, -1 between; 0 of too few."""
    far = values[np.abs(values) > step / 2]
    return float(np.cos(2 * np.pi * far / step).mean()) if len(far) >= 50 else 0.0


def ghosts(cells: Cells, own: NDArray[np.float32]) -> Grid:
    """How much each window would change if it was saved at each of some qualities, float32 [h, w, GHOST_FEATURES].

    Natural log units of the mean squared change of the coefficients; a part that was saved at such a quality before
    changes less (after Farid, “Exposing digital forgeries from JPEG ghosts”, 2009).

    Args:
        cells: of the picture.
        own: its coefficients [h, 8, w, 8].
    """
    h, w = cells.usable.shape
    changes = np.empty((h, w, len(GHOSTS)), np.float32)
    for number, quality in enumerate(GHOSTS):
        steps = ijg_table(quality).astype(np.float32)[None, :, None, :]
        scaled = own / steps
        scaled -= np.rint(scaled)
        scaled *= steps
        changes[..., number] = np.einsum("hawb,hawb->hw", scaled, scaled) / (CELL * CELL)
    return np.log(windowed(changes, cells.usable, cells.window) + 0.05)


def grid(cells: Cells) -> Grid:
    """How strong the borders of blocks are where the picture has its grid, and elsewhere, float32 [h, w, 4].

    For each direction: the mean step across the borders of the grid that is strongest in the whole picture, less the
    median over the other places, and the strongest of these others less that median, both over the median.
    """
    features = []
    for plane, turned in ((cells.plane, False), (np.ascontiguousarray(cells.plane.T), True)):
        step = np.minimum(np.abs(np.diff(plane, axis=1)), _HIGH)  # [H, W - 1]
        across = step[:, 1:-1] - (step[:, :-2] + step[:, 2:]) / 2  # a step beside its neighbours
        across = np.pad(across, ((0, 0), (2, 1)))  # across[:, x] is the step from x - 1 to x
        usable = cells.usable.T if turned else cells.usable
        h, w = usable.shape
        phases = across[: h * CELL, : w * CELL].reshape(h, CELL, w, CELL).mean(axis=1)  # [h, w, 8]
        phases = windowed(phases, usable, cells.window)
        level = windowed(step_means(step, h, w), usable, cells.window) + 0.2
        place = int(phases[usable].mean(axis=0).argmax()) if usable.any() else 0
        others = np.delete(phases, place, axis=2)
        middle = np.median(others, axis=2)
        own, other = (phases[..., place] - middle) / level, (others.max(axis=2) - middle) / level
        features += [own.T, other.T] if turned else [own, other]
    return np.stack(features, axis=-1).astype(np.float32)


def step_means(step: NDArray[np.float32], h: int, w: int) -> Grid:
    """The mean step in each cell, float32 [h, w]."""
    padded = np.pad(step, ((0, 0), (1, 0)))
    return padded[: h * CELL, : w * CELL].reshape(h, CELL, w, CELL).mean(axis=(1, 3))
