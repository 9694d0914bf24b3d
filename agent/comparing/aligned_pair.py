"""Two pictures laid over each other: in one frame, of one size, with the colours of the second fitted to the first.

Letters: H, W of the first picture; h, w of the frame, which is the first picture reduced.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..locating.open_cv import opencv

FRAME = 1600  # px of the frame's long side at most
LEAST_FRAME = 32  # px of the short side of what the two share
_REFINED = 500  # px of the long side at which a way is refined
_ROUNDS = 3  # of the fit of colours, each without the worst third of the pixels
Plane = NDArray[np.float32]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two pictures in one frame.

    Attributes:
        first: float32 [h, w, 3], 0 to 255.
        second: float32 [h, w, 3], laid over the first, in its colours.
        shared: bool [h, w], where both have pixels.
        scale: pixels of the frame a pixel of the first picture.
        matrix: float64 [3, 3], from x, y, 1 of the second picture to those of the first.
        magnification: pixels of the first a pixel of the second, in the middle of the second.
        grey: whether only brightness was compared, because one of the two has hardly any colour.
    """

    first: Plane
    second: Plane
    shared: NDArray[np.bool_]
    scale: float
    matrix: Matrix
    magnification: float
    grey: bool


def aligned(
    first: NDArray[np.uint8], second: NDArray[np.uint8], ways: list[Matrix], weight: NDArray[np.float32] | None = None
) -> Aligned | None:
    """Lay the second picture over the first in the way, of several, on which they agree best.

    Args:
        first: uint8 [H, W, 3].
        second: uint8, of any size.
        ways: from the second to the first, float64 [3, 3] each.
        weight: float32 [m, 2], places in the first picture near which the two should agree; None for all of it.

    Returns:
        None if on no way enough of the second lies in the first.
    """
    best: tuple[float, Aligned] | None = None
    for matrix in [*ways, *(fine for each in ways[:1] if (fine := _refined(first, second, each)) is not None)]:
        laid = _laid(first, second, matrix, weight)
        if laid is not None and (best is None or laid[0] < best[0] - 0.01):
            best = laid
    return None if best is None else best[1]


def laid_over(
    shape: tuple[int, ...], second: NDArray[np.uint8], matrix: Matrix, scale: float
) -> tuple[Plane, NDArray[np.bool_]]:
    """The second picture as it lies in the first.

    Args:
        shape: H, W of the first picture, then anything.
        second: uint8, of any size.
        matrix: from the second to the first, float64 [3, 3].
        scale: pixels of the frame a pixel of the first picture.

    Returns:
        float32 [h, w, 3], 0 to 255, in which its edge is drawn out where it has no pixels; and where it has some, bool
        [h, w].
    """
    cv2 = opencv()
    size = (max(1, round(shape[1] * scale)), max(1, round(shape[0] * scale)))
    half = min(1.0, magnification(matrix, second.shape) * scale)
    small = (max(1, round(second.shape[1] * half)), max(1, round(second.shape[0] * half)))
    other = _sized(second, small)
    to_frame = _scaling(size[0] / shape[1], size[1] / shape[0])
    from_small = np.linalg.inv(_scaling(small[0] / second.shape[1], small[1] / second.shape[0]))
    whole = to_frame @ matrix @ from_small
    laid = cv2.warpPerspective(other, whole, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    there = cv2.warpPerspective(np.ones(other.shape[:2], np.uint8), whole, size, flags=cv2.INTER_NEAREST)
    return np.clip(laid, 0, 255), there > 0


def magnification(matrix: Matrix, shape: tuple[int, ...]) -> float:
    """Pixels of the first a pixel of the second, in the middle of the second, whose shape is given."""
    x, y = (shape[1] - 1) / 2, (shape[0] - 1) / 2
    bottom = float(matrix[2] @ (x, y, 1.0))
    return float(np.sqrt(abs(np.linalg.det(matrix) / bottom**3)))


def stretch(first: tuple[int, ...], second: tuple[int, ...], flip: bool = False) -> Matrix:
    """The way of a second picture that is the first in another size, mirrored or not."""
    across, down = first[1] / second[1], first[0] / second[0]
    plain = _scaling(across, down)
    return np.array([[-1.0, 0.0, first[1] - 1.0], [0, 1, 0], [0, 0, 1]]) @ plain if flip else plain


def _scaling(across: float, down: float) -> Matrix:
    """A change of size; pixels are squares, and the first has its middle at 0, 0."""
    return np.array([[across, 0, across / 2 - 0.5], [0, down, down / 2 - 0.5], [0, 0, 1]], np.float64)


def _laid(
    first: NDArray[np.uint8], second: NDArray[np.uint8], matrix: Matrix, weight: NDArray[np.float32] | None
) -> tuple[float, Aligned] | None:
    """How far the two are apart in the median over what they share, in grey levels, and the pair."""
    cv2 = opencv()
    larger = magnification(matrix, second.shape)
    if not np.isfinite(larger) or larger <= 0:
        return None
    scale = min(1.0, 1 / larger, FRAME / max(first.shape[:2]))
    laid, covered = laid_over(first.shape, second, matrix, scale)
    there = covered.astype(np.uint8)
    size = (there.shape[1], there.shape[0])
    one = _sized(first, size)
    shared = cv2.erode(there, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=1) > 0
    shared &= covered
    if shared.sum() < LEAST_FRAME**2:
        return None
    grey = min(_colour(one), _colour(laid[shared][None])) < 2.0
    if grey:
        one, laid = _as_grey(one), _as_grey(laid)
    near = shared if weight is None else shared & _near(weight * scale, size)
    if near.sum() < 64:
        near = shared
    fitted = np.stack([_fitted(laid[..., c], one[..., c], near) for c in range(3)], axis=-1)
    apart = float(np.abs(fitted[near] - one[near]).mean(axis=-1).astype(np.float64).clip(max=40).mean())
    return apart, Aligned(one, fitted, shared, scale, matrix, larger, grey)


def _sized(pixels: NDArray[np.uint8], size: tuple[int, int]) -> Plane:
    cv2 = opencv()
    if (pixels.shape[1], pixels.shape[0]) == size:
        return pixels.astype(np.float32)
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.float32)


def _colour(pixels: Plane) -> float:
    """Mean distance between the channels, in grey levels."""
    return float((pixels.max(axis=-1) - pixels.min(axis=-1)).mean())


def _as_grey(pixels: Plane) -> Plane:
    return np.repeat((pixels @ np.array([0.299, 0.587, 0.114], np.float32))[..., None], 3, axis=-1)


def _near(places: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.bool_]:
    """The convex hull of places in the frame."""
    cv2 = opencv()
    hull = np.zeros((size[1], size[0]), np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(places.astype(np.float32)).round().astype(np.int32), 1)
    return hull > 0


def _fitted(source: Plane, target: Plane, where: NDArray[np.bool_]) -> Plane:
    """The source with the quadratic curve of brightness that brings it nearest to the target, pixels apart left out."""
    take = np.flatnonzero(where)
    take = take[:: max(1, len(take) // 40_000)]
    x, y = source.ravel()[take].astype(np.float64), target.ravel()[take].astype(np.float64)
    curve = np.array([0.0, 1.0, 0.0])
    for _ in range(_ROUNDS):
        off = np.abs(np.polyval(curve, x) - y)
        kept = off <= np.quantile(off, 2 / 3)
        if np.ptp(x[kept]) < 30:  # too few levels for a curve: a shift alone
            curve = np.array([0.0, 1.0, float(np.median(y[kept] - x[kept]))])
            break
        curve = np.polyfit(x[kept], y[kept], 2)
    return np.clip(np.polyval(curve, source), 0, 255).astype(np.float32)


def _refined(first: NDArray[np.uint8], second: NDArray[np.uint8], matrix: Matrix) -> Matrix | None:
    """A way made more exact by the brightness of all pixels (ECC, Evangelidis and Psarakis, 2008); None if it fails."""
    cv2 = opencv()
    larger = magnification(matrix, second.shape)
    scale = min(1.0, 1 / max(larger, 1e-6), _REFINED / max(first.shape[:2]))
    half = min(1.0, larger * scale)
    planes, scalings = [], []
    for pixels, factor in ((first, scale), (second, half)):
        size = (max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor)))
        planes.append(cv2.cvtColor(_sized(pixels, size).astype(np.uint8), cv2.COLOR_RGB2GRAY))
        scalings.append(_scaling(size[0] / pixels.shape[1], size[1] / pixels.shape[0]))
    if min(*planes[0].shape, *planes[1].shape) < LEAST_FRAME:
        return None
    inverse = np.linalg.inv(scalings[0] @ matrix @ np.linalg.inv(scalings[1])).astype(np.float32)
    inverse /= inverse[2, 2]
    stop: Any = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 25, 1e-5)
    try:
        _, inverse = cv2.findTransformECC(planes[0], planes[1], inverse, cv2.MOTION_HOMOGRAPHY, stop, None, 5)
        fine = np.linalg.inv(scalings[0]) @ np.linalg.inv(inverse.astype(np.float64)) @ scalings[1]
    except (cv2.error, np.linalg.LinAlgError):  # it does not come to an end on pictures that share little
        return None
    return fine / fine[2, 2] if np.isfinite(fine).all() else None
