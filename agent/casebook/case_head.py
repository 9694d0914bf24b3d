"""The note of where the log ends, kept outside the database, so that a log whose end was cut off is found out.

The note is a file of one line: the sequence of the last entry and its link digest. It is written after an entry is
safe in the database and before the entry is acknowledged. If the power fails in between, the note is one entry behind;
that is no fault.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_LINE = re.compile(r"(\d{1,18}) ([0-9a-f]{64})\s*")


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a log: the sequence of its last entry, and the link digest of that entry."""

    sequence: int
    digest: str


def read_head(file: Path) -> Head | None:
    """The note; None if the file is missing or is none."""
    try:
        found = _LINE.fullmatch(file.read_text("ascii"))
    except (OSError, UnicodeError):
        return None
    return Head(int(found[1]), found[2]) if found else None


def write_head(file: Path, head: Head) -> None:
    """Write the note, safely against a loss of power."""
    write_safely(file, f"{head.sequence} {head.digest}\n".encode("ascii"))


def write_safely(file: Path, data: bytes) -> None:
    """Write a file so that it is there as a whole or not at all, and stays there if the power fails.

    Only one process may write the file at a time. If it is killed, what it has begun is overwritten by the next.

    Raises:
        OSError: if it can't be written.
    """
    begun = file.with_name(f".{file.name}.new")
    try:
        with os.fdopen(os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        begun.replace(file)
    except OSError:
        begun.unlink(missing_ok=True)
        raise
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder safe against a loss of power; where folders can't be opened, nothing is done."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
