"""From where light falls on round things, by the shining spot on each, and whether one light explains all of them.

On a ball that is seen from far away, the spot lies where the surface, with normal n, reflects the light towards the
viewer, v = (0, 0, 1): l = 2 (n·v) n − v (Johnson and Farid, “Exposing digital forgeries through specular highlights on
the eye”, Information Hiding 2007). Eyes are no balls, and a lamp nearby has another direction for each; so directions
are compared with a spread that allows for both.

Letters: n highlights; s samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from .marks_file import Highlight
from .vanishing_points import SAMPLES, SURE, Vector

SHAPE = 6.0  # degrees of deviation that the shape of an eye and a lamp at the distance of a room leave


@dataclass(frozen=True, slots=True)
class HighlightLight:
    """The directions to the light by each highlight.

    Attributes:
        directions: [n, 3] of length 1: to the right, up, and towards the viewer; a row of NaN where the spot lies
            outside the circle.
        spreads: radius in degrees of the circle about each in which 98% of the samples lie.
        p_value: the probability of directions as far apart or farther, if one far light makes all spots; None for fewer
            than two.
        widest: the largest angle between two of them, in degrees; None as before.
    """

    directions: Vector
    spreads: tuple[float, ...]
    p_value: float | None
    widest: float | None


def highlight_light(highlights: Sequence[Highlight], uncertainty: float) -> HighlightLight:
    """The directions to the light.

    Args:
        highlights: one or more.
        uncertainty: standard deviation of a marked point and of a radius, in pixels.
    """
    rng, directions, spreads, deviations = np.random.default_rng(0), [], [], []
    for each in highlights:
        values = np.array([*each.centre, each.radius, *each.highlight], np.float64)
        direction = _direction(values[None])[0]
        samples = _direction(values + rng.normal(0, uncertainty, (SAMPLES, 5)))
        samples = samples[np.isfinite(samples).all(axis=1)]
        off = np.degrees(np.arccos(np.clip(samples @ direction, -1, 1)))
        known = np.isfinite(direction).all() and len(samples) > SAMPLES / 2
        directions.append(direction)
        spreads.append(float(np.quantile(off, SURE)) if known else float("nan"))
        deviations.append(np.hypot(float(np.sqrt((off**2).mean() / 2)), SHAPE) if known else np.nan)
    found = np.array(directions)
    p_value, widest = _together(found, np.array(deviations))
    return HighlightLight(found, tuple(spreads), p_value, widest)


def _direction(values: Vector) -> Vector:
    """Directions [s, 3] of values [s, 5]: centre, radius and spot; NaN where the spot lies outside."""
    across = (values[:, 3:5] - values[:, :2]) / np.maximum(values[:, 2:3], 1e-6)
    across[:, 1] *= -1  # up is positive
    inside = 1 - (across**2).sum(axis=1)
    depth = np.sqrt(np.where(inside > 0, inside, np.nan))
    normal = np.column_stack([across, depth])
    return 2 * depth[:, None] * normal - np.array([0.0, 0.0, 1.0])


def _together(directions: Vector, deviations: Vector) -> tuple[float | None, float | None]:
    """Whether the directions are one: chi-squared of the angles to their weighted mean, two degrees of freedom each."""
    known = np.isfinite(deviations)
    if known.sum() < 2:
        return None, None
    rows, sigma = directions[known], deviations[known]
    mean = (rows / sigma[:, None] ** 2).sum(axis=0)
    mean = mean / max(float(np.linalg.norm(mean)), 1e-9)
    off = np.degrees(np.arccos(np.clip(rows @ mean, -1, 1)))
    cosine = np.clip(rows @ rows.T, -1, 1)
    p_value = float(stats.chi2.sf(((off / sigma) ** 2).sum(), 2 * (len(rows) - 1)))
    return p_value, float(np.degrees(np.arccos(cosine.min())))
