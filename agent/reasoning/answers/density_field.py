"""The resolution in dots per inch that a file gives, in EXIF or in the header of its format."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ...provenance.rules.named_fields import numbers
from .file_case import FileCase, called

INCH, _METRE = 2.54, 39.37  # centimetres, and inches of a metre
_MOST_DENSE = 1e5  # dpi, the most that is told


def density_of(case: FileCase, data: bytes) -> tuple[float, str] | None:
    """Dots per inch across, and where they stand; None if the file gives none.

    Args:
        case: the file.
        data: its bytes.
    """
    unit = case.value("EXIF", "ResolutionUnit")
    scale = INCH if unit is not None and unit.raw[:1] == "3" else 1.0
    none = unit is not None and unit.raw[:1] == "1"
    for one in case.own("EXIF", "XResolution"):
        value = next(iter(numbers(one.value.raw[:40])), 0.0)
        if one.where != "IFD1" and 0 < value < _MOST_DENSE and not none:
            return value * scale, called("EXIF", "XResolution")
    return next(_in_header(data), None)


def _in_header(data: bytes) -> Iterator[tuple[float, str]]:
    """The density in the JFIF header of a JPEG (ITU-T T.871, 10.1) or the pHYs chunk of a PNG (W3C PNG, 11.3.4.3)."""
    if data[:4] == b"\xff\xd8\xff\xe0" and data[6:11] == b"JFIF\0" and len(data) > 18:
        unit, across = data[13], struct.unpack(">H", data[14:16])[0]
        if unit in (1, 2) and across:
            yield across * (INCH if unit == 2 else 1.0), "JFIF"
    start = data.find(b"pHYs", 8, 65_536) if data[:8] == b"\x89PNG\r\n\x1a\n" else -1
    if start > 0 and data[start - 4 : start] == b"\0\0\0\x09" and len(data) > start + 13 and data[start + 12] == 1:
        yield struct.unpack(">I", data[start + 4 : start + 8])[0] / _METRE, "PNG pHYs"
