"""What a line of text says: cut out straight, read by the network, with the probability of each character.

Letters: H, W height and width of the picture; T steps of the network along the line; C characters that it knows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .line_finding import LineBox
from .text_models import TextModels

HEIGHT = 48  # pixels of the network's input
_LEAST_WIDTH, MOST_WIDTH = 320, 1600  # pixels of that input
_CUT = 192  # pixels: the most of a line's height that is kept when it is cut out
UPRIGHT = 1.5  # a line this many times as tall as wide is read from top to bottom


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as it was read.

    Attributes:
        text: without spaces around it; empty if nothing was read.
        chances: probability of each character of `text`, 0 to 1.
    """

    text: str
    chances: tuple[float, ...]

    @property
    def confidence(self) -> float:
        """The mean of the chances; 0 if nothing was read."""
        return float(np.mean(self.chances)) if self.chances else 0.0


def cut_out(pixels: NDArray[np.uint8], box: LineBox) -> NDArray[np.uint8]:
    """A line by itself, lying straight, uint8 [h, w, 3]; a standing one is turned to the left.

    Args:
        pixels: uint8 [H, W, 3].
        box: where it is.
    """
    import cv2

    shrink = min(1.0, _CUT / max(1.0, min(box.width, box.height)))
    w, h = max(1, round(box.width * shrink)), max(1, round(box.height * shrink))
    target = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    turn = cv2.getPerspectiveTransform(box.corners.astype(np.float32), target)
    line = cv2.warpPerspective(pixels, turn, (w, h), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    line = np.asarray(line, np.uint8)
    return np.rot90(line) if h >= UPRIGHT * w else line


def prepared(line: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The network's input [1, 3, 48, w] of a line uint8 [h, w, 3]; a short one is followed by grey."""
    import cv2

    height, width = line.shape[:2]
    wide = min(MOST_WIDTH, max(1, -(-HEIGHT * width // height)))
    way = cv2.INTER_AREA if height > 2 * HEIGHT else cv2.INTER_LINEAR
    scaled = cv2.resize(np.ascontiguousarray(line[..., ::-1]), (wide, HEIGHT), interpolation=way)  # blue first
    sheet = np.zeros((1, 3, HEIGHT, max(_LEAST_WIDTH, wide)), np.float32)
    sheet[0, :, :, :wide] = scaled.transpose(2, 0, 1).astype(np.float32) / 127.5 - 1
    return sheet


def read(line: NDArray[np.uint8], models: TextModels) -> Reading:
    """Read a line uint8 [h, w, 3]."""
    return decoded(models.read(prepared(line)), models.characters)


def decoded(chances: NDArray[np.float32], characters: tuple[str, ...]) -> Reading:
    """The likeliest character of each step; repeats of a step and blanks, character 0, are left out (greedy CTC).

    Args:
        chances: float32 [T, C].
        characters: C of them.
    """
    best = chances.argmax(1)  # [T]
    kept = np.flatnonzero((best != 0) & (best != np.concatenate([[-1], best[:-1]])))
    letters = [(characters[best[step]], float(chances[step, best[step]])) for step in kept]
    while letters and letters[0][0].isspace():
        letters.pop(0)
    while letters and letters[-1][0].isspace():
        letters.pop()
    return Reading("".join(letter for letter, _ in letters), tuple(chance for _, chance in letters))
