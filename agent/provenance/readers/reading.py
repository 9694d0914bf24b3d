"""What every reader gives back, and what readers share: text out of bytes, and the limits of what is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ...foreign import Foreign
from ..contents import Field, Part, Place

MAX_TEXT = 4 << 20  # characters of one text
MAX_FIELDS = 5_000  # from one block; files of ordinary programs hold some hundreds


class Reading(NamedTuple):
    """What one reader found: texts, parts, and sentences about what was cut off or could not be read."""

    fields: tuple[Field, ...] = ()
    parts: tuple[Part, ...] = ()
    warnings: tuple[str, ...] = ()


class Block(NamedTuple):
    """Bytes of one kind of metadata; `where` says which, if there are several; `offset` is in bytes of the file."""

    data: bytes
    where: str = ""
    offset: int | None = None


@dataclass(slots=True)
class Blocks:
    """The blocks of metadata that a container format holds, before any of them is read.

    Attributes:
        exif: TIFF structures without the `Exif` mark before them.
        xmp: XMP packets.
        extensions: segments of extended XMP as they stand in the file, after the namespace.
        iptc: IPTC-IIM records.
        resources: Photoshop image resources (`8BIM` …).
        comments: comments of JPEG and GIF.
        profiles: ICC profiles.
        pictures: multi-picture indices (MPF), as TIFF structures.
        fields: texts that the container format itself holds.
        parts: what the container format itself names beside the picture.
        warnings: what was cut off or damaged.
        end: offset of the first byte after the picture; the file's length if nothing follows.
    """

    exif: list[Block] = field(default_factory=list)
    xmp: list[Block] = field(default_factory=list)
    extensions: list[bytes] = field(default_factory=list)
    iptc: list[Block] = field(default_factory=list)
    resources: list[Block] = field(default_factory=list)
    comments: list[Block] = field(default_factory=list)
    profiles: list[Block] = field(default_factory=list)
    pictures: list[Block] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    end: int = 0

    def add(self, place: Place, name: str, value: str | bytes | int, where: str = "") -> None:
        """Add a text of the container, unless it is empty."""
        text = decoded(value) if isinstance(value, bytes) else str(value)
        if text.strip() and len(self.fields) < MAX_FIELDS:
            self.fields.append(Field(place=place, name=name, value=Foreign(text[:MAX_TEXT]), where=where))


def decoded(data: bytes) -> str:
    """Text of bytes without a declared encoding: UTF-8 if it is that, else Latin-1; without zeros at the end."""
    data = data[:MAX_TEXT].rstrip(b"\0")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end >= len(data) - 3 and len(data) > 64:  # a character that was cut in two
            return data.decode("utf-8", "replace")
        return data.decode("latin-1")


def readable(data: bytes) -> str | None:
    """The text, if these bytes are text throughout: UTF-8, and printable but for white space; else None."""
    try:
        text = data[:MAX_TEXT].rstrip(b"\0").decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if text.strip() and all(c.isprintable() or c in "\r\n\t" for c in text) else None


def label(data: bytes) -> str:
    """A name out of the file, such as a keyword or the kind of a chunk, on one short line."""
    from ...text import one_line

    return one_line(decoded(data), 79)
