"""Which kind of file a clip is, by its first bytes: each kind is opened by one demuxer, chosen here and not guessed.

Playlists and scripts that name other files are none of these kinds, so no clip can make the reader open another file.
"""

from __future__ import annotations

from typing import NamedTuple

READABLE = "MP4, MOV, WebM, MKV, AVI, MPEG, FLV, Ogg or WMV"
_STILL = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif"})
_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp", b"moof"})
_SYNC = 188  # bytes of a packet of an MPEG transport stream, each of which begins with G


class Kind(NamedTuple):
    """A kind of container: ffmpeg's name of its demuxer, its media type, and what it is called."""

    demuxer: str
    media_type: str
    name: str


def recognise(head: bytes) -> Kind | None:
    """The kind of a file from its first 4,096 bytes or more; None if it is none that is read."""
    if head[4:8] in _BOXES and not is_still(head):
        quick_time = head[4:8] != b"ftyp" or head[8:12] == b"qt  "
        return Kind("mov", "video/quicktime", "QuickTime") if quick_time else Kind("mov", "video/mp4", "MP4")
    if head[:4] == b"\x1aE\xdf\xa3":
        web = b"webm" in head[:64]
        return Kind("matroska", "video/webm", "WebM") if web else Kind("matroska", "video/x-matroska", "Matroska")
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return Kind("avi", "video/x-msvideo", "AVI")
    if head[:3] == b"FLV":
        return Kind("flv", "video/x-flv", "FLV")
    if head[:4] == b"OggS":
        return Kind("ogg", "video/ogg", "Ogg")
    if head[:4] == b"\x30\x26\xb2\x75":
        return Kind("asf", "video/x-ms-asf", "WMV")
    if head[:4] == b"\x00\x00\x01\xba":
        return Kind("mpeg", "video/mpeg", "MPEG")
    if len(head) > 2 * _SYNC and all(head[at] == 0x47 for at in (0, _SYNC, 2 * _SYNC)):
        return Kind("mpegts", "video/mp2t", "MPEG-TS")
    return None


def is_still(head: bytes) -> bool:
    """Whether a file is a picture by its first bytes."""
    return (
        head[:2] == b"\xff\xd8"
        or head[:8] == b"\x89PNG\r\n\x1a\n"
        or head[:6] in (b"GIF87a", b"GIF89a")
        or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
        or (head[4:8] == b"ftyp" and head[8:12] in _STILL)
    )
