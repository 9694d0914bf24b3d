"""The size of the picture that an AVIF file really holds, beside the size that its container states.

A container (ISO/IEC 14496-12) states a size in `ispe`; the coded picture has its own in the sequence header (AV1
Bitstream & Decoding Process Specification, 5.5). Decoders scale the picture to the stated size, so that a small file
can ask for a large memory.
"""

from __future__ import annotations

_HEAD = 1 << 16  # bytes in which the boxes that matter lie
_SEQUENCE_HEADER, _TEMPORAL_DELIMITER = 1, 2


def stated_and_coded(data: bytes) -> tuple[int, tuple[int, int], tuple[int, int]] | None:
    """Offset of the stated size (two numbers of 32 bits), the size stated, and the size coded, in pixels.

    None if the file is no AVIF file with one single coded picture, or if either size can't be read. Files with grids
    of tiles, alpha planes or gain maps have several, and are left to the decoder.
    """
    head = data[:_HEAD]
    if data[4:8] != b"ftyp" or data[8:12] not in (b"avif", b"avis", b"mif1", b"miaf") or head.count(b"ispe") != 1:
        return None
    if head.count(b"av1C") != 1 or b"grid" in head:
        return None
    at = head.find(b"ispe") + 8
    stated = int.from_bytes(data[at : at + 4], "big"), int.from_bytes(data[at + 4 : at + 8], "big")
    body = head.find(b"mdat")
    places = [p for p in (_after_configuration(head), body + 4 if body >= 0 else None) if p is not None]
    for place in places:
        if (coded := _sequence_size(data[place : place + 256])) is not None:
            return at, stated, coded
    return None


def _after_configuration(head: bytes) -> int | None:
    """Where the units of the configuration box begin, after its four bytes."""
    at = head.find(b"av1C")
    size = int.from_bytes(head[at - 4 : at], "big")
    return at + 8 if size > 12 else None


def _sequence_size(units: bytes) -> tuple[int, int] | None:
    at = 0
    for _ in range(4):
        if at + 2 > len(units):
            return None
        kind, extended, sized = units[at] >> 3 & 15, units[at] & 4, units[at] & 2
        at += 2 if extended else 1
        if not sized:
            return None
        length, shift = 0, 0
        while shift < 35:
            length |= (units[at] & 127) << shift
            at, shift = at + 1, shift + 7
            if at >= len(units) or not units[at - 1] & 128:
                break
        if kind == _SEQUENCE_HEADER:
            return _size(units[at : at + length])
        if kind != _TEMPORAL_DELIMITER:
            return None
        at += length
    return None


class _Bits:
    def __init__(self, data: bytes) -> None:
        self.value, self.left = int.from_bytes(data, "big"), 8 * len(data)

    def take(self, count: int) -> int:
        """So many bits as a number.

        Raises:
            ValueError: if there are not so many.
        """
        if count > self.left:
            raise ValueError("the header is too short")
        self.left -= count
        return self.value >> self.left & ((1 << count) - 1)


def _size(header: bytes) -> tuple[int, int] | None:
    """Width and height from a sequence header; only the short form for still pictures and plain long forms are read."""
    bits = _Bits(header[:64])
    try:
        bits.take(4)  # profile, still picture
        if bits.take(1):  # the reduced header of still pictures
            bits.take(5)
        else:
            if bits.take(1):  # timing: not written for pictures
                return None
            delay = bits.take(1)
            points = bits.take(5) + 1
            if delay or points != 1:
                return None
            bits.take(12)
            if bits.take(5) > 7:
                bits.take(1)
        wide, high = bits.take(4) + 1, bits.take(4) + 1
        return bits.take(wide) + 1, bits.take(high) + 1
    except ValueError:
        return None
