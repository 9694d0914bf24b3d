"""The packets of a clip, read without decoding: how many frames there are, when, and how long each sound track is.

What a header says of length and rate is often wrong; packets are counted.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from ..foreign import Foreign
from .clip_formats import Kind
from .clip_types import SoundFacts

MAX_PACKETS = 1_500_000
MAX_STREAMS = 40
UNEVEN = 0.2  # share of the middle step by which a step between frames may differ and still count as equal
_FEW = 0.02  # share of unequal steps that a clip of even steps may have


class ClipError(ValueError):
    """A file that can't be examined; what is wrong with it and a fix, without the file's name."""


@dataclass(frozen=True, slots=True)
class Track:
    """The picture track of a clip.

    Attributes:
        index: of the stream.
        times: seconds on the clip's clock at which frames begin, in the order in which they are shown.
        keys: of those, the places in the file that decoding can begin at.
        step: the middle time between frames, seconds; 0 for a single frame.
        uneven: whether the steps differ.
        codec, profile: as ffmpeg calls them.
        width, height: in pixels as coded, before turning.
        others: number of further picture tracks, cover pictures left out.
        hidden: frames that the file holds and that no player shows, since the file says where to begin and end.
    """

    index: int
    times: tuple[float, ...]
    keys: tuple[float, ...]
    step: float
    uneven: bool
    codec: str
    profile: str | None
    width: int
    height: int
    others: int = 0
    hidden: int = 0


@dataclass(slots=True)
class _Seen:
    """What was seen of one stream."""

    times: list[float] = field(default_factory=list)
    keys: list[float] = field(default_factory=list)
    count: int = 0
    hidden: int = 0
    first: float = math.inf
    last: float = -math.inf


def opened(data: bytes, kind: Kind) -> Any:
    """The file as an open PyAV container; the demuxer is the one of its kind and never guessed.

    Raises:
        ClipError: if it can't be opened.
    """
    import av

    try:
        return av.open(io.BytesIO(data), format=kind.demuxer, metadata_errors="replace")
    except MemoryError:
        raise
    except Exception as error:
        reason = Foreign(_reason(error))
        raise ClipError(f"the {kind.name} file is too damaged to read ({reason:80}); get another copy") from None


def tracks(container: Any) -> tuple[Track, tuple[SoundFacts, ...]]:
    """The picture track, and the sound tracks.

    Raises:
        ClipError: if there is no picture track, or nothing in it.
    """
    chosen, others = _picture_stream(container.streams)
    seen: dict[int, _Seen] = {}
    try:
        for number, packet in enumerate(container.demux()):
            if number >= MAX_PACKETS:
                raise ClipError(f"over the limit of {MAX_PACKETS:,} packets; cut out the passage in question")
            _count(seen.setdefault(packet.stream.index, _Seen()), packet)
    except (ClipError, MemoryError):
        raise
    except Exception as error:  # a file that is cut off: what came before counts
        if not seen:
            raise ClipError(f"no packet of it can be read ({Foreign(_reason(error)):80}); get another copy") from None
    mine = seen.get(chosen.index, _Seen())
    if not mine.count:
        raise ClipError("its picture track is empty; get another copy")
    sound = tuple(_sound(stream, seen.get(stream.index, _Seen())) for stream in container.streams.audio[:MAX_STREAMS])
    return _track(chosen, mine, others), sound


def _picture_stream(streams: Any) -> tuple[Any, int]:
    """The picture track that is shown, and how many others there are; cover pictures do not count."""
    found = [stream for stream in streams.video if not _is_cover(stream)]
    if not found:
        what = "only sound" if len(streams.audio) else "no pictures"
        raise ClipError(f"it has no video track ({what}); name a clip with moving pictures")
    if len(streams) > MAX_STREAMS:
        raise ClipError(f"it has {len(streams)} tracks, over the limit of {MAX_STREAMS}; keep the one in question")
    return found[0], len(found) - 1


def _is_cover(stream: Any) -> bool:
    from av.stream import Disposition

    return bool(stream.disposition & Disposition.attached_pic)


def _count(seen: _Seen, packet: Any) -> None:
    if not packet.size or packet.time_base is None:  # the empty packet at the end of a stream
        return
    if packet.is_discard:
        seen.hidden += 1
        return
    seen.count += 1
    at = packet.pts if packet.pts is not None else packet.dts
    if at is None:
        return
    time = float(at * packet.time_base)
    seen.times.append(time)
    if packet.is_keyframe:
        seen.keys.append(time)
    seen.first = min(seen.first, time)
    seen.last = max(seen.last, time + float((packet.duration or 0) * packet.time_base))


def _track(stream: Any, seen: _Seen, others: int) -> Track:
    context = stream.codec_context
    if context is None:
        raise ClipError("the codec of its picture track is not known here; use an MP4 copy")
    if context.width < 1 or context.height < 1:
        raise ClipError("its picture track has no size; get another copy")
    times = sorted(seen.times)
    if len(times) < seen.count:  # a container without times, such as a raw stream: the rate of its header
        rate = float(stream.average_rate or stream.guessed_rate or 25)
        times = [number / rate for number in range(seen.count)]
    step, uneven = steps(times)
    return Track(
        stream.index, tuple(times), tuple(sorted(seen.keys)), step, uneven,
        _codec(context), str(context.profile) if context.profile else None, context.width, context.height, others,
        seen.hidden,
    )  # fmt: skip


def steps(times: Sequence[float]) -> tuple[float, bool]:
    """The middle step between frames in seconds, and whether more than a few steps differ from it."""
    gaps = sorted(b - a for a, b in pairwise(times))
    if not gaps:
        return 0.0, False
    middle = gaps[len(gaps) // 2]
    odd = sum(abs(gap - middle) > UNEVEN * max(middle, 1e-6) for gap in gaps)
    return middle, odd > max(2, _FEW * len(gaps))


def _sound(stream: Any, seen: _Seen) -> SoundFacts:
    context = stream.codec_context
    known = seen.first <= seen.last
    return SoundFacts(
        codec=_codec(context) if context is not None else "unknown",
        sample_rate=int(stream.rate) if getattr(stream, "rate", None) else None,
        channels=int(stream.channels) if getattr(stream, "channels", None) else None,
        first=round(seen.first, 4) if known else None,
        last=round(seen.last, 4) if known else None,
        packets=seen.count,
    )


def _codec(context: Any) -> str:
    """What a codec is called, which need not be the name of its decoder."""
    return str(getattr(context.codec, "canonical_name", None) or context.name)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
