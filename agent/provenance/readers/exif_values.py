"""The values of EXIF's tags as text: strings in the encodings that occur, numbers, places on Earth."""

from __future__ import annotations

from .reading import MAX_TEXT, decoded, readable
from .tiff_directories import Entry

_ASCII, _UNDEFINED, _BYTES, _UTF8 = 2, 7, 1, 129
_USER_COMMENT, _AREA, _METHOD, _XP = 0x9286, 0x001C, 0x001B, range(0x9C9B, 0x9CA0)
_EXPOSURE_TIME = 0x829A
_SHOWN_NUMBERS, _SHOWN_BYTES = 16, 24
_UCS = {1: "utf-16-le", 2: "utf-16-be"}


def text_of(entry: Entry, directory: str) -> str:
    """The value of an entry as text; long runs of numbers and bytes are shortened."""
    gps = directory.endswith("GPS")
    if (entry.tag == _USER_COMMENT and not gps) or (gps and entry.tag in (_AREA, _METHOD)):
        return coded_text(entry.raw[:MAX_TEXT], entry.order)
    if entry.tag in _XP:
        return _utf16(entry.raw[:MAX_TEXT], little=True)
    if entry.kind in (_ASCII, _UTF8):
        return decoded(entry.raw).strip("\0")
    if entry.kind == _UNDEFINED or (entry.kind == _BYTES and entry.count > _SHOWN_NUMBERS):
        return _of_bytes(entry.raw, entry.count)
    numbers = [_number(value, exposure=entry.tag == _EXPOSURE_TIME) for value in entry.numbers()[:_SHOWN_NUMBERS]]
    more = f" … ({entry.count:,} values)" if entry.count > len(numbers) else ""
    return " ".join(numbers) + more


def coded_text(raw: bytes, order: str = ">") -> str:
    """Text after the eight bytes that name its character code, as in `UserComment`.

    The standard does not fix the byte order of Unicode text, and programs differ. Latin letters have a zero byte that
    reveals it; without any, the order of the block counts.
    """
    code, body = raw[:8], raw[8:]
    if code.startswith(b"UNICODE"):
        if body.startswith((b"\xff\xfe", b"\xfe\xff")):
            return _utf16(body[2:], little=body.startswith(b"\xff\xfe"))
        even, odd = body[0:4096:2].count(0), body[1:4096:2].count(0)
        if even == odd == 0 and (text := readable(body)) is not None and body.isascii():
            return text  # declared as Unicode, written as ASCII
        return _utf16(body, little=odd > even or (odd == even and order == "<"))
    if code.startswith(b"JIS"):
        return body.rstrip(b"\0").decode("iso2022_jp", "replace")
    if code.startswith(b"ASCII") or code == b"\0" * 8:
        return decoded(body).strip("\0 ")
    return decoded(raw).strip("\0 ")


def _utf16(raw: bytes, *, little: bool) -> str:
    return (
        raw[: len(raw) & ~1].decode("utf-16-le" if little else "utf-16-be", "replace").partition("\0\0")[0].strip("\0")
    )


def _of_bytes(raw: bytes, count: int) -> str:
    """Bytes without a meaning that is known here: as text if they are text, else as numbers."""
    if (text := readable(raw)) is not None:
        return text
    if count <= 4:
        return " ".join(str(value) for value in raw)
    more = f" … ({count:,} bytes)" if count > _SHOWN_BYTES else ""
    return raw[:_SHOWN_BYTES].hex(" ") + more


def _number(value: float | tuple[int, int], *, exposure: bool) -> str:
    if isinstance(value, tuple):
        top, bottom = value
        if bottom == 0:
            return f"{top}/0"
        if exposure and 0 < top < bottom:
            inverse = bottom / top
            return f"1/{inverse:.0f}" if inverse >= 2 else f"{top / bottom:.6g}"
        value = top / bottom
        return f"{value:.10g}" if abs(value) < 1e9 else f"{value:.0f}"
    if exposure and 0 < value <= 0.5:
        return f"1/{1 / value:.0f}"
    return str(value) if isinstance(value, int) else f"{value:.10g}"


def degrees(entry: Entry | None, reference: str, limit: float) -> float | None:
    """Degrees, minutes and seconds as decimal degrees, negative in the south and west; None if that is no place."""
    if entry is None or entry.kind not in (5, 10):
        return None
    values = [value for value in entry.numbers()[:3] if isinstance(value, tuple)]
    if not values or values[0][1] == 0:
        return None
    parts = [top / bottom if bottom else 0.0 for top, bottom in values]
    total = sum(part / 60**power for power, part in enumerate(parts))
    return None if not 0 <= total <= limit else -total if reference.strip("\0 ").upper()[:1] in ("S", "W") else total
