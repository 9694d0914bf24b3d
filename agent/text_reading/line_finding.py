"""Where lines of text stand in a picture.

The network gives the probability that a pixel belongs to the core of a line (differentiable binarisation, Liao et al.,
AAAI 2020). Its connected areas become turned rectangles, which are then widened by what the training has shrunk them.

Letters: H, W height and width of the picture; h, w those of the network's input.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .text_models import TextModels

LONG_SIDE = 960  # pixels of the input at most
SHORT_SIDE = 480  # pixels to which a small picture is enlarged, but never more than twice
_STEP = 32  # the network's input is a multiple of this
_CORE = 0.3  # probability from which a pixel belongs to a line
LINE = 0.5  # mean probability from which an area is a line
_WIDEN = 1.6  # area × this / perimeter is the width of the border that is added
_LEAST = 3  # pixels of the input: the least height of a line's core
_MOST = 400  # areas that are looked at


@dataclass(frozen=True, slots=True)
class LineBox:
    """A turned rectangle around a line.

    Attributes:
        corners: float32 [4, 2], x and y in pixels of the picture: upper left, upper right, lower right, lower left.
        score: mean probability of text inside, 0 to 1.
    """

    corners: NDArray[np.float32]
    score: float

    @property
    def width(self) -> float:
        """Pixels along the line."""
        return float(np.linalg.norm(self.corners[1] - self.corners[0]))

    @property
    def height(self) -> float:
        """Pixels across the line."""
        return float(np.linalg.norm(self.corners[3] - self.corners[0]))


def input_size(height: int, width: int) -> tuple[int, int]:
    """Height and width to which a picture is scaled for the network."""
    factor = min(LONG_SIDE / max(height, width), max(1.0, min(2.0, SHORT_SIDE / min(height, width))))
    h, w = (max(_STEP, round(side * factor / _STEP) * _STEP) for side in (height, width))
    return h, w


def find(pixels: NDArray[np.uint8], models: TextModels) -> list[LineBox]:
    """The lines of a picture, in the order of reading: from top to bottom, then from left to right.

    Args:
        pixels: uint8 [H, W, 3], RGB.
        models: loaded.
    """
    import cv2

    height, width = pixels.shape[:2]
    h, w = input_size(height, width)
    shrinks = h * w < height * width
    scaled = cv2.resize(pixels, (w, h), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    blue_first = scaled[..., ::-1].astype(np.float32) / 127.5 - 1  # as the models were trained
    core = models.find(np.ascontiguousarray(blue_first.transpose(2, 0, 1)[None]))  # [h, w]
    scale = np.array([width / w, height / h], np.float32)
    return in_reading_order([LineBox(box.corners * scale, box.score) for box in boxes_of(core)])


def boxes_of(core: NDArray[np.float32]) -> list[LineBox]:
    """The lines in a map of probabilities float32 [h, w], in its own pixels."""
    import cv2

    mask = cv2.dilate((core > _CORE).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0]
    found = []
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:_MOST]:
        centre, (across, along), angle = cv2.minAreaRect(contour)
        if min(across, along) < _LEAST:
            continue
        score = _mean_inside(core, np.asarray(cv2.boxPoints((centre, (across, along), angle)), np.float32))
        if score < LINE:
            continue
        border = _WIDEN * across * along / (2 * (across + along))
        wide = cv2.boxPoints((centre, (across + 2 * border, along + 2 * border), angle))
        found.append(LineBox(_clockwise(np.asarray(wide, np.float32), core.shape), score))
    return found


def _mean_inside(core: NDArray[np.float32], corners: NDArray[np.float32]) -> float:
    import cv2

    limits = np.array(core.shape[::-1]) - 1
    low = np.clip(np.floor(corners.min(0)), 0, limits).astype(int)
    high = np.clip(np.ceil(corners.max(0)), 0, limits).astype(int)
    mask = np.zeros((high[1] - low[1] + 1, high[0] - low[0] + 1), np.uint8)
    cv2.fillPoly(mask, [(corners - low).astype(np.int32)], (1,))
    inside = core[low[1] : high[1] + 1, low[0] : high[0] + 1][mask > 0]
    return float(inside.mean()) if inside.size else 0.0


def _clockwise(corners: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Corners from the upper left one on, held within a map of a shape [h, w]."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = (side[np.argsort(side[:, 1], kind="stable")] for side in (by_x[:2], by_x[2:]))
    ordered = np.stack([left[0], right[0], right[1], left[1]])
    return np.clip(ordered, 0, np.array([shape[1] - 1, shape[0] - 1], np.float32))


def in_reading_order(boxes: list[LineBox]) -> list[LineBox]:
    """Lines whose middles lie less than half a line apart count as one row, which is read from left to right."""
    rows: list[list[LineBox]] = []
    for box in sorted(boxes, key=lambda box: float(box.corners[:, 1].mean())):
        middle = float(box.corners[:, 1].mean())
        last = rows[-1][-1] if rows else None
        if last is not None and middle - float(last.corners[:, 1].mean()) < 0.5 * min(_tall(last), _tall(box)):
            rows[-1].append(box)
        else:
            rows.append([box])
    return [box for row in rows for box in sorted(row, key=lambda box: float(box.corners[:, 0].min()))]


def _tall(box: LineBox) -> float:
    return float(np.ptp(box.corners[:, 1]))
