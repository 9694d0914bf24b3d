"""Media in the form that models take: pictures upright and in RGB, videos as evenly spaced frames."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

FRAMES = 16


class MediaError(ValueError):
    """A media file that can't be read; one line."""


def picture(path: str) -> Image.Image:
    """The picture in a file, upright, RGB.

    Raises:
        MediaError: if it can't be read.
    """
    try:
        with Image.open(path) as image:
            return ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise MediaError(f"{Path(path).name}: can't be read as a picture ({type(error).__name__})") from None


def frames(path: str, count: int = FRAMES) -> list[NDArray[np.uint8]]:
    """Frames of a video, uint8 [H, W, 3] each, at the middles of `count` equal parts; all frames of a shorter video.

    Raises:
        MediaError: if it can't be decoded, or OpenCV is missing.
    """
    try:
        import cv2
    except ImportError:
        raise MediaError("videos need OpenCV; install it with `pip install telltale[eval]`") from None
    video = cv2.VideoCapture(path)
    try:
        total = int(video.get(cv2.CAP_PROP_FRAME_COUNT))
        wanted = {int((n + 0.5) * total / count) for n in range(count)} if total > count else set(range(max(total, 0)))
        decoded = []
        for number in range(max(wanted, default=-1) + 1):  # read in order: seeking lands on key frames
            if not video.grab():
                break
            if number in wanted:
                ok, frame = video.retrieve()
                if ok:
                    decoded.append(np.ascontiguousarray(frame[..., ::-1]))
    finally:
        video.release()
    if not decoded:
        raise MediaError(f"{Path(path).name}: no frame of the video can be decoded")
    return decoded


@lru_cache(maxsize=65536)
def _digest(path: str, size: int, changed: int) -> str:
    with Path(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest(path: str) -> str:
    """SHA-256 of a file, computed again only if its size or time has changed."""
    state = Path(path).stat()
    return _digest(path, state.st_size, state.st_mtime_ns)
