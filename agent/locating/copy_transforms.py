"""From pairs of like places to a few hypotheses “this part was copied there”: affine maps that many pairs agree on.

An affine map is float64 [2, 3]: (x, y) goes to A·(x, y) + t.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .copy_points import Matches

Affine = NDArray[np.float64]  # [2, 3]
LEAST = 3  # pairs that must agree; the pixels decide afterwards
REACH = 0.25  # of the long side: pairs farther apart do not vouch for one another at first
ABOUT = 48.0  # px: among pairs so near, those of a copy agree, those of a repeating pattern point everywhere
LOOSE, TIGHT = 4.0, 2.5  # px by which a pair may miss the map, before and after the fit
SLOPE = 0.12  # more for each px of distance, for the error of one point's own orientation and size
SCALES = (0.4, 2.5)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A map that several pairs agree on; `inside` are their places before the map, float32 [k, 2]."""

    affine: Affine
    inside: NDArray[np.float32]


def hypotheses(found: Matches, side: int, most: int) -> list[Hypothesis]:
    """The maps with most pairs behind them, most first.

    Every pair alone gives a similarity (its turn, its scale). Pairs near it, here and there, that agree with it up to
    the error of one point's orientation vote for it. The map with most votes, times the share of the
    pairs about it that agree, is fitted by least squares to its pairs,
    twice; they and their reverses are taken out, and so on.

    Args:
        found: the pairs.
        side: long side of the picture in px.
        most: how many hypotheses at most.
    """
    here, there = found.here.astype(np.float64), found.there.astype(np.float64)
    linear = _linear(found)  # [m, 2, 2]
    left = (found.scale > SCALES[0]) & (found.scale < SCALES[1])
    votes, about = _votes(here.astype(np.float32), there.astype(np.float32), linear.astype(np.float32), REACH * side)
    same = found.mirrored[None] == found.mirrored[:, None]
    votes &= same
    voting, near, about = (each.astype(np.float32) for each in (votes, votes & about, about))  # sums as products
    result = []
    for _ in range(3 * most):
        remaining = left.astype(np.float32)
        counts = np.where(left, voting @ remaining, 0)
        agreed = (near @ remaining) / np.maximum(about @ remaining, 1)
        best = int((counts * agreed).argmax()) if len(counts) else 0
        if len(counts) == 0 or counts[best] < LEAST:
            break
        members = votes[best] & left
        affine = _fitted(here, there, members, left & same[best])
        if affine is None:
            left[best] = False
            continue
        inside = _misses(affine, here, there) < TIGHT
        inside &= left & same[best]
        spread = len(np.unique(np.round(here[inside] / 3), axis=0))
        left &= ~(_misses(affine, here, there) < 2 * TIGHT)
        left &= ~(_misses(affine, there, here) < 2 * TIGHT)
        left[best] = False
        if spread >= LEAST and plausible(affine):
            result.append(Hypothesis(affine, found.here[inside]))
        if len(result) == most:
            break
    return result


def _votes(here, there, linear, reach) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each pair (column) lands where another one's (row) similarity sends it, and whether it lies about it."""
    right, down = here[None, :, 0] - here[:, None, 0], here[None, :, 1] - here[:, None, 1]  # [m, m]
    away = right * right + down * down
    aside = linear[:, 0, 0, None] * right + linear[:, 0, 1, None] * down
    aside -= there[None, :, 0] - there[:, None, 0]
    miss = aside * aside
    aside = linear[:, 1, 0, None] * right + linear[:, 1, 1, None] * down
    aside -= there[None, :, 1] - there[:, None, 1]
    miss += aside * aside
    return (miss < 2 * (LOOSE**2 + SLOPE**2 * away)) & (away < reach * reach), away < ABOUT**2


def _linear(found: Matches) -> NDArray[np.float64]:
    """Turn, scale and mirror of every pair as [m, 2, 2]."""
    angle = np.deg2rad(found.turn.astype(np.float64))
    cos, sin = found.scale * np.cos(angle), found.scale * np.sin(angle)
    sign = np.where(found.mirrored, -1.0, 1.0)
    turned = np.stack([np.stack([cos, -sin * sign], -1), np.stack([sin, cos * sign], -1)], -2)
    return turned.astype(np.float64)


def _misses(affine: Affine, here: NDArray[np.float64], there: NDArray[np.float64]) -> NDArray[np.float64]:
    away = here @ affine[:, :2].T + affine[:, 2] - there
    return np.hypot(away[:, 0], away[:, 1])


def _fitted(here, there, members, allowed) -> Affine | None:
    affine = None
    for tolerance in (2 * LOOSE, TIGHT, TIGHT):
        if members.sum() < 3:
            return None
        affine = least_squares(here[members], there[members])
        if affine is None:
            return None
        nearer = _misses(affine, here, there) < tolerance
        members = nearer & allowed & (members | (tolerance == TIGHT))
    return affine


def least_squares(here: NDArray[np.float64], there: NDArray[np.float64]) -> Affine | None:
    """The affine map that sends places [k, 2] nearest to others; a similarity below six; None if they lie on a line."""
    middle = here.mean(0)
    moved = here - middle
    values = np.linalg.svd(moved, compute_uv=False)
    if values[-1] < 1.0 * np.sqrt(len(here)) or len(here) < 3:
        return None
    if len(here) >= 6 and values[-1] > 0.15 * values[0]:
        design = np.column_stack([moved, np.ones(len(here))])
        solved, *_ = np.linalg.lstsq(design, there, rcond=None)
        linear, shift = solved[:2].T, solved[2]
    else:
        target = there - there.mean(0)
        u, s, vt = np.linalg.svd(target.T @ moved)
        linear = (s.sum() / max((moved**2).sum(), 1e-9)) * (u @ vt)  # a turn or a mirrored turn, whichever fits
        shift = there.mean(0)
    return np.asarray(np.column_stack([linear, shift - linear @ middle]), np.float64)


def plausible(affine: Affine) -> bool:
    """Whether it is near enough to a similarity for a copied part: neither squeezed nor enlarged beyond 2.5 times."""
    values = np.linalg.svd(affine[:, :2], compute_uv=False)
    return bool(SCALES[0] < values[1] and values[0] < SCALES[1] and values[0] < 1.6 * values[1])


def inverse(affine: Affine) -> Affine:
    """The map back."""
    linear = np.linalg.inv(affine[:, :2])
    return np.asarray(np.column_stack([linear, -linear @ affine[:, 2]]), np.float64)
