"""Keypoints of two pictures matched with each other, and the way from one picture to the other.

Letters: n keypoints; m matches; H, W height and width in pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..locating.copy_points import mirrored
from ..locating.open_cv import opencv

SIDE = 1000  # px of the long side at which keypoints are sought
MOST = 1000  # keypoints of a picture; the time for two pictures grows with the square
CONTRAST = 0.02  # half of SIFT's usual, for pictures with soft parts
CELLS = 10  # a side; the points are spread over a grid, so that one leafy tree does not take them all
RATIO = 0.8  # of the nearest to the next distance (Lowe, 2004)
LEAST = 16  # matches that agree on one way; `compared-pictures` measures how often unrelated pictures have as many
REACH = 3.0  # px of the reduced picture by which such a match may miss its place
_LARGEST, _FLATTEST = 12.0, 4.0  # times that a side may be scaled, and how unlike two sides may be scaled
_STEP = 512  # rows of the table of distances at a time


@dataclass(frozen=True, slots=True)
class Points:
    """Keypoints of a picture.

    Attributes:
        place: float32 [n, 2], x and y in pixels of the picture.
        looks: float32 [n, 128], SIFT descriptors of length 1.
        shape: H, W of the picture.
        scale: pixels of the reduced picture a pixel of the picture, at most 1.
    """

    place: NDArray[np.float32]
    looks: NDArray[np.float32]
    shape: tuple[int, int]
    scale: float


@dataclass(frozen=True, slots=True)
class Way:
    """How a picture lies in another one.

    Attributes:
        matrix: float64 [3, 3], from x, y, 1 of the second picture to those of the first.
        matches: how many keypoints agree on it.
        here: float32 [m, 2], where these lie in the first picture.
        mirrored: whether one picture is a mirror image of the other.
    """

    matrix: NDArray[np.float64]
    matches: int
    here: NDArray[np.float32]
    mirrored: bool


def points(pixels: NDArray[np.uint8]) -> Points:
    """SIFT keypoints of a picture uint8 [H, W, 3], spread over it (Lowe, 2004)."""
    cv2 = opencv()
    height, width = pixels.shape[:2]
    scale = min(1.0, SIDE / max(height, width))
    plane = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    if scale < 1:
        plane = cv2.resize(plane, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    sift = cv2.SIFT_create(contrastThreshold=CONTRAST)
    found = _spread(sift.detect(plane, None), plane.shape)
    found, looks = sift.compute(plane, found)
    if looks is None or not found:
        return Points(np.zeros((0, 2), np.float32), np.zeros((0, 128), np.float32), (height, width), scale)
    place = (np.array([point.pt for point in found], np.float32) + 0.5) / scale - 0.5
    looks = np.sqrt(looks / np.maximum(looks.sum(axis=1, keepdims=True), 1e-6))  # RootSIFT: of length 1 then
    return Points(place, looks.astype(np.float32), (height, width), scale)


def _spread(found, shape):
    """The strongest of every cell of a grid first, at most `MOST` in all."""
    if len(found) <= MOST:
        return found
    place = np.array([point.pt for point in found])
    cell = (place[:, 1] * CELLS / shape[0]).astype(int) * CELLS + (place[:, 0] * CELLS / shape[1]).astype(int)
    response = np.array([point.response for point in found])
    order = np.lexsort((-response, cell))
    counts = np.diff(np.append(np.flatnonzero(np.diff(cell[order], prepend=-1)), len(found)))
    rank = np.empty(len(found), int)
    rank[order] = np.concatenate([np.arange(count) for count in counts])
    return [found[at] for at in np.lexsort((-response, rank))[:MOST]]


def way(first: Points, second: Points) -> Way | None:
    """How the second picture lies in the first, as it is or mirrored; None if too few keypoints agree on one way.

    Keypoints match if each is the other's nearest and clearly nearer than the next one; a homography is then fitted to
    most of them (MAGSAC++, Barath et al., 2020).
    """
    found = [_fitted(first, second, flip) for flip in (False, True)]
    best = max((each for each in found if each is not None), key=lambda each: each.matches, default=None)
    return best if best is not None and best.matches >= LEAST else None


def _fitted(first: Points, second: Points, flip: bool) -> Way | None:
    here, there = _matched(first.looks, mirrored(second.looks) if flip else second.looks)
    if len(here) < LEAST:
        return None
    cv2 = opencv()
    target, source = first.place[here], second.place[there]
    reach = REACH / first.scale
    turned = np.array([[-1.0, 0, second.shape[1] - 1], [0, 1, 0], [0, 0, 1]]) if flip else np.eye(3)
    upright = source @ turned[:2, :2].astype(np.float32) + turned[:2, 2].astype(np.float32)  # it fits no mirror images
    matrix, inside = cv2.findHomography(upright, target, cv2.USAC_MAGSAC, reach, None, 3000, 0.999)
    if matrix is None or not plausible(matrix := matrix @ turned, second.shape, flip):
        return None
    kept = np.asarray(inside).ravel().astype(bool)
    kept[kept] = _single(source[kept]) & _single(target[kept])
    return Way(np.asarray(matrix, np.float64), int(kept.sum()), target[kept], flip)


def _single(place: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which places are the first within their square of 2 px: SIFT gives one place several orientations."""
    _, first = np.unique(np.round(place / 2), axis=0, return_index=True)
    kept = np.zeros(len(place), bool)
    kept[first] = True
    return kept


def _matched(first: NDArray[np.float32], second: NDArray[np.float32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Indices of mutual nearest neighbours that pass the ratio test."""
    none = np.zeros(0, np.intp)
    if len(first) < 2 or len(second) < 2:
        return none, none
    near, sure = np.empty(len(first), np.intp), np.empty(len(first), bool)
    back, least = np.zeros(len(second), np.intp), np.full(len(second), -2.0, np.float32)
    for start in range(0, len(first), _STEP):
        cosine = first[start : start + _STEP] @ second.T  # [s, n]
        stop = start + len(cosine)
        near[start:stop] = cosine.argmax(axis=1)
        two = np.partition(cosine, -2, axis=1)[:, -2:]
        apart = np.sqrt(np.maximum(2 - 2 * two, 0))
        sure[start:stop] = apart[:, 1] < RATIO * apart[:, 0]
        best = cosine.max(axis=0)
        better = best > least
        back[better], least[better] = start + cosine.argmax(axis=0)[better], best[better]
    here = np.flatnonzero(sure & (back[near] == np.arange(len(first))))
    return here, near[here]


def plausible(matrix: NDArray[np.float64], shape: tuple[int, int], flip: bool) -> bool:
    """Whether a way from one picture to another could come from cropping, scaling, turning or mirroring it.

    Args:
        matrix: from the second picture to the first, [3, 3].
        shape: H, W of the second picture.
        flip: whether it should mirror.
    """
    height, width = shape
    corners = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]], np.float64) @ matrix.T
    if not np.isfinite(corners).all() or corners[:, 2].min() <= 0.2 * corners[:, 2].max():
        return False
    x, y = (corners[:, :2] / corners[:, 2:]).T
    across = np.array([np.hypot(x[1] - x[0], y[1] - y[0]), np.hypot(x[2] - x[3], y[2] - y[3])]) / width
    down = np.array([np.hypot(x[3] - x[0], y[3] - y[0]), np.hypot(x[2] - x[1], y[2] - y[1])]) / height
    sides = np.concatenate([across, down])
    area = 0.5 * float(x @ np.roll(y, -1) - y @ np.roll(x, -1))
    scaled = sides.min() > 1 / _LARGEST and sides.max() < _LARGEST and sides.max() < _FLATTEST * sides.min()
    return bool(scaled and (area < 0) == flip)
