"""Vanishing points of parallel lines, with their uncertainty.

Lines that are parallel in the scene meet in one point of the picture, if the lens is straight (Hartley and Zisserman,
“Multiple View Geometry”, 2004, chapters 8 and 13). A point is kept as a direction v of length 1 with x = v0 / v2 and
y = v1 / v2 in units of the picture's half long side from its middle, so that one at infinity is no special case.

Letters: n lines; s samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

SAMPLES = 200
OUTLYING = 3.5  # standard deviations of a mark by which a line that misses the point is set apart
CHANCE = 0.01  # probability below which marks are said not to fit
SURE = 0.98  # of the samples lie within the stated range
_MOST_PAIRS = 2000
_ITERATIONS, _HALVINGS, _NUDGE = 12, 6, 1e-6  # of the fit
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frame:
    """The units of a picture: its middle and half its long side, in pixels."""

    x: float
    y: float
    half: float

    @classmethod
    def of(cls, width: int, height: int) -> Frame:
        """The frame of a picture of a size."""
        return cls((width - 1) / 2, (height - 1) / 2, max(width, height) / 2)

    def lines(self, lines: Sequence[Sequence[float]]) -> Vector:
        """Lines x, y, x2, y2 in pixels as ends in these units, [n, 2, 2]."""
        ends = np.asarray(lines, np.float64).reshape(-1, 2, 2)
        return (ends - (self.x, self.y)) / self.half

    def pixels(self, point: Vector) -> tuple[float, float] | None:
        """A point [3] in pixels; None if it is at infinity."""
        if abs(point[2]) < 1e-9:
            return None
        return float(point[0] / point[2] * self.half + self.x), float(point[1] / point[2] * self.half + self.y)


@dataclass(frozen=True, slots=True)
class Vanishing:
    """The point in which the lines of a group meet.

    Attributes:
        point: [3], of length 1; see the module.
        at: in pixels; None if it may be at infinity.
        low: lowest x and y in pixels of the 98% range of the samples; None as for `at`.
        high: highest.
        angle: direction to it from the middle of the lines, in degrees, 0 to the right and 90 upward, −90 to 90 if it
            may be at infinity and −180 to 180 else.
        spread: half the 98% range of that direction, in degrees.
        misses: by how many pixels each line misses it: the larger of the distances of its ends from the line through
            its middle and the point, [n].
        outlying: the lines that miss it by more than marks do, by their number in the group.
        p_value: the probability of lines that miss it as much or more, if all of them meet in one point; None for two
            lines, which always meet.
    """

    point: Vector
    at: tuple[float, float] | None
    low: tuple[float, float] | None
    high: tuple[float, float] | None
    angle: float
    spread: float
    misses: tuple[float, ...]
    outlying: tuple[int, ...]
    p_value: float | None


def vanishing(lines: Sequence[Sequence[float]], frame: Frame, uncertainty: float) -> Vanishing:
    """Where the lines of a group meet.

    The point that most lines point to is found among the crossings of pairs; then the sum of the squared distances of
    the ends of these lines is minimised. Its uncertainty comes from marks that are moved at random (`SAMPLES` times).

    Args:
        lines: x, y, x2, y2 in pixels, two or more.
        frame: of the picture.
        uncertainty: standard deviation of a marked point, in pixels.
    """
    ends, sigma = frame.lines(lines), uncertainty / frame.half
    start = _start(ends, sigma)
    kept = missed(start, ends) < OUTLYING * sigma
    telling = len(ends) >= 4 and kept.sum() >= 3  # of three lines that do not meet, none can be said to be the odd one
    kept = kept if telling else np.ones(len(ends), bool)
    point = fitted(ends[kept][None], start)[0]
    misses = missed(point, ends)
    rng = np.random.default_rng(0)
    samples = fitted(ends[kept] + rng.normal(0, sigma, (SAMPLES, *ends[kept].shape)), point)  # [s, 3]
    samples *= np.sign(samples @ point)[:, None]
    p_value = chance(cost(point, ends), len(ends) - 2, sigma)
    outlying = tuple(np.flatnonzero(misses > OUTLYING * sigma).tolist()) if telling else ()
    ranges = _ranges(samples, point, ends[kept].mean(axis=(0, 1)), frame)
    return Vanishing(point, *ranges, tuple((misses * frame.half).round(2).tolist()), outlying, p_value)


def fitted(ends: Vector, start: Vector) -> Vector:
    """The points [s, 3] that minimise the squared distances of ends [s, n, 2, 2] from lines through middle and point.

    By Gauss and Newton's method from one start [3], in steps that are halved for samples which they make no better.
    """
    points = np.repeat(start[None], len(ends), axis=0)  # [s, 3]
    left = residuals(points, ends)  # [s, n]
    for _ in range(_ITERATIONS):
        across = np.linalg.svd(points[:, None])[2][:, 1:]  # [s, 2, 3], two directions across each point
        slopes = np.stack(
            [(residuals(_unit(points + _NUDGE * across[:, k]), ends) - left) / _NUDGE for k in (0, 1)], axis=-1
        )  # [s, n, 2]
        square = np.einsum("sni,snj->sij", slopes, slopes) + 1e-12 * np.eye(2)
        step = -np.linalg.solve(square, np.einsum("sni,sn->si", slopes, left)[..., None])[..., 0]  # [s, 2]
        share = np.ones(len(ends))
        for _ in range(_HALVINGS):
            moved = _unit(points + np.einsum("si,sik->sk", share[:, None] * step, across))
            after = residuals(moved, ends)
            better = (after**2).sum(axis=1) < (left**2).sum(axis=1)
            points, left = np.where(better[:, None], moved, points), np.where(better[:, None], after, left)
            share = np.where(better, 0.0, share / 2)
            if not share.any():
                break
    return points


def _unit(points: Vector) -> Vector:
    return points / np.linalg.norm(points, axis=-1, keepdims=True)


def residuals(points: Vector, ends: Vector) -> Vector:
    """Signed distances [s, n] of the first end of each line from the line through its middle and a point [s, 3].

    The other end is as far away on the other side. If marks are off by a deviation of σ, that distance has one of
    σ / √2, so it is multiplied by √2 to have that of a mark.
    """
    middle, first = ends.mean(axis=2), ends[:, :, 0]  # [s, n, 2]
    x, y, w = (points[:, None, axis] for axis in range(3))
    normal_x, normal_y = middle[..., 1] * w - y, x - middle[..., 0] * w
    length = np.hypot(normal_x, normal_y)
    apart = (first[..., 0] - middle[..., 0]) * normal_x + (first[..., 1] - middle[..., 1]) * normal_y
    return np.sqrt(2) * apart / np.maximum(length, 1e-12)


def missed(point: Vector, ends: Vector) -> Vector:
    """How far the ends of each line [n] are from the line through its middle and the point."""
    return np.abs(residuals(point[None], ends[None])[0]) / np.sqrt(2)


def cost(point: Vector, ends: Vector) -> float:
    """The sum of the squares of what is left of lines that should meet in a point."""
    return float((residuals(point[None], ends[None]) ** 2).sum())


def chance(squares: float, freedom: int, sigma: float) -> float | None:
    """The probability of a sum of squares as large or larger by chi-squared; None without degrees of freedom."""
    return float(stats.chi2.sf(squares / sigma**2, freedom)) if freedom > 0 else None


def _start(ends: Vector, sigma: float) -> Vector:
    """The crossing of two lines that most others point to, and of equal ones that with the smallest misses."""
    whole = np.concatenate([ends, np.ones((*ends.shape[:2], 1))], axis=-1)
    across = np.cross(whole[:, 0], whole[:, 1])  # [n, 3]
    pairs = list(combinations(range(len(ends)), 2))
    best, found = (-1.0, -np.inf), None
    for one, two in pairs[:: max(1, len(pairs) // _MOST_PAIRS)]:
        point = np.cross(across[one], across[two])
        length = np.linalg.norm(point)
        if length < 1e-12:
            continue
        misses = missed(point / length, ends)
        inside = misses < OUTLYING * sigma
        score = (float(inside.sum()), -float(np.minimum(misses, OUTLYING * sigma).sum()))
        if score > best:
            best, found = score, point / length
    if found is not None:
        return found
    step = ends[0, 1] - ends[0, 0]  # all are one line: its direction
    return np.array([*step / np.linalg.norm(step), 0.0])


def _ranges(samples: Vector, point: Vector, middle: Vector, frame: Frame):
    """`at`, `low`, `high`, `angle` and `spread` of a vanishing point."""
    sides = [(1 - SURE) / 2, (1 + SURE) / 2]
    beyond = bool((np.sign(samples[:, 2]) != np.sign(point[2])).any() or abs(point[2]) < 1e-6)
    toward = samples[:, :2] - middle * samples[:, 2:]  # [s, 2], direction up to sign
    if not beyond:
        toward = toward * np.sign(samples[:, 2:])
    own = point[:2] - middle * point[2]
    own = own if beyond or point[2] > 0 else -own
    angle = float(np.degrees(np.arctan2(-own[1], own[0])))
    off = np.degrees(np.arctan2(-toward[:, 1], toward[:, 0])) - angle
    off = (off + 90) % 180 - 90 if beyond else (off + 180) % 360 - 180
    spread = float(np.quantile(np.abs(off), SURE))
    if beyond:
        return None, None, None, (angle + 90) % 180 - 90, spread
    at = frame.pixels(point)
    x, y = samples[:, 0] / samples[:, 2], samples[:, 1] / samples[:, 2]
    low, high = (
        (float(np.quantile(x, side) * frame.half + frame.x), float(np.quantile(y, side) * frame.half + frame.y))
        for side in sides
    )
    return at, low, high, angle, spread
