"""Pairs of like places from all over a picture, where there are too few keypoints: small things, soft texture.

Every pixel gets features that do not change when the picture is turned: sizes and relative phases of its circular
harmonics up to the third order at two scales (as the dense-field method of Cozzolino, Poggi and Verdoliva, 2015, uses
Zernike moments). Near pairs are found by sorting along random directions. That method matches every pixel; here only
the pixels at which a feature has a local extreme are, since a copy has its extremes at the same pixels.

Letters: H, W height and width; n points; f features.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .copy_points import LEAST_SHIFT, Matches
from .copy_signal import Plane, Signal
from .open_cv import opencv

SIGMAS = (1.6, 3.2)
MOST_POINTS = 40_000
ROUNDS = 8  # of sorting
BESIDE = (1, 2, 3)  # places away in the sorted order
BINS = 12  # of each of the three directions that are sorted along
STRONG = 2.0  # times the noise that the gradient must have
MOST_MATCHES = 400


def dense_matches(signal: Signal) -> Matches:
    """The nearest pairs of local extremes, in both directions, nearest first."""
    features, angle, strength = invariants(signal.smooth)
    points = _extremes(features, strength, STRONG * signal.level * 0.15 + 0.5)
    table = features[:, points[:, 1], points[:, 0]].T  # [n, f]
    if len(points) < 100:
        nothing = np.zeros((0, 2), np.float32)
        return Matches(nothing, nothing, nothing[:, 0], nothing[:, 0], nothing[:, 0] > 0)
    nearest, distance = _neighbours(table / table.std(0), points)
    found = np.flatnonzero(nearest >= 0)
    found = found[np.argsort(distance[found], kind="stable")[:MOST_MATCHES]]
    here, there = points[found], points[nearest[found]]
    turn = np.rad2deg(angle[there[:, 1], there[:, 0]] - angle[here[:, 1], here[:, 0]])
    turn = ((turn + 180) % 360 - 180).astype(np.float32)
    one, other = here.astype(np.float32), there.astype(np.float32)
    both = np.concatenate([one, other]), np.concatenate([other, one]), np.concatenate([turn, -turn])
    return Matches(*both, np.ones(len(both[2]), np.float32), np.zeros(len(both[2]), bool))


def invariants(plane: Plane) -> tuple[NDArray[np.float32], Plane, Plane]:
    """Features [f, H, W] that turning leaves alone, the direction of the gradient in radians, and its strength.

    With c1 = ∂x + i∂y, c2 = c1², c3 = c1³ of the blurred picture, the size of each is unchanged by a turn, and so is
    the phase of c2 and of c3 relative to that of c1.
    """
    cv2 = opencv()
    planes, angle, strength = [], None, None
    for sigma in SIGMAS:
        blurred = cv2.GaussianBlur(plane, (0, 0), sigma)
        x, y = (cv2.Sobel(blurred, cv2.CV_32F, *order, ksize=3, scale=1 / 8) for order in ((1, 0), (0, 1)))
        xx, xy = (cv2.Sobel(x, cv2.CV_32F, *order, ksize=3, scale=1 / 8) for order in ((1, 0), (0, 1)))
        yy = cv2.Sobel(y, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
        size = np.hypot(x, y) + 1e-3
        first = (x + 1j * y) / size
        second = (xx - yy + 2j * xy) * np.conj(first) ** 2
        planes += [size, sigma * (xx + yy), sigma * second.real, sigma * second.imag]
        if angle is None:
            angle, strength = np.arctan2(y, x), size
        else:
            planes.append(0.25 * (blurred - cv2.GaussianBlur(plane, (0, 0), 2 * sigma)))
    assert angle is not None and strength is not None  # SIGMAS is not empty
    return np.stack(planes).astype(np.float32), angle.astype(np.float32), strength.astype(np.float32)


def _extremes(features: NDArray[np.float32], strength: Plane, least: float) -> NDArray[np.int64]:
    """Pixels [n, 2], x and y, where a feature of the finer scale is the largest or smallest of 3×3."""
    cv2 = opencv()
    kernel = np.ones((3, 3), np.uint8)
    chosen = np.zeros(strength.shape, bool)
    for plane in features[:3]:
        chosen |= (plane == cv2.dilate(plane, kernel)) | (plane == cv2.erode(plane, kernel))
    chosen &= strength > least
    chosen[:8] = chosen[-8:] = chosen[:, :8] = chosen[:, -8:] = False
    rows, columns = np.nonzero(chosen)
    if len(rows) > MOST_POINTS:  # the strongest: a copy is as strong as its source
        order = np.argpartition(-strength[rows, columns], MOST_POINTS)[:MOST_POINTS]
        rows, columns = rows[order], columns[order]
    return np.column_stack([columns, rows])


def _neighbours(table: NDArray[np.float32], points: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The nearest point of each that lies farther off than a picture resembles itself, and how near; -1 for none."""
    rng = np.random.default_rng(0)
    count = len(points)
    best, nearest = np.full(count, np.inf, np.float32), np.full(count, -1)
    _, _, axes = np.linalg.svd(table - table.mean(0), full_matrices=False)
    white = (table - table.mean(0)) @ axes.T
    white /= np.maximum(white.std(0), 1e-3)
    for _ in range(ROUNDS):
        turned, _ = np.linalg.qr(rng.normal(size=(table.shape[1], 3)))
        ranks = _ranks(white @ turned.astype(np.float32))  # [n, 3]
        shifted = (ranks * (BINS / count) + rng.random(3)).astype(int)
        forth = np.where((shifted[:, 0] + shifted[:, 1]) % 2 == 0, ranks[:, 2], count - ranks[:, 2])  # no jumps
        order = np.lexsort((forth, shifted[:, 1], shifted[:, 0]))
        sorted_points, sorted_table = points[order], table[order]
        for step in BESIDE:
            apart = np.abs(sorted_points[:-step] - sorted_points[step:]).max(1) >= 1.5 * LEAST_SHIFT
            one, other = order[:-step][apart], order[step:][apart]
            away = ((sorted_table[:-step] - sorted_table[step:]) ** 2).sum(1)[apart]
            for here, there in ((one, other), (other, one)):
                better = away < best[here]
                best[here[better]], nearest[here[better]] = away[better], there[better]
    return nearest, best


def _ranks(values: NDArray[np.float32]) -> NDArray[np.int64]:
    """The place of each value in its column if that were sorted, int64 [n, c]."""
    order = values.argsort(0)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(len(values))[:, None], 0)
    return ranks
