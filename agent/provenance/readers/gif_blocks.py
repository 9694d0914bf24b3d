"""The blocks of a GIF file (GIF89a), sorted by what they hold; XMP lies in an application extension (XMP part 3)."""

from __future__ import annotations

from ...sentences import Sentence
from .reading import Block, Blocks, label, readable

MAX_STEPS = 400_000  # blocks and parts of blocks; 64 MB in parts of the usual 255 bytes are 260,000
_XMP = b"XMP DataXMP"
_PLAIN = {b"NETSCAPE2.0", b"ANIMEXTS1.0"}  # how often an animation is repeated

TOO_MANY = Sentence("gif_blocks.too_many", "Only the first {limit} blocks of the GIF file were read.")


class _Walk:
    """A place in the file, and the steps that are left."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at, self.left = data, at, MAX_STEPS

    def byte(self) -> int:
        """The next byte; -1 at the end of the file."""
        value = self.data[self.at] if self.at < len(self.data) else -1
        self.at += 1
        return value

    def sub_blocks(self, keep: int) -> bytes:
        """Pass over a chain of sub-blocks; the first so many bytes of what they hold."""
        data, at, left, kept, size = self.data, self.at, self.left, [], 0
        while at < len(data) and (length := data[at]) and left > 0:
            left -= 1
            if size < keep:
                kept.append(data[at + 1 : at + 1 + length])
                size += length
            at += 1 + length
        self.at, self.left = at + 1, left
        return b"".join(kept)


def split(data: bytes) -> Blocks:
    """Sort the blocks of a GIF file."""
    blocks = Blocks(end=len(data))
    walk = _Walk(data, 13 + _table(data[10] if len(data) > 10 else 0))
    while walk.left > 0:
        walk.left -= 1
        kind = walk.byte()
        if kind == 0x2C:  # a frame
            walk.at += 9 + _table(data[walk.at + 8] if walk.at + 8 < len(data) else 0) + 1
            walk.sub_blocks(0)
        elif kind == 0x21:
            _extension(blocks, walk)
        else:
            if kind == 0x3B:
                blocks.end = walk.at
            break
    if walk.left <= 0:
        blocks.warnings.append(TOO_MANY(limit=f"{MAX_STEPS:,}"))
    return blocks


def _table(flags: int) -> int:
    """Bytes of a colour table."""
    return 3 * (2 << (flags & 7)) if flags & 0x80 else 0


def _extension(blocks: Blocks, walk: _Walk) -> None:
    kind = walk.byte()
    walk.left -= 9
    if kind == 0xFE:
        if len(blocks.comments) < 100:
            at = walk.at + 1
            blocks.comments.append(Block(walk.sub_blocks(1 << 22), "GIF", at))
            return
    elif kind == 0xFF and walk.data[walk.at : walk.at + 1] == b"\x0b":
        name = walk.data[walk.at + 1 : walk.at + 12]
        walk.at += 12
        start = walk.at
        body = walk.sub_blocks(1 << 22)
        if name == _XMP:  # the packet stands as it is, and a trailer of 258 bytes leads any reader to its end
            blocks.xmp.append(Block(walk.data[start : max(start, walk.at - 258)], "", start))
        elif name not in _PLAIN:
            text = readable(body)
            shown = text if text is not None else f"{len(body):,} bytes"
            blocks.add("container", "application extension", f"{label(name)}: {shown}")
        return
    walk.sub_blocks(0)
