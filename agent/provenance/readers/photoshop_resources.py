"""Photoshop's image resources: IPTC records, a thumbnail, and how the JPEG was saved (Photoshop File Formats)."""

from __future__ import annotations

from ...sentences import Sentence
from ..contents import Part
from .reading import Block, Blocks, decoded, readable

MAX_RESOURCES = 1_000
_IPTC, _QUALITY, _THUMBNAIL, _EXIF, _XMP, _PROFILE = 0x0404, 0x0406, 0x040C, 0x0422, 0x0424, 0x040F
_VERSION, _URL, _DIGEST, _COPYRIGHT = 0x0421, 0x040B, 0x0425, 0x040A

BROKEN = Sentence("photoshop_resources.broken", "Photoshop's image resources are damaged.")


def split(block: Block, blocks: Blocks) -> list[tuple[Part, bytes]]:
    """Sort the resources into the blocks; gives back the JPEG thumbnails and their bytes."""
    data, at, thumbnails = block.data, 0, []
    for _ in range(MAX_RESOURCES):
        if data[at : at + 4] not in (b"8BIM", b"MeSa", b"AgHg", b"PHUT", b"DCSR"):
            break
        number, name = int.from_bytes(data[at + 4 : at + 6], "big"), data[at + 6 : at + 7]
        if not name:
            break
        start = at + 6 + 1 + name[0]
        start += (start - at) % 2  # the name is padded to an even length
        size = int.from_bytes(data[start : start + 4], "big")
        start += 4
        body = data[start : start + size]
        offset = None if block.offset is None else block.offset + start
        if number == _IPTC:
            blocks.iptc.append(Block(body, block.where, offset))
        elif number == _XMP:
            blocks.xmp.append(Block(body, "Photoshop resource", offset))
        elif number == _EXIF and not blocks.exif:
            blocks.exif.append(Block(body, "Photoshop resource", offset))
        elif number == _PROFILE and not blocks.profiles:
            blocks.profiles.append(Block(body, "Photoshop resource", offset))
        elif number == _THUMBNAIL and len(body) > 28 and len(thumbnails) < 4:
            part = Part(
                kind="thumbnail",
                media_type="image/jpeg",
                offset=None if offset is None else offset + 28,
                size=len(body) - 28,
                where="Photoshop",
            )
            thumbnails.append((part, body[28:]))
        else:
            _note(blocks, number, body)
        at = start + size + size % 2
        if size > len(data):
            break
    if data[at : at + 4].strip(b"\0") and at < len(data):
        blocks.warnings.append(BROKEN())
    return thumbnails


def _note(blocks: Blocks, number: int, body: bytes) -> None:
    """What Photoshop says of itself and of how it saved the file."""
    where = "Photoshop resource"
    if number == _QUALITY and len(body) >= 4:
        quality = int.from_bytes(body[:2], "big", signed=True) + 4  # stored as -4 to 8, shown by Photoshop as 0 to 12
        kind = {0: "standard", 1: "optimised", 0x0101: "progressive"}.get(int.from_bytes(body[2:4], "big"), "")
        blocks.add("container", "Photoshop quality", f"{quality} of 12{f', {kind}' if kind else ''}", where)
    elif number == _VERSION and len(body) > 9:
        names, at = [], 5
        for _ in range(2):  # writer and reader, in UTF-16
            count = int.from_bytes(body[at : at + 4], "big")
            names.append(body[at + 4 : at + 4 + 2 * min(count, 200)].decode("utf-16-be", "replace").strip("\0"))
            at += 4 + 2 * count
        blocks.add("container", "Photoshop writer", names[0], where)
    elif number == _URL:
        blocks.add("container", "Photoshop URL", decoded(body), where)
    elif number == _COPYRIGHT and body[:1] == b"\1":
        blocks.add("container", "Photoshop copyright flag", "set", where)
    elif number == _DIGEST:
        blocks.add("container", "IPTC digest", body[:16].hex(), where)
    elif 0x0FA0 <= number <= 0x1387 and (text := readable(body)) is not None:  # resources of plug-ins
        blocks.add("container", f"Photoshop plug-in 0x{number:04x}", text, where)
