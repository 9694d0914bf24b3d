"""The chunks of a PNG file (W3C PNG, third edition), sorted by what they hold.

ImageMagick and programs after it write metadata as hexadecimal text under `Raw profile type NAME`.
"""

from __future__ import annotations

import binascii
import zlib
from collections.abc import Iterator

from ...foreign import Foreign
from ...sentences import Sentence
from ..contents import Field
from .reading import MAX_FIELDS, MAX_TEXT, Block, Blocks, decoded, label, readable

MAX_CHUNKS = 100_000
MAX_INFLATED = MAX_TEXT
MAX_XMP = 16 << 20  # bytes of a packet
_XMP = b"XML:com.adobe.xmp"
_RAW = b"Raw profile type "
_PIXELS = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"fdAT", b"fcTL", b"caBX", b"hIST", b"sBIT"))
_SIGNATURE = b"\x89PNG\r\n\x1a\n"

TOO_MANY = Sentence("png_chunks.too_many", "Only the first {limit} PNG chunks were read.")
TOO_MUCH = Sentence("png_chunks.too_much", "The PNG texts are too many or too long; only the first were read.")
TOO_LONG = Sentence("png_chunks.too_long", "The PNG text {keyword} was cut off after {limit} MB.")
BROKEN_TEXT = Sentence("png_chunks.broken_text", "The compressed PNG text {keyword} is damaged.")
BROKEN_PROFILE = Sentence("png_chunks.broken_profile", "The PNG text {keyword} is damaged and was not decoded.")


def chunks(data: bytes, start: int = 0) -> Iterator[tuple[bytes, int, int]]:
    """Kind, offset of the contents and end of the contents of every chunk up to the end of the picture."""
    at = start + len(_SIGNATURE)
    for _ in range(MAX_CHUNKS):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if len(kind) < 4 or at + 8 + length > len(data):
            return
        yield kind, at + 8, at + 8 + length
        at += 12 + length
        if kind == b"IEND":
            return


def end_of(data: bytes, start: int = 0) -> int | None:
    """Offset of the first byte after the picture, or None if its end is missing."""
    return next((end + 4 for kind, _, end in chunks(data, start) if kind == b"IEND"), None)


def split(data: bytes) -> Blocks:
    """Sort the chunks of a PNG file."""
    blocks, room, count = Blocks(end=len(data)), 8 * MAX_INFLATED, 0
    for kind, start, end in chunks(data):
        count += 1
        if kind == b"IEND":
            blocks.end = min(end + 4, len(data))
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            if room > 0 and len(blocks.fields) < MAX_FIELDS:
                most = MAX_XMP if data[start : start + len(_XMP)] == _XMP else MAX_INFLATED
                room -= _text(blocks, kind, data[start : min(end, start + most + 256)], most)
        elif kind == b"eXIf":
            blocks.exif.append(Block(data[start:end], "", start))
        elif kind == b"iCCP":
            _profile(blocks, data[start:end])
        elif kind == b"tIME" and end - start == 7:
            year = int.from_bytes(data[start : start + 2], "big")
            month, day, hour, minute, second = data[start + 2 : end]
            blocks.add("PNG", "tIME", f"{year:04d}-{month:02d}-{day:02d} {hour:02d}:{minute:02d}:{second:02d}", "tIME")
        elif kind not in _PIXELS and not (kind[:1].isupper()):
            _other(blocks, kind, data[start : min(end, start + MAX_TEXT)], start)
    if room <= 0 or len(blocks.fields) >= MAX_FIELDS:
        blocks.warnings.append(TOO_MUCH())
    if count >= MAX_CHUNKS:
        blocks.warnings.append(TOO_MANY(limit=f"{MAX_CHUNKS:,}"))
    return blocks


def _text(blocks: Blocks, kind: bytes, body: bytes, most: int) -> int:
    """Read a text chunk; gives back how much of the room for texts it used: all of it, if it could not be inflated."""
    keyword, zero, rest = body.partition(b"\0")
    if not zero or len(keyword) > 256:
        keyword, rest = b"", body
    if kind == b"tEXt":
        value = rest
    elif kind == b"zTXt":
        value = _inflate(blocks, keyword, rest[1:])
    else:
        packed, rest = rest[:1] == b"\1", rest[2:]
        rest = rest.partition(b"\0")[2].partition(b"\0")[2]  # without the language and the translated keyword
        value = _inflate(blocks, keyword, rest) if packed else rest
    if len(value) > most:
        blocks.warnings.append(TOO_LONG(keyword=Foreign.of(keyword), limit=most >> 20))
        value = value[:most]
    if keyword == _XMP:
        blocks.xmp.append(Block(value))
    elif keyword.startswith(_RAW):
        _raw(blocks, keyword, value)
    else:
        text = Foreign(decoded(value))
        blocks.fields.append(Field(place="PNG", name=label(keyword), value=text, where=kind.decode()))
    return MAX_INFLATED if kind != b"tEXt" and not value else len(value) + 1024


def _inflate(blocks: Blocks, keyword: bytes, packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, MAX_INFLATED + 1)
    except zlib.error:
        blocks.warnings.append(BROKEN_TEXT(keyword=Foreign.of(keyword)))
        return b""


def _raw(blocks: Blocks, keyword: bytes, value: bytes) -> None:
    """A line with the name, a line with the length, then hexadecimal digits on many lines."""
    kind = keyword[len(_RAW) :].strip().lower()
    _, _, digits = value.lstrip().partition(b"\n")
    _, _, digits = digits.lstrip().partition(b"\n")
    try:
        body = binascii.unhexlify(b"".join(digits.split()))
    except (binascii.Error, ValueError):
        blocks.warnings.append(BROKEN_PROFILE(keyword=Foreign.of(keyword)))
        return
    where = "raw profile"
    if kind in (b"exif", b"app1", b"app1,exif", b"generic") and body.startswith(b"Exif\0"):
        blocks.exif.append(Block(body[6:], where))
    elif kind == b"exif" or (kind == b"app1" and body[:2] in (b"II", b"MM")):
        blocks.exif.append(Block(body, where))
    elif kind in (b"xmp", b"app1"):
        blocks.xmp.append(Block(body.removeprefix(b"http://ns.adobe.com/xap/1.0/\0"), where))
    elif kind in (b"iptc", b"8bim", b"app13"):
        body = body.removeprefix(b"Photoshop 3.0\0")
        (blocks.resources if body.startswith(b"8BIM") else blocks.iptc).append(Block(body, where))
    elif kind in (b"icc", b"icm"):
        blocks.profiles.append(Block(body, where))
    else:
        text = readable(body)
        blocks.add("PNG", label(keyword), text if text is not None else f"{len(body):,} bytes", where)


def _profile(blocks: Blocks, body: bytes) -> None:
    if blocks.profiles:
        return
    name, _, rest = body.partition(b"\0")
    try:
        blocks.profiles.append(Block(zlib.decompressobj().decompress(rest[1:], 1 << 22), label(name)))
    except zlib.error:
        blocks.warnings.append(BROKEN_TEXT(keyword=Foreign("iCCP")))


def _other(blocks: Blocks, kind: bytes, body: bytes, at: int) -> None:
    """A chunk that the standard does not name: an XMP packet, a text, or only its name and size."""
    if b"<x:xmpmeta" in body or b"<rdf:RDF" in body:
        blocks.xmp.append(Block(body, label(kind), at))
    elif kind in (b"pHYs", b"gAMA", b"cHRM", b"sRGB", b"bKGD", b"acTL", b"cICP", b"mDCv", b"cLLi", b"oFFs", b"iDOT"):
        pass  # how to show the picture
    else:
        text = readable(body) if body else None
        blocks.add("container", f"{label(kind)} chunk", text if text is not None else f"{len(body):,} bytes")
