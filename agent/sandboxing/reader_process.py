"""The process that reads files; `reader_pool` starts it with the name of a reader and the limits.

It is told a file at a time on its standard input and answers on its standard output, until the input ends. Before the
first file it gives up its rights.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import numpy as np

from ..intake import MAX_BYTES, MAX_PIXELS, IntakeError
from . import confinement, wire
from .picture_reader import Reader

Send = Callable[..., None]


def main(arguments: Sequence[str]) -> int:
    """Answer until the input ends."""
    module, _, name = arguments[0].partition(":")
    memory, seconds = int(arguments[1]), float(arguments[2])
    source, target = os.fdopen(os.dup(0), "rb", 0), os.fdopen(os.dup(1), "wb", 0)
    reader: Reader = getattr(import_module(module), name)
    reader.warm()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # what a library prints must not come between the messages
        os.dup2(nothing, stream)
    os.close(nothing)
    start = confinement.memory_in_use()
    confinement.confine()

    def send(header: dict[str, Any], *parts: Any) -> None:
        wire.send(target, header, *parts)

    send({"ready": True})
    while (message := wire.receive(source, MAX_BYTES)) is not None:
        header, body = message
        data = bytes(body)
        del message, body
        pixels = min(reader.declares(data), MAX_PIXELS)
        send({"declares": pixels})
        if start is not None:
            confinement.limit_memory(start + 2 * MAX_BYTES + memory)
        confinement.limit_seconds(seconds + confinement.SECONDS_PER_MEGAPIXEL * pixels / 1e6)
        if not _answer(reader, header, data, memory, send):
            return 1
    return 0


def _answer(reader: Reader, header: dict[str, Any], data: bytes, memory: int, send: Send) -> bool:
    """Read one file and send what was found; False if the process should end since its memory did not suffice."""
    try:
        exhibit, contents = reader.read(data, header["name"], header["trust_anchors"])
        found = {"facts": exhibit.facts.model_dump(mode="json"), "contents": wire.plain(contents)}
        parts = [np.ascontiguousarray(exhibit.pixels)]
        if exhibit.alpha is not None:
            parts.append(np.ascontiguousarray(exhibit.alpha))
        send({**found, "shape": exhibit.pixels.shape[:2], "alpha": exhibit.alpha is not None}, *parts)
    except IntakeError as error:
        if _for_lack_of_memory(error):
            send({"memory": memory})
            return False
        send({"refused": str(error)})
    except MemoryError:
        send({"memory": memory})
        return False
    except OSError:  # the other side is gone
        return False
    except Exception as error:  # a fault of ours or of a library: the process itself is whole
        send({"fault": f"{type(error).__name__}: {error}"[:300]})
    return True


def _for_lack_of_memory(error: BaseException | None) -> bool:
    """Whether a lack of memory is what was behind an error."""
    seen = 0
    while error is not None and seen < 20:
        if isinstance(error, MemoryError):
            return True
        error, seen = error.__context__ or error.__cause__, seen + 1
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
