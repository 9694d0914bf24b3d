"""Serial numbers, firmware and owners in maker notes, of makers whose notes are plain directories.

A maker note is a directory of TIFF's form behind a mark of its own; offsets count from the EXIF block's header, from
the note, or from a header within it. Numbers of tags are those of ExifTool's documentation of tag names.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from ...foreign import Foreign
from ..contents import Field
from . import exif_values, tiff_directories
from .reading import readable

_UNDEFINED = 7
_CANON = {0x06: "ImageType", 0x07: "FirmwareVersion", 0x09: "OwnerName", 0x0C: "SerialNumber", 0x95: "LensModel",
          0x96: "InternalSerialNumber"}  # fmt: skip
_NIKON = {0x1D: "SerialNumber", 0x0D5: "Software"}
_PANASONIC = {0x02: "FirmwareVersion", 0x25: "InternalSerialNumber", 0x51: "LensType", 0x52: "LensSerialNumber"}
_APPLE = {0x0B: "BurstUUID", 0x11: "ContentIdentifier", 0x15: "ImageUniqueID", 0x2B: "PhotoIdentifier"}
_FUJI = {0x10: "InternalSerialNumber"}
_PENTAX = {0x0229: "SerialNumber"}
_OLYMPUS = {0x0207: "CameraType", 0x0209: "CameraID", 0x0404: "SerialNumber"}


class _Form(NamedTuple):
    """How a maker's note is laid out: its mark, where its directory begins, what offsets count from, and the tags.

    `base` is `block`, `note` or `header` (a TIFF header that stands at `start`); `order` is the byte order if the form
    fixes one.
    """

    mark: bytes
    start: int
    base: Literal["block", "note", "header"]
    tags: dict[int, str]
    order: Literal["<", ">"] | None = None


_FORMS = (
    _Form(b"Nikon\0\x02", 10, "header", _NIKON),
    _Form(b"Apple iOS\0\0\x01", 14, "note", _APPLE, ">"),
    _Form(b"Panasonic\0\0\0", 12, "block", _PANASONIC),
    _Form(b"FUJIFILM", 12, "note", _FUJI, "<"),
    _Form(b"OLYMPUS\0", 12, "note", _OLYMPUS),
    _Form(b"OLYMP\0", 8, "block", _OLYMPUS),
    _Form(b"AOC\0", 6, "block", _PENTAX),
)


def read(block: bytes, note: bytes, maker: str) -> list[Field]:
    """What a maker note says of the camera.

    Args:
        block: the EXIF block in which the note lies.
        note: the note.
        maker: `Make` as the block has it.
    """
    begin = block.find(note[:32]) if note else -1
    if begin < 0:
        return []
    form = next((form for form in _FORMS if note.startswith(form.mark)), None)
    if form is None:
        if not maker.strip().lower().startswith("canon"):
            return []
        form = _Form(b"", 0, "block", _CANON)
    order: Literal["<", ">"] = form.order or ("<" if block[:2] == b"II" else ">")
    if form.base == "header":
        directories, _ = tiff_directories.read(block[begin + form.start : begin + len(note)])
        entries = directories[0].entries if directories else []
    elif form.base == "note":
        entries = tiff_directories.entries_at(block[begin : begin + len(note)], form.start, order)
    else:
        entries = tiff_directories.entries_at(block, begin + form.start, order)
    fields = []
    for entry in entries:
        if (name := form.tags.get(entry.tag)) and len(entry.raw) <= 1024:
            text = readable(entry.raw.strip(b"\0")) if entry.kind == _UNDEFINED else None
            value = (text or exif_values.text_of(entry, "MakerNote")).partition("\0")[0].strip()
            if value:
                fields.append(Field(place="EXIF", name=name, value=Foreign(value), where="MakerNote"))
    return fields[: len(form.tags)]
