"""Samsung's trailer (SEF) at the end of a file: edits by Galaxy's gallery, motion photos, the time of the shot.

A directory stands at the end: `SEFH`, a version, the number of entries, for each its type, the distance back to it and
its size, then the length of the directory and `SEFT`. An entry has two zero bytes, its type, the length of its name,
the name, and its contents. The layout is that of ExifTool's documentation of Samsung's tags.
"""

from __future__ import annotations

import json

from ...sentences import Sentence
from ..contents import Part
from .reading import MAX_TEXT, Blocks, label, readable

MAX_ENTRIES = 200
_VIDEO = "MotionPhoto_Data"
_EDITS = ("genAIType",)  # keys of the editors' JSON that get a field of their own

BROKEN = Sentence("samsung_trailer.broken", "Samsung's trailer at the end of the file is damaged.")


def read(data: bytes, blocks: Blocks, end: int) -> int:
    """Read the trailer that ends at an offset; gives back where it begins, or `end` if there is none."""
    if data[end - 4 : end] != b"SEFT" or end < 24:
        return end
    length = int.from_bytes(data[end - 8 : end - 4], "little")
    head = end - 8 - length
    if head < 0 or data[head : head + 4] != b"SEFH":
        blocks.warnings.append(BROKEN())
        return end
    begin = head
    for n in range(min(int.from_bytes(data[head + 8 : head + 12], "little"), MAX_ENTRIES)):
        at = head + 12 + 12 * n
        if at + 12 > end - 8:
            break
        back, size = (int.from_bytes(data[at + k : at + k + 4], "little") for k in (4, 8))
        start = head - back
        if not 0 <= start <= head - size or size < 8 or data[start : start + 4] != data[at : at + 4]:
            blocks.warnings.append(BROKEN())
            continue
        begin = min(begin, start)
        wide = int.from_bytes(data[start + 4 : start + 8], "little")
        if wide > min(size - 8, 256):
            continue
        name = label(data[start + 8 : start + 8 + wide])
        _entry(blocks, name, data, start + 8 + wide, start + size)
    return begin


def _entry(blocks: Blocks, name: str, data: bytes, start: int, end: int) -> None:
    where = "Samsung trailer"
    if name == _VIDEO or data[start + 4 : start + 8] == b"ftyp":
        blocks.parts.append(Part(kind="video", media_type="video/mp4", offset=start, size=end - start, where=where))
        return
    if data[start : start + 3] == b"\xff\xd8\xff":
        kind = "depth map" if "depth" in name.lower() else "second picture"
        blocks.parts.append(Part(kind=kind, media_type="image/jpeg", offset=start, size=end - start, where=where))
        return
    body = data[start : min(end, start + MAX_TEXT)]
    text = readable(body)
    blocks.add("container", name, text if text is not None else f"{end - start:,} bytes", where)
    for key in _EDITS:
        if text is not None and f'"{key}"' in text:
            blocks.add("container", key, _value(text, key), f"{where}, {name}")


def _value(text: str, key: str) -> str:
    """The value of a key of a JSON text, at its top or one level below."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return text.partition(f'"{key}"')[2][:40].lstrip(" :").partition(",")[0].strip(' "}')
    for level in (document, *(document.values() if isinstance(document, dict) else ())):
        if isinstance(level, dict) and key in level:
            return str(level[key])
    return ""
