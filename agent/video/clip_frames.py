"""Decodes a clip within bounds: some frames whole, for the detectors, and all consecutive ones small.

A short clip is decoded from beginning to end. Of a longer one only stretches are, each from a key frame on. Letters: T
decoded frames, h and w of a small frame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .clip_packets import ClipError, Track

MOST_FRAMES = 1_800  # decoded frames
MOST_PIXELS = 1_500_000_000  # decoded pixels
FRAME_PIXELS = 36_000_000  # of one frame
HELD = 256 * 2**20  # bytes of frames that are kept whole
STRETCH = 24  # frames of a stretch of a clip that is too long
SMALL = 192  # pixels of the long side of a small frame
CROP = 128  # pixels of a side of the native crop


@dataclass(slots=True)
class Decoded:
    """What was decoded.

    Attributes:
        whole: the sampled frames, uint8 [H, W, 3] upright.
        numbers: of those, counted over decoded frames.
        times: seconds of all decoded frames [T].
        starts: numbers of the frames with which a stretch begins.
        small: grey frames, uint8 [h, w], upright, one for each decoded frame.
        crops: the centre of each at native size, grey, uint8 [128, 128]; all smaller if the frames are.
        rotation: degrees clockwise by which the frames were turned.
        damaged: packets that could not be decoded.
        size: width and height of the first frame as coded.
        other_size: frames of another size than the first, which are left out.
    """

    whole: list[NDArray[np.uint8]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    small: list[NDArray[np.uint8]] = field(default_factory=list)
    crops: list[NDArray[np.uint8]] = field(default_factory=list)
    rotation: int = 0
    damaged: int = 0
    size: tuple[int, int] = (0, 0)
    other_size: int = 0


def sampled(track: Track, wanted: int) -> int:
    """How many frames are kept whole: as many as asked for, unless the clip or the memory for them is too small."""
    return max(1, min(wanted, len(track.times), HELD // (3 * track.width * track.height)))


def is_whole(track: Track) -> bool:
    """Whether all frames are decoded."""
    count = len(track.times)
    return count <= MOST_FRAMES and count * track.width * track.height <= MOST_PIXELS


def load(track: Track) -> int:
    """Pixels that will be decoded at most, for which time is given.

    Raises:
        ClipError: if a frame is too large.
    """
    size = track.width * track.height
    if size > FRAME_PIXELS:
        raise ClipError(
            f"frames of {track.width}×{track.height} are over the limit of 36 megapixels; use a smaller copy"
        )
    return min(len(track.times) * size, MOST_PIXELS) if is_whole(track) else min(MOST_FRAMES * size, MOST_PIXELS)


def decode(reopen: Callable[[], Any], track: Track, wanted: int) -> Decoded:
    """Decode the clip.

    Args:
        reopen: opens the container anew.
        track: the picture track.
        wanted: frames to keep whole.

    Raises:
        ClipError: if no frame can be decoded.
    """
    found, count = Decoded(), sampled(track, wanted)
    if is_whole(track):
        keep = {int((n + 0.5) * len(track.times) / count) for n in range(count)}
        with reopen() as container:
            _take(found, _frames(container, track, found), track, keep.__contains__)
    else:
        length = max(1, min(STRETCH, MOST_PIXELS // (track.width * track.height) // count))
        for key in chosen_keys(track, count):
            with reopen() as container:
                stream = container.streams[track.index]
                container.seek(round(key / float(stream.time_base)), stream=stream)
                first = len(found.times)
                frames = _frames(container, track, found)
                _take(found, frames, track, lambda number, first=first: number == first, length)
    if not found.times or not found.whole:
        raise ClipError("no frame of it can be decoded; get another copy")
    return found


def chosen_keys(track: Track, count: int) -> list[float]:
    """Times of the key frames nearest to the middles of equal parts of the clip, each once."""
    keys, first, last = track.keys or track.times[:1], track.times[0], track.times[-1]
    middles = (first + (n + 0.5) * (last - first) / count for n in range(count))
    return sorted({min(keys, key=lambda key: abs(key - middle)) for middle in middles})


def _frames(container: Any, track: Track, found: Decoded) -> Iterator[Any]:
    """Decoded frames; a packet that can't be decoded is counted and passed over."""
    from av.error import FFmpegError

    stream = container.streams[track.index]
    stream.thread_type = "NONE"
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except (FFmpegError, IndexError):  # the file ends in a packet, or a track turns up that was not there
            found.damaged += 1
            return
        try:
            yield from packet.decode()
        except FFmpegError:
            found.damaged += 1


def _take(found: Decoded, frames: Iterator[Any], track: Track, keep: Callable[[int], bool], most: int = 0) -> None:
    """Take frames in: each small, those to keep also whole; at most so many, 0 for all."""
    begun = len(found.times)
    for frame in frames:
        number = len(found.times)
        if frame.width * frame.height > FRAME_PIXELS:
            raise ClipError("a frame is over the limit of 36 megapixels; use a smaller copy")
        if number >= MOST_FRAMES or (most and number - begun >= most):
            return
        if not found.times:
            found.size = frame.width, frame.height
            found.rotation = -90 * round(frame.rotation / 90) % 360  # FFmpeg's angle is counter-clockwise
        if (frame.width, frame.height) != found.size:
            found.other_size += 1
            continue
        if number == begun:
            found.starts.append(number)
        turn = -found.rotation // 90 % 4  # counter-clockwise quarters, as `numpy.rot90` takes them
        time = frame.time if frame.time is not None else number * (track.step or 0.04)
        found.times.append(float(time))
        grey = _grey(frame)
        found.small.append(np.rot90(_reduced(frame), turn).copy())
        found.crops.append(np.rot90(_centre(grey), turn).copy())
        if keep(number):
            found.whole.append(np.ascontiguousarray(np.rot90(frame.to_ndarray(format="rgb24"), turn)))
            found.numbers.append(number)


def _reduced(frame: Any) -> NDArray[np.uint8]:
    scale = min(1.0, SMALL / max(frame.width, frame.height))
    width, height = (max(2, round(side * scale / 2) * 2) for side in (frame.width, frame.height))
    return frame.reformat(width=width, height=height, format="gray").to_ndarray()


def _grey(frame: Any) -> NDArray[np.uint8]:
    """The luma plane without a copy where it has 8 bits, else converted."""
    if frame.format.name in ("yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p", "nv12"):
        plane = frame.planes[0]
        return np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: frame.height, : frame.width]
    return frame.reformat(format="gray").to_ndarray()


def _centre(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = min(CROP, grey.shape[0]), min(CROP, grey.shape[1])
    side = min(height, width)
    top, left = (grey.shape[0] - side) // 2, (grey.shape[1] - side) // 2
    return grey[top : top + side, left : left + side]
