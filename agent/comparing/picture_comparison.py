"""Two pictures compared: whether they belong together, how one lies in the other, and where they differ.

Letters: H, W of the first picture; h, w of the frame in which both are compared.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..evidence import Region
from ..locating.open_cv import opencv
from .aligned_pair import Aligned, Matrix, aligned, stretch
from .picture_points import Points, Way, points, way
from .plain_likeness import likeness

Relation = Literal["same_pixels", "version", "part", "scene", "none"]
WINDOW = 15  # px of the frame in which the detail of both is compared
AGREED = 0.75  # correlation of the detail in a window from which it agrees
TEXTURE = 3.0  # grey levels of deviation from which a window has detail
MOSTLY = 0.5  # share of the windows with detail that agree, from which two pictures are versions of one
LOCAL = 0.7  # share of the matching keypoints in the part that agrees, from which they are about that part
LEAST_PART = 0.002  # share of the frame that a part must have in which two other pictures agree
FLOOR = 6.0  # grey levels that never count as a difference
SPREAD = 5.0  # how many times the usual difference, at places of like contrast, counts as one
LARGEST_FLOOR = 70.0  # grey levels that always count, whatever is usual
LEAST_AREA, LEAST_SHARE = 24, 1e-4  # px of the frame, and share of it, below which a difference is no part
MOST_PARTS = 20


@dataclass(frozen=True, slots=True)
class Part:
    """A place where two pictures differ.

    Attributes:
        region: in pixels of the first picture.
        share: of the first picture, 0 to 1.
    """

    region: Region
    share: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two pictures compared.

    Attributes:
        relation: `same_pixels`; `version`: most of the detail of what both show agrees; `part`: it agrees in a part
            alone; `scene`: keypoints agree over more of the picture than the detail does, as in two shots of one place
            or in a picture that was made anew; `none`: too
            little agrees to say that they have anything to do with each other.
        matches: keypoints that agree on one way from one to the other; 0 if the pictures were compared by hashes.
        mirrored: whether one is a mirror image of the other.
        magnification: pixels of the first a pixel of the second; None without a way from one to the other.
        matrix: from x, y, 1 of the second to those of the first, float64 [3, 3]; None as before.
        first_covered: share of the first picture that the second shows, too; None as before.
        second_covered: the same of the second.
        agreeing: share of the windows with detail, of what both show, in which it agrees; None as before.
        agreed: where they agree if the relation is `part`, in pixels of the first.
        detail: how much fine detail the second has for that of the first, in the same frame; None as before.
        parts: where they differ, the largest first, if the relation is `version`.
        differing: share of what both show that differs; None unless the relation is `version`.
        mask: bool [h, w], the differing places; None as before.
        aligned: the two in one frame; None as for `matrix`.
    """

    relation: Relation
    matches: int = 0
    mirrored: bool = False
    magnification: float | None = None
    matrix: Matrix | None = None
    first_covered: float | None = None
    second_covered: float | None = None
    agreeing: float | None = None
    agreed: Region | None = None
    detail: float | None = None
    parts: tuple[Part, ...] = ()
    differing: float | None = None
    mask: NDArray[np.bool_] | None = None
    aligned: Aligned | None = None


def compare(
    first: NDArray[np.uint8],
    second: NDArray[np.uint8],
    known: tuple[Points, Points] | None = None,
    found: Way | None = None,
) -> Comparison:
    """Compare two pictures, uint8 [H, W, 3] each.

    Args:
        first: the picture in question.
        second: the other one.
        known: their keypoints, if they were sought before.
        found: the way from the second to the first, if it was sought before.
    """
    if first.shape == second.shape and np.array_equal(first, second):
        same = Comparison("same_pixels", magnification=1.0, matrix=np.eye(3), first_covered=1.0, second_covered=1.0)
        return replace(same, agreeing=1.0, detail=1.0, differing=0.0)
    if found is None:
        one, two = known or (points(first), points(second))
        found = way(one, two)
    alike = None
    if found is None:
        alike = likeness(first, second)
        if alike is None:
            return Comparison("none")
        flip = alike.mirrored
        found = Way(stretch(first.shape, second.shape, flip), 0, np.zeros((0, 2), np.float32), flip)
    ways = [found.matrix]
    if alike is None and abs(first.shape[1] / first.shape[0] * second.shape[0] / second.shape[1] - 1) < 0.02:
        ways.append(stretch(first.shape, second.shape, found.mirrored))
    pair = aligned(first, second, ways)
    if pair is None:
        return Comparison("none", found.matches)
    agreeing, agrees = agreement(pair, soft=alike is not None and alike.soft)
    if agreeing < MOSTLY and len(found.here):  # perhaps a part of one went into the other: fit the colours there alone
        local = aligned(first, second, ways, found.here)
        if local is not None:
            pair = local
            agreeing, agrees = agreement(pair)
    return _judged(first.shape, second.shape, pair, found, agreeing, agrees)


def _judged(
    first: tuple[int, ...],
    second: tuple[int, ...],
    pair: Aligned,
    found: Way,
    agreeing: float,
    agrees: NDArray[np.bool_],
) -> Comparison:
    covered = float(pair.shared.mean())
    whole = covered * first[0] * first[1] / (second[0] * second[1]) / pair.magnification**2
    common = Comparison(
        "scene", found.matches, found.mirrored, pair.magnification, pair.matrix, covered, min(1.0, whole), agreeing,
        aligned=pair,
    )  # fmt: skip
    if agreeing >= MOSTLY:
        mask = difference_mask(pair)
        share = float(mask.sum() / max(int(pair.shared.sum()), 1))
        fine = _detail(pair, ~mask & pair.shared)
        parts = parts_of(mask, pair.scale, first)
        return replace(common, relation="version", parts=parts, differing=share, mask=mask, detail=fine)
    if found.matches == 0:
        return Comparison("none")
    place = _agreed_part(agrees, pair.scale, first)
    if place is None or _within(found.here, place) < LOCAL:
        return common
    return replace(common, relation="part", agreed=place)


def agreement(pair: Aligned, *, soft: bool = False) -> tuple[float, NDArray[np.bool_]]:
    """The share of the windows with detail whose detail agrees, and where these are, bool [h, w].

    The detail of two windows agrees if their brightness correlates by `AGREED` or more, whatever its contrast.

    Args:
        pair: the two in one frame.
        soft: whether they are known to share their soft parts, which are then compared by their brightness.
    """
    one, two = (plane.mean(axis=-1) for plane in (pair.first, pair.second))
    mean = lambda values: ndimage.uniform_filter(values, WINDOW)  # noqa: E731
    a, b = mean(one), mean(two)
    aa, bb = np.maximum(mean(one * one) - a * a, 0), np.maximum(mean(two * two) - b * b, 0)
    both = mean(one * two) - a * b
    inner = ndimage.minimum_filter(pair.shared.astype(np.uint8), WINDOW) > 0
    inner = inner if inner.any() else pair.shared
    detailed = inner & (np.maximum(aa, bb) > TEXTURE**2)
    agrees = detailed & (both > AGREED * np.sqrt(aa * bb)) & (np.minimum(aa, bb) > 0)
    if soft or detailed.sum() < 0.02 * inner.sum():  # plain pictures: their brightness alone
        near = inner & (np.abs(a - b) < FLOOR)
        return float(near.sum() / max(int(inner.sum()), 1)), near
    return float(agrees.sum() / detailed.sum()), agrees


def difference_mask(pair: Aligned) -> NDArray[np.bool_]:
    """Where two versions of a picture differ by more than saving anew explains, bool [h, w].

    At each place the difference is averaged over 3×3 px and compared with what is usual at places of like contrast:
    compression, scaling and a shift of a part of a pixel change edges more than smooth parts. What is usual is taken
    from the two pictures themselves, so the more strongly one was compressed, the more it takes to count.
    """
    apart = ndimage.uniform_filter(pair.first - pair.second, 3, axes=(0, 1))
    size = np.abs(apart).max(axis=-1)
    contrast = _contrast(pair)
    inside = pair.shared
    edges = np.unique(np.quantile(contrast[inside], np.linspace(0, 1, 17)))
    bins = np.clip(np.digitize(contrast, edges) - 1, 0, max(len(edges) - 2, 0))
    usual = np.array([np.median(size[inside & (bins == at)]) if (inside & (bins == at)).any() else 0.0
                      for at in range(max(len(edges) - 1, 1))])  # fmt: skip
    usual = np.maximum.accumulate(usual)  # more contrast never means less tolerance
    limit = np.clip(SPREAD * usual, FLOOR, LARGEST_FLOOR)[bins]
    over = inside & (size > limit)
    strong = inside & (size > 1.6 * limit)
    side = max(3, round(max(size.shape) / 160) | 1)
    closed = np.asarray(ndimage.binary_closing(np.pad(over, side), np.ones((side, side), bool)), bool)
    joined = closed[side:-side, side:-side] & inside
    joined = np.asarray(ndimage.binary_fill_holes(ndimage.binary_opening(joined, np.ones((2, 2), bool))))
    labels, count = labelled(joined)
    if count == 0:
        return np.zeros(size.shape, bool)
    numbers = np.arange(1, count + 1)
    area = ndimage.sum_labels(np.ones_like(size), labels, numbers)
    sure = ndimage.sum_labels(strong, labels, numbers)
    least = max(LEAST_AREA, LEAST_SHARE * size.size)
    return np.isin(labels, numbers[(area >= least) & (sure >= 0.15 * area)])


def _contrast(pair: Aligned) -> NDArray[np.float32]:
    """The larger local range of brightness of the two at each place: 5×5 px."""
    cv2 = opencv()
    planes = [plane.mean(axis=-1).astype(np.float32) for plane in (pair.first, pair.second)]
    kernel = np.ones((5, 5), np.uint8)
    return np.maximum(*(cv2.dilate(plane, kernel) - cv2.erode(plane, kernel) for plane in planes))


def labelled(mask: NDArray[np.bool_], *, corners: bool = True) -> tuple[NDArray[np.int32], int]:
    """The connected parts of a mask bool [h, w], numbered from 1 in int32 [h, w], and how many there are."""
    labels: Any = ndimage.label(mask, np.ones((3, 3)) if corners else None)
    return labels[0], int(labels[1])


def parts_of(mask: NDArray[np.bool_], scale: float, shape: tuple[int, ...]) -> tuple[Part, ...]:
    """The connected parts of a mask bool [h, w] in pixels of the first picture of shape [H, W, …]."""
    labels, count = labelled(mask)
    places = ndimage.find_objects(labels)
    areas = ndimage.sum_labels(mask, labels, np.arange(1, count + 1))
    order = np.argsort(-np.atleast_1d(areas))[:MOST_PARTS] if count else []
    return tuple(Part(_region(places[at], scale, shape), float(areas[at] / mask.size)) for at in order)


def _region(place: tuple[slice, ...], scale: float, shape: tuple[int, ...]) -> Region:
    top, left = int(place[0].start / scale), int(place[1].start / scale)
    bottom, right = min(shape[0], round(place[0].stop / scale)), min(shape[1], round(place[1].stop / scale))
    return Region(x=left, y=top, w=max(1, right - left), h=max(1, bottom - top))


def _agreed_part(agrees: NDArray[np.bool_], scale: float, shape: tuple[int, ...]) -> Region | None:
    """The largest place where the detail agrees, if it is large enough to be a part."""
    labels, count = labelled(np.asarray(ndimage.binary_opening(agrees, np.ones((3, 3), bool)), bool), corners=False)
    if count == 0:
        return None
    areas = np.atleast_1d(ndimage.sum_labels(agrees, labels, np.arange(1, count + 1)))
    best = int(areas.argmax())
    if areas[best] < max(LEAST_PART * agrees.size, WINDOW**2):
        return None
    return _region(ndimage.find_objects(labels)[best], scale, shape)


def _within(places: NDArray[np.float32], region: Region) -> float:
    """The share of places [m, 2] that lie in a region or near it."""
    near = 0.25 * max(region.w, region.h)
    x, y = places[:, 0], places[:, 1]
    inside = (x >= region.x - near) & (x <= region.x + region.w + near)
    inside &= (y >= region.y - near) & (y <= region.y + region.h + near)
    return float(inside.mean()) if len(places) else 0.0


def _detail(pair: Aligned, where: NDArray[np.bool_]) -> float | None:
    """How strong the finest detail of the second is for that of the first, where they agree."""
    if where.sum() < 1000:
        return None
    one, two = (ndimage.laplace(plane.mean(axis=-1))[where].std() for plane in (pair.first, pair.second))
    return float(two / one) if one > 0 else None
