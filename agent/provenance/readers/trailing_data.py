"""What lies after the end of the picture: other pictures, videos of motion photos, archives, texts, unknown bytes."""

from __future__ import annotations

from ...foreign import Foreign
from ...sentences import Sentence
from ..contents import Field, Part, PartKind
from . import iso_boxes, jpeg_segments, png_chunks, samsung_trailer
from .reading import MAX_TEXT, Block, Blocks, readable

MAX_PARTS = 20
MAX_SHOWN = 1 << 16  # bytes of a text after the end that becomes a field
_PADDING = b"\0\xff\r\n\t "
_ARCHIVES = (
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b\x08", "application/gzip"),
)
_GAIN_MAPS = (b"http://ns.adobe.com/hdr-gain-map/1.0/", b"http://ns.apple.com/HDRGainMap/1.0/", b"ts:21496:-1")
_DEPTH = (b"http://ns.apple.com/depthData/", b"auxiliarytype:depth", b"auxiliarytype:disparity", b"auxid:2")
_HEAD = 1 << 16

FOLLOWS = "after the picture"
MANY = Sentence("trailing_data.many", "More follows after the picture than is listed; only the first {limit} are.")


def read(data: bytes, blocks: Blocks) -> None:
    """Add what lies after the picture to the blocks, but for what they name already."""
    end = samsung_trailer.read(data, blocks, len(data))
    claimed = sorted((part.offset, part.size or 0) for part in blocks.parts if part.offset is not None)
    at, found = blocks.end, 0
    while at < end and found < MAX_PARTS:
        first, at = at, _skip_padding(data, at, end)
        if at >= end:
            break
        for mark in (b"ftyp", b"jP  "):  # the zeros before it are the length of a box
            if data.startswith(mark, at + 1) or data.startswith(mark, at):
                at = max(first, data.index(mark, at) - 4)
        covering = next((start + size for start, size in claimed if start <= at < start + size), None)
        if covering is not None:
            at = covering
            continue
        following = next((start for start, _ in claimed if start > at), end)
        stop = _piece(data, at, min(following, end), blocks)
        at = max(stop, at + 1)
        found += 1
    if found >= MAX_PARTS and at < end:
        blocks.warnings.append(MANY(limit=MAX_PARTS))


def jpeg_kind(data: bytes, start: int, end: int) -> PartKind:
    """What a further JPEG is by the marks in its head: a gain map, a depth map, or simply another picture."""
    head = data[start : min(end, start + _HEAD)]
    if any(mark in head for mark in _GAIN_MAPS):
        return "gain map"
    return "depth map" if any(mark in head.lower() for mark in (m.lower() for m in _DEPTH)) else "second picture"


def _skip_padding(data: bytes, at: int, end: int) -> int:
    step = 1 << 16
    while at < end:
        piece = data[at : min(at + step, end)]
        # A JPEG begins with a byte that is also used to fill up
        cut = piece.find(b"\xff\xd8\xff")
        kept = piece[: cut if cut >= 0 else len(piece)]
        left = kept.lstrip(_PADDING)
        if left or cut >= 0:
            return at + len(kept) - len(left)
        at += len(piece)
    return end


def _piece(data: bytes, at: int, end: int, blocks: Blocks) -> int:
    """Add the piece that begins at an offset; gives back its end."""
    head = data[at : at + 16]
    stop, kind, media = end, "unknown data", None
    size: tuple[int, int] | None = None
    if head.startswith(b"\xff\xd8\xff"):
        stop, media, kind = jpeg_segments.end_of(data, at) or end, "image/jpeg", jpeg_kind(data, at, end)
        size = jpeg_segments.size_of(data, at)
    elif head.startswith(b"\x89PNG\r\n\x1a\n"):
        stop, media, kind = png_chunks.end_of(data, at) or end, "image/png", "second picture"
    elif head[4:8] == b"ftyp":
        stop = min(iso_boxes.end_of(data, at), end)
        picture = head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif")
        media = ("image/avif" if head[8:12] == b"avif" else "image/heic") if picture else "video/mp4"
        kind = "second picture" if picture else "video"
    elif head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        stop, media, kind = at + 8 + int.from_bytes(head[4:8], "little"), "image/webp", "second picture"
    elif head.startswith((b"GIF87a", b"GIF89a")):
        media, kind = "image/gif", "second picture"
    elif head.startswith(b"%PDF-"):
        media = "application/pdf"
    elif archive := next((name for mark, name in _ARCHIVES if head.startswith(mark)), None):
        media, kind = archive, "archive"
    else:
        return _unknown(data, at, end, blocks)
    stop = min(max(stop, at + 4), end)
    width, height = size or (None, None)
    blocks.parts.append(
        Part(
            kind=kind,
            media_type=media,
            offset=at,
            size=stop - at,
            width=width or None,
            height=height or None,
            where=FOLLOWS,
        )
    )
    return stop


def _unknown(data: bytes, at: int, end: int, blocks: Blocks) -> int:
    """Bytes of no known kind, up to where a known kind begins; a short text also becomes a field."""
    marks = (
        b"\xff\xd8\xff\xe0",
        b"\xff\xd8\xff\xe1",
        b"\x89PNG\r\n\x1a\n",
        b"ftypmp4",
        b"ftypisom",
        b"ftypqt",
        b"PK\x03\x04",
    )
    places = [
        place - 4 * mark.startswith(b"ftyp") for mark in marks if (place := data.find(mark, at + 1, end)) > at + 4
    ]
    stop = min(places, default=end)
    body = data[at : min(stop, at + MAX_TEXT)]
    if b"<x:xmpmeta" in body or b"<rdf:RDF" in body:
        blocks.xmp.append(Block(body, FOLLOWS, at))
    text = readable(body) if len(body) <= MAX_SHOWN else None
    if text is not None:
        blocks.fields.append(Field(place="container", name="text", value=Foreign(text), where=FOLLOWS))
    media = "text/plain" if text is not None else None
    blocks.parts.append(Part(kind="unknown data", media_type=media, offset=at, size=stop - at, where=FOLLOWS))
    return stop
