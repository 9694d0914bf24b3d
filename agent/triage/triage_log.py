"""The results on disk: append-only JSON lines that survive `kill -9` at any moment.

Rows are written in small groups, each in one write that is followed by fsync. If the process was killed within a write,
the last line is torn: the next run moves it to `FILE.damaged`, says so, and measures its picture again. If the disk is
full, the part of a group that was written is taken back, so that the file ends with a whole line. A lock beside the
file keeps every other process away while one writes.
"""

from __future__ import annotations

import errno
import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..file_bytes import append_whole, held_alone
from ..foreign import file_name
from ..text import lowered, one_line
from .triage_rows import Head, Row, key_of

GROUP, SECONDS = 16, 2.0  # rows and seconds after which a group is written
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_COMPARED_MOST = 3  # differences that a refusal names


class ResultsError(ValueError):
    """A file of results that can't be used; one line with a fix."""


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Keep every other process from writing to a file of results, for as long as the block lasts.

    Raises:
        ResultsError: if another process writes to it, or if nothing can be written there.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(held_alone(file.with_name(f"{file.name}.lock")))
        except BlockingIOError:
            raise ResultsError(
                f"{file_name(file)}: another process writes to this file; wait until it has ended, or choose another "
                "--out"
            ) from None
        except OSError as error:
            raise unwritable(file, error) from None
        yield


def unwritable(file: Path, error: OSError) -> ResultsError:
    """The refusal of a file that can't be written, with what to do; what it holds already is safe."""
    reason = lowered(error.strerror or type(error).__name__)
    fix = "make room" if error.errno in _NO_ROOM else "check the place and its rights"
    return ResultsError(
        f"{file_name(file)}: can't be written ({reason}); {fix}, then run the same command again, which goes on after "
        "the last line that is in it"
    )


class Results:
    """A file of results that is open to be continued. The caller holds the lock.

    Attributes:
        notes: what was repaired, a line each.
        labels: how many rows there are by label, and under `error` those that failed.
    """

    def __init__(self, file: Path, head: Head, *, restart: bool = False, retry: bool = False) -> None:
        """Open the file, or begin it.

        Args:
            file: of the results.
            head: how rows will be made.
            restart: begin anew; what is there is kept as `FILE.1`, `FILE.2` …
            retry: measure pictures again that failed.

        Raises:
            ResultsError: if the file holds something else, or rows that were made in another way, or can't be written.
        """
        self._file, self._retry = file, retry
        self.notes: list[str] = []
        self.labels: Counter[str] = Counter()
        self._done: set[bytes] = set()
        self._failed: set[bytes] = set()
        self._first: dict[bytes, str] = {}  # source by SHA-256
        self._waiting: list[Row] = []
        self._written = time.monotonic()
        try:
            self._open(head, restart)
        except OSError as error:
            raise unwritable(file, error) from None

    def _open(self, head: Head, restart: bool) -> None:
        file = self._file
        if restart and file.exists():
            self._set_aside()
        torn = _cut_torn_line(file)
        if torn:
            self.notes.append(
                f"{file_name(file)}: the last line was cut off and moved to {file_name(file.name)}.damaged; its "
                "picture is measured again"
            )
        begun = file.exists() and file.stat().st_size > 0
        if begun:
            self._read(head)
        self._stream = file.open("ab", buffering=0)
        if not begun:
            self._write(head.model_dump_json(by_alias=True).encode() + b"\n")
            _sync_folder(file.parent)

    def _set_aside(self) -> None:
        number = 1
        while (kept := self._file.with_name(f"{self._file.name}.{number}")).exists():
            number += 1
        self._file.rename(kept)
        self.notes.append(f"{file_name(kept)}: the earlier results are kept here")

    def _read(self, head: Head) -> None:
        lines, damaged = parsed(self._file), 0
        try:
            stored = Head.model_validate(next(lines, None))
        except ValidationError:
            raise ResultsError(
                f"{file_name(self._file)}: holds no results of a triage; choose another --out, or --restart"
            ) from None
        if differing := differences(stored, head):
            raise ResultsError(
                f"{file_name(self._file)}: was begun with other settings or versions ({'; '.join(differing)}); go on "
                "with the same ones, or begin anew with --restart"
            )
        for line in lines:
            row = _row(line)
            if row is None:
                damaged += 1
            else:
                self._note(row)
        if damaged:
            self.notes.append(
                f"{file_name(self._file)}: lines that hold no result: {damaged}; their pictures are measured again"
            )

    def _note(self, row: Row) -> None:
        key = key_of(row.source, row.size, row.changed)
        if key in self._failed:  # it was tried again
            self._failed.discard(key)
            self.labels["error"] -= 1
        self._done.add(key)
        self.labels[_label(row)] += 1
        if row.error is not None:
            self._failed.add(key)
        elif row.sha256 is not None and row.same_as is None:
            self._first.setdefault(bytes.fromhex(row.sha256), row.source)

    def done(self, key: bytes) -> bool:
        """Whether there is a row for an entry, by its key."""
        return key in self._done and not (self._retry and key in self._failed)

    def measured(self, sha256: str) -> str | None:
        """The source of the first file with these bytes that was measured, or None."""
        return self._first.get(bytes.fromhex(sha256))

    def add(self, row: Row) -> None:
        """Add a row; it is on the disk after the next `flush`, which comes by itself in seconds."""
        self._waiting.append(row)
        self._note(row)
        if len(self._waiting) >= GROUP or time.monotonic() - self._written >= SECONDS:
            self.flush()

    def flush(self) -> None:
        """Put all rows on the disk."""
        if self._waiting:
            rows, self._waiting = self._waiting, []
            self._write(b"".join(row.model_dump_json(exclude_defaults=True).encode() + b"\n" for row in rows))
        self._written = time.monotonic()

    def close(self) -> None:
        """Put all rows on the disk and close the file."""
        self.flush()
        self._stream.close()

    def _write(self, data: bytes) -> None:
        """Put lines on the disk, all of them or none.

        Raises:
            ResultsError: if they can't be written, or if the file was taken away meanwhile.
        """
        try:
            append_whole(self._stream, data, sync=True)
        except OSError as error:
            raise unwritable(self._file, error) from None
        if not (self._file.exists() and os.path.samestat(os.fstat(self._stream.fileno()), self._file.stat())):
            raise ResultsError(
                f"{file_name(self._file)}: was removed or replaced while results were written to it; put it back, or "
                "run the same command again, which begins anew"
            )


def differences(stored: Head, now: Head) -> list[str]:
    """How two heads differ in what decides about the numbers, in a few words each; empty if they agree."""
    before = {**stored.settings.model_dump(mode="json"), **stored.versions}
    after = {**now.settings.model_dump(mode="json"), **now.versions}
    found = [
        f"{name} {one_line(before.get(name), 40)}, now {one_line(after.get(name), 40)}"
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    ]
    rest = len(found) - _COMPARED_MOST
    return [*found[:_COMPARED_MOST], *([f"and {rest} more"] if rest > 0 else [])]


def parsed(file: Path) -> Iterator[Any]:
    """The values of the lines of a file, one at a time; None for a damaged line."""
    with file.open("rb") as stream:
        for line in stream:
            try:
                yield json.loads(line)
            except ValueError:
                yield None


def rows(file: Path) -> Iterator[Row]:
    """The rows of a file of results in their order, without its head and without damaged lines."""
    lines = parsed(file)
    next(lines, None)
    yield from (row for line in lines if (row := _row(line)) is not None)


def _row(value: Any) -> Row | None:
    try:
        return Row.model_validate(value)
    except ValidationError:
        return None


def _label(row: Row) -> str:
    if row.error is not None:
        return "error"
    return row.numbers.label if row.numbers is not None else "same"


def _cut_torn_line(file: Path) -> bool:
    """Move a last line without its end to `FILE.damaged`; whether there was one."""
    if not file.exists():
        return False
    with file.open("rb+") as stream:
        end = stream.seek(0, os.SEEK_END)
        whole = _end_of_last_line(stream, end)
        if whole == end:
            return False
        stream.seek(whole)
        with file.with_name(f"{file.name}.damaged").open("ab") as kept:
            kept.write(stream.read() + b"\n")
        stream.truncate(whole)
        os.fsync(stream.fileno())
    return True


def _end_of_last_line(stream: Any, end: int, step: int = 65536) -> int:
    while end > 0:
        start = max(0, end - step)
        stream.seek(start)
        if (at := stream.read(end - start).rfind(b"\n")) >= 0:
            return start + at + 1
        end = start
    return 0


def _sync_folder(folder: Path) -> None:
    """Put the entry of a new file on the disk, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
