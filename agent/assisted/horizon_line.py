"""The horizon: the line on which the vanishing points of all lines lie that are level in the scene."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from .vanishing_points import SAMPLES, SURE, Frame, Vanishing, Vector, chance, cost, fitted, residuals


@dataclass(frozen=True, slots=True)
class Horizon:
    """The line on which the vanishing points of level lines lie.

    Attributes:
        line: [3], a x + b y + c = 0 in the units of the frame, a² + b² = 1.
        tilt: degrees by which it falls to the right.
        tilt_spread: half its 98% range.
        height: y in pixels at which it crosses the middle column.
        height_spread: half its 98% range.
        p_value: the probability of vanishing points that lie as far from one line or farther, if all groups are level;
            None for two groups, which always share a line.
        misses: by how many pixels each group's lines would have to be off, in the mean, to meet on it, by group.
    """

    line: Vector
    tilt: float
    tilt_spread: float
    height: float
    height_spread: float
    p_value: float | None
    misses: dict[str, float]


def horizon(
    groups: Mapping[str, tuple[Sequence[Sequence[float]], Vanishing]], frame: Frame, uncertainty: float
) -> Horizon | None:
    """The horizon of two or more groups of level lines: a `Horizon`; None if their points coincide.

    The marks are fitted twice: each group with a point of its own, and all with points on one line. The difference of
    the sums of squares, over the variance of a mark, follows chi-squared with as many degrees of freedom as there are
    groups beyond two.

    Args:
        groups: lines and vanishing point by name.
        frame: of the picture.
        uncertainty: standard deviation of a marked point, in pixels.
    """
    names, sigma = list(groups), uncertainty / frame.half
    ends = [_fitting(groups[name], frame) for name in names]
    points = [groups[name][1].point for name in names]
    start = _through(points)
    if start is None:
        return None
    line, on_line = _shared(ends, points, start)
    free = [cost(point, each) for point, each in zip(points, ends, strict=True)]
    bound = [cost(point, each) for point, each in zip(on_line, ends, strict=True)]
    p_value = chance(max(0.0, sum(bound) - sum(free)), len(names) - 2, sigma)
    misses = {
        name: float(np.sqrt(max(0.0, squares - own) / len(each)) * frame.half)
        for name, squares, own, each in zip(names, bound, free, ends, strict=True)
    }
    rng = np.random.default_rng(0)
    moved = [
        fitted(each + rng.normal(0, sigma, (SAMPLES, *each.shape)), at) for at, each in zip(points, ends, strict=True)
    ]
    others = [other for row in zip(*moved, strict=True) if (other := _through(row)) is not None]
    tilts, heights = [_tilt(other) for other in others], [_height(other, frame) for other in others]
    tilt, height = _tilt(line), _height(line, frame)
    off = (np.array(tilts) - tilt + 90) % 180 - 90
    return Horizon(
        line, tilt, float(np.quantile(np.abs(off), SURE)), height,
        float(np.quantile(np.abs(np.array(heights) - height), SURE)), p_value, misses,
    )  # fmt: skip


def _fitting(group: tuple[Sequence[Sequence[float]], Vanishing], frame: Frame) -> Vector:
    """The ends of the lines of a group without those set apart."""
    lines, found = group
    return frame.lines([line for at, line in enumerate(lines) if at not in found.outlying])


def _through(points: Sequence[Vector]) -> Vector | None:
    """The line [3] nearest to points [3], scaled as `Horizon.line`; None if they are all one."""
    _, sizes, rows = np.linalg.svd(np.stack(points))
    if sizes[1] < 1e-6:
        return None
    line = rows[-1] if len(points) > 2 else np.cross(points[0], points[1])
    length = np.hypot(line[0], line[1])
    return None if length < 1e-9 else line / length * (1.0 if line[1] >= 0 else -1.0)


def _shared(ends: Sequence[Vector], points: Sequence[Vector], start: Vector) -> tuple[Vector, list[Vector]]:
    """The line, and a point on it for each group, that fit all lines best."""

    def placed(values: Vector) -> tuple[Vector, list[Vector]]:
        line = np.array([np.sin(values[0]), np.cos(values[0]), values[1]])
        along, foot = np.array([line[1], -line[0], 0.0]), np.array([-line[0] * line[2], -line[1] * line[2], 1.0])
        foot = foot / np.linalg.norm(foot)
        return line, [np.cos(turn) * foot + np.sin(turn) * along for turn in values[2:]]

    line = np.array([start[1], -start[0], 0.0])
    foot = np.array([-start[0] * start[2], -start[1] * start[2], 1.0])
    foot = foot / np.linalg.norm(foot)
    turns = [np.arctan2(point @ line, point @ foot) for point in points]
    found = optimize.least_squares(
        lambda values: np.concatenate(
            [residuals(point[None], each[None])[0] for point, each in zip(placed(values)[1], ends, strict=True)]
        ),
        np.array([np.arctan2(start[0], start[1]), start[2], *turns]),
        method="trf", max_nfev=200,
    )  # fmt: skip
    return placed(found.x)


def _tilt(line: Vector) -> float:
    """Degrees by which a line falls to the right."""
    return float(np.degrees(np.arctan2(-line[0], line[1])))


def _height(line: Vector, frame: Frame) -> float:
    """The y in pixels at which a line crosses the middle column."""
    return float(-line[2] / line[1] * frame.half + frame.y) if abs(line[1]) > 1e-9 else float("inf")
