"""The chunks of a WebP file (RFC 9649), sorted by what they hold."""

from __future__ import annotations

from ...sentences import Sentence
from .reading import MAX_TEXT, Block, Blocks, label, readable

MAX_CHUNKS = 20_000
_PIXELS = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"C2PA"))

TOO_MANY = Sentence("riff_chunks.too_many", "Only the first {limit} chunks of the WebP file were read.")


def split(data: bytes) -> Blocks:
    """Sort the chunks of a WebP file."""
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    end += end % 2 if end < len(data) else 0
    blocks, at, count = Blocks(end=end), 12, 0
    while at + 8 <= end and count < MAX_CHUNKS:
        count += 1
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        start, stop = at + 8, min(at + 8 + length, len(data))
        if kind == b"EXIF":
            mark = 6 if data[start : start + 6] == b"Exif\0\0" else 0  # some programs write JPEG's mark here too
            blocks.exif.append(Block(data[start + mark : stop], "", start + mark))
        elif kind == b"XMP ":
            blocks.xmp.append(Block(data[start:stop], "", start))
        elif kind == b"ICCP":
            blocks.profiles.append(Block(data[start:stop], "", start))
        elif kind not in _PIXELS:
            body = data[start : min(stop, start + MAX_TEXT)]
            if b"<x:xmpmeta" in body or b"<rdf:RDF" in body:
                blocks.xmp.append(Block(body, label(kind), start))
            else:
                text = readable(body) if body else None
                blocks.add("container", f"{label(kind)} chunk", text if text is not None else f"{length:,} bytes")
        at = start + length + length % 2
    if count >= MAX_CHUNKS:
        blocks.warnings.append(TOO_MANY(limit=f"{MAX_CHUNKS:,}"))
    return blocks
