"""Where faces are in a picture: a box, five points and a score for each, by MTCNN.

Three stages look at ever fewer windows: the first slides over the picture at many scales, the second and the third
look at what it kept (Zhang et al., IEEE SPL 2016).

Letters: H, W height and width of the picture; N windows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..frozen_types import Region
from ..pixels.recent_pictures import RecentPictures
from . import face_nets

LONG_SIDE = 960  # pixels to which a larger picture is scaled down
LEAST_SIDE = 24  # pixels of a face in the scaled picture, at least; and no less than this share of its short side:
LEAST_SHARE = 0.04
MOST_FACES = 20  # the largest
SURE = 0.95  # score from which something is called a face
_CELL, _STRIDE, _SHRINK = 12, 2, 0.709  # of the first stage: its window, its step, and the ratio of its scales
_PASS = (0.6, 0.7, 0.7)  # probability from which a stage keeps a window
_MOST = 400  # windows that the second stage looks at, the best ones
_REMEMBERED = 4
# Where the points stand in an aligned face of side 1: eyes, nose, corners of the mouth (means of upright faces).
_PLACES = np.array([[0.36, 0.40], [0.64, 0.40], [0.50, 0.555], [0.385, 0.70], [0.615, 0.70]], np.float32)

Boxes = NDArray[np.float32]  # [N, 4]: left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Face:
    """A face.

    Attributes:
        region: in pixels of the picture, within it.
        points: float32 [5, 2], x and y of the left and the right eye as seen, the nose, and the corners of the mouth.
        score: 0 to 1.
    """

    region: Region
    points: NDArray[np.float32]
    score: float

    @property
    def side(self) -> int:
        """The longer side of the box, in pixels."""
        return max(self.region.w, self.region.h)


_recent: RecentPictures[tuple[Face, ...]] = RecentPictures(_REMEMBERED)


def find(pixels: NDArray[np.uint8]) -> tuple[Face, ...]:
    """The faces of a picture uint8 [H, W, 3], the largest first; the last few pictures are remembered.

    Raises:
        FacesMissingError: if the model is not set up.
    """
    return _recent.of(pixels, lambda: _find(pixels, face_nets.load()))


def aligned(pixels: NDArray[np.uint8], face: Face, side: int = 224) -> NDArray[np.uint8]:
    """A face turned upright and scaled to a square uint8 [side, side, 3], its points where those of all faces are.

    The similarity (turn, scale, shift) that brings the five points nearest to these places is a least-squares fit
    (Umeyama, 1991, without reflection). What lies outside the picture repeats its edge.
    """
    import cv2

    target = _PLACES * side
    here, there = face.points - face.points.mean(0), target - target.mean(0)
    spread = max(float((here**2).sum()), 1e-6)
    a = float((here * there).sum()) / spread
    b = float((here[:, 0] * there[:, 1] - here[:, 1] * there[:, 0]).sum()) / spread
    turn = np.array([[a, -b], [b, a]], np.float32)
    shift = target.mean(0) - turn @ face.points.mean(0)
    matrix = np.concatenate([turn, shift[:, None]], 1)
    shrinks = np.hypot(a, b) < 0.5
    if shrinks:  # smooth first, lest fine detail alias
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), 0.4 / float(np.hypot(a, b))), np.uint8)
    square = cv2.warpAffine(pixels, matrix, (side, side), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(square, np.uint8)


def _find(pixels: NDArray[np.uint8], nets: tuple[Any, Any, Any]) -> tuple[Face, ...]:
    import torch

    height, width = pixels.shape[:2]
    factor = min(1.0, LONG_SIDE / max(height, width))
    picture = torch.from_numpy(np.array(pixels)).permute(2, 0, 1)[None].float()  # [1, 3, H, W]
    if factor < 1:
        size = max(1, round(height * factor)), max(1, round(width * factor))
        picture = torch.nn.functional.interpolate(picture, size=size, mode="area")
    picture = (picture - 127.5) / 128
    with torch.inference_mode():
        boxes, scores = _slide(picture, nets[0])
        boxes, scores, _ = _look(picture, boxes, scores, nets[1], 24, _PASS[1])
        boxes, scores, points = _look(picture, boxes, scores, nets[2], 48, _PASS[2])
    kept = suppressed(boxes, scores, 0.7, of_smaller=True)
    faces = [_face(boxes[n] / factor, points[n] / factor, float(scores[n]), (height, width)) for n in kept]
    sure = [face for face in faces if face is not None and face.score >= SURE]
    return tuple(sorted(sure, key=lambda face: -face.side)[:MOST_FACES])


def _face(box: NDArray[np.float32], points: NDArray[np.float32], score: float, shape: tuple[int, int]) -> Face | None:
    height, width = shape
    left, top = max(0, round(float(box[0]))), max(0, round(float(box[1])))
    right, bottom = min(width, round(float(box[2]))), min(height, round(float(box[3])))
    if right <= left or bottom <= top:
        return None
    return Face(Region(x=left, y=top, w=right - left, h=bottom - top), points.astype(np.float32), score)


def _slide(picture: Any, net: Any) -> tuple[Boxes, NDArray[np.float32]]:
    """Windows of all scales that may hold a face, and their scores [N]."""
    import torch

    height, width = picture.shape[2:]
    least = max(LEAST_SIDE, LEAST_SHARE * min(height, width))
    scale, boxes, scores = _CELL / least, [np.zeros((0, 4), np.float32)], [np.zeros(0, np.float32)]
    while min(height, width) * scale >= _CELL:
        size = int(height * scale + 1), int(width * scale + 1)
        chances, moves, _ = net(torch.nn.functional.interpolate(picture, size=size, mode="area"))
        rows, columns = torch.nonzero(chances[0] >= _PASS[0], as_tuple=True)
        corner = torch.stack([columns, rows], 1).numpy() * _STRIDE
        found = np.concatenate([np.floor((corner + 1) / scale), np.floor((corner + _CELL) / scale)], 1)
        moved = moved_by(found.astype(np.float32), moves[0][:, rows, columns].T.numpy(), plus=0)
        score = chances[0][rows, columns].numpy()
        kept = suppressed(found.astype(np.float32), score, 0.5)
        boxes.append(moved[kept])
        scores.append(score[kept])
        scale *= _SHRINK
    every, score = np.concatenate(boxes), np.concatenate(scores)
    kept = suppressed(every, score, 0.7)[:_MOST]
    return squared(every[kept]), score[kept]


def _look(
    picture: Any, boxes: Boxes, scores: NDArray[np.float32], net: Any, side: int, least: float
) -> tuple[Boxes, NDArray[np.float32], NDArray[np.float32]]:
    """What a later stage keeps of the windows: moved boxes, scores [N], and points [N, 5, 2] (zeros without them)."""
    import torch

    height, width = picture.shape[2:]
    crops, kept = [], []
    for n, (left, top, right, bottom) in enumerate(boxes.astype(int)):
        x, y, ex, ey = max(left, 1) - 1, max(top, 1) - 1, min(right, width), min(bottom, height)
        if ex > x and ey > y:
            crops.append(torch.nn.functional.interpolate(picture[:, :, y:ey, x:ex], size=(side, side), mode="area"))
            kept.append(n)
    if not crops:
        return np.zeros((0, 4), np.float32), np.zeros(0, np.float32), np.zeros((0, 5, 2), np.float32)
    chances, moves, points = net(torch.cat(crops))
    passed = (chances >= least).numpy()
    boxes, scores = boxes[kept][passed], chances.numpy()[passed]
    sides = (boxes[:, 2:] - boxes[:, :2] + 1)[:, None]  # [N, 1, 2]
    shares = np.zeros((len(boxes), 5, 2)) if points is None else points.numpy()[passed].reshape(-1, 2, 5).swapaxes(1, 2)
    places = boxes[:, None, :2] + sides * shares - 1
    moved = moved_by(boxes, moves.numpy()[passed], plus=1)
    if points is not None:
        return moved, scores, places.astype(np.float32)
    best = suppressed(boxes, scores, 0.7)
    return squared(moved[best]), scores[best], places[best].astype(np.float32)


def moved_by(boxes: Boxes, moves: NDArray[np.float32], plus: int) -> Boxes:
    """Boxes [N, 4] with their corners moved by shares [N, 4] of their sides; `plus` counts both end pixels."""
    sides = boxes[:, 2:] - boxes[:, :2] + plus
    return (boxes + moves * np.concatenate([sides, sides], 1)).astype(np.float32)


def squared(boxes: Boxes) -> Boxes:
    """Squares with the middles of boxes [N, 4] and their longer sides."""
    middle, side = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]).max(1, keepdims=True) / 2
    return np.concatenate([middle - side, middle + side], 1)


def suppressed(boxes: Boxes, scores: NDArray[np.float32], most: float, *, of_smaller: bool = False) -> list[int]:
    """The boxes that no better one covers by more than a share (non-maximum suppression), the best first.

    The share is that of the area that both cover together, or of the smaller one.
    """
    area = (boxes[:, 2:] - boxes[:, :2] + 1).prod(1)
    left, kept = np.argsort(-scores, kind="stable"), []
    while len(left):
        first, left = left[0], left[1:]
        kept.append(int(first))
        low = np.maximum(boxes[first, :2], boxes[left, :2])
        high = np.minimum(boxes[first, 2:], boxes[left, 2:])
        both = np.clip(high - low + 1, 0, None).prod(1)
        whole = np.minimum(area[first], area[left]) if of_smaller else area[first] + area[left] - both
        left = left[both <= most * whole]
    return kept
