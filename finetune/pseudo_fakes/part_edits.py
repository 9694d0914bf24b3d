"""Pictures edited in a part as people edit them, and delivered as services deliver them, with a mask of the part.

Each edited picture has an untouched twin with the same history, so that only the edit tells them apart: the photograph
may have been saved before, is edited or not, and is then saved, cropped or scaled.

Letters: H, W height and width of the picture.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ...eval.sets import degradations
from .alterations import Pixels, soft_mask

if TYPE_CHECKING:
    from .taef2 import Taef2

Edit = Literal["splice", "scaled splice", "blended splice", "in-painting", "regenerated", "retouched", "overlay"]
EDITS: tuple[Edit, ...] = (
    "splice", "scaled splice", "blended splice", "in-painting", "regenerated", "retouched", "overlay",
)  # fmt: skip
LEAST_SHARE, MOST_SHARE = 0.01, 0.4  # of the picture that an edit may cover
Regenerate = Callable[[Pixels, np.random.Generator], Pixels]  # a picture passed through a network, in the same size


@dataclass(frozen=True, slots=True)
class EditedPair:
    """An edited picture and its twin.

    Attributes:
        kind: of the edit.
        edited: uint8 [H, W, 3].
        untouched: uint8 [H, W, 3], with the same history.
        mask: bool [H, W], True where the edited one was edited.
        quality: IJG quality of the last JPEG, None if the last step was none.
    """

    kind: Edit
    edited: Pixels
    untouched: Pixels
    mask: NDArray[np.bool_]
    quality: int | None


def edited_pair(
    kind: Edit, pixels: Pixels, donor: Pixels, rng: np.random.Generator, regenerate: Regenerate | None = None
) -> EditedPair:
    """One pair.

    Args:
        kind: of the edit.
        pixels: a real picture, uint8 [H, W, 3].
        donor: another real picture, from which a splice is taken.
        rng: decides every choice.
        regenerate: the network for *regenerated*; without one, a passage through a smaller size stands for it.
    """
    host = _history(pixels, rng)
    edited, mask = _EDITS[kind](host, donor, rng, regenerate or _through_smaller)
    # Both go the same way: the same random numbers decide.
    state = rng.bit_generator.state
    first, mask, quality = delivered(edited, mask, rng)
    rng.bit_generator.state = state
    second, _, _ = delivered(host, mask, rng)
    return EditedPair(kind, first, second, mask, quality)


def delivered(
    pixels: Pixels, mask: NDArray[np.bool_], rng: np.random.Generator
) -> tuple[Pixels, NDArray[np.bool_], int | None]:
    """A picture and its mask as they reach somebody: perhaps cropped, scaled or saved as a JPEG."""
    if rng.random() < 0.2:
        top, left = (int(v) for v in rng.integers(0, 8, 2))
        pixels, mask = pixels[top:, left:], mask[top:, left:]
    if rng.random() < 0.15 and min(pixels.shape[:2]) > 280:
        pixels = degradations.resize(pixels, float(rng.uniform(0.7, 0.95)))
        size = (pixels.shape[1], pixels.shape[0])
        mask = np.asarray(Image.fromarray(mask).resize(size, Image.Resampling.NEAREST))
    if rng.random() < 0.2:
        return np.ascontiguousarray(pixels), mask, None
    quality = int(rng.integers(70, 99))
    return degradations.jpeg(np.ascontiguousarray(pixels), quality), mask, quality


def _history(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A photograph as it was before the edit."""
    if rng.random() < 0.4 and min(pixels.shape[:2]) >= 320:
        pixels = degradations.resize(pixels, float(rng.uniform(0.7, 1.0)))
    draw = rng.random()
    if draw < 0.1:
        pixels = degradations.sharpen(pixels, int(rng.integers(30, 120)))
    elif draw < 0.2:
        pixels = degradations.blur(pixels, float(rng.uniform(0.3, 0.8)))
    if rng.random() < 0.65:
        pixels = degradations.jpeg(pixels, int(rng.integers(60, 97)), int(rng.choice((0, 2))))
    return np.ascontiguousarray(pixels)


def part(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """The weight of an edit, float32 [H, W] in 0 to 1: a blob, a box, an ellipse or a few strokes, soft or hard."""
    height, width = shape[:2]
    draw = rng.random()
    if draw < 0.4:
        alpha = soft_mask(shape, rng)
        return alpha if rng.random() < 0.5 else (alpha > 0.5).astype(np.float32)
    canvas = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(canvas)
    h, w = (float(side * rng.uniform(0.15, 0.5)) for side in (height, width))
    y, x = float(rng.uniform(0, height - h)), float(rng.uniform(0, width - w))
    if draw < 0.6:
        pen.rectangle((x, y, x + w, y + h), fill=255)
    elif draw < 0.8:
        pen.ellipse((x, y, x + w, y + h), fill=255)
    else:
        points = [(x + float(rng.uniform(0, w)), y + float(rng.uniform(0, h))) for _ in range(4)]
        pen.line(points, fill=255, width=int(rng.integers(8, max(9, min(height, width) // 6))), joint="curve")
    alpha = np.asarray(canvas, np.float32) / np.float32(255)
    return alpha if rng.random() < 0.5 else _feathered(alpha, float(rng.uniform(0.6, 4.0)))


def _feathered(alpha: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    import cv2

    return np.asarray(cv2.GaussianBlur(alpha, (0, 0), sigma), np.float32)


def _mixed(under: Pixels, over: Pixels, alpha: NDArray[np.float32]) -> Pixels:
    weight = alpha[..., None]
    return np.clip(np.rint(under * (1 - weight) + over * weight), 0, 255).astype(np.uint8)


_Edited = tuple[Pixels, NDArray[np.bool_]]


def _fitted_donor(host: Pixels, donor: Pixels, rng: np.random.Generator, scale: float) -> Pixels:
    """A part of the donor in the size of the host, with a history of its own."""
    height, width = host.shape[:2]
    donor = _history(donor, rng)
    if scale != 1.0:
        turned = Image.fromarray(donor)
        if rng.random() < 0.4:
            turned = turned.rotate(float(rng.uniform(-25, 25)), Image.Resampling.BICUBIC)
        size = (max(16, round(turned.width * scale)), max(16, round(turned.height * scale)))
        donor = np.asarray(turned.resize(size, degradations.KERNELS[int(rng.integers(1, 5))]))
    down, across = -(-height // donor.shape[0]) + 1, -(-width // donor.shape[1]) + 1
    tiled = np.concatenate([donor, donor[::-1]] * down, 0)
    tiled = np.concatenate([tiled, tiled[:, ::-1]] * across, 1)
    top, left = (int(v) for v in rng.integers(0, 8, 2))
    return tiled[top : top + height, left : left + width]


def _splice(host: Pixels, donor: Pixels, rng: np.random.Generator, regenerate: Regenerate) -> _Edited:
    alpha = part(host.shape, rng)
    return _mixed(host, _fitted_donor(host, donor, rng, 1.0), alpha), alpha > 0.5


def _scaled_splice(host: Pixels, donor: Pixels, rng: np.random.Generator, regenerate: Regenerate) -> _Edited:
    alpha = part(host.shape, rng)
    scale = float(rng.choice((rng.uniform(0.5, 0.95), rng.uniform(1.05, 2.5))))
    return _mixed(host, _fitted_donor(host, donor, rng, scale), alpha), alpha > 0.5


def _blended_splice(host: Pixels, donor: Pixels, rng: np.random.Generator, regenerate: Regenerate) -> _Edited:
    """A splice whose tones are fitted to the host, by Poisson blending or by mean and deviation."""
    import cv2

    alpha = part(host.shape, rng)
    over = _fitted_donor(host, donor, rng, float(rng.choice((1.0, rng.uniform(0.6, 1.8)))))
    inside = alpha > 0.5
    inside[:2], inside[-2:], inside[:, :2], inside[:, -2:] = False, False, False, False
    if rng.random() < 0.5 and inside.sum() > 64:
        rows, columns = np.flatnonzero(inside.any(1)), np.flatnonzero(inside.any(0))
        centre = (int(columns[0] + columns[-1] + 1) // 2, int(rows[0] + rows[-1] + 1) // 2)
        try:
            blended = cv2.seamlessClone(
                np.ascontiguousarray(over), host, inside.astype(np.uint8) * 255, centre, cv2.NORMAL_CLONE
            )
            return np.asarray(blended, np.uint8), inside
        except cv2.error:  # the part touches the border
            pass
    toned = over.astype(np.float32)
    if inside.any():
        spread = host[inside].std(0) / np.maximum(toned[inside].std(0), 1)
        toned = (toned - toned[inside].mean(0)) * np.clip(spread, 0.4, 1.5) + host[inside].mean(0)
    return _mixed(host, np.clip(toned, 0, 255).astype(np.uint8), alpha), alpha > 0.5


def _inpainted(host: Pixels, donor: Pixels, rng: np.random.Generator, regenerate: Regenerate) -> _Edited:
    """A part removed and filled from its surroundings, by diffusion or by a patch from beside it."""
    import cv2

    alpha = part(host.shape, rng)
    hole = alpha > 0.5
    draw = rng.random()
    if draw < 0.6:
        way = cv2.INPAINT_TELEA if draw < 0.3 else cv2.INPAINT_NS
        radius = float(rng.uniform(2, 6))
        filled = np.asarray(cv2.inpaint(host, hole.astype(np.uint8) * 255, radius, way), np.uint8)
    else:
        shift = tuple(int(v) for v in rng.integers(16, 64, 2) * rng.choice((-1, 1), 2))
        filled = cv2.GaussianBlur(np.roll(host, shift, (0, 1)), (0, 0), float(rng.uniform(0.4, 1.2)))
        filled = _mixed(host, np.asarray(filled, np.uint8), _feathered(hole.astype(np.float32), 2.0))
    if rng.random() < 0.3:
        grain = rng.normal(0, rng.uniform(0.5, 3), hole.shape)[..., None] * hole[..., None]
        filled = np.clip(np.rint(filled + grain), 0, 255).astype(np.uint8)
    return filled, hole


def _regenerated(host: Pixels, donor: Pixels, rng: np.random.Generator, regenerate: Regenerate) -> _Edited:
    alpha = part(host.shape, rng)
    return _mixed(host, regenerate(host, rng), alpha), alpha > 0.5


def through_autoencoder(network: Taef2) -> Regenerate:
    """A passage through an autoencoder, or one time in four through a smaller size."""

    def regenerate(pixels: Pixels, rng: np.random.Generator) -> Pixels:
        return _through_smaller(pixels, rng) if rng.random() < 0.25 else network.reconstruct(pixels[None])[0]

    return regenerate


def _through_smaller(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    small = degradations.resize(pixels, float(rng.uniform(0.4, 0.8)))
    size = (pixels.shape[1], pixels.shape[0])
    return np.asarray(Image.fromarray(small).resize(size, Image.Resampling.BICUBIC))


def _retouched(host: Pixels, donor: Pixels, rng: np.random.Generator, regenerate: Regenerate) -> _Edited:
    """A part made softer, cleaner, sharper or noisier."""
    import cv2

    alpha = part(host.shape, rng)
    ways: tuple[Callable[[], NDArray[np.generic]], ...] = (
        lambda: degradations.blur(host, float(rng.uniform(0.8, 3.0))),
        lambda: degradations.denoise(host),
        lambda: np.asarray(cv2.bilateralFilter(host, 7, 40, 5)),
        lambda: degradations.sharpen(host, int(rng.integers(80, 250))),
        lambda: degradations.noise(host, float(rng.uniform(2, 8)), rng),
    )
    over = np.asarray(ways[int(rng.integers(len(ways)))](), np.uint8)
    return _mixed(host, over, alpha), alpha > 0.5


def _overlay(host: Pixels, donor: Pixels, rng: np.random.Generator, regenerate: Regenerate) -> _Edited:
    """A plate of one colour with a little shading and lines on it, as a changed sign or label has."""
    alpha = part(host.shape, rng)
    height, width = host.shape[:2]
    colour = rng.uniform(30, 225, 3)
    slope = np.linspace(-1, 1, width)[None, :, None] * rng.uniform(0, 20)
    plate = Image.fromarray(np.clip(np.broadcast_to(colour + slope, (height, width, 3)), 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(plate)
    ink = tuple(int(v) for v in 255 - colour)
    for _ in range(int(rng.integers(3, 20))):
        x, y = float(rng.uniform(0, width)), float(rng.uniform(0, height))
        pen.line((x, y, x + float(rng.uniform(8, 60)), y + float(rng.uniform(-4, 4))), fill=ink, width=2)
    return _mixed(host, np.asarray(plate), alpha * np.float32(rng.uniform(0.85, 1))), alpha > 0.5


_EDITS: dict[Edit, Callable[[Pixels, Pixels, np.random.Generator, Regenerate], _Edited]] = {
    "splice": _splice,
    "scaled splice": _scaled_splice,
    "blended splice": _blended_splice,
    "in-painting": _inpainted,
    "regenerated": _regenerated,
    "retouched": _retouched,
    "overlay": _overlay,
}
