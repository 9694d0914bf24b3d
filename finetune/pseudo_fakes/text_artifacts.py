"""Writing with malformed letters in a picture; the control has the same words, unharmed, in the same place.

The letters are of the font that Pillow ships. The words are drawn from a short list, with numbers, so that no word
tells which of the two it is.

Letters: H, W height and width of the picture; h, w of the writing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

from .alterations import Pixels
from .artifact_pairs import Pair, mixed
from .latent_artifacts import melt
from .taef2 import Taef2

# fmt: off
WORDS = (
    "BAKERY", "CAFE", "OPEN", "CLOSED", "EXIT", "MARKET", "STATION", "PARKING", "POLICE", "HOTEL", "GARDEN", "MUSEUM",
    "BOOKS", "COFFEE", "FRESH", "BREAD", "NORTH", "SOUTH", "STREET", "AVENUE", "BRIDGE", "PHARMACY", "SCHOOL",
    "LIBRARY", "WELCOME", "PLEASE", "KEEP", "LEFT", "RIGHT", "STOP", "SLOW", "CITY", "HARBOUR", "TICKETS", "Flowers",
    "Kitchen", "Summer", "Festival", "Repair", "Service", "Harvest", "River", "Bicycle", "Winter", "Orchard",
    "Lantern", "Theatre", "Evening",
)
# fmt: on
_SCALE = 3  # the writing is drawn larger and scaled down, for soft edges
Ink = NDArray[np.float32]  # [h, w] in 0 to 1


def garbled(pixels: Pixels, rng: np.random.Generator, autoencoder: Taef2 | None = None) -> Pair:
    """One or two lines of writing on a sign or on the picture itself, with letters in pieces, bent or melted.

    Args:
        pixels: uint8 [H, W, 3].
        rng: decides every choice.
        autoencoder: melts letters in its latent space; both pictures of such a pair are decoded where the writing is.
    """
    height, width = pixels.shape[:2]
    lines = [_line(rng) for _ in range(int(rng.integers(1, 3)))]
    size = round(max(16.0, min(height, width) * rng.uniform(0.085, 0.14)))
    variants = ("pieces", "bent", "pieces and bent", *(("melted",) if autoencoder else ()))
    variant = variants[int(rng.integers(len(variants)))]
    spelled = _written(lines, size, None)
    harmed = _written(lines, size, rng) if "pieces" in variant else spelled
    if "bent" in variant:
        harmed = _bent(harmed, size, rng)
    angle, place = rng.uniform(-8, 8), rng.random(2)
    on_sign, back, front = rng.random() < 0.7, *_colours(rng)
    harmed, spelled, sheet = (
        _placed(ink, (height, width), angle, place) for ink in (harmed, spelled, np.ones_like(spelled))
    )
    if not on_sign:
        under = pixels[sheet > 0.5].mean() if (sheet > 0.5).any() else 128.0
        front = np.array([235, 235, 225]) if under < 128 else np.array([25, 25, 35])
    shade = 0.85 + 0.15 * ndimage.gaussian_filter(pixels.mean(2), 6.0) / 128  # the light of the scene, [H, W]
    ground = mixed(pixels, back * shade[..., None], sheet * 0.97) if on_sign else pixels
    shown, control = (mixed(ground, front * shade[..., None], ink * 0.95) for ink in (harmed, spelled))
    detail = f"{variant}, {'on a sign' if on_sign else 'on the picture'}: {' / '.join(lines)}"
    if autoencoder is not None and variant == "melted":
        shown, control = melt(control, sheet, rng, autoencoder)
    return Pair(shown, control, sheet > 0.5, detail)


def _line(rng: np.random.Generator) -> str:
    word = str(rng.choice(WORDS))
    draw = rng.random()
    if draw < 0.2:
        return f"{word} {rng.integers(1, 100)}"
    return f"{word} {rng.choice(WORDS)}" if draw < 0.35 else word


def _colours(rng: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Colours of a sign and of the writing on it, one dark and one light, float [3] in grey levels."""
    dark, light = rng.uniform(10, 90, 3), rng.uniform(190, 250, 3)
    return (dark, light) if rng.random() < 0.5 else (light, dark)


def _written(lines: list[str], size: int, rng: np.random.Generator | None) -> Ink:
    """Lines of writing, `size` pixels high each, with a margin; letter by letter in pieces if there is an rng."""
    font = ImageFont.load_default(size * _SCALE)
    advance = [[round(font.getlength(letter)) for letter in line] for line in lines]
    tall, margin = round(1.35 * size * _SCALE), round(0.4 * size * _SCALE)
    canvas = np.zeros((tall * len(lines) + margin, max(map(sum, advance)) + 2 * margin), np.float32)
    for row, line in enumerate(lines):
        x = (canvas.shape[1] - sum(advance[row])) // 2
        top = margin // 2 + row * tall
        for letter, step in zip(line, advance[row], strict=True):
            tile = _letter(letter, (tall, step), font)
            if rng is not None and letter != " " and rng.random() < 0.85:
                other = _letter(str(rng.choice(list("ABEFGKPRSZ2358aeghks"))), (tall, step), font)
                tile = _in_pieces(tile, other, rng)
            canvas[top : top + tall, x : x + step] = tile
            x += step
    small = (max(1, canvas.shape[1] // _SCALE), max(1, canvas.shape[0] // _SCALE))
    return np.asarray(Image.fromarray(canvas).resize(small, Image.Resampling.BOX), np.float32)


def _letter(letter: str, shape: tuple[int, int], font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> Ink:
    image = Image.new("L", (shape[1], shape[0]), 0)
    ImageDraw.Draw(image).text((0, 0), letter, 255, font)
    return np.asarray(image, np.float32) / np.float32(255)


def _in_pieces(tile: Ink, other: Ink, rng: np.random.Generator) -> Ink:
    """A letter that is none: halves of two, a half turned over, a part that slipped, or two on top of each other."""
    rows = np.flatnonzero(tile.any(1))
    middle = int(rows.mean()) if len(rows) else tile.shape[0] // 2
    out, draw = tile.copy(), rng.random()
    if draw < 0.35:
        out[middle:] = other[middle:]
    elif draw < 0.55:
        reach = min(middle, len(tile) - middle)
        out[middle : middle + reach] = tile[middle - reach : middle][::-1]
    elif draw < 0.8:
        slip = max(1, round(tile.shape[1] * rng.uniform(0.25, 0.45))) * (1 if rng.random() < 0.5 else -1)
        out[middle:] = np.roll(tile[middle:], slip, 1)
    else:
        out = np.maximum(tile, np.roll(other[:, ::-1], tile.shape[1] // 5, 1))
    return out


def _bent(ink: Ink, size: int, rng: np.random.Generator) -> Ink:
    """The writing displaced by up to a third of a letter, in a direction that changes within a letter."""
    fields = ndimage.gaussian_filter(rng.standard_normal((2, *ink.shape)), (0, size / 4.5, size / 4.5))
    fields *= size * rng.uniform(0.13, 0.19) / fields.std()
    places = np.stack(np.meshgrid(*(np.arange(side) for side in ink.shape), indexing="ij")) + fields
    return np.clip(ndimage.map_coordinates(ink, places, order=1, mode="constant"), 0, 1).astype(np.float32)


def _placed(ink: Ink, shape: tuple[int, int], angle: float, place: NDArray[np.float64]) -> Ink:
    """The writing turned and put into a picture of a shape [H, W], scaled down if it is too wide."""
    height, width = shape
    image = Image.fromarray(ink)
    factor = min(1.0, 0.7 * width / image.width, 0.6 * height / image.height)
    if factor < 1:
        image = image.resize(
            (max(1, int(image.width * factor)), max(1, int(image.height * factor))), Image.Resampling.BILINEAR
        )
    image = image.rotate(angle, Image.Resampling.BILINEAR, expand=True)
    canvas = np.zeros(shape, np.float32)
    part = np.asarray(image, np.float32)[:height, :width]
    top, left = (int(share * (full - own)) for share, full, own in zip(place, shape, part.shape, strict=True))
    canvas[top : top + part.shape[0], left : left + part.shape[1]] = part
    return canvas
