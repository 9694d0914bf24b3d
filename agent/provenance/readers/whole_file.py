"""Every reader over one file: the container is taken apart once, then each kind of block is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ...foreign import Foreign
from ...intake import Exhibit
from ...sentences import Sentence
from ...text import one_line
from ..contents import Contents, Field, Part
from . import (
    colour_profile,
    exif_block,
    gif_blocks,
    hidden_text,
    iptc_datasets,
    iso_boxes,
    jpeg_segments,
    photoshop_resources,
    picture_index,
    png_chunks,
    riff_chunks,
    thumbnails,
    tiff_pages,
    trailing_data,
    xmp_packets,
)
from .reading import Block, Blocks, Reading, decoded

MAX_WARNINGS = 40
MAX_COMMENTS = 100
MAX_BLOCKS = 4  # of one kind; files of ordinary programs hold one
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
# Pictures that XMP carries as text (base64), by the qualified name of the property.
_EMBEDDED = {"GDepth:Data": "depth map", "GImage:Data": "second picture", "xmpGImg:image": "thumbnail"}

UNREADABLE = Sentence("whole_file.unreadable", "{what} could not be read ({reason}).")
MORE_WARNINGS = Sentence("whole_file.more_warnings", "Further warnings that were left out: {count}.")
T = TypeVar("T")


def read(exhibit: Exhibit) -> Contents:
    """What a file holds beside its pixels, but for content credentials."""
    data, warnings = exhibit.data, list[str]()
    blocks = _guarded("The container", lambda: _split(data), Blocks(end=len(data)), warnings)
    small: list[tuple[Part, bytes]] = []
    for block in blocks.resources[:MAX_BLOCKS]:
        small += _guarded("Photoshop's data", lambda b=block: photoshop_resources.split(b, blocks), [], warnings)
    for block in blocks.pictures[:MAX_BLOCKS]:
        blocks.parts += _guarded("The index of pictures", lambda b=block: picture_index.read(data, b), [], warnings)
    _guarded("What follows the picture", lambda: trailing_data.read(data, blocks), None, warnings)
    readings: list[Reading] = []
    for block in blocks.exif[:MAX_BLOCKS]:
        readings.append(_guarded("EXIF", lambda b=block: exif_block.read(b), Reading(), warnings))
        small = _guarded("The EXIF thumbnail", lambda b=block: exif_block.thumbnails(b), [], warnings) + small
    xmp = _guarded("XMP", lambda: xmp_packets.read(blocks.xmp, blocks.extensions), Reading(), warnings)
    readings.append(_without_pictures(xmp))
    for block in blocks.iptc[:MAX_BLOCKS]:
        readings.append(_guarded("IPTC", lambda b=block: iptc_datasets.read(b), Reading(), warnings))
    hidden = _guarded("The lowest bits", lambda: hidden_text.read(exhibit.pixels, exhibit.alpha), Reading(), warnings)
    profiles = [
        field
        for block in blocks.profiles[:1]
        for field in _guarded("The colour profile", lambda b=block: colour_profile.read(b), [], warnings)
    ]
    parts = _compared(exhibit, small, blocks.parts, warnings)
    texts = Reading((*(_comment(block) for block in blocks.comments[:MAX_COMMENTS]), *blocks.fields, *profiles))
    readings += [hidden, texts]
    fields = [field for reading in readings for field in reading.fields]
    warnings = [*blocks.warnings, *(line for reading in readings for line in reading.warnings), *warnings]
    return Contents(
        fields=tuple(field for field in fields if field.value),
        parts=(*parts, *(part for reading in readings for part in reading.parts)),
        warnings=_shortened(warnings),
    )


def _split(data: bytes) -> Blocks:
    """The blocks of a file by its first bytes; none for a format that holds no metadata."""
    if data[:2] == b"\xff\xd8":
        return jpeg_segments.split(data)
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return png_chunks.split(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return riff_chunks.split(data)
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return gif_blocks.split(data)
    if data[:4] in _TIFF:
        return tiff_pages.split(data)
    if data[4:8] in (b"ftyp", b"jP  "):
        return iso_boxes.split(data)
    if data[:4] == b"8BPS":
        return tiff_pages.split_psd(data)
    return Blocks(end=len(data))


def _guarded(what: str, call: Callable[[], T], otherwise: T, warnings: list[str]) -> T:
    """The result of a reader, or a warning: bytes that somebody else wrote can make any code raise anything."""
    try:
        return call()
    except Exception as error:
        reason = f"{type(error).__name__}: {one_line(error, 80)}"
        warnings.append(UNREADABLE(what=what, reason=Foreign(reason)))
        return otherwise


def _comment(block: Block) -> Field:
    return Field(place="comment", name="comment", value=Foreign(decoded(block.data)), where=block.where)


def _without_pictures(reading: Reading) -> Reading:
    """Pictures that XMP carries as text become parts; their fields say only how long they are."""
    fields, parts = [], []
    for field in reading.fields:
        kind = _EMBEDDED.get(field.path[-1]) if field.path else None
        if kind is None:
            fields.append(field)
            continue
        size = len(field.value.raw)
        fields.append(field.model_copy(update={"value": Foreign(f"{size:,} characters")}))
        parts.append(Part.model_validate({"kind": kind, "size": size * 3 // 4, "where": "XMP"}))
    return Reading(tuple(fields), (*reading.parts, *parts[:20]), reading.warnings)


def _compared(
    exhibit: Exhibit, small: list[tuple[Part, bytes]], parts: list[Part], warnings: list[str]
) -> tuple[Part, ...]:
    """All parts, thumbnails first; thumbnails and previews are compared with the picture."""
    done: list[Part] = []
    for part, data in small[:4]:
        compared = _guarded("A thumbnail", lambda p=part, d=data: _compare(p, d, exhibit), (part, None), warnings)
        done.append(compared[0])
        warnings += [compared[1]] if compared[1] else []
    budget = 3
    for part in parts:
        near = part.kind in ("thumbnail", "preview") and part.media_type == "image/jpeg" and part.offset is not None
        if near and budget and (part.size or 0) <= thumbnails.MAX_BYTES:
            budget -= 1
            data = exhibit.data[part.offset : part.offset + (part.size or 0)] if part.offset is not None else b""
            part = _guarded("A preview", lambda p=part, d=data: _compare(p, d, exhibit), (part, None), warnings)[0]
        done.append(part)
    return tuple(done)


def _compare(part: Part, data: bytes, exhibit: Exhibit) -> tuple[Part, str | None]:
    return thumbnails.compared(part, data, exhibit.pixels)


def _shortened(warnings: list[str]) -> tuple[str, ...]:
    lines = list(dict.fromkeys(warnings))
    more = len(lines) - MAX_WARNINGS
    return tuple(lines) if more <= 0 else (*lines[:MAX_WARNINGS], MORE_WARNINGS(count=more))
