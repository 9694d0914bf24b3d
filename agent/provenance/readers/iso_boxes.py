"""The boxes and items of a HEIC or AVIF file (ISO/IEC 14496-12 and 23008-12), sorted by what they hold.

A `meta` box lists items: pictures, an EXIF block, XMP packets. The primary item is the picture; others are thumbnails
(`thmb`), auxiliary pictures (`auxl`: gain map, depth) or what derived pictures are made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ...sentences import Sentence
from ..contents import Part, PartKind
from .reading import MAX_TEXT, Block, Blocks, readable

MAX_BOXES = 5_000
MAX_ITEMS = 2_000
MAX_PARTS = 100
_NAME = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")  # letters of a box's kind
_C2PA = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_AUXILIARY: tuple[tuple[str, PartKind], ...] = (
    ("hdrgainmap", "gain map"),
    ("gainmap", "gain map"),
    ("disparity", "depth map"),
    ("depth", "depth map"),
    ("hevc:2015:auxid:2", "depth map"),
    ("cicp:systems:auxiliary:depth", "depth map"),
)
_ALPHA = ("hevc:2015:auxid:1", "auxiliary:alpha")

TOO_MANY = Sentence("iso_boxes.too_many", "Only a part of the file's boxes was read; there are too many.")


class Box(NamedTuple):
    """One box: its kind, the offset of its contents, and the end of it."""

    kind: bytes
    start: int
    end: int


@dataclass(slots=True)
class _Meta:
    """What a `meta` box says of its items, by their numbers."""

    kinds: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)  # kind, and content type of a `mime` item
    extents: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    references: list[tuple[bytes, int, list[int]]] = field(default_factory=list)
    properties: list[Box] = field(default_factory=list)
    uses: dict[int, list[int]] = field(default_factory=dict)
    primary: int = 0


def boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    """The boxes between two offsets, as far as they are whole; the last may run to the end."""
    at = start
    for _ in range(MAX_BOXES):
        if at + 8 > end:
            return
        size, kind, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            return
        yield Box(kind, at + head, at + size)
        at += size


def end_of(data: bytes, start: int = 0) -> int:
    """Offset of the first byte that belongs to no top-level box of the file; a further `ftyp` begins another file."""
    end, count, types = start, 0, 0
    for box in boxes(data, start, len(data)):
        count, types = count + 1, types + (box.kind == b"ftyp")
        if types > 1 or not _NAME.issuperset(box.kind):
            break
        end = box.end
    return end if count < MAX_BOXES else len(data)


def split(data: bytes) -> Blocks:
    """Sort the boxes and items of a HEIC or AVIF file."""
    blocks, count, types = Blocks(), 0, 0
    for box in boxes(data, 0, len(data)):
        count, types = count + 1, types + (box.kind == b"ftyp")
        if types > 1:  # another file behind this one
            break
        if box.kind == b"meta":
            _items(blocks, data, box)
        elif box.kind == b"mpvd":
            size = box.end - box.start
            blocks.parts.append(
                Part(kind="video", media_type="video/mp4", offset=box.start, size=size, where="mpvd box")
            )
        elif box.kind == b"uuid" and data[box.start : box.start + 16] == b"JpgTiffExif->JP2":
            blocks.exif.append(Block(data[box.start + 16 : box.end], "", box.start + 16))
        elif box.kind == b"uuid" and data[box.start : box.start + 16] != _C2PA:
            body = data[box.start + 16 : min(box.end, box.start + MAX_TEXT)]
            if b"<x:xmpmeta" in body or b"<rdf:RDF" in body:
                blocks.xmp.append(Block(body, "uuid", box.start + 16))
            else:
                text = readable(body) if body else None
                blocks.add("container", "uuid box", text if text is not None else f"{len(body):,} bytes")
    if count >= MAX_BOXES:
        blocks.warnings.append(TOO_MANY())
    blocks.end = end_of(data) or len(data)
    return blocks


def _items(blocks: Blocks, data: bytes, box: Box) -> None:
    meta = _Meta()
    inner = [(b.kind, b) for b in boxes(data, box.start + 4, box.end)]
    idat = next((b.start for kind, b in inner if kind == b"idat"), None)
    for kind, child in inner:
        if kind == b"iinf":
            _names(meta, data, child)
        elif kind == b"iloc":
            _places(meta, data[child.start : min(child.end, child.start + MAX_TEXT)], idat)
        elif kind == b"iref":
            _references(meta, data, child)
        elif kind == b"iprp":
            _properties(meta, data, child)
        elif kind == b"pitm":
            wide = 4 if data[child.start : child.start + 1] == b"\1" else 2
            meta.primary = int.from_bytes(data[child.start + 4 : child.start + 4 + wide], "big")
    for item, (kind, content) in meta.kinds.items():
        if kind == b"Exif" and len(blocks.exif) < 4:
            body = _body(data, meta, item)
            skip = 4 + int.from_bytes(body[:4], "big")  # to the TIFF header, past a mark that may stand before it
            skip = skip if body[skip : skip + 2] in (b"II", b"MM") else 4
            offset = meta.extents[item][0][0] + skip if item in meta.extents else None
            blocks.exif.append(Block(body[skip:].removeprefix(b"Exif\0\0"), "", offset))
        elif kind == b"mime" and b"rdf+xml" in content and len(blocks.xmp) < 16:
            blocks.xmp.append(Block(_body(data, meta, item)))
    _parts(blocks, data, meta)


def _names(meta: _Meta, data: bytes, box: Box) -> None:
    start = box.start + (6 if data[box.start : box.start + 1] == b"\0" else 8)
    for entry in boxes(data, start, box.end):
        if entry.kind != b"infe" or len(meta.kinds) >= MAX_ITEMS:
            continue
        version = data[entry.start]
        at = entry.start + 4
        wide = 4 if version >= 3 else 2
        item = int.from_bytes(data[at : at + wide], "big")
        at += wide + 2
        kind, rest = data[at : at + 4], data[at + 4 : min(entry.end, at + 1024)]
        meta.kinds[item] = (kind, rest.partition(b"\0")[2].partition(b"\0")[0])


def _places(meta: _Meta, body: bytes, idat: int | None) -> None:
    if len(body) < 8:
        return
    version, at = body[0], 6
    offset_size, length_size = body[4] >> 4, body[4] & 15
    base_size, index_size = body[5] >> 4, body[5] & 15 if version in (1, 2) else 0
    wide = 4 if version == 2 else 2

    def take(size: int) -> int:
        nonlocal at
        at += size
        return int.from_bytes(body[at - size : at], "big")

    for _ in range(min(take(wide), MAX_ITEMS)):
        item = take(wide)
        in_idat = take(2) & 15 == 1 if version in (1, 2) else False
        take(2)
        base = take(base_size)
        extents = []
        for _ in range(min(take(2), 64)):
            take(index_size)
            offset, length = take(offset_size), take(length_size)
            extents.append((base + offset + ((idat or 0) if in_idat else 0), length))
        meta.extents[item] = extents
        if at >= len(body):
            return


def _references(meta: _Meta, data: bytes, box: Box) -> None:
    wide = 4 if data[box.start : box.start + 1] == b"\1" else 2
    for entry in boxes(data, box.start + 4, box.end):
        at, numbers = entry.start, []
        source = int.from_bytes(data[at : at + wide], "big")
        count = int.from_bytes(data[at + wide : at + wide + 2], "big")
        for n in range(min(count, MAX_ITEMS)):
            place = at + wide + 2 + n * wide
            if place + wide > entry.end:
                break
            numbers.append(int.from_bytes(data[place : place + wide], "big"))
        meta.references.append((entry.kind, source, numbers))


def _properties(meta: _Meta, data: bytes, box: Box) -> None:
    for child in boxes(data, box.start, box.end):
        if child.kind == b"ipco":
            meta.properties = list(boxes(data, child.start, child.end))
        elif child.kind == b"ipma":
            _uses(meta, data[child.start : min(child.end, child.start + MAX_TEXT)])


def _uses(meta: _Meta, body: bytes) -> None:
    if len(body) < 8:
        return
    wide, double, at = (4 if body[0] >= 1 else 2), bool(body[3] & 1), 8
    for _ in range(min(int.from_bytes(body[4:8], "big"), MAX_ITEMS)):
        item, count = int.from_bytes(body[at : at + wide], "big"), body[at + wide : at + wide + 1]
        at += wide + 1
        if not count:
            return
        step = 2 if double else 1
        numbers = [int.from_bytes(body[at + n * step : at + (n + 1) * step], "big") for n in range(count[0])]
        meta.uses[item] = [number & (0x7FFF if double else 0x7F) for number in numbers]
        at += count[0] * step


def _body(data: bytes, meta: _Meta, item: int) -> bytes:
    return b"".join(data[at : at + min(size or MAX_TEXT, MAX_TEXT)] for at, size in meta.extents.get(item, [])[:16])


def _parts(blocks: Blocks, data: bytes, meta: _Meta) -> None:
    """Thumbnails, gain maps and depth maps. Alpha planes and the tiles of a grid belong to the picture itself."""
    kinds: dict[int, PartKind] = {}
    for kind, source, targets in meta.references:
        if kind == b"thmb" and meta.primary in targets:
            kinds[source] = "thumbnail"
        elif kind == b"auxl" and (name := _auxiliary(data, meta, source)) is not None:
            kinds[source] = name
    for item, kind in list(kinds.items())[:MAX_PARTS]:
        size = next((data[p.start + 4 : p.start + 12] for p in _of(meta, item) if p.kind == b"ispe"), b"")
        extents = meta.extents.get(item, [])
        blocks.parts.append(
            Part(
                kind=kind,
                offset=extents[0][0] if extents else None,
                size=sum(length for _, length in extents) or None,
                width=int.from_bytes(size[:4], "big") or None,
                height=int.from_bytes(size[4:], "big") or None,
                where=f"item {item}",
            )
        )
    if any(kind == b"tmap" for kind, _ in meta.kinds.values()) and "gain map" not in kinds.values():
        blocks.parts.append(Part(kind="gain map"))


def _of(meta: _Meta, item: int) -> Iterator[Box]:
    for number in meta.uses.get(item, []):
        if 0 < number <= len(meta.properties):
            yield meta.properties[number - 1]


def _auxiliary(data: bytes, meta: _Meta, item: int) -> PartKind | None:
    for box in _of(meta, item):
        if box.kind == b"auxC":
            name = data[box.start + 4 : min(box.end, box.start + 204)].partition(b"\0")[0].decode("latin-1").lower()
            if any(word in name for word in _ALPHA):
                return None
            kinds: list[PartKind] = [kind for word, kind in _AUXILIARY if word in name]
            return kinds[0] if kinds else "second picture"
    return None
