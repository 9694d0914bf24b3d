"""Labelled pictures for studies: read from sets, drawn at random, written as PNG."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..sets.records import Record, read


def records_of(sets: Sequence[Path]) -> list[Record]:
    """The records of several sets, in their order.

    Raises:
        DataError: if a set can't be read.
    """
    return [record for place in sets for record in read(place)]


def drawn_by_label(records: Sequence[Record], count: int) -> list[Record]:
    """At most `count` real and `count` generated pictures, drawn at random with a fixed seed."""
    rng = np.random.default_rng(0)
    drawn = []
    for label in ("real", "generated"):
        of_label = [record for record in records if record.label == label]
        drawn += [of_label[i] for i in rng.permutation(len(of_label))[:count]]
    return drawn


def jpeg_file(pixels: NDArray[np.uint8], quality: int) -> bytes:
    """Pixels uint8 [H, W, 3] as the bytes of a JPEG file without metadata."""
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Pixels uint8 [H, W, 3] as the bytes of a PNG file, which loses nothing."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
