"""Pseudo-fakes: real pictures altered in known ways, with a mask of the altered part; a seed decides every choice.

A pseudo-fake differs from its original only in the trace of one operation, so its content can't give it away. What
every phone and service does to pictures (scaling, blur, sharpening, denoising, recompression) is a control: the picture
stays real.

Letters: H, W height and width of the picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from ...eval.sets import degradations

Pixels = NDArray[np.uint8]  # [H, W, 3]
Truth = Literal["real", "synthetic", "tampered"]
Alteration = Literal["autoencoder", "super-resolution", "style", "splice", "copy-move", "blend", "control"]
GENERATIVE: tuple[Alteration, ...] = ("autoencoder", "super-resolution", "style")
LOCAL: tuple[Alteration, ...] = ("splice", "copy-move", "blend")
KINDS: tuple[Alteration, ...] = (*GENERATIVE, *LOCAL, "control")
CONTROLS = ("resize", "blur", "sharpen", "denoise", "JPEG", "WebP")


@dataclass(frozen=True, slots=True)
class PseudoFake:
    """An altered picture with the truth about it.

    Attributes:
        pixels: uint8 [H, W, 3].
        mask: bool [H, W], True where it was altered; None if a network made all of it, and for a control.
        kind: the operation.
        detail: the variant of the operation, such as the autoencoder's name.
        truth: synthetic if a network made all of it, tampered if it was altered in part, otherwise real.
    """

    pixels: Pixels
    mask: NDArray[np.bool_] | None
    kind: Alteration
    detail: str
    truth: Truth


class Generator(Protocol):
    """A network that makes a picture anew."""

    def __call__(self, pixels: Pixels, rng: np.random.Generator, /) -> tuple[Pixels, str]:
        """Pass a picture through.

        Args:
            pixels: uint8 [H, W, 3].
            rng: decides every choice.

        Returns:
            The new picture in the same size, and the name of the variant.
        """
        ...


def make(
    kind: Alteration,
    pixels: Pixels,
    rng: np.random.Generator,
    *,
    donor: Pixels | None = None,
    generator: Generator | None = None,
    region: bool = False,
) -> PseudoFake:
    """One pseudo-fake of a real picture.

    Args:
        kind: the operation.
        pixels: uint8 [H, W, 3], 64 px or more on the short side.
        rng: decides every choice.
        donor: another picture; a splice needs one.
        generator: the network for a generative kind.
        region: whether a generative kind alters only a region, which makes the picture tampered.

    Raises:
        ValueError: if the kind needs a donor or a generator and has none.
    """
    if kind in GENERATIVE:
        if generator is None:
            raise ValueError(f"{kind} needs a generator")
        made, detail = generator(pixels, rng)
        if not region:
            return PseudoFake(made, None, kind, detail, "synthetic")
        return _composed(pixels, made, soft_mask(pixels.shape[:2], rng), kind, detail)
    if kind == "control":
        made, detail = control(pixels, rng)
        return PseudoFake(made, None, kind, detail, "real")
    if kind == "splice":
        if donor is None:
            raise ValueError("a splice needs a donor")
        pasted = np.asarray(Image.fromarray(donor).resize(pixels.shape[1::-1], Image.Resampling.BICUBIC))
        return _composed(pixels, pasted, soft_mask(pixels.shape[:2], rng), kind, "donor")
    if kind == "copy-move":
        return _copy_move(pixels, rng)
    return _blend(pixels, rng)


def soft_mask(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """A random star-shaped blob of 4–30% of the picture with a feathered edge, float32 [H, W] in 0 to 1."""
    height, width = shape[:2]
    radius = np.sqrt(rng.uniform(0.04, 0.3) * height * width / np.pi)
    centre = rng.uniform(0.25, 0.75, 2) * (width, height)
    angles = np.sort(rng.uniform(0, 2 * np.pi, 12))
    reach = radius * rng.uniform(0.7, 1.3, 12)  # [12]
    corners = centre + reach[:, None] * np.stack([np.cos(angles), np.sin(angles)], 1)  # [12, 2]
    image = Image.new("L", (width, height), 0)
    ImageDraw.Draw(image).polygon([(float(x), float(y)) for x, y in corners], fill=255)
    feather = rng.uniform(0.5, max(1.0, 0.08 * radius))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(feather)), np.float32) / np.float32(255)


def _composed(under: Pixels, over: Pixels, alpha: NDArray[np.float32], kind: Alteration, detail: str) -> PseudoFake:
    weight = alpha[..., None]
    mixed = np.rint(under * (1 - weight) + over * weight).astype(np.uint8)
    return PseudoFake(mixed, alpha > 0.5, kind, detail, "tampered")


def _copy_move(pixels: Pixels, rng: np.random.Generator) -> PseudoFake:
    """A region of the picture copied to another place, in some cases mirrored. The mask shows the copy."""
    height, width = pixels.shape[:2]
    alpha = soft_mask(pixels.shape, rng)
    rows, columns = np.flatnonzero(alpha.any(1)), np.flatnonzero(alpha.any(0))
    # Shifts that bring pixels from inside the picture into the mask; the longest of eight is taken.
    down = rng.integers(rows[-1] - height + 1, rows[0] + 1, 8)
    right = rng.integers(columns[-1] - width + 1, columns[0] + 1, 8)
    longest = int(np.hypot(down, right).argmax())
    source, detail = (pixels[:, ::-1], "mirrored copy") if rng.random() < 0.3 else (pixels, "copy")
    moved = np.roll(source, (int(down[longest]), int(right[longest])), (0, 1))
    return _composed(pixels, moved, alpha, "copy-move", detail)


def _blend(pixels: Pixels, rng: np.random.Generator) -> PseudoFake:
    """Self-blended: tone, sharpness and position of the picture are changed slightly inside a region.

    After Shiohara and Yamasaki, "Detecting Deepfakes with Self-Blended Images", 2022.
    """
    height, width = pixels.shape[:2]
    tone = 1 + rng.uniform(-0.15, 0.15, 3)
    changed = np.clip(pixels * tone + rng.uniform(-12, 12), 0, 255).astype(np.uint8)
    changed = degradations.blur(changed, 0.8) if rng.random() < 0.5 else degradations.sharpen(changed, 80)
    size = (max(16, round(width * rng.uniform(0.96, 1.04))), max(16, round(height * rng.uniform(0.96, 1.04))))
    scaled = Image.fromarray(changed).resize(size, Image.Resampling.BILINEAR)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    fitted = np.asarray(scaled.crop((left, top, left + width, top + height)))
    inside = np.asarray(Image.new("L", size, 255).crop((left, top, left + width, top + height))) > 0
    alpha = np.where(inside, soft_mask(pixels.shape, rng), np.float32(0))
    return _composed(pixels, fitted, alpha, "blend", "self-blended")


def control(pixels: Pixels, rng: np.random.Generator) -> tuple[Pixels, str]:
    """An ordinary operation that leaves a picture real: the result in the same size, and its name."""
    name = CONTROLS[int(rng.integers(len(CONTROLS)))]
    operations: dict[str, Callable[[], Pixels]] = {
        "resize": lambda: fit(degradations.resize(pixels, rng.uniform(0.4, 0.9)), pixels.shape),
        "blur": lambda: degradations.blur(pixels, rng.uniform(0.5, 1.5)),
        "sharpen": lambda: degradations.sharpen(pixels, int(rng.integers(40, 200))),
        "denoise": lambda: degradations.denoise(pixels),
        "JPEG": lambda: degradations.jpeg(pixels, int(rng.integers(50, 95))),
        "WebP": lambda: degradations.webp(pixels, int(rng.integers(50, 95))),
    }
    return operations[name](), name


def fit(pixels: Pixels, shape: Sequence[int]) -> Pixels:
    """The picture scaled to a shape (H, W, …), unless it has that size."""
    if pixels.shape[:2] == tuple(shape[:2]):
        return pixels
    return np.asarray(Image.fromarray(pixels).resize((shape[1], shape[0]), Image.Resampling.BICUBIC))
