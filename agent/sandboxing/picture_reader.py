"""What the reading process does with a picture: decode it, and read what it carries beside the pixels."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from .. import provenance
from ..intake import FORMATS, Exhibit, receive
from ..provenance.contents import Contents


@dataclass(frozen=True, slots=True)
class Reader:
    """What a reading process is started with.

    Attributes:
        read: from the bytes, a name and the certificates that are trusted (PEM text) to an exhibit and its contents.
        warm: called once before the process gives up its rights, so that nothing is imported afterwards.
        declares: how many pixels a file says it has, for which time is added; 0 if that is not known.
    """

    read: Callable[[bytes, str, str | None], tuple[Exhibit, Contents]]
    warm: Callable[[], object] = lambda: None
    declares: Callable[[bytes], int] = lambda data: 0


def read(data: bytes, name: str, trust_anchors: str | None) -> tuple[Exhibit, Contents]:
    """Decode a picture and read its contents.

    Raises:
        IntakeError: if the file can't be examined.
    """
    exhibit = receive(data, name)
    contents = provenance.read(exhibit, trust_anchors)
    return provenance.noted(exhibit, contents), contents


def declares(data: bytes) -> int:
    """The number of pixels in a file's head; 0 if it has none that can be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            kinds = [kind for kind in FORMATS if kind in Image.OPEN and kind != "MPO"]
            width, height = Image.open(io.BytesIO(data), formats=kinds).size
            return width * height
    except Exception:  # whatever is wrong with it, `read` finds the words
        return 0


def warm() -> None:
    """Read a small picture of each kind, so that every decoder is loaded."""
    picture = Image.new("RGB", (16, 16))
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF"):
        buffer = io.BytesIO()
        try:
            picture.save(buffer, kind)
        except Exception:  # a build of Pillow that does not write this kind
            continue
        read(buffer.getvalue(), "sample", None)


PICTURES = Reader(read, warm, declares)
