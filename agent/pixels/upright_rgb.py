"""Upright RGB of any picture that Pillow decodes: turned as EXIF says, with transparent parts on white."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps

from ..sentences import Sentence

_STRIP = 1 << 22  # pixels that are converted at a time, so that a large canvas does not need its memory many times

DEEP = Sentence("upright_rgb.deep", "The samples have more than 8 bits (mode {mode}); they were scaled to 8 bits.")
ON_WHITE = Sentence("upright_rgb.on_white", "Transparent parts are shown on white.")
CMYK = Sentence("upright_rgb.cmyk", "The picture was converted from CMYK to RGB without its colour profile.")


def upright(image: Image.Image) -> Image.Image:
    """The picture turned as its orientation tag says."""
    try:
        turned = image.getexif().get(ExifTags.Base.Orientation, 1) != 1
        return (ImageOps.exif_transpose(image) or image) if turned else image
    except Exception:  # an unreadable orientation tag: take the picture as it is stored
        return image


def to_rgb(image: Image.Image, notes: list[str]) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """Pixels uint8 [H, W, 3] of any Pillow mode, and the alpha plane uint8 [H, W] unless all of it is opaque.

    Raises:
        ValueError: if Pillow can't convert the mode.
    """
    mode = image.mode
    if mode.startswith("I;16") or mode in ("I", "F"):
        values = np.asarray(image, dtype=np.float64)
        top = 65535.0 if mode != "F" and values.max(initial=0) > 255 else 255.0
        if mode == "F" or values.min(initial=0) < 0 or values.max(initial=0) > 65535:
            low, high = float(np.nanmin(values)), float(np.nanmax(values))
            values, top = np.nan_to_num(values - low), max(high - low, 1e-9)
        notes.append(DEEP(mode=mode))
        grey = np.clip(np.rint(values * (255.0 / top)), 0, 255).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2), None
    if mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        return _on_white(image, notes)
    if mode in ("CMYK", "YCCK"):
        notes.append(CMYK())
    width, height = image.size
    pixels = np.empty((height, width, 3), np.uint8)
    for top, strip in _strips(image):
        pixels[top : top + strip.height] = np.asarray(strip.convert("RGB"))
    return pixels, None


def _strips(image: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    """The picture in strips from the top, each with the number of its first row."""
    rows = max(1, _STRIP // image.width)
    for top in range(0, image.height, rows):
        yield top, image.crop((0, top, image.width, min(top + rows, image.height)))


def _on_white(image: Image.Image, notes: list[str]) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    width, height = image.size
    pixels, alpha = np.empty((height, width, 3), np.uint8), np.empty((height, width), np.uint8)
    for top, strip in _strips(image):
        layered = strip.convert("RGBA")
        white = Image.new("RGBA", layered.size, (255, 255, 255, 255))
        alpha[top : top + strip.height] = np.asarray(layered.getchannel("A"))
        pixels[top : top + strip.height] = np.asarray(Image.alpha_composite(white, layered))[:, :, :3]
    if alpha.min() == 255:
        return pixels, None
    notes.append(ON_WHITE())
    return pixels, alpha
