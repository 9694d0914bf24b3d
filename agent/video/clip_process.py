"""The process that reads one clip; `clip_sandbox` starts it with the number of an open file and its limits.

Before it reads a byte of the file it gives up its rights, as the process that reads pictures does. It is told what is
wanted on its standard input, answers on its standard output, and ends.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..sandboxing import confinement, wire
from ..text import one_line
from . import clip_formats, clip_frames, clip_packets, clip_tags
from .clip_packets import ClipError

SECONDS_PER_MEGAPIXEL = 0.08  # of decoded frames, beyond the time that every clip has


def main(arguments: Sequence[str]) -> int:
    """Read the clip and answer."""
    number, size, memory, seconds = int(arguments[0]), int(arguments[1]), int(arguments[2]), float(arguments[3])
    source, target = os.fdopen(os.dup(0), "rb", 0), os.fdopen(os.dup(1), "wb", 0)
    _warm()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # what a library prints must not come between the messages
        os.dup2(nothing, stream)
    os.close(nothing)
    start = confinement.memory_in_use()
    confinement.confine()
    wire.send(target, {"ready": True})
    message = wire.receive(source, 0)
    if message is None:
        return 0
    if start is not None:
        confinement.limit_memory(start + 2 * size + memory)
    confinement.limit_seconds(seconds)
    try:
        _answer(number, message[0], seconds, target)
    except ClipError as error:
        wire.send(target, {"refused": str(error)})
    except MemoryError:
        wire.send(target, {"memory": memory})
    except OSError:  # the other side is gone
        return 1
    except Exception as error:  # a fault of ours or of a library with this file
        wire.send(target, {"fault": f"{type(error).__name__}: {one_line(error, 200)}"})
    return 0


def _warm() -> None:
    """Import everything that reading needs, while that is allowed."""
    import av  # noqa: F401
    from av.stream import Disposition  # noqa: F401

    from ..provenance import credentials

    kind = clip_formats.Kind("mov", "video/mp4", "MP4")
    credentials.read(clip_tags.as_exhibit(b"\0\0\0\x08free", kind, (16, 16)))


def _answer(number: int, wanted: dict[str, Any], seconds: float, target: Any) -> None:
    with os.fdopen(number, "rb") as file:
        data = file.read()
    head = data[:4096]
    kind = clip_formats.recognise(head)
    if kind is None:
        if clip_formats.is_still(head):
            raise ClipError("a picture and no clip; examine it with `telltale examine`")
        raise ClipError(f"not a clip that can be read; use an {clip_formats.READABLE} file")
    with clip_packets.opened(data, kind) as container:
        track, sound = clip_packets.tracks(container)
        declared = clip_frames.load(track)
        wire.send(target, {"declares": declared})
        confinement.limit_seconds(seconds + SECONDS_PER_MEGAPIXEL * declared / 1e6)
        held = clip_tags.contents(container, data, kind, (track.width, track.height), wanted["trust_anchors"])
    found = clip_frames.decode(lambda: clip_packets.opened(data, kind), track, int(wanted["frames"]))
    last = track.times[-1] + track.step
    header = {
        "media_type": kind.media_type,
        "container": kind.name,
        "codec": track.codec,
        "profile": track.profile,
        "rotation": found.rotation,
        "frames": len(track.times),
        "hidden": track.hidden,
        "first": track.times[0],
        "last": last,
        "uneven": track.uneven,
        "key_frames": len(track.keys),
        "others": track.others,
        "damaged": found.damaged,
        "other_size": found.other_size,
        "sound": wire.plain(sound),
        "contents": wire.plain(held),
        "numbers": found.numbers,
        "times": [round(time, 5) for time in found.times],
        "starts": found.starts,
        "shape": found.whole[0].shape[:2],
        "small": found.small[0].shape,
        "crop": found.crops[0].shape,
    }
    arrays = (np.stack(parts) for parts in (found.whole, found.small, found.crops))
    wire.send(target, header, *arrays)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
