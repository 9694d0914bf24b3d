"""All text of a picture: found, read, and kept for whoever asks next. The work is bounded by counts, not by a clock.

A line that can't be read as it stands is tried in a mirror and upside down. What it then says counts only if it is
read there much better.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..foreign import Foreign
from ..frozen_types import Region
from ..pixels.recent_pictures import RecentPictures
from ..read_texts import ReadLine
from . import line_finding, line_reading, text_models
from .line_finding import LineBox
from .line_reading import Reading
from .writing_systems import script_of

MOST_LINES = 12  # that are read, the largest
MOST_TRIED = 4  # lines that are tried in a mirror and upside down
READABLE = 0.9  # mean probability of its characters from which a line is quoted
SURELY = 0.95  # the same of Chinese and Japanese, in which patterns are easily seen, and of turned lines
LEAST_LETTERS = 2  # different letters or digits of a line that is quoted: a row of windows reads as 0000
TURNED_LETTERS = 5  # of a line that is quoted as read in a mirror or upside down
LIKELY = 0.5  # mean probability from which an unreadable line is said to look like text
LIKELY_LETTERS = 4  # and how many different letters or digits it then has
_REMEMBERED = 4


@dataclass(frozen=True, slots=True)
class PictureText:
    """The text of a picture.

    Attributes:
        lines: in the order of reading; those that look like text without being readable too.
        left_out: how many smaller lines were found and not read.
    """

    lines: tuple[ReadLine, ...]
    left_out: int = 0

    @property
    def readable(self) -> tuple[ReadLine, ...]:
        """The lines that were read with enough confidence to be quoted."""
        return tuple(line for line in self.lines if line.readable)


def read(pixels: NDArray[np.uint8]) -> PictureText:
    """Read a picture uint8 [H, W, 3]; about half a second, and nothing for one of the last few pictures.

    Raises:
        TextModelsMissingError: if the models are not set up.
    """
    return _recent.of(pixels, lambda: _read(pixels, text_models.load()))


_recent: RecentPictures[PictureText] = RecentPictures(_REMEMBERED)


def _read(pixels: NDArray[np.uint8], models: text_models.TextModels) -> PictureText:
    boxes = line_finding.find(pixels, models)
    largest = sorted(boxes, key=lambda box: -box.width * box.height)[:MOST_LINES]
    lines, tried = {}, 0
    for box in largest:
        cut = line_reading.cut_out(pixels, box)
        reading, mirrored = line_reading.read(cut, models), False
        if reading.confidence < READABLE and tried < MOST_TRIED:
            tried += 1
            reading, mirrored = _turned(cut, reading, models)
        if (line := _line(reading, box, pixels.shape, mirrored)) is not None:
            lines[id(box)] = line
    ordered = tuple(lines[id(box)] for box in boxes if id(box) in lines)
    return PictureText(ordered, len(boxes) - len(largest))


def _turned(cut: NDArray[np.uint8], upright: Reading, models: text_models.TextModels) -> tuple[Reading, bool]:
    """The best of three readings of a line uint8 [h, w, 3], and whether it is the one in a mirror."""
    for turned, mirrored in ((cut[::-1, ::-1], False), (cut[:, ::-1], True)):
        reading = line_reading.read(np.ascontiguousarray(turned), models)
        if reading.confidence >= SURELY and _letters(reading.text) >= TURNED_LETTERS:
            return reading, mirrored
    return upright, False


def _letters(text: str) -> int:
    """How many different letters and digits a text has."""
    return len({character for character in text.casefold() if character.isalnum()})


def _line(reading: Reading, box: LineBox, shape: tuple[int, ...], mirrored: bool) -> ReadLine | None:
    """A line for the record; None if too little of it looks like text."""
    text, script = " ".join(reading.text.split()), script_of(reading.text)
    enough = SURELY if script == "cjk" else READABLE
    readable = reading.confidence >= enough and _letters(text) >= LEAST_LETTERS
    if not readable and (reading.confidence < LIKELY or _letters(text) < LIKELY_LETTERS):
        return None
    height, width = shape[:2]
    left, top = (max(0, int(np.floor(side))) for side in box.corners.min(0))
    right, bottom = (int(np.ceil(side)) for side in box.corners.max(0))
    left, top = min(left, width - 1), min(top, height - 1)
    region = Region(x=left, y=top, w=max(1, min(right, width) - left), h=max(1, min(bottom, height) - top))
    return ReadLine(
        text=Foreign(text),
        region=region,
        confidence=round(reading.confidence, 3),
        script=script,
        readable=readable,
        mirrored=mirrored,
    )
