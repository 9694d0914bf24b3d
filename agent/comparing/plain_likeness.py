"""Pictures with too little texture for keypoints, compared by their perceptual hashes, or by their soft brightness.

The second finds a picture again whose only texture is in the part that was taken out, as a person before sea and sky.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

NEAR = 4  # of 64 bits; copies differ in up to 6, but pictures without texture have like hashes by chance
_STRETCH = 0.02  # by which the proportions may differ
_PLAIN = 8.0  # grey levels of deviation below which a picture has nothing to be told by
SIDE = 96  # px of a side at which soft brightness is compared
_SAME = 3.0  # grey levels up to which a place of both is the same, in the channel that differs most
_COMMON = 0.4  # share of the places that are the same, from which two pictures may belong together
_SHAPED = 3.0  # grey levels of deviation of these places from a plain gradient, below which they say nothing
_TOGETHER = 0.97  # correlation of what both have beside such a gradient, from which they belong together
_ROUNDS = 3  # of the fit of tones, each without the worst places
_KEPT = 0.6  # share of the places that a round keeps


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two pictures without common keypoints may belong together.

    Attributes:
        mirrored: whether one looks like the mirror image of the other.
        soft: whether only their soft brightness is alike, so that their detail can't be expected to agree.
    """

    mirrored: bool
    soft: bool


def likeness(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> Likeness | None:
    """Whether two pictures uint8 [H, W, 3] look alike by their hashes, or else by their tones; None if neither."""
    if (flip := alike_by_hash(first, second)) is not None:
        return Likeness(flip, soft=False)
    flip = alike_by_tone(first, second)
    return None if flip is None else Likeness(flip, soft=True)


def same_proportions(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> bool:
    """Whether two pictures [H, W, …] have the same proportions, up to `_STRETCH`."""
    return abs(first.shape[1] / first.shape[0] * second.shape[0] / second.shape[1] - 1) <= _STRETCH


def bits(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The perceptual hash (pHash; Zauner, 2010) of a picture uint8 [H, W, 3], bool [64]."""
    import imagehash

    return np.asarray(imagehash.phash(Image.fromarray(pixels)).hash, bool).ravel()


def alike_by_hash(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> bool | None:
    """Whether the second picture looks like the first as it is (False) or mirrored (True); None if like neither."""
    if not same_proportions(first, second):
        return None
    if min(float(first.std()), float(second.std())) < _PLAIN:
        return None
    own = bits(first)
    for flip in (False, True):
        other = np.ascontiguousarray(second[:, ::-1]) if flip else second
        if int((own != bits(other)).sum()) <= NEAR:
            return flip
    return None


def alike_by_tone(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> bool | None:
    """Whether much of the second picture has the soft brightness of the first, as it is (False) or mirrored (True).

    Pictures uint8 [H, W, 3] are reduced to 96×96 px, and the tones of the second are fitted to those of the first. The
    places where they are then the same must be many, and what they have beside a plain gradient must go together: two
    skies are both blue above and bright below. None if that is so in neither way.
    """
    if not same_proportions(first, second):
        return None
    own, other = _reduced(first), _reduced(second)
    for flip in (False, True):
        if _same_tones(own, other[:, ::-1] if flip else other):
            return flip
    return None


def _reduced(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    small = Image.fromarray(pixels).resize((SIDE, SIDE), Image.Resampling.BOX)
    return np.asarray(small, np.float64)


def _same_tones(first: NDArray[np.float64], second: NDArray[np.float64]) -> bool:
    """Whether two reduced pictures [S, S, 3] share much of their brightness, and its course."""
    fitted = np.stack([_toned(second[..., c].ravel(), first[..., c].ravel()) for c in range(3)], axis=-1)
    own = first.reshape(-1, 3)
    same = np.abs(fitted - own).max(axis=-1) < _SAME
    if same.mean() < _COMMON:
        return False
    y, x = (axis.ravel() / SIDE - 0.5 for axis in np.mgrid[:SIDE, :SIDE])
    smooth = np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], axis=1)[same]
    beside = [plane - smooth @ np.linalg.lstsq(smooth, plane, rcond=None)[0]
              for plane in (own[same].mean(axis=-1), fitted[same].mean(axis=-1))]  # fmt: skip
    spread = [float(plane.std()) for plane in beside]
    if min(spread) < _SHAPED:
        return False
    return float((beside[0] * beside[1]).mean()) / (spread[0] * spread[1]) >= _TOGETHER


def _toned(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """The source with the line of brightness that brings it nearest to the target where both agree best."""
    kept = np.ones(len(source), bool)
    line = np.array([1.0, 0.0])
    for _ in range(_ROUNDS):
        flat = np.ptp(source[kept]) < 1
        line = np.array([1.0, float(np.median(target - source))]) if flat else np.polyfit(source[kept], target[kept], 1)
        off = np.abs(np.polyval(line, source) - target)
        kept = off <= np.quantile(off, _KEPT)
    return np.asarray(np.polyval(line, source), np.float64)
