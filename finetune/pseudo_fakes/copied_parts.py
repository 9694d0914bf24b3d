"""Pictures in which a part was copied to another place, beside their untouched twins; a seed decides every choice.

The part is moved, and in half of the pictures turned, scaled or mirrored too; its edge is hard or soft, its tone is
changed now and then. Both pictures then go one way: perhaps scaled down, made noisy, saved as a JPEG. So the copy alone
tells them apart.

Letters: H, W height and width of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ...eval.sets import degradations
from .alterations import Pixels

Ground = Literal["any", "smooth", "textured"]
Mask = NDArray[np.bool_]
GROUNDS: tuple[Ground, ...] = get_args(Ground)
SHARES = (0.01, 0.1)  # of the picture that a part covers
LEAST_RADIUS = 18.0  # px
TURNS, SCALES = (-30.0, 30.0), (0.8, 1.25)  # degrees; size of the copy over that of the part
PLAIN, MIRRORED, TONED, HARD = 0.45, 0.1, 0.25, 0.3  # shares of copies only moved, mirrored, changed in tone, cut out
SMALLEST = 200  # px of the short side below which no picture is scaled
TRIES, PLACES = 60, 12  # draws of two places; of the ground that a part may be taken from


@dataclass(frozen=True, slots=True)
class CopiedPair:
    """A picture with a copied part and its twin.

    Attributes:
        edited: uint8 [H, W, 3].
        untouched: uint8 [H, W, 3], with the same history.
        mask: bool [H, W], the part and its copy.
        quality: IJG quality of the last JPEG, None if the last step was none.
        ground: where the part was taken from: anywhere, or the smoothest or most textured of twelve places.
        plain: whether the part was only moved, by whole pixels.
        share: of the picture that the part covers.
    """

    edited: Pixels
    untouched: Pixels
    mask: Mask
    quality: int | None
    ground: Ground
    plain: bool
    share: float


def copied_pair(pixels: Pixels, rng: np.random.Generator) -> CopiedPair | None:
    """One pair; None if no two places were found that lie apart inside the picture."""
    ground = GROUNDS[int(rng.choice(3, p=(0.5, 0.25, 0.25)))]
    copied = _copied(pixels, ground, rng)
    if copied is None:
        return None
    edited, mask, plain, share = copied
    state = rng.bit_generator.state  # both go the same way: the same random numbers decide
    first, mask, quality = delivered(edited, mask, rng)
    rng.bit_generator.state = state
    second, _, _ = delivered(pixels, mask, rng)
    return CopiedPair(first, second, mask, quality, ground, plain, share)


def delivered(pixels: Pixels, mask: Mask, rng: np.random.Generator) -> tuple[Pixels, Mask, int | None]:
    """A picture and its mask as they reach somebody: perhaps scaled down, noisy, saved as a JPEG of 60 to 95."""
    least = max(0.5, SMALLEST / min(pixels.shape[:2]))
    if rng.random() < 0.4 and least < 1:
        pixels = degradations.resize(pixels, float(rng.uniform(least, 1)))
        size = (pixels.shape[1], pixels.shape[0])
        mask = np.asarray(Image.fromarray(mask).resize(size, Image.Resampling.NEAREST))
    if rng.random() < 0.25:
        pixels = degradations.noise(pixels, float(rng.uniform(1, 8)), rng)
    if rng.random() < 0.15:
        return np.ascontiguousarray(pixels), mask, None
    quality = int(rng.integers(60, 96))
    return degradations.jpeg(np.ascontiguousarray(pixels), quality, int(rng.choice((0, 2)))), mask, quality


def _copied(pixels: Pixels, ground: Ground, rng: np.random.Generator) -> tuple[Pixels, Mask, bool, float] | None:
    """The picture with a copy laid on it, the mask of both places, whether it was only moved, and the part's share."""
    import cv2

    height, width = pixels.shape[:2]
    share = float(np.exp(rng.uniform(*np.log(SHARES))))
    radius = max(float(np.sqrt(share * height * width / np.pi)), LEAST_RADIUS)
    linear, plain = _way(rng)
    shape = _outline(radius, rng)  # float32 [side, side]
    reach = len(shape) // 2
    detail = _detail(pixels)
    for _ in range(TRIES):
        source = _place(detail, radius, ground, rng)
        target = np.array([rng.uniform(0.6 * radius, side - 0.6 * radius) for side in (width, height)])
        source, target = np.rint(source), np.rint(target)
        if np.hypot(*(source - target)) < 2.2 * radius:
            continue
        there = np.zeros((height, width), np.float32)
        _laid(there, shape, (target - reach).astype(int))
        back = np.column_stack([linear, source - linear @ target])  # from places of the copy to those of the part
        forth = cv2.invertAffineTransform(back)
        here = cv2.warpAffine(there, back, (width, height), flags=cv2.INTER_NEAREST)
        full = float((shape > 0.5).sum())
        both = (here > 0.5) & (there > 0.5)
        inside = (here > 0.5).sum() > 0.97 * (there > 0.5).sum() * abs(np.linalg.det(linear))
        if both.any() or not inside or (there > 0.5).sum() < 0.8 * full:
            continue
        flags = cv2.INTER_NEAREST if plain else cv2.INTER_CUBIC if rng.random() < 0.7 else cv2.INTER_LINEAR
        moved = cv2.warpAffine(pixels, forth, (width, height), flags=flags, borderMode=cv2.BORDER_REFLECT)
        over = moved.astype(np.float32)
        if rng.random() < TONED:
            over = over * rng.uniform(0.93, 1.07) + rng.uniform(-6, 6)
        weight = there[..., None]
        edited = np.clip(np.rint(pixels * (1 - weight) + over * weight), 0, 255).astype(np.uint8)
        mask = (here > 0.5) | (there > 0.5)
        return edited, mask, plain, float((there > 0.5).mean())
    return None


def _way(rng: np.random.Generator) -> tuple[NDArray[np.float64], bool]:
    """The linear map from the copy back to the part, and whether it is none."""
    if rng.random() < PLAIN:
        return np.eye(2), True
    turn = np.deg2rad(rng.uniform(*TURNS)) if rng.random() < 0.7 else 0.0
    scale = np.exp(rng.uniform(*np.log(SCALES))) if rng.random() < 0.7 else 1.0
    mirror = np.diag([-1.0, 1.0]) if rng.random() < MIRRORED / (1 - PLAIN) else np.eye(2)
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    linear = mirror @ rotation / scale
    return linear, bool(np.allclose(linear, np.eye(2)))


def _outline(radius: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """The weight of a part in a square of its own: a blob, an ellipse or a box, hard or soft at its edge."""
    import cv2

    reach = int(1.6 * radius) + 8
    canvas = Image.new("L", (2 * reach + 1, 2 * reach + 1), 0)
    pen, draw, middle = ImageDraw.Draw(canvas), rng.random(), np.array([reach, reach], float)
    long = float(rng.uniform(1, 1.4))
    if draw < 0.6:
        angles = np.sort(rng.uniform(0, 2 * np.pi, 14))
        away = radius * rng.uniform(0.75, 1.25, 14)[:, None] * np.stack([np.cos(angles), np.sin(angles)], 1)
        pen.polygon([(float(x), float(y)) for x, y in middle + away], fill=255)
    else:
        half = radius * np.array([long, 1 / long]) * (1.0 if draw < 0.8 else 0.886)
        box = (*(middle - half).tolist(), *(middle + half).tolist())
        (pen.ellipse if draw < 0.8 else pen.rectangle)(box, fill=255)
    alpha = np.asarray(canvas, np.float32) / np.float32(255)
    if rng.random() < HARD:
        return alpha
    return np.asarray(cv2.GaussianBlur(alpha, (0, 0), float(rng.uniform(0.5, 3))), np.float32)


def _detail(pixels: Pixels) -> NDArray[np.float32]:
    """How textured each place is, float32 [H, W]."""
    import cv2

    plane = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return np.abs(plane - cv2.GaussianBlur(plane, (0, 0), 2))


def _place(detail: NDArray[np.float32], radius: float, ground: Ground, rng: np.random.Generator) -> NDArray[np.float64]:
    """The middle of the part, x and y."""
    height, width = detail.shape
    spots = np.stack([rng.uniform(min(radius, side / 2), max(side - radius, side / 2), PLACES)
                      for side in (width, height)], 1)  # fmt: skip
    if ground == "any":
        return spots[0]
    reach = max(int(0.7 * radius), 4)
    means = [detail[max(0, int(y) - reach) : int(y) + reach, max(0, int(x) - reach) : int(x) + reach].mean()
             for x, y in spots]  # fmt: skip
    return spots[int(np.argmin(means) if ground == "smooth" else np.argmax(means))]


def _laid(plane: NDArray[np.float32], shape: NDArray[np.float32], corner: NDArray[np.int64]) -> None:
    """Write a square [side, side] into a plane at a corner x, y, as far as it lies inside."""
    height, width = plane.shape
    left, top = (int(value) for value in corner)
    rows, columns = (
        slice(max(0, top), min(height, top + len(shape))),
        slice(max(0, left), min(width, left + len(shape))),
    )
    plane[rows, columns] = shape[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
