"""Tiny clips, encoded for a test: a bright square that moves over a fixed pattern."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np

SIDE, RATE = 96, 10


def picture(at: int, side: int = SIDE) -> np.ndarray:
    """Frame `at`: a pattern with a square that moves two pixels a frame, uint8 [side, side, 3]."""
    rng = np.random.default_rng(7)
    pattern = np.kron(rng.integers(40, 120, (side // 8, side // 8, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    x = 4 + 2 * at % (side - 28)
    pattern[side // 3 : side // 3 + 20, x : x + 20] = (230, 220, 60)
    return pattern


def clip(
    frames: list[np.ndarray] | int = 12,
    *,
    kind: str = "mp4",
    codec: str = "mpeg4",
    times: list[int] | None = None,
    tags: dict[str, str] | None = None,
    sound: float = 0.0,
    pictures: bool = True,
    before: int = 0,
) -> bytes:
    """A clip.

    Args:
        frames: pictures, or how many of the moving square.
        kind: ffmpeg's name of the container.
        codec: of the pictures.
        times: in tenths of a second; by default one after the other.
        tags: of the file.
        sound: seconds of a tone.
        pictures: whether there is a picture track.
        before: frames that lie before the beginning, so that no player shows them.
    """
    shown = [picture(n) for n in range(frames)] if isinstance(frames, int) else frames
    buffer = io.BytesIO()
    options = {"movflags": "use_metadata_tags"} if kind in ("mp4", "mov") else {}
    if before:
        options["avoid_negative_ts"] = "disabled"
    with av.open(buffer, "w", format=kind, container_options=options) as out:
        out.metadata.update(tags or {})
        video = audio = None
        if pictures:
            video = out.add_stream(codec, rate=RATE)
            video.height, video.width = shown[0].shape[:2]
            video.pix_fmt, video.gop_size = "yuv420p", 6
            video.codec_context.time_base = Fraction(1, RATE)
            video.bit_rate = 2_000_000
        if sound:
            audio = out.add_stream("aac", rate=8000)
        for number, each in enumerate(shown if video is not None else []):
            frame = av.VideoFrame.from_ndarray(each, format="rgb24")
            at = (times or range(len(shown)))[number] - before
            frame.pts, frame.time_base = at, Fraction(1, RATE)
            out.mux(video.encode(frame))
        if video is not None:
            out.mux(video.encode(None))
        if audio is not None:
            tone = (8000 * np.sin(np.arange(int(8000 * sound)) / 4)).astype(np.int16)
            for at in range(0, len(tone), 1024):
                part = av.AudioFrame.from_ndarray(tone[None, at : at + 1024], format="s16", layout="mono")
                part.rate, part.pts = 8000, at
                out.mux(audio.encode(part))
            out.mux(audio.encode(None))
    return buffer.getvalue()
