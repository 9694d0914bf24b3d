"""The scores of copies of a picture, made as services make them: scaled down and saved as JPEG once more.

Letters: H, W height and width.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..detectors.base import Detector, leaning
from ..detectors.registry import read_on_crops
from ..evidence import Quality, Supports

COPIES = ((1600, 85), (768, 60), (512, 40))  # most of the long side in px, JPEG quality (IJG scale)


@dataclass(frozen=True, slots=True)
class CopyScore:
    """What a detector measures on a copy.

    Attributes:
        source: the detector.
        score: log-odds.
        side: the most that the long side of the copy may have, in pixels; None for the picture as received.
        quality: JPEG quality of the copy; None for the picture as received.
    """

    source: str
    score: float
    side: int | None = None
    quality: int | None = None

    @property
    def leans(self) -> Supports:
        """The side that the score leans to."""
        return leaning(self.score)


def copy_scores(pixels: NDArray[np.uint8], quality: Quality, detectors: Iterable[Detector]) -> tuple[CopyScore, ...]:
    """The scores of a picture and of its copies by the detectors that score crops, which are log-odds of generation.

    Args:
        pixels: uint8 [H, W, 3], upright.
        quality: of the file.
        detectors: from which those are taken.
    """
    found: list[CopyScore] = []
    for detector in read_on_crops(detectors):
        first = detector.read(pixels, quality)
        if first is None or first.score is None or first.unit != "log-odds":
            continue
        found.append(CopyScore(detector.name, first.score))
        for side, level in COPIES:
            copy = shared_copy(pixels, side, level)
            facts = quality.model_copy(update={"short_side": min(copy.shape[:2]), "jpeg_quality": level})
            reading = detector.read(copy, facts)
            if reading is not None and reading.score is not None:
                found.append(CopyScore(detector.name, reading.score, side, level))
    return tuple(found)


def shared_copy(pixels: NDArray[np.uint8], side: int, quality: int) -> NDArray[np.uint8]:
    """A copy uint8 [H', W', 3] of at most so many pixels a side, saved as JPEG with halved colour and read again."""
    picture = Image.fromarray(pixels)
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality, subsampling=2)
    return np.asarray(Image.open(buffer).convert("RGB"))
