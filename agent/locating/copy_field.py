"""Pairs of like places from a grid over the whole picture, soft texture included: each with its nearest anywhere.

At half the size every patch of 12×12 px is described by its lowest cosine terms without the mean (as Fridrich, Soukal and
Lukáš, 2003, compare blocks). The patches of a grid are compared with all others, not with a random few as PatchMatch does,
so a place of hardly any texture keeps its true partner if noise leaves one. What the neighbours in the grid do not
confirm is left out.

Letters: H, W height and width; q patches of the grid; n all patches; f features.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .copy_points import LEAST_SHIFT, Matches
from .copy_signal import Plane, Signal
from .open_cv import opencv

PATCH, TERMS = 12, 5  # px at half size; cosine terms a side of which those of the lowest order are taken
MOST_PATCHES, MOST_ASKED = 70_000, 4_000
AGREE, LEAST_AGREE = 1.5, 2  # px at half size by which neighbours may differ, and how many must agree
MOST_MATCHES = 500
_STEP = 256  # rows of the table of distances at a time


def field_matches(signal: Signal) -> Matches:
    """The pairs that at least two neighbours in the grid confirm, in both directions, the most telling first."""
    cv2 = opencv()
    height, width = signal.smooth.shape
    scaled = min(0.5, float(np.sqrt(MOST_PATCHES / (height * width))))
    size = (round(width * scaled), round(height * scaled))
    small = cv2.resize(signal.smooth, size, interpolation=cv2.INTER_AREA)
    planes = _described(small)
    reach = PATCH // 2
    inner = planes[:, reach:-reach, reach:-reach]
    features, tall, wide = inner.shape
    table = inner.reshape(features, -1)
    every = max(3, int(np.ceil(np.sqrt(tall * wide / MOST_ASKED))))
    rows, columns = np.arange(every // 2, tall, every), np.arange(every // 2, wide, every)
    y, x = (each.ravel() for each in np.meshgrid(rows, columns, indexing="ij"))
    near, telling = _nearest(table, y, x, (tall, wide), max(LEAST_SHIFT * 1.3 * scaled, PATCH * 0.75))
    away_y, away_x = near // wide - y, near % wide - x
    shape = (len(rows), len(columns))
    agree = _agreeing(away_y.reshape(shape), away_x.reshape(shape)).ravel()
    kept = np.flatnonzero(agree >= LEAST_AGREE)
    kept = kept[np.argsort(-(agree[kept] * telling[kept]), kind="stable")[:MOST_MATCHES]]
    here = (np.column_stack([x, y])[kept] + reach + 0.5) / scaled - 0.5
    there = (np.column_stack([near % wide, near // wide])[kept] + reach + 0.5) / scaled - 0.5
    one, other = here.astype(np.float32), there.astype(np.float32)
    both = np.concatenate([one, other]), np.concatenate([other, one])
    none = np.zeros(len(both[0]), np.float32)
    return Matches(*both, none, none + 1, none > 0)


def _described(plane: Plane) -> NDArray[np.float32]:
    """Cosine terms of the patch about every pixel, float32 [f, H, W]."""
    cv2 = opencv()
    place = (np.arange(PATCH) + 0.5) * np.pi / PATCH
    waves = [np.cos(order * place).astype(np.float32) * np.sqrt((1 + (order > 0)) / PATCH) for order in range(TERMS)]
    orders = [(one, two) for one in range(TERMS) for two in range(TERMS) if 0 < one + two < TERMS]
    return np.stack([cv2.sepFilter2D(plane, cv2.CV_32F, waves[two], waves[one]) for one, two in orders])


def _nearest(table, y, x, shape, apart):
    """The nearest patch of each asked one that lies apart from it, and how far it is nearer than an ordinary one."""
    tall, wide = shape
    square = (table * table).sum(0)
    near, telling = np.zeros(len(y), int), np.zeros(len(y), np.float32)
    reach = int(np.ceil(apart))
    for start in range(0, len(y), _STEP):
        asked = np.s_[start : start + _STEP]
        spots = y[asked] * wide + x[asked]
        distance = (-2 * table[:, spots]).T @ table
        distance += square
        for row, (down, right) in zip(distance.reshape(-1, tall, wide), zip(y[asked], x[asked], strict=True), strict=True):
            row[max(0, down - reach) : down + reach + 1, max(0, right - reach) : right + reach + 1] = np.inf
        best = distance.argmin(1)
        least = distance[np.arange(len(best)), best] + square[spots]
        near[asked] = best
        telling[asked] = np.log1p(square[spots] / np.maximum(least, 1.0))
    return near, telling


def _agreeing(away_y, away_x):
    """How many of the eight neighbours in the grid go nearly the same way."""
    count = np.zeros(away_y.shape, int)
    padded_y, padded_x = (np.pad(each.astype(float), 1, constant_values=1e6) for each in (away_y, away_x))
    for down in (0, 1, 2):
        for right in (0, 1, 2):
            if (down, right) != (1, 1):
                cut = np.s_[down : down + away_y.shape[0], right : right + away_y.shape[1]]
                count += (np.abs(padded_y[cut] - away_y) <= AGREE) & (np.abs(padded_x[cut] - away_x) <= AGREE)
    return count
