"""A manifest store's bytes taken apart into stores of one manifest each.

A store is a JUMBF superbox with a description box and one superbox for each manifest (ISO 19566-5; C2PA Technical
Specification 2.4, "Use of JUMBF").
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

MANIFESTS = 1000  # boxes of a store that are looked at
_HEADER = struct.Struct(">I4s")
_LABEL = 17  # bytes of a description box before its label: a UUID and the toggles
_LONGEST = 1000  # bytes of a label


def single_stores(store: bytes) -> dict[str, bytes]:
    """For each manifest of a store by its label, a store with that manifest alone; empty if it is no store."""
    outer = next(_boxes(store, 0, len(store)), None)
    if outer is None or outer[2] != b"jumb":
        return {}
    start, end, _ = outer
    inner = list(_boxes(store, start, end))
    if not inner or inner[0][2] != b"jumd":
        return {}
    description = _box(b"jumd", store[inner[0][0] : inner[0][1]])
    found: dict[str, bytes] = {}
    for begin, stop, kind in inner[1:]:
        label = _label(store, begin, stop) if kind == b"jumb" else None
        if label is not None:
            found[label] = _box(b"jumb", description + _box(b"jumb", store[begin:stop]))
    return found


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, bytes]]:
    """The boxes from `start` to `end`: where the content of each begins and ends, and its type."""
    for _ in range(MANIFESTS):
        if start + _HEADER.size > end:
            return
        size, kind = _HEADER.unpack_from(data, start)
        header = _HEADER.size
        if size == 1 and start + 16 <= end:
            size, header = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        elif size == 0:  # up to the end
            size = end - start
        if size < header or start + size > end:
            return
        yield start + header, start + size, kind
        start += size


def _box(kind: bytes, content: bytes) -> bytes:
    return _HEADER.pack(_HEADER.size + len(content), kind) + content


def _label(store: bytes, begin: int, stop: int) -> str | None:
    """The label in the description box of a superbox."""
    first = next(_boxes(store, begin, stop), None)
    if first is None or first[2] != b"jumd":
        return None
    label, end, _ = store[first[0] + _LABEL : min(first[1], first[0] + _LABEL + _LONGEST)].partition(b"\0")
    return label.decode("utf-8", "replace") if end and label else None
