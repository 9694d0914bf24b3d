"""Small copies of the pictures of items, bounded in size and number, as text to put into a page."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Sequence

from PIL import Image, ImageOps

from ..items import Item
from ..sets.media import MediaError, frames

SIDE = 256  # px of the longer side of a small copy
QUALITY = 80  # of its WebP
PICTURES = 4  # small copies of an item
CHUNK = 50  # small copies that a page reads at a time
MOST = 2500  # small copies in a page; one takes about 9 kB


def thumbnails(item: Item) -> list[str]:
    """The first four media as data addresses; a file that can't be read is left out."""
    return [address for path in item.media[:PICTURES] if (address := small_copy(path, item.modality))]


def small_copy(path: str, modality: str = "image") -> str:
    """A small copy of a picture, or of the first frame that is taken of a video, as a data address.

    Empty if the file is neither, or can't be read.
    """
    if modality not in ("image", "render", "video"):
        return ""
    try:
        small = Image.fromarray(frames(path, 1)[0]) if modality == "video" else _opened(path)
    except (MediaError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""
    small.thumbnail((SIDE, SIDE))
    buffer = io.BytesIO()
    small.save(buffer, "WEBP", quality=QUALITY)
    return f"data:image/webp;base64,{base64.b64encode(buffer.getvalue()).decode()}"


def _opened(path: str) -> Image.Image:
    """The picture, upright and RGB; a large JPEG is decoded at a smaller scale, which is many times faster."""
    with Image.open(path) as image:
        image.draft("RGB", (2 * SIDE, 2 * SIDE))
        return ImageOps.exif_transpose(image).convert("RGB")


def small_copies(items: Iterable[Item], most: int = MOST) -> tuple[list[str], dict[str, int], int]:
    """Small copies of the pictures of many items, each picture once.

    Args:
        items: those that matter most first.
        most: copies that are made.

    Returns:
        The copies, the number of the copy of each file, and how many files were left out because of `most`.
    """
    copies: list[str] = []
    number: dict[str, int] = {}
    over: set[str] = set()
    for item in items:
        for path in item.media[:PICTURES]:
            if path in number:
                continue
            if len(copies) >= most:
                over.add(path)
                continue
            number[path] = -1
            if copy := small_copy(path, item.modality):
                number[path] = len(copies)
                copies.append(copy)
    return copies, {path: at for path, at in number.items() if at >= 0}, len(over)


def in_chunks(copies: Sequence[str], size: int = CHUNK) -> list[list[str]]:
    """The copies in lists of so many, which a page reads one by one as they are needed."""
    return [list(copies[start : start + size]) for start in range(0, len(copies), size)]
