"""EXIF: what a camera and the programs after it record (CIPA DC-008, Exif 3.0)."""

from __future__ import annotations

from ...foreign import Foreign
from ...sentences import Sentence
from ..contents import Field, Part
from . import exif_values, maker_notes, tiff_directories
from .exif_names import name_of
from .reading import MAX_FIELDS, Block, Reading
from .tiff_directories import Directory

# Values that are read elsewhere (XMP, IPTC, Photoshop's resources, colour profile) or only lead to others.
_ELSEWHERE = frozenset((0x02BC, 0x83BB, 0x8649, 0x8773, 0x8769, 0x8825, 0xA005, 0x014A, 0xEA1C))
# What a TIFF file says of how its pixels are stored is no EXIF.
_STRUCTURE = frozenset(
    (*range(0xFE, 0x10B), 0x111, *range(0x115, 0x118), 0x11A, 0x11B, 0x11C, *range(0x120, 0x12A), 0x13D)
) | frozenset((*range(0x140, 0x146), *range(0x152, 0x155), 0x15B, *range(0x200, 0x20A), *range(0x211, 0x215)))
_MAKER_NOTE, _JPEG_START, _JPEG_SIZE = 0x927C, 0x0201, 0x0202

DAMAGED = Sentence("exif_block.damaged", "{block}{where}: {problem}")
MANY_FIELDS = Sentence("exif_block.many_fields", "EXIF{where}: only the first {limit} values were read.")


def read(block: Block) -> Reading:
    """Every tag of every directory of an EXIF block.

    In a TIFF file, which is such a block itself, the tags that describe how the pixels are stored belong to the
    container.
    """
    directories, problems = tiff_directories.read(block.data)
    where, kind = f" ({block.where})" if block.where else "", "TIFF" if block.offset == 0 else "EXIF"
    warnings = [DAMAGED(block=kind, where=where, problem=problem) for problem in problems[:20]]
    fields: list[Field] = []
    for directory in directories:
        place = f"{directory.name} ({block.where})" if block.where else directory.name
        for entry in directory.entries:
            if entry.tag in _ELSEWHERE and not directory.name.endswith("GPS"):
                continue
            name = name_of(entry.tag, directory.name)
            if entry.tag == _MAKER_NOTE and not directory.name.endswith("GPS"):
                value = f"{entry.count:,} bytes"
            else:
                value = exif_values.text_of(entry, directory.name)
            if value.strip():
                of = "container" if block.offset == 0 and entry.tag in _STRUCTURE else "EXIF"
                fields.append(Field(place=of, name=name, value=Foreign(value), where=place))
        if directory.name.endswith("GPS") and (position := _position(directory)):
            fields.append(Field(place="EXIF", name="GPSPosition", value=Foreign(position), where=place))
    maker = next((field.value.raw[:40] for field in fields if field.name == "Make"), "")
    for note in [note for directory in directories if (note := directory.raw(_MAKER_NOTE))][:2]:
        fields += maker_notes.read(block.data, note, maker)
    if len(fields) > MAX_FIELDS:
        warnings.append(MANY_FIELDS(where=where, limit=f"{MAX_FIELDS:,}"))
    return Reading(tuple(fields[:MAX_FIELDS]), (), tuple(warnings))


def thumbnails(block: Block) -> list[tuple[Part, bytes]]:
    """The JPEG thumbnails of an EXIF block and their bytes."""
    found = []
    for directory in tiff_directories.read(block.data)[0]:
        start, size = directory.number(_JPEG_START), directory.number(_JPEG_SIZE)
        if start and size and start < len(block.data):
            data = block.data[start : start + size]
            offset = None if block.offset is None else block.offset + start
            found.append(
                (Part(kind="thumbnail", media_type="image/jpeg", offset=offset, size=len(data), where="EXIF"), data)
            )
    return found[:4]


def _position(directory: Directory) -> str | None:
    by_tag = {entry.tag: entry for entry in directory.entries}

    def reference(tag: int) -> str:
        return by_tag[tag].raw[:2].decode("latin-1") if tag in by_tag else ""

    latitude = exif_values.degrees(by_tag.get(2), reference(1), 90)
    longitude = exif_values.degrees(by_tag.get(4), reference(3), 180)
    return None if latitude is None or longitude is None else f"{latitude:.6f}, {longitude:.6f}"
