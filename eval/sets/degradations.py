"""Damage that pictures suffer on their way (scaling, blur, noise, compression), drawn alike for every label.

Real and generated pictures of a set differ in how they were saved and scaled. If all copies go through one random
pipeline before training, a classifier can learn less from that difference.

Letters: H, W height and width.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Pixels = NDArray[np.uint8]  # [H, W, 3]
VIEW = 224  # side in pixels of what a vision tower sees
KERNELS = (
    Image.Resampling.BOX,
    Image.Resampling.BILINEAR,
    Image.Resampling.HAMMING,
    Image.Resampling.BICUBIC,
    Image.Resampling.LANCZOS,
)


def jpeg(pixels: Pixels, quality: int, subsampling: int = 2) -> Pixels:
    """One pass through JPEG; subsampling as in Pillow (0 is 4:4:4, 2 is 4:2:0)."""
    return _through(pixels, "JPEG", quality=quality, subsampling=subsampling)


def webp(pixels: Pixels, quality: int) -> Pixels:
    """One pass through lossy WebP."""
    return _through(pixels, "WEBP", quality=quality)


def _through(pixels: Pixels, format: str, **options: int) -> Pixels:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, format, **options)
    with Image.open(buffer) as image:
        return np.asarray(image.convert("RGB"))


def resize(pixels: Pixels, factor: float, kernel: Image.Resampling = Image.Resampling.BICUBIC) -> Pixels:
    """Scale both sides by a factor, to 16 px at least."""
    height, width = pixels.shape[:2]
    size = (max(16, round(width * factor)), max(16, round(height * factor)))
    return np.asarray(Image.fromarray(pixels).resize(size, kernel))


def blur(pixels: Pixels, sigma: float) -> Pixels:
    """A Gaussian blur with a standard deviation in pixels."""
    return np.asarray(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(sigma)))


def sharpen(pixels: Pixels, percent: int) -> Pixels:
    """An unsharp mask of radius 1.5 px."""
    return np.asarray(Image.fromarray(pixels).filter(ImageFilter.UnsharpMask(1.5, percent, 0)))


def denoise(pixels: Pixels) -> Pixels:
    """A 3 × 3 median, which takes grain away and keeps edges."""
    return np.asarray(Image.fromarray(pixels).filter(ImageFilter.MedianFilter(3)))


def noise(pixels: Pixels, sigma: float, rng: np.random.Generator) -> Pixels:
    """Additive Gaussian noise, sigma in grey levels."""
    return _clip(pixels + rng.normal(0.0, sigma, pixels.shape))


def screenshot(pixels: Pixels) -> Pixels:
    """As shown on a screen at 0.8 of its size and saved again: bilinear, then WebP and JPEG as a service would."""
    return jpeg(webp(resize(pixels, 0.8, Image.Resampling.BILINEAR), 85), 82)


def _clip(values: NDArray[np.floating]) -> Pixels:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


# Fixed degradations that studies measure under.
NAMED: dict[str, Callable[[Pixels], Pixels]] = {
    "as they are": lambda pixels: pixels,
    "JPEG 95": lambda pixels: jpeg(pixels, 95),
    "JPEG 75": lambda pixels: jpeg(pixels, 75),
    "JPEG 60": lambda pixels: jpeg(pixels, 60),
    "resize × 0.5": lambda pixels: resize(pixels, 0.5),
    "blur 1 px": lambda pixels: blur(pixels, 1.0),
    "screenshot": screenshot,
}


def view(pixels: Pixels, size: int = VIEW) -> Pixels:
    """The middle square, scaled to [size, size, 3] if it has another size."""
    height, width = pixels.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = pixels[top : top + side, left : left + side]
    if side == size:
        return square
    return np.asarray(Image.fromarray(square).resize((size, size), Image.Resampling.BICUBIC))


def random_crop(pixels: Pixels, side: int, rng: np.random.Generator) -> Pixels:
    """A square [side, side, 3] at native resolution, at a random place; a smaller picture is scaled up first."""
    height, width = pixels.shape[:2]
    if min(height, width) < side:
        pixels = resize(pixels, side / min(height, width) + 1e-6)
        height, width = pixels.shape[:2]
    top, left = int(rng.integers(height - side + 1)), int(rng.integers(width - side + 1))
    return pixels[top : top + side, left : left + side]


def degrade(
    pixels: Pixels, rng: np.random.Generator, size: int = VIEW, *, crop: bool = True, mirror: bool = True
) -> Pixels:
    """One random pipeline, ending in a [size, size, 3] view.

    A square of 60–100% of the short side (all of it without `crop`) is cut out and, with `mirror`, perhaps mirrored;
    then resized down, blurred or sharpened, given noise, each with a probability; recompressed once or twice (JPEG
    50–98 or WebP 50–95); and scaled to the view with a random kernel.
    """
    side = int(min(pixels.shape[:2]) * (rng.uniform(0.6, 1.0) if crop else 1.0))
    out = random_crop(pixels, max(16, side), rng)
    if rng.random() < 0.5 and mirror:
        out = out[:, ::-1]
    if rng.random() < 0.4:
        out = resize(out, rng.uniform(0.45, 1.0), _kernel(rng))
    draw = rng.random()
    if draw < 0.2:
        out = blur(out, rng.uniform(0.3, 1.2))
    elif draw < 0.35:
        out = sharpen(out, int(rng.integers(30, 150)))
    elif draw < 0.4:
        out = denoise(out)
    if rng.random() < 0.2:
        out = noise(out, rng.uniform(1.0, 6.0), rng)
    out = recompress(out, rng)
    if out.shape[0] != size:
        out = np.asarray(Image.fromarray(np.ascontiguousarray(out)).resize((size, size), _kernel(rng)))
    return recompress(out, rng) if rng.random() < 0.3 else np.ascontiguousarray(out)


def _kernel(rng: np.random.Generator) -> Image.Resampling:
    return KERNELS[int(rng.integers(len(KERNELS)))]


def recompress(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """One pass of JPEG (quality 50–98) or, one time in four, WebP (50–95)."""
    pixels = np.ascontiguousarray(pixels)
    if rng.random() < 0.25:
        return webp(pixels, int(rng.integers(50, 96)))
    return jpeg(pixels, int(rng.integers(50, 99)), int(rng.choice([0, 2])))
