"""Edited pictures and their untouched twins as traces, cell by cell: what the head that locates edits learns from.

Letters: h, w height and width of the grid of cells; F features; P of them from the patterns of the residual.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from ...agent.evidence import Quality
from ...agent.locating.fused_features import traces
from ...agent.locating.trace_cells import CELL, Cells, Grid, cells_of
from ...agent.locating.trace_residual import FEATURES, residual
from ...eval.sets.records import Record, read_pixels
from ..pseudo_fakes.part_edits import EDITS, EditedPair, Regenerate, edited_pair

LEAST_SIDE = 200  # pixels of the short side of a picture that is used
EACH = 40  # pictures of a source at most
COMBINATIONS = 14  # P
INSIDE, OUTSIDE = 0.8, 0.05  # shares of a cell that were edited, from which and to which it is one or the other
_RIDGE = 0.02  # of the mean variance


@dataclass(frozen=True, slots=True)
class Example:
    """A picture as traces.

    Attributes:
        kind: of the edit; empty for an untouched twin.
        source: of the photograph.
        number: of the pair.
        traces: not yet compared within the picture, float16 [h, w, F].
        cells: of the picture, without its pixels.
        edited: share of each cell that was edited, float32 [h, w].
    """

    kind: str
    source: str
    number: int
    traces: NDArray[np.float16]
    cells: Cells
    edited: Grid


def chosen(records: Sequence[Record], seed: int = 5) -> list[Record]:
    """Real pictures in a random order, at most `EACH` of a source; of pictures with views, the crops."""
    by_source: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.label == "real" and (not record.picture or record.crop):
            by_source[record.source].append(record)
    rng = np.random.default_rng(seed)
    kept = [of[i] for _, of in sorted(by_source.items()) for i in rng.permutation(len(of))[:EACH]]
    return [kept[i] for i in rng.permutation(len(kept))]


def pairs(
    records: Sequence[Record], regenerate: Regenerate | None = None, seed: int = 7
) -> Iterator[tuple[int, str, EditedPair]]:
    """A pair from each picture, its number and its source; the kinds of edits take turns.

    A donor comes from another source. Pictures that are too small are passed over.
    """
    for number, record in enumerate(records):
        rng = np.random.default_rng([seed, number])
        others = [other for other in (records[int(i)] for i in rng.integers(len(records), size=50))
                  if other.source != record.source]  # fmt: skip
        pixels = read_pixels(record.path)
        if min(pixels.shape[:2]) < LEAST_SIDE or not others:
            continue
        kind = EDITS[number % len(EDITS)]
        yield number, record.source, edited_pair(kind, pixels, read_pixels(others[0].path), rng, regenerate)


def examples(number: int, source: str, pair: EditedPair, patterns: NDArray[np.float32]) -> tuple[Example, Example]:
    """The edited picture of a pair and its twin as traces.

    Args:
        number: of the pair.
        source: of the photograph.
        pair: both pictures.
        patterns: combinations of the residual's patterns, float32 [100, P].
    """
    made = []
    for kind, pixels in ((pair.kind, pair.edited), ("", pair.untouched)):
        quality = quality_of(pixels, pair.quality)
        cells = cells_of(pixels)
        found = traces(cells, quality, patterns).astype(np.float16)
        bare = Cells(pixels[:1, :1], cells.plane[:1, :1], cells.brightness, cells.texture, cells.usable, cells.window)
        edited = shares(pair.mask) if kind else np.zeros(cells.usable.shape, np.float32)
        made.append(Example(kind, source, number, found, bare, edited))
    return made[0], made[1]


def quality_of(pixels: NDArray[np.uint8], jpeg_quality: int | None) -> Quality:
    """The facts that the traces ask for."""
    standard = None if jpeg_quality is None else True
    return Quality(short_side=min(pixels.shape[:2]), jpeg_quality=jpeg_quality, jpeg_standard_tables=standard)


def shares(mask: NDArray[np.bool_]) -> Grid:
    """The share of each cell that a mask bool [H, W] covers, float32 [h, w]."""
    h, w = mask.shape[0] // CELL, mask.shape[1] // CELL
    return mask[: h * CELL, : w * CELL].reshape(h, CELL, w, CELL).mean(axis=(1, 3)).astype(np.float32)


def learned_patterns(made: Iterator[tuple[int, str, EditedPair]], count: int = 420) -> NDArray[np.float32]:
    """The combinations of the residual's patterns that edits change most, float32 [100, P].

    Let d be the mean inside the edit less that outside, in the edited picture, less the same of its twin, so that what
    the part shows cancels out. The combinations are the first generalised eigenvectors of the mean of d dᵀ against the
    covariance of untouched pictures about what brightness and texture predict.

    Args:
        made: pairs.
        count: of which so many are used.
    """
    between, within, used = np.zeros((FEATURES, FEATURES)), np.zeros((FEATURES, FEATURES)), 0
    for _, _, pair in made:
        edited = shares(pair.mask)
        differences = []
        for pixels in (pair.edited, pair.untouched):
            cells = cells_of(pixels)
            patterns = residual(cells)
            inside, outside = (edited > INSIDE) & cells.usable, (edited < OUTSIDE) & cells.usable
            if inside.sum() < 8 or outside.sum() < 50:
                break
            differences.append((patterns[inside].mean(axis=0) - patterns[outside].mean(axis=0)).astype(np.float64))
        if len(differences) < 2:
            continue
        rest = unexplained(patterns, cells)
        within += rest.T @ rest / len(rest)
        between += np.outer(differences[0] - differences[1], differences[0] - differences[1])
        used += 1
        if used == count:
            break
    within /= max(used, 1)
    ridge = _RIDGE * np.trace(within) / FEATURES * np.eye(FEATURES)
    _, vectors = eigh(between / max(used, 1), within + ridge)
    return np.asarray(vectors[:, ::-1][:, :COMBINATIONS], np.float32)


def unexplained(features: Grid, cells: Cells) -> NDArray[np.float64]:
    """What brightness and texture leave unexplained of features [h, w, F], float64 [usable cells, F]."""
    b, t = cells.brightness[cells.usable] / 128 - 1, np.log(cells.texture[cells.usable] + 0.2)
    design = np.stack([np.ones_like(b), b, b * b, t, t * t], axis=1).astype(np.float64)
    values = features[cells.usable].astype(np.float64)
    solved, *_ = np.linalg.lstsq(design, values, rcond=None)
    return values - design @ solved


def usual_floor(made: Sequence[Example], least_cells: int = 200) -> NDArray[np.float32]:
    """The least usual spread of each feature: 70% of the spread that three in ten untouched pictures stay below."""
    spreads = []
    for example in made:
        if not example.kind and example.cells.usable.sum() > least_cells:
            rest = unexplained(example.traces.astype(np.float32), example.cells)
            spreads.append(1.4826 * np.median(np.abs(rest - np.median(rest, axis=0)), axis=0))
    return (0.7 * np.quantile(np.array(spreads), 0.3, axis=0)).astype(np.float32)
