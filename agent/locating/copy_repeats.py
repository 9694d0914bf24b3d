"""Whether a part has look-alikes elsewhere in the picture: windows, bricks, printed patterns, many of one thing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .copy_fit import warp
from .copy_growth import Part
from .copy_signal import Signal
from .open_cv import opencv

MOST_SIDE = 72  # px of the template; a larger part is searched for by its most textured piece
APART = 0.4  # of the template: peaks nearer than this are one
LEAST_MISFIT = 0.02  # no match is held to be nearer than this
PEAKS = 6


@dataclass(frozen=True, slots=True)
class Repeats:
    """How well a part's fine detail is found again elsewhere, all as correlations.

    Attributes:
        match: with its image under the part's map.
        others: at the places that resemble it next best, best first.
    """

    match: float
    others: tuple[float, ...]

    @property
    def closeness(self) -> float:
        """The misfit of the match over that of the best look-alike: far below 1 for a copy, near 1 in a pattern."""
        return max(1 - self.match, LEAST_MISFIT) / max(1 - max(self.others, default=0.0), LEAST_MISFIT)

    @property
    def crowd(self) -> float:
        """How well the third of the other places matches: a pattern seen askew has many such, each a little off."""
        return self.others[2] if len(self.others) > 2 else 0.0

    @property
    def as_near(self) -> int:
        """How many other places match about as well."""
        return sum(max(1 - other, LEAST_MISFIT) < 2 * max(1 - self.match, LEAST_MISFIT) for other in self.others)


def repeats(signal: Signal, part: Part) -> Repeats:
    """Look for a part's fine detail over the whole picture, itself and its image left out."""
    cv2 = opencv()
    x, y, right, bottom = _piece(signal, part)
    left, top = part.box[:2]
    mask = part.mask[y - top : bottom - top, x - left : right - left].astype(np.float32)
    patch = signal.fine[y:bottom, x:right]
    image = warp(signal.fine, part.affine, (x, y, right, bottom))
    found = cv2.matchTemplate(signal.fine, patch, cv2.TM_CCORR_NORMED, mask=mask)
    found = np.where(np.isfinite(found), found, -1).astype(np.float32)
    half = np.array([right - x, bottom - y]) / 2
    there = part.affine[:, :2] @ (np.array([x, y]) + half) + part.affine[:, 2] - half
    away = (np.maximum(APART * 2 * half, 3)).astype(int)
    _cleared(found, np.array([x, y]), away)
    _cleared(found, np.rint(there).astype(int), away)
    others = []
    for _ in range(PEAKS):
        _, value, _, place = cv2.minMaxLoc(found)
        if value <= 0:
            break
        others.append(float(value))
        _cleared(found, np.array(place), away)
    inside = mask > 0
    return Repeats(_correlated(patch[inside], image[inside]), tuple(others))


def _piece(signal: Signal, part: Part) -> tuple[int, int, int, int]:
    """The rectangle of the part, or its most textured piece if it is large: left, top, right, bottom."""
    cv2 = opencv()
    left, top, right, bottom = part.box
    rows, columns = np.flatnonzero(part.mask.any(1)), np.flatnonzero(part.mask.any(0))
    tall, wide = min(int(np.ptp(rows)) + 1, MOST_SIDE), min(int(np.ptp(columns)) + 1, MOST_SIDE)
    texture = np.minimum(signal.texture[top:bottom, left:right], 40) * part.mask
    sums = cv2.integral(texture.astype(np.float32))
    inner = sums[tall:, wide:] - sums[:-tall, wide:] - sums[tall:, :-wide] + sums[:-tall, :-wide]
    row, column = np.unravel_index(int(inner.argmax()), inner.shape)
    return left + int(column), top + int(row), left + int(column) + wide, top + int(row) + tall


def _cleared(found: NDArray[np.float32], place: NDArray[np.int64], away: NDArray[np.int64]) -> None:
    (x, y), (wide, tall) = place, away
    found[max(0, y - tall) : max(0, y + tall + 1), max(0, x - wide) : max(0, x + wide + 1)] = -1


def _correlated(one: NDArray[np.float32], two: NDArray[np.float32]) -> float:
    if two.size == 0 or two.min() < -1e3:
        two = np.maximum(two, -255) if two.size else two
    return float((one * two).sum() / np.sqrt(max(float((one**2).sum() * (two**2).sum()), 1e-9)))
