"""Pictures that a JPEG file names beside the first: CIPA DC-007's multi-picture format (MPF)."""

from __future__ import annotations

from ..contents import Part, PartKind
from . import jpeg_segments, tiff_directories
from .reading import Block
from .trailing_data import jpeg_kind

MAX_PICTURES = 50
_ENTRIES = 0xB002
# The kinds of DC-007, by the lower 24 bits of the attributes; 0x050000 is Apple's and Google's for gain maps.
_KINDS: dict[int, PartKind] = {0x010001: "preview", 0x010002: "preview", 0x050000: "gain map"}


def read(data: bytes, block: Block) -> list[Part]:
    """The further pictures of an index, as far as a JPEG begins where it says so."""
    if block.offset is None:
        return []
    directories, _ = tiff_directories.read(block.data)
    entries = next((raw for d in directories if (raw := d.raw(_ENTRIES)) is not None), b"")
    order = "little" if block.data[:2] == b"II" else "big"
    parts = []
    for at in range(0, min(len(entries) - 15, 16 * MAX_PICTURES), 16):
        kind, size, offset = (int.from_bytes(entries[at + k : at + k + 4], order) for k in (0, 4, 8))
        start = block.offset + offset
        if offset == 0 or data[start : start + 2] != b"\xff\xd8":  # the first picture has no offset
            continue
        size = min(size, len(data) - start)
        name = _KINDS.get(kind & 0xFFFFFF) or jpeg_kind(data, start, start + size)
        width, height = jpeg_segments.size_of(data, start) or (None, None)
        parts.append(
            Part(
                kind=name,
                media_type="image/jpeg",
                offset=start,
                size=size,
                width=width or None,
                height=height or None,
                where="index of pictures (MPF)",
            )
        )
    return parts
