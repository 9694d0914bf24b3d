"""Pictures with too little texture for keypoints, compared by their perceptual hashes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

NEAR = 4  # of 64 bits; copies differ in up to 6, but pictures without texture have like hashes by chance
_STRETCH = 0.02  # by which the proportions may differ
_PLAIN = 8.0  # grey levels of deviation below which a picture has nothing to be told by


def bits(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The perceptual hash (pHash; Zauner, 2010) of a picture uint8 [H, W, 3], bool [64]."""
    import imagehash

    return np.asarray(imagehash.phash(Image.fromarray(pixels)).hash, bool).ravel()


def alike_by_hash(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> bool | None:
    """Whether the second picture looks like the first as it is (False) or mirrored (True); None if like neither."""
    if abs(first.shape[1] / first.shape[0] * second.shape[0] / second.shape[1] - 1) > _STRETCH:
        return None
    if min(float(first.std()), float(second.std())) < _PLAIN:
        return None
    own = bits(first)
    for flip in (False, True):
        other = np.ascontiguousarray(second[:, ::-1]) if flip else second
        if int((own != bits(other)).sum()) <= NEAR:
            return flip
    return None
