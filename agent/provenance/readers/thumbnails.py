"""Thumbnails compared with the picture: one that shows something else was left over from before an edit.

Both become perceptual hashes of 64 bits (ImageHash's pHash); the distance is how many bits differ. About 32 differ
between unrelated pictures; among the ways of laying one over the other, the smallest distance counts. Cameras lay
pictures into a fixed frame with bars, and programs turn the picture but not its thumbnail, so turned, mirrored and
cropped ones are compared too.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...sentences import Sentence
from ..contents import Part

MAX_BYTES = 1 << 20  # of a thumbnail
MAX_PIXELS = 4_000_000
_SIDE = 256  # pixels to which the long side is reduced
_DARK = 40  # brightness below which a bar is black

UNREADABLE = Sentence("thumbnails.unreadable", "The thumbnail of {size} bytes could not be decoded.")


def compared(part: Part, data: bytes, pixels: NDArray[np.uint8]) -> tuple[Part, str | None]:
    """The part with its size in pixels and its distance from the picture, and a warning if it can't be decoded.

    Args:
        part: a thumbnail or preview.
        data: its bytes, a JPEG.
        pixels: uint8 [H, W, 3], the picture.
    """
    thumbnail = _decoded(data)
    if thumbnail is None:
        return part, UNREADABLE(size=f"{len(data):,}")
    size = {"width": thumbnail.width, "height": thumbnail.height}
    return part.model_copy(update={**size, "distance": distance(thumbnail, pixels)}), None


def _decoded(data: bytes) -> Image.Image | None:
    if not data or len(data) > MAX_BYTES:
        return None
    try:
        image = Image.open(io.BytesIO(data), formats=["JPEG"])
        if image.width * image.height > MAX_PIXELS or min(image.size) < 8:
            return None
        return image.convert("L")
    except Exception:  # foreign bytes can make a decoder raise anything
        return None


def distance(thumbnail: Image.Image, pixels: NDArray[np.uint8]) -> int:
    """The smallest number of bits, 0 to 64, in which the hashes of a thumbnail and a picture differ."""
    import imagehash

    picture = _reduced(pixels)
    best = 64
    for one, other in _pairs(thumbnail, picture):
        hashed = imagehash.phash(other)
        for turn in (None, *Image.Transpose):
            turned = one if turn is None else one.transpose(turn)
            if (turned.width > turned.height) == (other.width > other.height) or _square(turned) or _square(other):
                best = min(best, int(imagehash.phash(turned) - hashed))
        if best <= 4:
            break
    return best


def _reduced(pixels: NDArray[np.uint8]) -> Image.Image:
    image = Image.fromarray(pixels)
    image = image.reduce(max(1, max(image.size) // (2 * _SIDE)))
    image.thumbnail((_SIDE, _SIDE))
    return image.convert("L")


def _pairs(thumbnail: Image.Image, picture: Image.Image) -> Iterator[tuple[Image.Image, Image.Image]]:
    """The thumbnail as it is and without bars, and what a central crop makes of either if their shapes differ."""
    yield thumbnail, picture
    bare = _without_bars(thumbnail)
    if bare.size != thumbnail.size:
        yield bare, picture
    for one in (thumbnail, bare):
        shape = max(one.size) / min(one.size)
        long, short = max(picture.size), min(picture.size)
        if abs(shape * short / long - 1) > 0.02:
            yield _cropped(one, long / short), picture  # bars that are not black
            yield one, _cropped(picture, shape)  # a thumbnail that leaves the edges out


def _square(image: Image.Image) -> bool:
    return abs(image.width - image.height) <= 0.05 * max(image.size)


def _without_bars(image: Image.Image) -> Image.Image:
    """Cut off dark rows and columns at the edges."""
    bright = np.asarray(image) > _DARK  # [H, W]
    rows, columns = np.flatnonzero(bright.mean(axis=1) > 0.05), np.flatnonzero(bright.mean(axis=0) > 0.05)
    if len(rows) < 8 or len(columns) < 8:
        return image
    return image.crop((int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1))


def _cropped(image: Image.Image, shape: float) -> Image.Image:
    """A central crop whose long side is `shape` times its short one, lying or standing as the image does."""
    w, h = image.size
    wide = shape if w >= h else 1 / shape
    new_w, new_h = (w, round(w / wide)) if w / h < wide else (round(h * wide), h)
    new_w, new_h = max(new_w, 8), max(new_h, 8)
    left, top = (w - new_w) // 2, (h - new_h) // 2
    return image.crop((left, top, left + new_w, top + new_h))
