"""Files for the readers, made by hand: blocks of metadata and the containers around them."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from typing import Any

import numpy as np
from PIL import Image
from telltale.agent.intake import receive
from telltale.agent.provenance import readers
from telltale.agent.provenance.contents import Contents

_ROWS, _COLUMNS = np.indices((192, 256))
PICTURE = Image.fromarray(np.stack([(_ROWS + _COLUMNS) % 256, _ROWS, _COLUMNS], -1).astype(np.uint8))
EMPTY = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
SPACES = (
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" '
    'xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"'
)


def encoded(kind: str, picture: Image.Image = PICTURE, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def contents(data: bytes) -> Contents:
    return readers.read(receive(data, "made"))


def xmp(body: str = "", attributes: str = "") -> bytes:
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {EMPTY}><rdf:Description rdf:about="" {SPACES} {attributes}>'
        f"{body}</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def jpeg(*segments: bytes, after: bytes = b"", **options: Any) -> bytes:
    whole = encoded("JPEG", **options)
    return whole[:2] + b"".join(segments) + whole[2:] + after


def app1_xmp(packet: bytes) -> bytes:
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet)


def extended(body: bytes, size: int = 200, guid: bytes | None = None) -> list[bytes]:
    name = guid or hashlib.md5(body).hexdigest().upper().encode()
    mark = b"http://ns.adobe.com/xmp/extension/\0"
    return [
        segment(0xE1, mark + name + struct.pack(">II", len(body), at) + body[at : at + size])
        for at in range(0, len(body), size)
    ]


def tiff(*directories: list[tuple[int, int, bytes]], order: str = "<") -> bytes:
    """A TIFF structure whose directories form a chain: each entry is a tag, a type and the bytes of its value."""
    sizes = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 10: 8, 129: 1}
    out = bytearray((b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8))
    for n, entries in enumerate(directories):
        start = len(out)
        extra = start + 2 + 12 * len(entries) + 4
        body, values = struct.pack(f"{order}H", len(entries)), b""
        for tag, kind, raw in entries:
            body += struct.pack(f"{order}HHI", tag, kind, len(raw) // sizes[kind])
            if len(raw) <= 4:
                body += raw.ljust(4, b"\0")
            else:
                body += struct.pack(f"{order}I", extra + len(values))
                values += raw + b"\0" * (len(raw) % 2)
        following = extra + len(values) if n + 1 < len(directories) else 0
        out += body + struct.pack(f"{order}I", following) + values
    return bytes(out)


def iim(*datasets: tuple[int, int, bytes]) -> bytes:
    return b"".join(b"\x1c" + bytes((r, n)) + struct.pack(">H", len(v)) + v for r, n, v in datasets)


def resource(number: int, body: bytes) -> bytes:
    return b"8BIM" + struct.pack(">H", number) + b"\0\0" + struct.pack(">I", len(body)) + body + b"\0" * (len(body) % 2)


def photoshop(*resources: bytes) -> bytes:
    return segment(0xED, b"Photoshop 3.0\0" + b"".join(resources))


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks: bytes, after: bytes = b"", picture: Image.Image = PICTURE) -> bytes:
    whole = encoded("PNG", picture)
    return whole[:33] + b"".join(chunks) + whole[33:] + after


def samsung_trailer(**entries: bytes) -> bytes:
    blocks, table = b"", []
    for name, body in entries.items():
        block = b"\0\0\xa1\x0b" + struct.pack("<I", len(name)) + name.encode() + body
        table.append((len(blocks), len(block)))
        blocks += block
    head = b"SEFH" + struct.pack("<II", 107, len(table))
    for start, size in table:
        head += b"\0\0\xa1\x0b" + struct.pack("<II", len(blocks) - start, size)
    return blocks + head + struct.pack("<I", len(head)) + b"SEFT"


def video(size: int = 64) -> bytes:
    return b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + struct.pack(">I", size) + b"mdat" + b"v" * (size - 8)
