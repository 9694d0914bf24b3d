"""A face blended with a slightly altered copy of itself, as a swapped face is blended into a frame.

After Shiohara and Yamasaki, "Detecting deepfakes with self-blended images" (CVPR 2022): the person, the light and the
scene stay, so that only the seam, the colours and the sharpness inside it can tell the two.

Letters: S side of an aligned face, in pixels.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .alterations import Pixels
from .artifact_pairs import Pair, mixed

# The outline of a face in an aligned square of side 1 (`telltale.agent.perception.face_finding`), from the brow on.
_OUTLINE = np.array(
    [[0.26, 0.36], [0.36, 0.26], [0.50, 0.23], [0.64, 0.26], [0.74, 0.36], [0.76, 0.50], [0.71, 0.66], [0.62, 0.79],
     [0.50, 0.84], [0.38, 0.79], [0.29, 0.66], [0.24, 0.50]],
    np.float32,
)  # fmt: skip


def self_blended(face: Pixels, rng: np.random.Generator) -> Pair:
    """An aligned face uint8 [S, S, 3], blended, and its control, the face as it was.

    Args:
        face: aligned.
        rng: decides every choice.
    """
    side = len(face)
    inner = _shifted(_recoloured(face.astype(np.float32), rng), rng)
    mask = _mask(side, rng)
    strength = rng.choice([0.25, 0.5, 0.75, 1.0, 1.0, 1.0])
    shown = mixed(face, inner, mask * np.float32(strength))
    return Pair(shown, face, mask > 0.5, "self-blended")


def _recoloured(face: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Another gain and offset for each colour, and now and then another sharpness."""
    import cv2

    out = (face - 128) * rng.uniform(0.85, 1.15) + 128 + rng.uniform(-18, 18, 3)
    draw = rng.random()
    if draw < 0.35:
        out = cv2.GaussianBlur(out, (0, 0), float(rng.uniform(0.5, 1.5)))
    elif draw < 0.6:
        out = out + rng.uniform(0.3, 1.0) * (out - cv2.GaussianBlur(out, (0, 0), 1.5))
    elif draw < 0.85:
        small = cv2.resize(out, None, fx=rng.uniform(0.4, 0.8), fy=rng.uniform(0.4, 0.8), interpolation=cv2.INTER_AREA)
        out = cv2.resize(small, out.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    return np.clip(out, 0, 255).astype(np.float32)


def _shifted(face: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """The face moved by up to 3% of its side and scaled by up to 5%."""
    import cv2

    side = len(face)
    matrix = cv2.getRotationMatrix2D((side / 2, side / 2), float(rng.uniform(-2, 2)), float(rng.uniform(0.95, 1.05)))
    matrix[:, 2] += rng.uniform(-0.03, 0.03, 2) * side
    moved = cv2.warpAffine(face, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.float32)


def _mask(side: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """The inside of a face, float32 [S, S] in 0 to 1, with an uneven outline and a soft edge."""
    import cv2

    centre = np.array([0.5, 0.53], np.float32)
    size = rng.uniform(0.8, 1.1) * (1 + rng.normal(0, 0.04, (len(_OUTLINE), 1)))
    points = ((_OUTLINE - centre) * size + centre) * side
    if rng.random() < 0.3:  # the lower half alone, as where a mouth is re-enacted
        points[:, 1] = np.maximum(points[:, 1], 0.52 * side)
    mask = np.zeros((side, side), np.float32)
    cv2.fillPoly(mask, [cv2.convexHull(points.astype(np.int32))], (1.0,))
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), float(rng.uniform(0.01, 0.04)) * side), np.float32)
