"""TIFF and PSD files as containers: metadata blocks in tags or resources, further pages."""

from __future__ import annotations

from ..contents import Part, PartKind
from . import tiff_directories
from .reading import Block, Blocks

_XMP, _IPTC, _RESOURCES, _PROFILE = 0x02BC, 0x83BB, 0x8649, 0x8773
_KIND, _WIDTH, _HEIGHT, _REDUCED = 0x00FE, 0x0100, 0x0101, 1
MAX_PARTS = 50


def split(data: bytes) -> Blocks:
    """Sort the tags of a TIFF file. What follows the picture is not looked for, since a TIFF file has no end."""
    blocks = Blocks(end=len(data), exif=[Block(data, "", 0)])
    for directory in tiff_directories.read(data)[0]:
        first = directory.page == 0
        where = "" if first else directory.name
        if directory.page is not None:
            for tag, kept in ((_XMP, blocks.xmp), (_RESOURCES, blocks.resources), (_IPTC, blocks.iptc)):
                if (raw := directory.raw(tag)) and len(kept) < 16:
                    kept.append(Block(_swapped(raw) if tag == _IPTC else raw, where))
            if (raw := directory.raw(_PROFILE)) and not blocks.profiles:
                blocks.profiles.append(Block(raw))
        if not first and directory.number(_WIDTH) and len(blocks.parts) < MAX_PARTS:
            reduced = (directory.number(_KIND) or 0) & _REDUCED
            kind: PartKind = "preview" if reduced else "page"
            width, height = directory.number(_WIDTH), directory.number(_HEIGHT)
            blocks.parts.append(Part(kind=kind, width=width, height=height, where=directory.name))
    return blocks


def _swapped(raw: bytes) -> bytes:
    """Some programs write IPTC as 32-bit numbers, and others then turn the bytes of each around."""
    if raw[:1] != b"\x1c" and raw[3:4] == b"\x1c":
        return b"".join(raw[at : at + 4][::-1] for at in range(0, min(len(raw), 1 << 20), 4))
    return raw


def split_psd(data: bytes) -> Blocks:
    """The image resources of a Photoshop file: after the header of 26 bytes and the colour mode data."""
    blocks = Blocks(end=len(data))
    start = 30 + int.from_bytes(data[26:30], "big")
    size = int.from_bytes(data[start : start + 4], "big")
    blocks.resources.append(Block(data[start + 4 : start + 4 + size], "", start + 4))
    return blocks
