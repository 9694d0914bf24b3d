"""The directories of a TIFF structure (TIFF 6.0, BigTIFF), which EXIF blocks and multi-picture indices are too."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Literal

from ...sentences import Sentence

MAX_DIRECTORIES = 100
MAX_ENTRIES = 1_000
MAX_VALUE = 16 << 20  # bytes of one value
MAX_VALUES = 48 << 20  # bytes of all values
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8, 129: 1}
_CODES = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I", 16: "Q", 17: "q", 18: "Q"}
_POINTERS = {0x8769: "Exif", 0x8825: "GPS", 0xA005: "Interop"}
_SUB_IFDS = 0x014A
_NUMBERS = 64  # of one value that are read as numbers

BROKEN = Sentence("tiff_directories.broken", "The directory {name} is damaged.")
NO_HEADER = Sentence("tiff_directories.no_header", "The block does not begin with a TIFF header.")
OUTSIDE = Sentence("tiff_directories.outside", "Values of the directory {name} that lie outside the block: {count}.")
TOO_MANY = Sentence("tiff_directories.too_many", "Only the first {limit} directories were read.")
TOO_LONG = Sentence("tiff_directories.too_long", "The values of the directory {name} are too long and were cut off.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One value. `kind` is TIFF's number of its type, `count` how many there are, `raw` the bytes."""

    tag: int
    kind: int
    count: int
    raw: bytes
    order: Literal["<", ">"]

    def numbers(self) -> list[float | tuple[int, int]]:
        """The first values as numbers; rational ones as numerator and denominator. Empty for text."""
        size = _SIZES.get(self.kind, 1)
        count = min(len(self.raw) // size, _NUMBERS)
        if self.kind in (5, 10):
            flat = struct.unpack_from(f"{self.order}{2 * count}{'I' if self.kind == 5 else 'i'}", self.raw)
            return [(flat[n], flat[n + 1]) for n in range(0, 2 * count, 2)]
        code = _CODES.get(self.kind)
        return list(struct.unpack_from(f"{self.order}{count}{code}", self.raw)) if code else []

    def first(self) -> int | None:
        """The first value, if it is a whole number."""
        numbers = self.numbers()
        return numbers[0] if numbers and isinstance(numbers[0], int) else None


@dataclass(slots=True)
class Directory:
    """One directory; `page` counts those of the main chain from 0 and is None for others."""

    name: str
    page: int | None
    entries: list[Entry] = field(default_factory=list)

    def number(self, tag: int) -> int | None:
        """The first value of a tag as a whole number."""
        return next((entry.first() for entry in self.entries if entry.tag == tag), None)

    def raw(self, tag: int) -> bytes | None:
        """The bytes of a tag."""
        return next((entry.raw for entry in self.entries if entry.tag == tag), None)


class _Walk:
    def __init__(self, block: bytes) -> None:
        self.block = block
        self.left = min(MAX_VALUES, 2 * len(block) + (1 << 16))  # values of an honest file do not overlap
        self.order: Literal["<", ">"] = "<" if block[:2] == b"II" else ">"
        self.big = self.number(2, 2) == 43
        self.directories: list[Directory] = []
        self.warnings: list[str] = []

    def number(self, at: int, size: int) -> int:
        return int.from_bytes(self.block[at : at + size], "little" if self.order == "<" else "big")

    def read(self, at: int, directory: Directory) -> int:
        """Read the directory at an offset; gives back the offset of the next one, 0 if there is none."""
        counter, step, inline = (8, 20, 8) if self.big else (2, 12, 4)
        count = self.number(at, counter)
        start = at + counter
        if count == 0 or at + counter > len(self.block):
            if directory.page is not None or count:  # programs do write an empty directory below another
                self.warnings.append(BROKEN(name=directory.name))
            return 0
        whole = min(count, (len(self.block) - start) // step, MAX_ENTRIES)
        outside = 0
        for place in range(start, start + whole * step, step):
            tag, kind = self.number(place, 2), self.number(place + 2, 2)
            values = self.number(place + 4, inline)
            size = _SIZES.get(kind, 0) * values
            where = place + 4 + inline
            offset = where if size <= inline else self.number(where, inline)
            if not size or offset + size > len(self.block):
                outside += 1
                if not size or offset >= len(self.block):
                    continue
            raw = self.block[offset : offset + min(size, MAX_VALUE, self.left)]
            self.left -= len(raw)
            directory.entries.append(Entry(tag, kind, values, raw, self.order))
            if len(raw) < size and offset + size <= len(self.block):
                self.warnings.append(TOO_LONG(name=directory.name))
        if whole < count:
            self.warnings.append(BROKEN(name=directory.name))
            return 0
        if outside:
            self.warnings.append(OUTSIDE(name=directory.name, count=outside))
        return self.number(start + count * step, inline)


def entries_at(block: bytes, at: int, order: Literal["<", ">"]) -> list[Entry]:
    """The entries of one directory at an offset of a block that need not have a TIFF header."""
    walk = _Walk(block)
    walk.order, walk.big = order, False
    directory = Directory("", None)
    walk.read(at, directory)
    return directory.entries


def read(block: bytes) -> tuple[list[Directory], list[str]]:
    """All directories of a TIFF structure, each with its values, and warnings.

    The main chain is called `IFD0`, `IFD1` and so on; the directories below `IFD0` are called `Exif`, `GPS`, `Interop`
    and `SubIFD1` and so on, those below others likewise with the name of the upper one before it.
    """
    if block[:4] not in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return [], [NO_HEADER()]
    walk, seen = _Walk(block), set()
    first = walk.number(8, 8) if walk.big else walk.number(4, 4)
    queue: list[tuple[int, str, int | None]] = [(first, "IFD0", 0)]
    while queue:
        at, name, page = queue.pop(0)
        if not at or at in seen:
            continue
        if len(walk.directories) >= MAX_DIRECTORIES:
            walk.warnings.append(TOO_MANY(limit=MAX_DIRECTORIES))
            break
        seen.add(at)
        directory = Directory(name, page)
        walk.directories.append(directory)
        following = walk.read(at, directory)
        prefix = "" if name in ("IFD0", "Exif") else f"{name} "
        below: list[tuple[int, str, int | None]] = []
        for entry in directory.entries:
            if entry.tag in _POINTERS and (target := entry.first()):
                below.append((target, prefix + _POINTERS[entry.tag], None))
            elif entry.tag == _SUB_IFDS:
                targets = [n for n in entry.numbers() if isinstance(n, int)]
                below += [(target, f"{prefix}SubIFD{n}", None) for n, target in enumerate(targets, start=1)]
        queue = [*below, *queue]
        if page is not None and following:
            queue.append((following, f"IFD{page + 1}", page + 1))
    return walk.directories, walk.warnings
