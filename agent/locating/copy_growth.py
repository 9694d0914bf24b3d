"""Where a picture agrees with itself under a map: the part that was copied, pixel by pixel, and how exactly.

Letters: k places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .copy_fit import OUTSIDE, warp
from .copy_signal import Plane, Signal, correlation
from .copy_transforms import Affine
from .open_cv import opencv

Mask = NDArray[np.bool_]
Box = tuple[int, int, int, int]  # left, top, right, bottom
LOW = 0.55  # correlation of the smoothed picture at the border of a part, where half of the window lies outside
SHARP = 0.88  # the same, for the places that a part is fitted to again
EXACT = 0.72  # of the correlation that noise leaves possible: below it, the detail is not the same
TELLING = 0.5  # possible correlation of fine detail; where less is possible, detail tells nothing
CORNER = 6.0  # grey levels: weaker texture, or texture along one line only, proves nothing
FLAT = 2.5  # grey levels by which flat places may differ
DETAIL = 17  # px a side, in which fine detail is compared
MARGIN, ROUNDS = 48, 5  # px about the seeds, and how often the box is widened
BODY, LEAST_BODY = 7, 60  # px across, and pixels, that a piece of a part must have somewhere
SEED = 12  # px about a matched place from which a part may grow


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the picture and the map under which it appears again.

    Attributes:
        mask: bool [h, w] inside `box`: the places before the map.
        sharp: the places among them where the fine detail agrees best, bool [h, w].
        box: left, top, right, bottom in the picture as it is worked on.
        affine: the map.
        exactness: correlation of the fine detail.
        possible: that possible correlation; near 0, noise has drowned the detail.
        rest: variance of what differs over what noise alone would leave; near 0 for an untouched copy.
        proof: pixels of its bodies with texture in two directions and telling detail.
        evenness: of what looks alike in and near the part, the share whose fine detail agrees too.
    """

    mask: Mask
    sharp: Mask
    box: Box
    affine: Affine
    exactness: float
    possible: float
    rest: float
    proof: int
    evenness: float

    @property
    def relative(self) -> float:
        """The exactness over the most that noise leaves possible."""
        return self.exactness / max(self.possible, 0.2)

    def whole(self, shape: tuple[int, int]) -> Mask:
        """The mask on the whole picture."""
        full = np.zeros(shape, bool)
        left, top, right, bottom = self.box
        full[top:bottom, left:right] = self.mask
        return full


def grow(
    signal: Signal, affine: Affine, seeds: NDArray[np.float32], least_shift: float, exact: float = EXACT
) -> Part | None:
    """The part about matched places where the picture agrees with its image; None if it agrees nowhere there.

    Args:
        signal: of the picture.
        affine: the map.
        seeds: places that were matched, float32 [k, 2], x and y.
        least_shift: px that the map must move a place.
        exact: share of the possible correlation that fine detail must reach.
    """
    height, width = signal.smooth.shape
    low, high = seeds.min(0), seeds.max(0)
    margin = max(MARGIN, 0.5 * float((high - low).max()))
    box = _clipped((low[0] - margin, low[1] - margin, high[0] + margin, high[1] + margin), width, height)
    part = None
    for _ in range(ROUNDS):
        part = _inside(signal, affine, seeds, least_shift, box, exact)
        if part is None or (wider := _wider(part, width, height)) == box:
            return part
        box = wider
    return part


def _clipped(box: tuple[float, float, float, float], width: int, height: int) -> Box:
    left, top, right, bottom = box
    return max(0, int(left)), max(0, int(top)), min(width, int(right) + 1), min(height, int(bottom) + 1)


def _wider(part: Part, width: int, height: int) -> Box:
    left, top, right, bottom = part.box
    add = max(MARGIN, max(right - left, bottom - top) // 2)
    mask, edge = part.mask, 6
    grown = (
        left - add * bool(mask[:, :edge].any()),
        top - add * bool(mask[:edge].any()),
        right - 1 + add * bool(mask[:, -edge:].any()),
        bottom - 1 + add * bool(mask[-edge:].any()),
    )
    return _clipped(grown, width, height)


def _inside(signal, affine, seeds, least_shift, box, least_exact) -> Part | None:
    cv2 = opencv()
    left, top, right, bottom = box
    here = np.s_[top:bottom, left:right]
    smooth, texture = signal.smooth[here], signal.texture[here]
    warped = warp(signal.smooth, affine, box)
    valid = cv2.erode((warped > OUTSIDE / 2).astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=1) > 0
    valid &= _moved(affine, box) > least_shift
    alike, deviation, shift = correlation(smooth, np.where(valid, warped, smooth))
    shared, possible = _detail(signal, affine, box, valid)
    telling = possible > TELLING * np.maximum(_variance(signal, here), 1e-6)
    exact = shared > least_exact * possible
    sharp = shared > SHARP * possible
    tone = _tone(shift, seeds, left, top)
    same_tone = np.abs(shift - tone) < 2 * FLAT + 0.25 * deviation
    flat = (deviation < FLAT) & (np.abs(shift - tone) < FLAT)
    agrees = valid & same_tone & (exact | ~telling)
    core = agrees & (alike > LOW)
    core = cv2.morphologyEx(core.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, labels = cv2.connectedComponents(core, connectivity=4)
    spots = np.zeros(core.shape, np.uint8)
    x, y = np.rint(seeds).astype(int).T - np.array([[left], [top]])
    within = (x >= 0) & (y >= 0) & (x < right - left) & (y < bottom - top)
    spots[y[within], x[within]] = 1
    spots = cv2.dilate(spots, np.ones((SEED, SEED), np.uint8))
    counts = np.bincount(labels[spots > 0], minlength=int(labels.max()) + 1)
    counts[0] = 0
    if counts.max(initial=0) < 20:
        return None
    part = _tidied((counts >= 20)[labels], valid & same_tone & (flat | exact | ~telling))
    part, solid = _solid(part)
    proof = solid & telling & (texture > CORNER)
    if proof.sum() < 20:
        return None
    measured = cv2.erode(part.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    measured &= valid & (texture > CORNER)
    exactness, likely, rest = _exactness(signal, affine, box, measured)
    around = cv2.dilate(part.astype(np.uint8), np.ones((25, 25), np.uint8)) > 0
    close = valid & (alike > LOW) & telling & around & (texture > CORNER)
    evenness = float(exact[close].mean()) if close.any() else 0.0
    return Part(
        part,
        part & sharp & telling & (texture > CORNER),
        box,
        affine,
        exactness,
        likely,
        rest,
        int(proof.sum()),
        evenness,
    )


def _solid(part: Mask) -> tuple[Mask, Mask]:
    """The pieces of a part that have a body, and their bodies: thin lines and crumbs agree by chance."""
    cv2 = opencv()
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (BODY, BODY))
    body = cv2.morphologyEx(part.astype(np.uint8), cv2.MORPH_OPEN, kernel) > 0
    count, labels = cv2.connectedComponents(part.astype(np.uint8), connectivity=4)
    held = np.bincount(labels[body], minlength=count) >= LEAST_BODY
    held[0] = False
    return held[labels], body & held[labels]


def _exactness(signal: Signal, affine: Affine, box: Box, measured: Mask) -> tuple[float, float, float]:
    """Correlation of fine detail pixel by pixel, the most that noise leaves possible, and what differs over noise."""
    left, top, right, bottom = box
    here = np.s_[top:bottom, left:right]
    if measured.sum() < 30:
        return 0.0, 0.0, np.inf
    one, two = signal.fine[here][measured], warp(signal.fine, affine, box)[measured]
    noise, both = float(signal.noise[here][measured].mean()), float(np.sqrt((one**2).mean() * (two**2).mean()))
    possible = max(1 - noise / max(both, 1e-6), 0.0)
    gain = np.clip((one * two).sum() / max(float((two**2).sum()), 1e-6), 0.5, 2)
    rest = float(((one - gain * two) ** 2).mean()) / max((1 + gain**2) * noise, 1e-6)
    return float((one * two).mean()) / max(both, 1e-6), possible, float(rest)


def _variance(signal: Signal, here: tuple[slice, slice]) -> Plane:
    cv2 = opencv()
    return cv2.boxFilter(signal.fine[here] ** 2, cv2.CV_32F, (DETAIL, DETAIL))


def _detail(signal: Signal, affine: Affine, box: Box, valid: Mask) -> tuple[Plane, Plane]:
    """Local covariance of the fine detail with its image, and the most that noise leaves possible of it."""
    cv2 = opencv()
    left, top, right, bottom = box
    here = np.s_[top:bottom, left:right]
    fine, noise = np.where(valid, signal.fine[here], 0), signal.noise[here]
    image = np.where(valid, warp(signal.fine, affine, box), 0)

    def mean(values: Plane) -> Plane:
        return cv2.boxFilter(values, cv2.CV_32F, (DETAIL, DETAIL))

    one, two = mean(fine * fine), mean(image * image)
    return mean(fine * image), np.sqrt(np.maximum(one - noise, 0) * np.maximum(two - noise, 0))


def _moved(affine: Affine, box: Box) -> Plane:
    left, top, right, bottom = box
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32)
    right_by = (affine[0, 0] - 1) * x + affine[0, 1] * y + affine[0, 2]
    down_by = affine[1, 0] * x + (affine[1, 1] - 1) * y + affine[1, 2]
    return np.hypot(right_by, down_by).astype(np.float32)


def _tone(shift: Plane, seeds: NDArray[np.float32], left: int, top: int) -> float:
    x, y = np.rint(seeds).astype(int).T
    rows, columns = np.clip(y - top, 0, shift.shape[0] - 1), np.clip(x - left, 0, shift.shape[1] - 1)
    return float(np.median(shift[rows, columns]))


def _tidied(part: Mask, allowed: Mask) -> Mask:
    """Small gaps closed, and holes filled where the picture agrees too."""
    cv2 = opencv()
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
    closed = cv2.morphologyEx(part.astype(np.uint8), cv2.MORPH_CLOSE, kernel) & (allowed | part)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(1 - closed, connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < 0.25 * max(int(closed.sum()), 1)
    small[0] = False
    for edge in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        small[edge] = False
    assert len(small) == count
    return (closed > 0) | (small[labels] & allowed)
