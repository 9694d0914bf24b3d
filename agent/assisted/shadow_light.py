"""Whether one light can cast all the shadows that were marked, and where it would lie.

A point of a shadow, the point that casts it and the light lie on one line of the scene, so the light's image lies on
the ray from the shadow through the object, or, if the light is behind the camera, on that ray beyond the shadow. Marks
that are not exact give a wedge in place of the ray, and each wedge is two linear inequalities in the light's
homogeneous place (Kee, O'Brien and Farid, “Exposing photo manipulation with inconsistent shadows”, ACM TOG 2013). A
linear programme tells whether a place fulfils all of them.

Letters: m inequalities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from .marks_file import Shadow
from .vanishing_points import Frame, Vector

DEVIATIONS = 2.5  # of a mark, by which all marks may be off at once and still count as marked with that uncertainty
MOST = 200.0  # px by which marks may be off at most in the search for what it would take
_STEPS = 14  # of that search, each halving the range
_POSITIVE = 1e-6  # the room that inequalities need to hold at once


@dataclass(frozen=True, slots=True)
class ShadowLight:
    """Whether one light can cast all shadows.

    Attributes:
        fits: whether it can, with marks that are off by at most `allowed`.
        allowed: `DEVIATIONS` times the uncertainty of a mark, in pixels.
        needed: by how many pixels marks have to be off, at least, for one light to fit; 0 if they fit as they are, None
            if `MOST` are not enough.
        light: a place for the light, as a direction [3] in the units of the frame; None if nothing fits.
        at: the same in pixels, where the light lies in front of the camera; None else.
        front: whether the light can lie in front of the camera.
        behind: whether it can lie behind it.
        odd: shadows without any one of which the others fit, by their number; empty if all fit.
        apart: pairs of shadows that exclude each other by themselves.
    """

    fits: bool
    allowed: float
    needed: float | None
    light: Vector | None
    at: tuple[float, float] | None
    front: bool
    behind: bool
    odd: tuple[int, ...]
    apart: tuple[tuple[int, int], ...]


def shadow_light(shadows: Sequence[Shadow], frame: Frame, uncertainty: float) -> ShadowLight:
    """Whether one light can cast all shadows.

    Args:
        shadows: two or more.
        frame: of the picture.
        uncertainty: standard deviation of a marked point, in pixels.
    """
    allowed = DEVIATIONS * uncertainty
    walls = _walls(shadows, frame, allowed)
    light = inside(walls)
    if light is not None:
        front = inside(walls, side=1) is not None
        behind = inside(walls, side=-1) is not None
        at = frame.pixels(light) if light[2] > 0 else None
        return ShadowLight(True, allowed, _needed(shadows, frame, allowed), light, at, front, behind, (), ())
    numbers = range(len(shadows))
    odd = tuple(one for one in numbers if len(shadows) > 2 and inside(_without(walls, one)) is not None)
    apart = tuple(
        (a, b) for a, b in combinations(numbers, 2) if inside(np.concatenate([walls[a], walls[b]])[None]) is None
    )
    return ShadowLight(False, allowed, _needed(shadows, frame, MOST), None, None, False, False, odd, apart)


def _needed(shadows: Sequence[Shadow], frame: Frame, most: float) -> float | None:
    """By how many pixels all marks have to be off at least, by halving the range."""
    low, high = 0.0, most
    if inside(_walls(shadows, frame, high)) is None:
        return None
    if inside(_walls(shadows, frame, 0.05)) is not None:
        return 0.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if inside(_walls(shadows, frame, middle)) is None:
            low = middle
        else:
            high = middle
    return high


def _without(walls: Vector, one: int) -> Vector:
    return np.delete(walls, one, axis=0)


def inside(walls: Vector, side: int = 0) -> Vector | None:
    """A direction [3] of length 1 on the inner side of all walls, as far from them as possible; None if there is none.

    Args:
        walls: normals [..., 3] of planes through the origin, of length 1.
        side: 1 for a light in front of the camera alone, −1 for one behind it, 0 for either.
    """
    normals = walls.reshape(-1, 3)
    rows = np.column_stack([-normals, np.ones(len(normals))])  # room − n·l ≤ 0
    third = (-1.0, 1.0) if side == 0 else (1e-4, 1.0) if side > 0 else (-1.0, -1e-4)
    found = optimize.linprog(
        [0, 0, 0, -1.0], A_ub=rows, b_ub=np.zeros(len(rows)), bounds=[(-1, 1), (-1, 1), third, (None, 1)]
    )
    if found.status != 0 or found.x[3] <= _POSITIVE:
        return None
    light: NDArray[np.float64] = found.x[:3]
    return light / np.linalg.norm(light)


def _walls(shadows: Sequence[Shadow], frame: Frame, off: float) -> Vector:
    """Two planes [m / 2, 2, 3] for each shadow, between which the light lies if marks are off by at most `off` pixels.

    Such marks lie in discs. The lines that touch the disc of the shadow and that of the object on different sides bound
    all lines that go through both.
    """
    walls = []
    for shadow in shadows:
        start = np.array(shadow.shadow)
        for turn, end in zip((1, -1), _ordered(start, shadow), strict=True):
            toward = np.array(end) - start
            length = float(np.hypot(*toward))
            tilt = np.arcsin(min(1.0, 2 * off / length)) * turn
            cos, sin = np.cos(tilt), np.sin(tilt)
            along = np.array([cos * toward[0] - sin * toward[1], sin * toward[0] + cos * toward[1]]) / length
            middle = (start + toward / 2 - (frame.x, frame.y)) / frame.half
            inward = np.array([along[1], -along[0]]) * turn
            wall = np.array([*inward, -inward @ middle])
            walls.append(wall / np.linalg.norm(wall))
    return np.array(walls).reshape(-1, 2, 3)


def _ordered(start: NDArray[np.float64], shadow: Shadow) -> tuple[tuple[float, float], tuple[float, float]]:
    """The two points of the object, the one that lies clockwise of the other, as seen on the screen, first."""
    one, two = shadow.ends
    a, b = np.array(one) - start, np.array(two) - start
    return (one, two) if a[0] * b[1] - a[1] * b[0] <= 0 else (two, one)
