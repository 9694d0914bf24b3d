"""Keypoints of a picture matched with one another: places that look alike up to turning, scaling and mirroring.

Letters: n keypoints; m matches.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .open_cv import opencv

MOST_POINTS = 4000  # the table of all distances has the square of it
CONTRAST = 0.005  # far below SIFT's usual 0.04: cloned ground, skin and sky hold few strong points
EDGE = 16.0
CELLS = 12  # a side; the points are spread over a grid, so that one leafy tree does not take them all
RATIO = 0.75
FLOOR, CROWDED = 0.75, 0.96  # cosines between descriptors: below the first nothing is alike
LEAST_SHIFT = 12.0  # px: nearer than that a picture always resembles itself
MOST_MATCHES = 1250
ALIKE = 4  # a point with more near-equal places than this lies in a texture that repeats itself
_STEP = 512  # rows of the table of distances at a time


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs of places that look alike; each pair stands in it in both directions.

    Attributes:
        here: float32 [m, 2], x and y.
        there: float32 [m, 2].
        turn: float32 [m], degrees from the orientation here to the one there.
        scale: float32 [m], size there over size here.
        mirrored: bool [m].
        repeated: share of the matched keypoints that resemble many places at once.
    """

    here: NDArray[np.float32]
    there: NDArray[np.float32]
    turn: NDArray[np.float32]
    scale: NDArray[np.float32]
    mirrored: NDArray[np.bool_]
    repeated: float = 0.0


def keypoints(plane: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """SIFT points [n, 4] (x, y, size, angle in degrees) and descriptors [n, 128] of length 1 (Lowe, 2004).

    Points are taken strongest first from every cell of a grid, 4,000 in all.
    """
    cv2 = opencv()
    sift = cv2.SIFT_create(contrastThreshold=CONTRAST, edgeThreshold=EDGE)
    found = sift.detect(plane, None)
    if len(found) > MOST_POINTS:
        found = _spread(found, plane.shape)
    found, described = sift.compute(plane, found)
    if described is None or len(found) == 0:
        return np.zeros((0, 4), np.float32), np.zeros((0, 128), np.float32)
    points = np.array([(*k.pt, k.size, k.angle) for k in found], np.float32)
    length = np.linalg.norm(described, axis=1, keepdims=True)
    return points, (described / np.maximum(length, 1e-6)).astype(np.float32)


def _spread(found, shape):
    height, width = shape
    place = np.array([k.pt for k in found])
    cell = (place[:, 1] * CELLS / height).astype(int) * CELLS + (place[:, 0] * CELLS / width).astype(int)
    response = np.array([k.response for k in found])
    order = np.lexsort((-response, cell))
    rank = np.empty(len(found), int)
    first = np.flatnonzero(np.diff(cell[order], prepend=-1))
    counts = np.diff(np.append(first, len(found)))
    rank[order] = np.concatenate([np.arange(count) for count in counts])
    return [found[i] for i in np.lexsort((-response, rank))[:MOST_POINTS]]


def mirrored(descriptors: NDArray[np.float32]) -> NDArray[np.float32]:
    """What SIFT would write of the same places in a mirrored picture [n, 128].

    A descriptor has 4 rows by 4 columns by 8 directions, laid out along the point's own orientation. Mirroring
    reverses the order across that orientation and the sense of the directions.
    """
    grid = descriptors.reshape(-1, 4, 4, 8)
    return grid[:, ::-1, :, (-np.arange(8)) % 8].reshape(-1, 128)


def matches(points: NDArray[np.float32], descriptors: NDArray[np.float32]) -> Matches:
    """Every point with the others that are clearly nearer in looks than the next ones.

    The others of a point are sorted by distance, those within 12 px left out. They count as alike up to the first that
    is nearer than `RATIO` times the next (the g2NN test of Amerini et al., 2011, which finds a part that was copied
    more than once); where more than four are alike, the texture repeats itself and none is taken.
    """
    parts = []
    crowded = total = 0
    for flip in (False, True):
        other = mirrored(descriptors) if flip else descriptors
        here, there, near, busy = _alike(points, descriptors, other)
        crowded, total = crowded + busy, total + busy + len(np.unique(here))
        parts.append((here, there, near, np.full(len(here), flip)))
    here, there, near, flipped = (np.concatenate(column) for column in zip(*parts, strict=True))
    best = np.argsort(near, kind="stable")[:MOST_MATCHES]
    here, there, flipped = here[best], there[best], flipped[best]
    sign = np.where(flipped, -1, 1)
    turn = points[there, 3] - sign * points[here, 3]
    return Matches(
        points[here, :2],
        points[there, :2],
        ((turn + 180) % 360 - 180).astype(np.float32),
        (points[there, 2] / points[here, 2]).astype(np.float32),
        flipped,
        crowded / max(total, 1),
    )


def _alike(points, descriptors, other):
    """Indices here and there of alike points, their distances, and how many points have too many."""
    here, there, near, busy = [np.zeros(0, int)], [np.zeros(0, int)], [np.zeros(0, np.float32)], 0
    place = points[:, :2]
    for start in range(0, len(points), _STEP):
        cosine = descriptors[start : start + _STEP] @ other.T  # [s, n]
        flat = np.flatnonzero(cosine > FLOOR)
        row, column = flat // len(points), flat % len(points)
        value = cosine.ravel()[flat]
        apart = np.abs(place[row + start] - place[column]).max(1)
        row, column, value = (each[apart >= LEAST_SHIFT] for each in (row, column, value))
        order = np.lexsort((-value, row))
        row, column, value = row[order], column[order], value[order]
        rank = np.arange(len(row)) - np.searchsorted(row, row)
        table = np.full((len(cosine), ALIKE + 2), FLOOR, np.float32)  # cosines, nearest first
        partner = np.zeros((len(cosine), ALIKE + 2), int)
        kept = rank < ALIKE + 2
        table[row[kept], rank[kept]], partner[row[kept], rank[kept]] = value[kept], column[kept]
        distance = np.sqrt(np.maximum(2 - 2 * table, 0))
        gap = (distance[:, :-1] < RATIO * distance[:, 1:]) & (table[:, :-1] > FLOOR)
        last = np.where(gap.any(1), gap.shape[1] - np.argmax(gap[:, ::-1], axis=1), 0)  # how many are alike
        busy += int((table[:, ALIKE] > CROWDED).sum())
        last[last > ALIKE] = 0
        line, nth = np.nonzero(np.arange(ALIKE + 2)[None, :] < last[:, None])
        here.append(line + start)
        there.append(partner[line, nth])
        near.append(distance[line, nth])
    return np.concatenate(here), np.concatenate(there), np.concatenate(near), busy
