"""What a copied part must share with its source: the fine detail of a picture, and how much of that detail is noise.

Objects of one kind look alike; their fine detail does not, because light, wear and the lens differ from place to place.
A copy has the same detail up to what noise and compression added. So the noise must be known before the likeness of two
places means anything.

Letters: H, W height and width of the picture as it is worked on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .open_cv import opencv

Plane = NDArray[np.float32]  # [H, W]
WINDOW = 9  # px a side
QUIETEST = 0.25  # share of the blocks that the noise is read from
LEAST_NOISE = 0.5  # grey levels: rounding alone leaves .3


@dataclass(frozen=True, slots=True)
class Signal:
    """The planes of one picture that parts are compared in.

    Attributes:
        smooth: luma, blurred as the noise asks, 0 to 255.
        fine: its detail between one blur and the next, signed.
        noise: the variance of `fine` that noise and compression explain.
        texture: grey levels of texture across the weaker of two directions.
        level: standard deviation of the noise in grey levels.
    """

    smooth: Plane
    fine: Plane
    noise: Plane
    texture: Plane
    level: float


def signal(plane: NDArray[np.uint8], jpeg_quality: int | None = None, scaled: float = 1.0) -> Signal:
    """The planes of a picture.

    The noise has two parts. Sensor noise is read from the quietest quarter of the picture. What the file's JPEG
    compression added is measured by doing it again: the picture is shifted against the 8×8 grid, compressed at the same
    quality, and the change taken place by place.

    Args:
        plane: luma uint8 [H, W].
        jpeg_quality: of the file, IJG scale; None if it is no JPEG.
        scaled: by how much the picture was scaled down before, 0 to 1; it averages the compression's noise.
    """
    cv2 = opencv()
    values = plane.astype(np.float32)
    level = max(noise_level(values), LEAST_NOISE)
    blur = 0.8 if level < 3 else 1.2 if level < 8 else 1.8
    smooth = cv2.GaussianBlur(values, (0, 0), blur)
    fine = smooth - cv2.GaussianBlur(smooth, (0, 0), 2 * blur)
    noise = np.full(plane.shape, level**2 * _passed(blur), np.float32)
    if jpeg_quality is not None and min(plane.shape) > 16:
        added = cv2.GaussianBlur(compression_noise(plane, jpeg_quality), (0, 0), blur)
        added -= cv2.GaussianBlur(added, (0, 0), 2 * blur)
        noise += cv2.boxFilter(added * added, cv2.CV_32F, (17, 17)) * np.float32(scaled**2)
    return Signal(smooth, fine, noise, corners(smooth), level)


def _passed(blur: float) -> float:
    """The share of white noise's variance that the band of `Signal.fine` lets through."""
    cv2 = opencv()
    point = np.zeros((41, 41), np.float32)
    point[20, 20] = 1
    once = cv2.GaussianBlur(point, (0, 0), blur)
    return float(((once - cv2.GaussianBlur(once, (0, 0), 2 * blur)) ** 2).sum())


def compression_noise(plane: NDArray[np.uint8], quality: int) -> Plane:
    """What one more JPEG compression at that quality changes, off the grid of the first."""
    cv2 = opencv()
    done, coded = cv2.imencode(".jpg", plane[4:, 4:], [cv2.IMWRITE_JPEG_QUALITY, quality])
    change = np.zeros(plane.shape, np.float32)
    if done:
        change[4:, 4:] = cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE).astype(np.float32) - plane[4:, 4:]
    return change


def noise_level(plane: Plane) -> float:
    """Standard deviation of the noise in grey levels, from the quietest quarter of the picture (Immerkær, 1996)."""
    cv2 = opencv()
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6
    mean = cv2.boxFilter(np.abs(cv2.filter2D(plane, cv2.CV_32F, kernel)), cv2.CV_32F, (16, 16))[8::16, 8::16]
    return 1.2533 * float(np.quantile(mean, QUIETEST)) if mean.size else 0.0  # 1.2533: from |x| to the deviation


def corners(plane: Plane) -> Plane:
    """Texture across the weaker of two directions: twice the root of the structure tensor's smaller eigenvalue."""
    cv2 = opencv()
    right, down = cv2.Scharr(plane, cv2.CV_32F, 1, 0, scale=1 / 16), cv2.Scharr(plane, cv2.CV_32F, 0, 1, scale=1 / 16)
    xx, yy, xy = (
        cv2.boxFilter(each, cv2.CV_32F, (WINDOW, WINDOW)) for each in (right * right, down * down, right * down)
    )
    return 2 * np.sqrt(np.maximum((xx + yy) / 2 - np.sqrt(((xx - yy) / 2) ** 2 + xy**2), 0))


def correlation(one: Plane, two: Plane, window: int = WINDOW) -> tuple[Plane, Plane, Plane]:
    """Local correlation, the weaker of the two local deviations, and the difference of the local means."""
    cv2 = opencv()

    def mean(values: Plane) -> Plane:
        return cv2.boxFilter(values, cv2.CV_32F, (window, window))

    left, right = mean(one), mean(two)
    variance_one = np.maximum(mean(one * one) - left * left, 0)
    variance_two = np.maximum(mean(two * two) - right * right, 0)
    product = np.sqrt(variance_one * variance_two)
    alike = (mean(one * two) - left * right) / (product + 0.5)
    weaker = np.sqrt(np.minimum(variance_one, variance_two))
    return np.asarray(alike, np.float32), np.asarray(weaker, np.float32), left - right
