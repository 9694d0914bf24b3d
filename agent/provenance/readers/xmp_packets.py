"""XMP packets out of their blocks (ISO 16684-1; XMP part 3 for extended XMP): found, put together, and read.

Nothing here looks for a packet with a pattern: a file may hold a million beginnings without one end.
"""

from __future__ import annotations

import hashlib

from ...sentences import Sentence
from ..contents import Field
from . import xmp_properties
from .reading import Block, Reading

MAX_PACKETS = 16
MAX_EXTENDED = 32 << 20  # bytes
_BEGINNINGS = (("utf-8", b"<x:xmpmeta"), ("utf-8", b"<rdf:RDF"), ("utf-8", b"<?xpacket"))
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")

SEVERAL = Sentence("xmp_packets.several", "The file holds {count} XMP packets.")
TOO_MANY = Sentence("xmp_packets.too_many", "Only the first {limit} of {count} XMP packets were read.")
UNFINISHED = Sentence("xmp_packets.unfinished", "XMP{where}: the packet has no end, or more than one beginning.")
GAPS = Sentence("xmp_packets.gaps", "Parts of the extended XMP are missing.")
WRONG_SUM = Sentence("xmp_packets.wrong_sum", "The extended XMP does not match its checksum; it was changed.")
TOO_LARGE = Sentence("xmp_packets.too_large", "The extended XMP is over {limit} MB and was not read.")
UNCLAIMED = Sentence(
    "xmp_packets.unclaimed", "The file's XMP names no extended XMP with this checksum, but there is one."
)


def read(blocks: list[Block], extensions: list[bytes]) -> Reading:
    """The fields of all packets."""
    fields: list[Field] = []
    warnings: list[str] = []
    packets, opened = [], 0
    for block in blocks:
        found, whole = _packets(block.data)
        opened += not whole
        packets += [(text, block.where) for text in found]
        if not whole:
            warnings.append(UNFINISHED(where=f" ({block.where})" if block.where else ""))
    if len(packets) > 1:
        warnings.append(SEVERAL(count=len(packets)))
    if len(packets) > MAX_PACKETS:
        warnings.append(TOO_MANY(limit=MAX_PACKETS, count=len(packets)))
    several = len(packets) > 1
    for number, (text, where) in enumerate(packets[:MAX_PACKETS], start=1):
        name = where or (f"packet {number}" if several else "")
        found, problems = xmp_properties.read(text, name)
        fields += found
        warnings += problems
    for body in _extended(extensions, warnings):
        found, problems = xmp_properties.read(body, "extended XMP")
        fields += found
        warnings += problems
    return Reading(tuple(fields), (), tuple(warnings))


def _packets(data: bytes) -> tuple[list[bytes], bool]:
    """The packets of a block, as UTF-8, and whether each beginning has its end."""
    for code in _WIDE:
        mark = "<?xpacket".encode(code), "<x:xmpmeta".encode(code), "<rdf:RDF".encode(code)
        if any(m in data[: 1 << 16] for m in mark):
            start = min(at for m in mark if (at := data.find(m)) >= 0)
            data = data[start:].decode(code, "replace").encode()
            break
    packets, at, whole = [], 0, True
    for opening, closing in ((b"<x:xmpmeta", b"</x:xmpmeta>"), (b"<rdf:RDF", b"</rdf:RDF>")):
        while (start := data.find(opening, at)) >= 0 and len(packets) <= MAX_PACKETS:
            end = data.find(closing, start)
            if end < 0:
                if not packets:
                    packets.append(data[start:])
                whole = False
                break
            whole = whole and data.find(opening, start + 1, end) < 0
            at = end + len(closing)
            packets.append(data[start:at])
        if packets:
            break
    if not packets and data.strip(b"\0 \r\n\t"):  # other prefixes, or none: let the reader of XML find out
        start = data.find(b"<?xpacket")
        start = data.find(b"?>", start) + 2 if start >= 0 else 0
        end = data.find(b"<?xpacket end", start)
        packets.append(data[start : end if end >= 0 else len(data)].strip(b"\0 \r\n\t"))
    return [packet for packet in packets if packet], whole


def _extended(segments: list[bytes], warnings: list[str]) -> list[bytes]:
    """Extended XMP put together: each segment has a GUID (the MD5 of the whole), the whole length, and its offset."""
    by_guid: dict[bytes, list[bytes]] = {}
    for segment in segments:
        if len(segment) > 40:
            by_guid.setdefault(segment[:32], []).append(segment)
    bodies = []
    for guid, pieces in list(by_guid.items())[:4]:
        total = int.from_bytes(pieces[0][32:36], "big")
        if total > MAX_EXTENDED:
            warnings.append(TOO_LARGE(limit=MAX_EXTENDED >> 20))
            continue
        pieces.sort(key=lambda piece: piece[36:40])
        body, gaps = b"", False
        parts, size = [], 0
        for piece in pieces:
            offset = int.from_bytes(piece[36:40], "big")
            if offset != size:
                gaps = gaps or offset > size
                continue
            parts.append(piece[40:])
            size += len(piece) - 40
        body = b"".join(parts)[:total]
        if gaps or size < total:
            warnings.append(GAPS())
        elif hashlib.md5(body, usedforsecurity=False).hexdigest().encode() != guid.lower():
            warnings.append(WRONG_SUM())
        bodies.append(body)
    return bodies
