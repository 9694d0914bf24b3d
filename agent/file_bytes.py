"""The bytes of a file, the error that refuses one, and how files are written whole or added to by one process alone."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from .foreign import file_name
from .text import one_line

MAX_BYTES = 64 * 1024 * 1024


class IntakeError(ValueError):
    """A file that can't be examined; the message is one line that names the file, what is wrong, and a fix."""


def read_file(path: Path) -> bytes:
    """The bytes of a regular file of at most 64 MB; pipes and devices are refused without waiting for them.

    Raises:
        IntakeError: if it is missing, can't be read, is no regular file or is too large.
    """
    shown = file_name(path)
    try:
        state = path.stat()  # before opening, which can have effects on a device
        if stat.S_ISDIR(state.st_mode):
            raise IntakeError(f"{shown}: this is a folder; name the pictures in it")
        if not stat.S_ISREG(state.st_mode):
            raise _no_file(shown)
        if state.st_size > MAX_BYTES:  # before reading: a huge file must not fill the memory
            raise too_large(shown, state.st_size)
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # it was exchanged in between
                raise _no_file(shown)
            data = file.read(MAX_BYTES + 1)
    except IntakeError:
        raise
    except FileNotFoundError:
        raise IntakeError(f"{shown}: no such file; check the path") from None
    except OSError as error:
        raise IntakeError(f"{shown}: can't be read ({error.strerror}); check its permissions") from None
    except ValueError as error:  # a name that no file can have
        raise IntakeError(f"{shown}: no such file ({one_line(error)}); check the path") from None
    if len(data) > MAX_BYTES:
        raise too_large(shown, len(data))
    return data


def write_whole(file: Path, data: bytes) -> None:
    """Write a file whole or not at all, also if the disk is full or the process is killed meanwhile.

    Raises:
        OSError: if it can't be written; the error names the file.
    """
    begun = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with begun.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())  # some file systems tell only here that they are full
        begun.replace(file)
    except OSError as error:
        with suppress(OSError):
            begun.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(file)) from None
    except BaseException:
        begun.unlink(missing_ok=True)
        raise


def append_whole(stream: FileIO, data: bytes, *, sync: bool = False) -> None:
    """Add data to a file that is open without a buffer: all of it or, if that fails, nothing.

    Args:
        stream: open to be added to.
        data: what to add.
        sync: whether the data must lie on the device at the end.

    Raises:
        OSError: if it can't be written.
    """
    handle, view = stream.fileno(), memoryview(data)
    end = os.fstat(handle).st_size
    try:
        while view:
            view = view[stream.write(view) or 0 :]
        if sync:
            os.fsync(handle)
    except OSError:
        with suppress(OSError):  # what stays of it is repaired when the file is read
            os.ftruncate(handle, end)
        raise


@contextmanager
def held_alone(lock: Path) -> Iterator[None]:
    """Hold a lock for as long as the block lasts; on a file system without locks nothing is held.

    Args:
        lock: a file for the lock alone; made if it is missing, with its folder.

    Raises:
        BlockingIOError: if another process holds it.
        OSError: if it can't be made.
    """
    from filelock import FileLock, Timeout

    lock.parent.mkdir(parents=True, exist_ok=True)
    one = FileLock(lock)
    try:
        one.acquire(timeout=0)
    except Timeout:
        raise BlockingIOError(errno.EAGAIN, "another process holds it", str(lock)) from None
    except NotImplementedError:
        yield
        return
    try:
        yield
    finally:
        one.release()


def _no_file(shown: str) -> IntakeError:
    return IntakeError(f"{shown}: this is a device or a pipe and no file; name a picture file")


def too_large(shown: str, size: int) -> IntakeError:
    """The refusal of a file of so many bytes; `shown` is its name for a line of our own."""
    return IntakeError(f"{shown}: {size / 2**20:.0f} MB is over the limit of 64 MB; use a smaller copy")
