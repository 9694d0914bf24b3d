"""The segments of a JPEG file (ITU-T T.81), sorted by what they hold.

The segments' marks are those of Exif (CIPA DC-008), XMP part 3, ICC.1, Photoshop's file format, and CIPA DC-007 (MPF).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...sentences import Sentence
from .reading import Block, Blocks, decoded, readable

MAX_SEGMENTS = 20_000
_STEP = 1 << 16
_EXIF, _XMP, _MORE_XMP = b"Exif\0", b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
_PHOTOSHOP, _ICC, _MPF = b"Photoshop 3.0\0", b"ICC_PROFILE\0", b"MPF\0"
_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))  # markers without a length
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # in compressed data: neither a stuffed byte nor a restart
_TRANSFORM = {0: "no colour transform", 1: "YCbCr", 2: "YCCK"}

TOO_MANY = Sentence("jpeg_segments.too_many", "Only the first {limit} JPEG segments were read.")
BROKEN = Sentence("jpeg_segments.broken", "The chain of JPEG segments breaks off at byte {offset}.")
ICC_PARTS = Sentence("jpeg_segments.icc_parts", "Parts of the colour profile are missing.")


class Segment(NamedTuple):
    """One segment: its marker, the offset of its contents in the file, and the end of them."""

    marker: int
    start: int
    end: int


def segments(data: bytes, start: int = 0) -> Iterator[Segment]:
    """The segments from the start of a JPEG up to and with the end of the picture (EOI), as far as they are whole."""
    at = start + 2
    for _ in range(MAX_SEGMENTS):
        if data[at : at + 1] != b"\xff":
            return
        while data[at + 1 : at + 2] == b"\xff" and data[at + 2 : at + 3]:  # fill bytes
            at = _last_of_run(data, at)
        marker = data[at + 1 : at + 2]
        if not marker:
            return
        if marker[0] in _ALONE or marker[0] in (_SOI, _EOI):
            yield Segment(marker[0], at + 2, at + 2)
            if marker[0] == _EOI:
                return
            at += 2
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if length < 2 or at + 2 + length > len(data):
            return
        yield Segment(marker[0], at + 4, at + 2 + length)
        at += 2 + length
        if marker[0] == _SOS:
            found = _NEXT_MARKER.search(data, at)
            if found is None:
                return
            at = found.start()


def _last_of_run(data: bytes, at: int) -> int:
    """The last of a run of fill bytes."""
    while at < len(data):
        left = len(data[at : at + _STEP].lstrip(b"\xff"))
        if left:
            return min(at + _STEP, len(data)) - left - 1
        at += _STEP
    return len(data) - 1


def size_of(data: bytes, start: int = 0) -> tuple[int, int] | None:
    """Width and height from the frame header of a JPEG, or None."""
    for segment in segments(data, start):
        if segment.marker in range(0xC0, 0xD0) and segment.marker not in (0xC4, 0xC8, 0xCC):
            head = data[segment.start : segment.start + 5]
            return int.from_bytes(head[3:5], "big"), int.from_bytes(head[1:3], "big")
        if segment.marker == _SOS:
            return None
    return None


def end_of(data: bytes, start: int = 0) -> int | None:
    """Offset of the first byte after the picture, or None if its end is missing."""
    return next((segment.end for segment in segments(data, start) if segment.marker == _EOI), None)


def split(data: bytes) -> Blocks:
    """Sort the segments of a JPEG file."""
    blocks, profile, end, count = Blocks(end=len(data)), {}, None, 0
    for segment in segments(data):
        count += 1
        if segment.marker == _EOI:
            end = segment.end
        elif segment.marker == _COM:
            blocks.comments.append(Block(data[segment.start : segment.end], "JPEG", segment.start))
        elif 0xE0 <= segment.marker <= 0xEF:
            _sort(blocks, profile, segment.marker - 0xE0, data[segment.start : segment.end], segment.start)
    if end is not None:
        blocks.end = end
    elif count >= MAX_SEGMENTS:
        blocks.warnings.append(TOO_MANY(limit=f"{MAX_SEGMENTS:,}"))
    if profile:
        total = max(last for last, _ in profile.values())
        if set(profile) >= set(range(1, total + 1)):
            blocks.profiles.append(Block(b"".join(profile[number][1] for number in sorted(profile))))
        else:
            blocks.warnings.append(ICC_PARTS())
    return blocks


def _sort(blocks: Blocks, profile: dict[int, tuple[int, bytes]], number: int, body: bytes, at: int) -> None:
    if number == 1 and body.startswith(_EXIF):
        blocks.exif.append(Block(body[6:], "", at + 6))
    elif number == 1 and body.startswith(_XMP):
        blocks.xmp.append(Block(body[len(_XMP) :], "", at + len(_XMP)))
    elif number == 1 and body.startswith(_MORE_XMP):
        blocks.extensions.append(body[len(_MORE_XMP) :])
    elif number == 2 and body.startswith(_ICC) and len(body) > 14:
        profile.setdefault(body[12], (body[13], body[14:]))
    elif number == 2 and body.startswith(_MPF):
        blocks.pictures.append(Block(body[4:], "", at + 4))
    elif number == 13 and body.startswith(_PHOTOSHOP):
        blocks.resources.append(Block(body[len(_PHOTOSHOP) :], "", at + len(_PHOTOSHOP)))
    elif number == 0 and body.startswith(b"JFIF\0") and len(body) >= 7:
        blocks.add("container", "JFIF", f"version {body[5]}.{body[6]:02d}", "APP0")
    elif number == 14 and body.startswith(b"Adobe") and len(body) >= 12:
        blocks.add("container", "Adobe marker", _TRANSFORM.get(body[11], f"transform {body[11]}"), "APP14")
    elif number == 12 and body.startswith(b"Ducky"):
        _ducky(blocks, body)
    elif number == 11 and body.startswith(b"JP"):
        pass  # JUMBF: content credentials, which have a reader of their own
    else:
        _other(blocks, number, body, at)


def _ducky(blocks: Blocks, body: bytes) -> None:
    """Photoshop's "Save for Web" notes its quality of 0 to 100 here: tag 1, length 4, a number."""
    if body[5:9] == b"\0\1\0\4" and len(body) >= 13:
        blocks.add("container", "Save for Web quality", int.from_bytes(body[9:13], "big"), "APP12")


def _other(blocks: Blocks, number: int, body: bytes, at: int) -> None:
    """A segment of another kind: an XMP packet that stands in the wrong place, a text, or only its name."""
    where = f"APP{number}"
    if b"<x:xmpmeta" in body or b"<rdf:RDF" in body:
        blocks.xmp.append(Block(body, where, at))
    elif (text := readable(body)) is not None:
        blocks.add("container", where, text, "segment")
    else:
        name, zero, _ = body[:64].partition(b"\0")
        named = readable(name) if zero and len(name) >= 3 else None
        blocks.add("container", where, f"{named or decoded(b'unnamed')} ({len(body):,} bytes)", "segment")
