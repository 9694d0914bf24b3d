"""Bytes to exhibit and contents, in a process of its own: `receive` is for files of strangers, that is for all.

What `telltale.agent.intake.receive` and the readers of provenance do with a file is done by a process with bounded
memory and time, without a network and without the right to write or to start anything. Whatever a file does to it is
one line for the user (`IntakeError`), and the next file is read by another process.
"""

from __future__ import annotations

import atexit
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .file_bytes import MAX_BYTES, read_file, too_large
from .foreign import file_name
from .intake import Exhibit, IntakeError
from .provenance.contents import Contents
from .sandboxing import ReaderPool, SandboxError
from .text import one_line

__all__ = ["Received", "SandboxError", "receive", "stop", "warm"]


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was read.

    Attributes:
        exhibit: the picture; its `info` is empty, since the readers have used it.
        contents: what the file holds beside the pixels.
    """

    exhibit: Exhibit
    contents: Contents


def receive(source: str | Path | bytes, name: str | None = None, trust_anchors: str | None = None) -> Received:
    """Read a picture in a process of its own.

    Args:
        source: a path, or the bytes themselves.
        name: what to call it; by default the file's name.
        trust_anchors: PEM text of the certificates under which a C2PA signer is trusted.

    Raises:
        IntakeError: if it is missing, not a picture of a known format, too damaged to read, over a limit (64 MB, 100
            megapixels, 1,000 frames), or if reading it takes too much memory or time or ends in a crash.
        SandboxError: if the process can't be started.
    """
    if isinstance(source, bytes):
        name, data = name or "picture", source
    else:
        name, data = name or Path(source).name, read_file(Path(source))
    name = one_line(os.fsencode(name).decode("utf-8", "replace"))  # a name need not be text, and a record has to be
    if not data:
        raise IntakeError(f"{file_name(name)}: the file is empty; get another copy")
    if len(data) > MAX_BYTES:
        raise too_large(file_name(name), len(data))
    return Received(*_pool().read(data, name, trust_anchors))


def warm() -> None:
    """Start the process that reads, without waiting for it; for programs that will soon need it."""
    _pool().warm()


def stop() -> None:
    """End the processes that read; the next file starts a new one."""
    _pool().close()


@cache
def _pool() -> ReaderPool:
    pool = ReaderPool()
    atexit.register(pool.close)
    if hasattr(os, "register_at_fork"):  # a child must not talk to its parent's processes
        os.register_at_fork(after_in_child=_pool.cache_clear)
    return pool
