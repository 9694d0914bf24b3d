"""Small copies of pictures, for lists."""

from __future__ import annotations

from PIL import Image

THUMBNAIL = (240, 180)  # px


def small_copy(picture: Image.Image) -> Image.Image:
    """A copy that fits into `THUMBNAIL`."""
    small = picture.copy()
    small.thumbnail(THUMBNAIL)
    return small
