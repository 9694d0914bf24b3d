"""Scenes that contradict themselves: parts that repeat, reflections that differ, shadows and light that disagree.

Letters: H, W height and width of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from .alterations import Pixels
from .artifact_pairs import Pair, grey_levels, mixed

Plane = NDArray[np.float64]  # [H, W]
_ROWS = ((1, 4), (1, 5), (2, 3), (3, 3), (2, 4))  # rows and columns of copies
_PATTERNS = ((3, 3), (3, 4), (4, 3), (4, 4), (2, 5))  # of those without gaps


def repeated(pixels: Pixels, rng: np.random.Generator) -> Pair:
    """A part of the picture copied to four to sixteen places in even steps, each copy toned to where it goes.

    In the control each place takes another part of the picture: the same seams, and nothing repeats in even steps.
    """
    height, width = pixels.shape[:2]
    tight = bool(rng.random() < 0.4)  # a pattern without gaps
    side = round(min(height, width) * (rng.uniform(0.1, 0.14) if tight else rng.uniform(0.12, 0.2)))
    rows, columns = (_PATTERNS if tight else _ROWS)[int(rng.integers(len(_ROWS)))]
    pace = rng.uniform(0.8, 0.9) if tight else rng.uniform(1.0, 1.4)
    down, right = (
        min(int(side * pace), (full - side - 1) // max(1, count - 1))
        for full, count in ((height, rows), (width, columns))
    )
    top = int(rng.integers(0, height - side - down * (rows - 1)))
    left = int(rng.integers(0, width - side - right * (columns - 1)))
    axis = (np.arange(side) - (side - 1) / 2) / (side / 2)
    power = 6 if tight else int(rng.choice([2, 6]))  # an ellipse or a rounded square
    alpha = np.clip(3 * (1 - (np.abs(axis[:, None]) ** power + np.abs(axis) ** power)), 0, 1)  # [side, side]
    broad = np.asarray(ndimage.gaussian_filter(pixels.astype(np.float64), (side / 4, side / 4, 0)))  # [H, W, 3]
    fine = pixels.astype(np.float64) - broad
    one = _busiest(fine, side, rng)
    shown, control, mask = pixels.copy(), pixels.copy(), np.zeros((height, width), bool)
    for place in range(rows * columns):
        y, x = top + place // columns * down, left + place % columns * right
        here = np.s_[y : y + side, x : x + side]
        for picture, (from_y, from_x) in ((shown, one), (control, _busiest(fine, side, rng, tries=3))):
            there = np.s_[from_y : from_y + side, from_x : from_x + side]
            toned = fine[there] + 0.75 * broad[here] + 0.25 * broad[there]
            picture[here] = mixed(picture[here], toned, alpha)
        mask[here] |= alpha > 0.5
    return Pair(shown, control, mask, f"{rows * columns} copies{' without gaps' if tight else ''}")


def _busiest(fine: NDArray[np.float64], side: int, rng: np.random.Generator, *, tries: int = 12) -> tuple[int, int]:
    """The top left corner of the square with most fine detail [H, W, 3] among several."""
    height, width = fine.shape[:2]
    corners = [(int(rng.integers(height - side)), int(rng.integers(width - side))) for _ in range(tries)]
    return max(corners, key=lambda at: float(fine[at[0] : at[0] + side, at[1] : at[1] + side].std()))


def reflection(pixels: Pixels, rng: np.random.Generator) -> Pair:
    """Water below, or a mirror at the left or right, that shows something else than what it should mirror.

    The reflection is shifted, turned over, of another size, or not mirrored at all. The control shows the true one,
    through the same waves, tint and dimming.
    """
    side = ("below", "below", "left", "right")[int(rng.integers(4))]
    # Turned so that the mirror is always the lower part.
    upright = {"below": pixels, "left": np.rot90(pixels), "right": np.rot90(pixels, -1)}[side]
    height, width = upright.shape[:2]
    line = round(height * rng.uniform(0.52, 0.68))
    below = height - line
    true = upright[line - below : line][::-1]
    variant = ("shifted", "turned over", "another size", "not mirrored")[int(rng.integers(4))]
    if variant == "shifted":
        columns = np.arange(width) + int(width * rng.uniform(0.25, 0.5))
        false = true[:, np.minimum(columns, 2 * (width - 1) - columns)]  # folded back at the edge
    elif variant == "turned over":
        false = true[:, ::-1]
    elif variant == "another size":
        cut = rng.uniform(0.45, 0.6)
        x, y = int(width * (1 - cut) * rng.random()), int(below * (1 - cut) * rng.random())
        part = np.ascontiguousarray(true[y : y + int(below * cut), x : x + int(width * cut)])
        false = np.asarray(Image.fromarray(part).resize((width, below), Image.Resampling.BICUBIC))
    else:
        false = true[::-1]
    waves = rng.uniform(0.004, 0.012) * width if side == "below" else 0.0
    phase, length = rng.uniform(0, 2 * np.pi), rng.uniform(0.03, 0.06) * height
    tint, dim = rng.uniform(0.9, 1.0, 3) * (0.94, 0.98, 1.0), rng.uniform(0.72, 0.92)
    results = []
    for mirrored in (false, true):
        depth = np.arange(below)
        moved = waves * (0.4 + depth / below) * np.sin(2 * np.pi * depth / (length * (0.6 + depth / below)) + phase)
        columns = np.clip(np.arange(width) + np.rint(moved)[:, None], 0, width - 1).astype(int)  # [below, width]
        seen = mirrored[depth[:, None], columns].astype(np.float64)
        seen = ndimage.gaussian_filter(seen, (1.2, 0.3, 0) if waves else (0.4, 0.4, 0)) * tint * dim
        out = upright.astype(np.float64)
        out[line:] = seen
        out[line - 1 : line + 1] *= 0.6  # the shore, or the frame
        back = {"below": 0, "left": -1, "right": 1}[side]
        results.append(np.ascontiguousarray(np.rot90(grey_levels(out), back)))
    mask = np.zeros(upright.shape[:2], bool)
    mask[line:] = True
    mask = np.ascontiguousarray(np.rot90(mask, {"below": 0, "left": -1, "right": 1}[side]))
    return Pair(results[0], results[1], mask, f"{variant}, {'water' if side == 'below' else 'mirror'} {side}")


@dataclass(frozen=True, slots=True)
class _Post:
    """A post that stands on the ground: the middle of its foot, half its width and its height in pixels."""

    x: float
    y: float
    half: float
    tall: float


def shadow(pixels: Pixels, rng: np.random.Generator) -> Pair:
    """Two or three posts whose shadows fall to one side; that of one falls to the other side, or is missing."""
    variant = "contrary" if rng.random() < 0.7 else "missing"
    return _lit(pixels, rng, variant)


def light(pixels: Pixels, rng: np.random.Generator) -> Pair:
    """Two or three posts lit from one side; one is lit from the other, and its shadow falls as its light does."""
    return _lit(pixels, rng, "light")


def _lit(pixels: Pixels, rng: np.random.Generator, variant: str) -> Pair:
    height, width = pixels.shape[:2]
    count = int(rng.integers(2, 4))
    short = min(height, width)
    posts = []
    for number in range(count):
        x = width * (0.2 + 0.6 * (number + rng.uniform(0.25, 0.75)) / count)
        half = short * rng.uniform(0.025, 0.05)
        posts.append(_Post(x, height * rng.uniform(0.66, 0.86), half, short * rng.uniform(0.2, 0.34)))
    odd = int(rng.integers(count))
    sun = 1 if rng.random() < 0.5 else -1  # where shadows fall: 1 to the right
    reach, slope = rng.uniform(0.7, 1.1), rng.uniform(-0.12, 0.3)
    strength, blur = rng.uniform(0.45, 0.65), short * rng.uniform(0.006, 0.012)
    colours = [_colour(pixels, rng) for _ in posts]
    order = sorted(range(count), key=lambda number: posts[number].y)
    pictures, shadows = [], []
    for harmed in (True, False):
        out = pixels.astype(np.float64)
        for number in order:  # shadows first, for they lie on the ground
            contrary = harmed and number == odd
            toward = -sun if contrary and variant != "missing" else sun
            dark = _cast(posts[number], (height, width), toward * reach, slope, blur)
            if number == odd:
                shadows.append(dark)
            if not (contrary and variant == "missing"):
                out *= 1 - strength * dark[..., None]
        for number in order:
            side = -sun if harmed and number == odd and variant == "light" else sun
            _stand(out, posts[number], colours[number], side)
        pictures.append(grey_levels(out))
    mask = np.maximum(*shadows) > 0.4
    if variant == "light":
        mask |= _body(posts[odd], (height, width))
    return Pair(pictures[0], pictures[1], mask, f"{variant}, {count} posts")


def _colour(pixels: Pixels, rng: np.random.Generator) -> NDArray[np.float64]:
    """A light colour with a little of the picture's own, float [3] in grey levels."""
    flat = pixels.reshape(-1, 3)
    own = flat[int(rng.integers(len(flat)))].astype(np.float64)
    return 0.45 * own + 0.55 * rng.uniform(120, 245, 3)


def _cast(post: _Post, shape: tuple[int, int], reach: float, slope: float, blur: float) -> Plane:
    """The shadow of a post on the ground, 0 to 1: a band from its foot, `reach` heights sideways."""
    image = Image.new("L", (shape[1], shape[0]), 0)
    across, down = reach * post.tall, slope * post.tall
    thick = 0.8 * post.half
    corners = [(post.x, post.y - thick), (post.x, post.y + thick / 2)]
    corners += [(post.x + across, post.y + down + thick / 2), (post.x + across, post.y + down - thick)]
    ImageDraw.Draw(image).polygon(corners, fill=255)
    return ndimage.gaussian_filter(np.asarray(image, np.float64) / 255, blur)


def _body(post: _Post, shape: tuple[int, int]) -> NDArray[np.bool_]:
    y, x = np.ogrid[: shape[0], : shape[1]]
    across = (x - post.x) / post.half
    foot = post.y + 0.35 * post.half * np.sqrt(np.clip(1 - across**2, 0, 1))
    return (np.abs(across) <= 1) & (y <= foot) & (y >= post.y - post.tall)


def _stand(out: NDArray[np.float64], post: _Post, colour: NDArray[np.float64], side: int) -> None:
    """Draw a round post into a picture [H, W, 3], in place; `side` is where its own dark side is, 1 the right."""
    body = _body(post, out.shape[:2])
    across = np.clip((np.arange(out.shape[1]) - post.x) / post.half, -1, 1)  # [W]
    facing = np.sqrt(1 - across**2) * 0.55 - side * across * 0.8  # Lambert's law, the light from the other side
    shade = 0.28 + 0.72 * np.clip(facing, 0, 1)
    lit = np.broadcast_to(np.clip(colour * shade[:, None], 0, 255), out.shape)  # [H, W, 3]
    alpha = ndimage.gaussian_filter(body.astype(np.float64), 0.6)[..., None]
    out[:] = out * (1 - alpha) + lit * alpha
