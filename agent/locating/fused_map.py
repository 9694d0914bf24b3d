"""One map of where a picture may have been altered, and one score for the picture, from all traces together.

A small network, learned from pictures that were edited in a part and from their untouched twins, turns the departures
of a cell into log-odds that it was edited. The map is smoothed, its strongest connected part is found, and a logistic
regression on what stands out turns the map into log-odds for the picture, at even odds.

Letters: h, w height and width of the grid of cells; F features; U units; K facts of a map.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.special import expit

from ..evidence import Quality, Region
from ..models import heads
from .fused_features import METHODS, Scales, columns_of, features
from .trace_cells import CELL, Cells, Grid, thinning

FILE = "locating.safetensors"
MIN_SIDE = 192  # pixels of the short side below which too few cells can be compared
LEAST_CELLS = 6  # of a part
MOST_SHARE = 0.5  # of the usable cells that a part may cover
NAMES = ("residual", *METHODS)  # the methods
FACTS = 6 + len(NAMES)  # K
_KEY = "head"


@dataclass(frozen=True, slots=True)
class LocatingHead:
    """What was learned.

    Attributes:
        scales: of the features.
        units, offsets: the network's layer, float32 [2 F, U] and [U]; its input is the departures and their sizes.
        weights, bias: from units to log-odds of a cell, float32 [U] and a number.
        picture, shift: from the facts of a map to log-odds of the picture, float32 [K] and a number.
        part: log-odds of a cell from which it may belong to a part.
        alarm: log-odds of the picture from which its strongest part is shown.
        pictures, sources: what it was learned from.
        hits: of edited pictures of left-out sources, the share whose part was shown.
        alarms: of untouched pictures of left-out sources, the share in which a part was shown.
        overlap: of the parts that were shown in edited pictures, the share that lay mostly on the edit.
    """

    scales: Scales
    units: NDArray[np.float32]
    offsets: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: float
    picture: NDArray[np.float32]
    shift: float
    part: float
    alarm: float
    pictures: int
    sources: int
    hits: float
    alarms: float
    overlap: float


@dataclass(frozen=True, slots=True)
class FusedMap:
    """What was found in a picture.

    Attributes:
        log_odds: of each cell, smoothed, float32 [h, w]; negative where it was not measured.
        usable: the cells that were measured, bool [h, w].
        picture: log-odds that the picture was edited in a part, at even odds, as on the pictures of the training.
        part: the cells of the strongest part, bool [h, w]; none is set if nothing stands out.
        region: the rectangle about that part in pixels of the picture, None without one.
        strength: the mean log-odds of that part times the logarithm of its size; 0 without one.
        methods: how far each method's strongest place stands out, in robust deviations.
        differences: how far each method's features depart inside the part, on the mean, less the mean outside; 0
            without a part.
        facts: what the map comes to, float32 [K].
    """

    log_odds: Grid
    usable: NDArray[np.bool_]
    picture: float
    part: NDArray[np.bool_]
    region: Region | None
    strength: float
    methods: dict[str, float]
    differences: dict[str, float]
    facts: NDArray[np.float32]


def locate(pixels: NDArray[np.uint8], quality: Quality, head: LocatingHead) -> FusedMap:
    """Measure a picture uint8 [H, W, 3] whose short side is `MIN_SIDE` or more."""
    departed, cells = features(pixels, quality, head.scales)
    return fused(departed, cells, head, pixels.shape)


def fused(departed: Grid, cells: Cells, head: LocatingHead, shape: tuple[int, ...]) -> FusedMap:
    """The map of a picture from its departures.

    Args:
        departed: float32 [h, w, F].
        cells: of the picture.
        head: what was learned.
        shape: height and width of the picture in pixels, then anything.
    """
    raw = cell_log_odds(departed, head.units, head.offsets, head.weights, head.bias)
    log_odds = smoothed(raw, cells)
    part, strength = strongest_part(log_odds, cells.usable, head.part)
    standing = methods(departed, cells, head.scales.patterns.shape[1])
    facts = facts_of(log_odds, cells.usable, part, strength, standing)
    region = _rectangle(part, shape) if part.any() else None
    picture = float(facts @ head.picture + head.shift)
    by_method = dict(zip(NAMES, (float(value) for value in standing), strict=True))
    inside = differences(departed, cells, part, head.scales.patterns.shape[1])
    return FusedMap(log_odds, cells.usable, picture, part, region, strength, by_method, inside, facts)


def network_input(departed: Grid) -> Grid:
    """The departures and their sizes, float32 [..., 2 F]."""
    return np.concatenate([departed, np.abs(departed)], axis=-1)


def cell_log_odds(
    departed: Grid,
    units: NDArray[np.float32],
    offsets: NDArray[np.float32],
    weights: NDArray[np.float32],
    bias: float,
) -> Grid:
    """Log-odds of each cell, float32 [h, w], by a network of one layer with rectified units."""
    hidden = np.maximum(network_input(departed) @ units + offsets, 0.0)
    return np.asarray(hidden @ weights + np.float32(bias), np.float32)


def smoothed(log_odds: Grid, cells: Cells) -> Grid:
    """The map averaged over the usable cells of a window; where there are none, the lowest value."""
    usable = cells.usable
    if not usable.any():
        return np.full(log_odds.shape, -5.0, np.float32)
    size = cells.window + 1
    weight = ndimage.uniform_filter(usable.astype(np.float32), size, mode="nearest")
    mean = ndimage.uniform_filter(np.where(usable, log_odds, 0.0), size, mode="nearest") / np.maximum(weight, 0.02)
    return np.where(weight > 0.1, mean, float(log_odds[usable].min())).astype(np.float32)


def strongest_part(log_odds: Grid, usable: NDArray[np.bool_], limit: float) -> tuple[NDArray[np.bool_], float]:
    """The connected part above a limit that stands out most, bool [h, w], and its strength.

    The strength is the mean excess over the limit times log2(1 + cells). Parts of fewer than `LEAST_CELLS`, or of more
    than `MOST_SHARE` of the usable cells, do not count.
    """
    above = (log_odds > limit) & usable
    labels = np.zeros(above.shape, np.int32)
    ndimage.label(above, output=labels)
    best, strength = 0, 0.0
    for number, place in enumerate(ndimage.find_objects(labels), start=1):
        inside = labels[place] == number
        size = int(inside.sum())
        if not LEAST_CELLS <= size <= MOST_SHARE * max(int(usable.sum()), 1):
            continue
        value = float((log_odds[place][inside] - limit).mean() * np.log2(1 + size))
        if value > strength:
            best, strength = number, value
    return (labels == best) if best else np.zeros(above.shape, bool), strength


def methods(departed: Grid, cells: Cells, patterns: int) -> NDArray[np.float32]:
    """How far each method stands out in its strongest hundredth of the cells, float32 in the order of `NAMES`."""
    usable = cells.usable
    if not usable.any():
        return np.zeros(len(NAMES), np.float32)
    return np.array([_top(method_map(departed, name, patterns)[usable], 0.01) for name in NAMES], np.float32)


def differences(departed: Grid, cells: Cells, part: NDArray[np.bool_], patterns: int) -> dict[str, float]:
    """How far each method's features depart inside a part, on the mean, less the mean outside; 0 without a part."""
    inside, outside = part & cells.usable, ~part & cells.usable
    if not inside.any() or not outside.any():
        return dict.fromkeys(NAMES, 0.0)
    maps = {name: method_map(departed, name, patterns) for name in NAMES}
    return {name: float(drawn[inside].mean() - drawn[outside].mean()) for name, drawn in maps.items()}


def method_map(departed: Grid, name: str, patterns: int) -> Grid:
    """The departures of one method's features together, float32 [h, w]: the root of their mean square."""
    return np.sqrt(np.mean(departed[..., columns_of(name, patterns)] ** 2, axis=-1))


def facts_of(
    log_odds: Grid,
    usable: NDArray[np.bool_],
    part: NDArray[np.bool_],
    strength: float,
    standing: NDArray[np.float32],
) -> NDArray[np.float32]:
    """What a map comes to, float32 [K].

    These are the means of its highest 1%, 5% and 20%, its deviation, the strength of its strongest part, the share of
    cells above 0, and how far each method stands out.
    """
    values = log_odds[usable]
    if not values.size:
        return np.zeros(FACTS, np.float32)
    tops = [_top(values, share) for share in (0.01, 0.05, 0.2)]
    return np.array([*tops, values.std(), strength, (values > 0).mean(), *np.log(0.2 + standing)], np.float32)


def _top(values: NDArray[np.float32], share: float) -> float:
    count = max(1, round(share * values.size))
    return float(np.partition(values, values.size - count)[-count:].mean())


def _rectangle(part: NDArray[np.bool_], shape: tuple[int, ...]) -> Region:
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    side = CELL * thinning(shape)
    x, y = min(int(columns[0]) * side, shape[1] - 1), min(int(rows[0]) * side, shape[0] - 1)
    right, bottom = min((int(columns[-1]) + 1) * side, shape[1]), min((int(rows[-1]) + 1) * side, shape[0])
    return Region(x=x, y=y, w=right - x, h=bottom - y)


def shown(found: FusedMap, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """The map as probabilities, float32 [h, w], so that it covers the whole picture.

    Cells are 8 px, or a multiple of that in a large picture; where a picture ends in half a cell or more, that part has
    the value of the cell beside it.

    Args:
        found: the map.
        shape: height and width of the picture in pixels.
    """
    chance = np.where(found.usable, expit(found.log_odds), 0.0).astype(np.float32)
    cell = CELL * thinning(shape)
    rows, columns = (max(1, round(side / cell)) for side in shape[:2])
    down, across = max(0, rows - chance.shape[0]), max(0, columns - chance.shape[1])
    return np.pad(chance, ((0, down), (0, across)), mode="edge")[:rows, :columns]


def save(head: LocatingHead, file: Path) -> None:
    """Write a head."""
    arrays = {name: getattr(head, name) for name in ("units", "offsets", "weights", "picture")}
    arrays |= {"patterns": head.scales.patterns, "floor": head.scales.floor}
    plain = {
        name: getattr(head, name)
        for name in ("bias", "shift", "part", "alarm", "pictures", "sources", "hits", "alarms", "overlap")
    }
    heads.write(file, {name: array.astype(np.float32) for name, array in arrays.items()}, {_KEY: plain})


def read(file: Path) -> LocatingHead:
    """Read a head back.

    Raises:
        OSError, ValueError, KeyError: if the file is missing or holds no such head.
    """
    arrays, plain = heads.read(file, _KEY)
    scales = Scales(arrays.pop("patterns"), arrays.pop("floor"))
    return LocatingHead(scales=scales, **arrays, **plain)


@cache
def shipped() -> LocatingHead | None:
    """The head that comes with the package, or None if it is not installed."""
    return heads.shipped(FILE, read)
