"""Files that can't be examined, by their first bytes: what each is, and what to do with it.

A camera raw file holds a small preview that a picture library would open without a word, so it is recognised before
anything is decoded.
"""

from __future__ import annotations

import struct

_RAW_FIX = "export it as TIFF or JPEG and examine that"
_SAVE_FIX = "save it as PNG and examine that"
_VIDEO_FIX = "save the frame in question as PNG and examine that"
_DNG_VERSION, _PHOTOMETRIC, _SUB_IFDS, _COMPRESSION = 0xC612, 0x0106, 0x014A, 0x0103
_SENSOR = (32803, 34892)  # photometric interpretations: colour filter array, linear raw
_SENSOR_COMPRESSIONS = (32767, 34713, 65535)  # of Sony, Nikon and Pentax
_MAX_DIRECTORIES, _MAX_ENTRIES = 20, 400
# What a file begins with, what it is, and the fix.
_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xff\x0a", "a JPEG XL file", _SAVE_FIX),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "a JPEG XL file", _SAVE_FIX),
    (b"\x76\x2f\x31\x01", "an OpenEXR file", _SAVE_FIX),
    (b"#?RADIANCE", "a Radiance HDR file", _SAVE_FIX),
    (b"#?RGBE", "a Radiance HDR file", _SAVE_FIX),
    (b"II\xbc\x01", "a JPEG XR file", _SAVE_FIX),
    (b"\xff\xd8\xff\xf7", "a JPEG-LS file", _SAVE_FIX),
    (b"BPG\xfb", "a BPG file", _SAVE_FIX),
    (b"DDS ", "a DDS texture", _SAVE_FIX),
    (b"8BPB", "a large Photoshop document (PSB)", _SAVE_FIX),
    (b"gimp xcf", "a GIMP document (XCF)", _SAVE_FIX),
    (b"\0\0\1\0", "an icon file (ICO)", _SAVE_FIX),
    (b"FUJIFILMCCD-RAW", "a camera raw file (RAF)", _RAW_FIX),
    (b"IIU\0", "a camera raw file (RW2)", _RAW_FIX),
    (b"IIRO", "a camera raw file (ORF)", _RAW_FIX),
    (b"IIRS", "a camera raw file (ORF)", _RAW_FIX),
    (b"MMOR", "a camera raw file (ORF)", _RAW_FIX),
    (b"FOVb", "a camera raw file (X3F)", _RAW_FIX),
    (b"\0MRM", "a camera raw file (MRW)", _RAW_FIX),
    (b"\x1a\x45\xdf\xa3", "a video (Matroska or WebM)", _VIDEO_FIX),
    (b"%!PS", "a PostScript file", _SAVE_FIX),
    (b"\xc5\xd0\xd3\xc6", "a PostScript file", _SAVE_FIX),
)  # fmt: skip
_FTYP: tuple[tuple[tuple[bytes, ...], str, str], ...] = (
    ((b"crx ",), "a camera raw file (CR3)", _RAW_FIX),
    ((b"hevc", b"hevx", b"msf1"), "a HEIF image sequence", _VIDEO_FIX),
    ((b"qt  ", b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"M4V ", b"avc1", b"3gp4", b"3gp5",
      b"3g2a", b"dash"), "a video", _VIDEO_FIX),
)  # fmt: skip


def recognise(data: bytes) -> tuple[str, str] | None:
    """What a file is that can't be examined, with its article, and the fix; None for any other file."""
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype", b"<!--")) and b"<svg" in head:
        return "an SVG file is a drawing without pixels and", "export it as PNG and examine that"
    for beginning, what, fix in _BEGINNINGS:
        if data.startswith(beginning):
            return what, fix
    if data[4:8] == b"ftyp":
        return next(((what, fix) for brands, what, fix in _FTYP if data[8:12] in brands), None)
    if data[:4] in (b"II*\0", b"MM\0*"):
        raw = _raw_kind(data)
        return (f"a camera raw file ({raw})", _RAW_FIX) if raw else None
    if data[:2] == b"\xff\xd8":
        return _odd_jpeg(data)
    return None


def _raw_kind(data: bytes) -> str | None:
    """The kind of a camera raw file in TIFF's form: DNG, CR2, or the maker's; None if it is none."""
    if data[8:10] == b"CR":
        return "CR2"
    order = "<" if data[:2] == b"II" else ">"
    sensor, maker = False, ""
    queue, seen = [struct.unpack_from(f"{order}I", data.ljust(8, b"\0"), 4)[0]], set[int]()
    while queue and len(seen) < _MAX_DIRECTORIES:
        at = queue.pop(0)
        if at in seen or at + 2 > len(data) or at < 8:
            continue
        seen.add(at)
        count = min(struct.unpack_from(f"{order}H", data, at)[0], _MAX_ENTRIES, (len(data) - at - 2) // 12)
        for place in range(at + 2, at + 2 + 12 * count, 12):
            tag, kind, number, value = struct.unpack_from(f"{order}HHII", data, place)
            short = value if kind == 4 else struct.unpack_from(f"{order}H", data, place + 8)[0]
            if tag == _DNG_VERSION and kind == 1 and number == 4:
                return "DNG"
            if (tag == _PHOTOMETRIC and short in _SENSOR) or (tag == _COMPRESSION and short in _SENSOR_COMPRESSIONS):
                sensor = True
            elif tag == 0x010F and kind == 2:
                maker = maker or data[value : value + 12].decode("latin-1").upper()
            elif tag == _SUB_IFDS and kind in (4, 13):
                places = [value] if number == 1 else range(value, min(value + 4 * min(number, 8), len(data) - 3), 4)
                queue += [value] if number == 1 else [struct.unpack_from(f"{order}I", data, p)[0] for p in places]
        after = at + 2 + 12 * count
        if after + 4 <= len(data):
            queue.append(struct.unpack_from(f"{order}I", data, after)[0])
    if not sensor:
        return None
    kinds = {"NIKON": "NEF", "SONY": "ARW", "PENTAX": "PEF", "CANON": "TIF", "HASSELBLAD": "3FR", "SAMSUNG": "SRW"}
    return next((kind for name, kind in kinds.items() if maker.startswith(name)), "TIFF")


def _odd_jpeg(data: bytes) -> tuple[str, str] | None:
    """A JPEG with 12 bits a sample or with lossless compression, by its frame header."""
    at = 2
    for _ in range(1000):
        if data[at : at + 1] != b"\xff" or at + 9 > len(data):
            return None
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xDA:
            return None
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            if marker in (0xC3, 0xC7, 0xCB, 0xCF):
                return "a lossless JPEG file", _SAVE_FIX
            bits = data[at + 4]
            return (f"a JPEG file with {bits} bits a sample", _SAVE_FIX) if bits not in (0, 8) else None
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
