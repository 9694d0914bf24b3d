"""Pictures in which things repeat innocently, made from photographs: hard cases for a search for copied parts.

    print       a motif printed many times over, as on wallpaper, cloth or tiles, seen a little askew
    twins       one printed thing lying there twice, each with its own light, angle and noise
    reflection  a scene over its reflection in water
    collage     a picture beside a smaller version of itself
    page        text with its letters and a logo, on paper

Nobody copied a part within the picture, so each that is reported as a copy is a false alarm.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ...eval.sets import degradations
from .alterations import Pixels

Repeating = Literal["print", "twins", "reflection", "collage", "page"]
KINDS: tuple[Repeating, ...] = get_args(Repeating)
SIDE = 512  # px of the pictures that are made
_WORDS = (
    "the",
    "order",
    "was",
    "sent",
    "on",
    "monday",
    "with",
    "two",
    "copies",
    "of",
    "an",
    "invoice",
    "and",
    "all",
    "parts",
)


def repeating(kind: Repeating, pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """One picture of a kind, uint8 [H, W, 3], before it is saved.

    Args:
        kind: of repetition.
        pixels: a photograph, uint8 [H, W, 3], 64 px or more on the short side.
        rng: decides every choice.
    """
    made = _KINDS[kind](np.ascontiguousarray(pixels), rng)
    return degradations.noise(made, float(rng.uniform(1, 4)), rng)  # what a camera adds


def _scaled(pixels: Pixels, width: int, height: int) -> Pixels:
    return np.asarray(Image.fromarray(pixels).resize((width, height), Image.Resampling.BICUBIC))


def _seen(pixels: Pixels, rng: np.random.Generator, width: int, height: int, askew: float = 0.06) -> Pixels:
    """A flat thing as a camera sees it: a little askew, and lit more from one side."""
    import cv2

    tall, wide = pixels.shape[:2]
    corners = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], np.float32)
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    frame += (rng.uniform(-askew, askew, (4, 2)) * (width, height)).astype(np.float32)
    turned = cv2.getPerspectiveTransform(corners, frame)
    seen = cv2.warpPerspective(pixels, turned, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT)
    left, right = rng.uniform(0.8, 1.1, 2)
    above, below = rng.uniform(0.9, 1.05, 2)
    light = np.linspace(left, right, width)[None, :, None] * np.linspace(above, below, height)[:, None, None]
    return np.clip(seen * light, 0, 255).astype(np.uint8)


def _motif(pixels: Pixels, rng: np.random.Generator, side: int) -> Pixels:
    """A square piece of a photograph in a given size."""
    reach = int(min(pixels.shape[:2]) * rng.uniform(0.4, 0.8))
    return _scaled(degradations.random_crop(pixels, reach, rng), side, side)


def _print(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    across, down = (int(value) for value in rng.integers(2, 7, 2))
    motif = _motif(pixels, rng, SIDE // max(across, down) + 8)
    return _seen(np.tile(motif, (down, across, 1)), rng, SIDE, SIDE * 3 // 4)


def _twins(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    import cv2

    ground = cv2.GaussianBlur(_scaled(pixels, SIDE, SIDE * 3 // 4), (0, 0), 3)
    side = int(rng.integers(90, 160))
    motif = _motif(pixels, rng, 2 * side)
    for left in (30, SIDE // 2 + 20):
        thing = degradations.noise(_seen(motif, rng, side, side, 0.03), 2.0, rng)
        x, y = left + int(rng.integers(0, 50)), int(rng.integers(10, SIDE * 3 // 4 - side - 10))
        ground[y : y + side, x : x + side] = thing
    return np.asarray(ground, np.uint8)


def _reflection(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    import cv2

    above = _scaled(pixels, SIDE, SIDE // 2)
    below = cv2.GaussianBlur(above[::-1], (0, 0), float(rng.uniform(0.6, 1.5))).astype(np.float32)
    rows = np.arange(SIDE // 2)
    moved = np.rint(float(rng.uniform(0, 2)) * np.sin(rows / rng.uniform(3, 9))).astype(int)
    below = np.stack([np.roll(row, move, 0) for row, move in zip(below, moved, strict=True)])
    return np.concatenate([above, np.clip(below * rng.uniform(0.7, 0.9), 0, 255).astype(np.uint8)])


def _collage(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    side, small = SIDE // 2 + 64, int(rng.integers(130, 190))
    page = np.full((side + 20, side + small + 30, 3), int(rng.integers(200, 256)), np.uint8)
    page[10 : 10 + side, 10 : 10 + side] = _scaled(pixels, side, side)
    page[10 : 10 + small, side + 20 : side + 20 + small] = _scaled(pixels, small, small)
    return page


def _page(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    tone = int(rng.integers(225, 250))
    sheet = Image.new("RGB", (SIDE * 2, SIDE * 2), (tone, tone, tone - 6))
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(float(rng.integers(24, 40)))
    logo = Image.fromarray(_motif(pixels, rng, 110))
    for at in ((40, 30), (SIDE * 2 - 170, 30)):
        sheet.paste(logo, at)
    for row in range(170, SIDE * 2 - 60, 48):
        line = " ".join(_WORDS[int(i)] for i in rng.integers(0, len(_WORDS), 9))
        pen.text((40, row), line, fill=(40, 40, 45), font=font)
    return _seen(np.asarray(sheet), rng, SIDE, SIDE, 0.03)


_KINDS: dict[Repeating, Callable[[Pixels, np.random.Generator], NDArray[np.uint8]]] = {
    "print": _print,
    "twins": _twins,
    "reflection": _reflection,
    "collage": _collage,
    "page": _page,
}
