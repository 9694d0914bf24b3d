"""What a colour profile calls itself (ICC.1:2022)."""

from __future__ import annotations

from ...foreign import Foreign
from ..contents import Field
from .reading import Block, decoded

MAX_TAGS = 100
_NAMES = {b"desc": "ICC description", b"cprt": "ICC copyright"}


def read(block: Block) -> list[Field]:
    """The description, the copyright and the creator of a profile; empty if it is none."""
    data = block.data
    if data[36:40] != b"acsp":
        return []
    fields = []
    for at in range(132, 132 + 12 * min(int.from_bytes(data[128:132], "big"), MAX_TAGS), 12):
        name, start = _NAMES.get(data[at : at + 4]), int.from_bytes(data[at + 4 : at + 8], "big")
        if name is not None and (text := _text(data[start : start + 4096])):
            fields.append(Field(place="container", name=name, value=Foreign(text), where="colour profile"))
    creator = decoded(data[80:84]).strip("\0 ")
    if creator.isprintable() and creator:
        fields.append(Field(place="container", name="ICC creator", value=Foreign(creator), where="colour profile"))
    return fields


def _text(body: bytes) -> str:
    kind = body[:4]
    if kind == b"desc":
        return decoded(body[12 : 12 + int.from_bytes(body[8:12], "big")]).strip("\0 ")
    if kind == b"text":
        return decoded(body[8:].partition(b"\0")[0]).strip()
    if kind == b"mluc":
        size, start = int.from_bytes(body[20:24], "big"), int.from_bytes(body[24:28], "big")
        return body[start : start + size].decode("utf-16-be", "replace").strip("\0 ")
    return ""
