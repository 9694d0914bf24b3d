"""The folder of a running server for uploads and maps: deleted with the server, or by the next one if it was killed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

_PREFIX = "telltale-"
_LOCK = "running.lock"


@contextmanager
def upload_folder() -> Iterator[Path]:
    """A new folder that only this user can read, for as long as the block lasts."""
    remove_leftovers()
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as folder:
        lock = FileLock(Path(folder) / _LOCK)
        with lock:
            files = Path(folder) / "files"
            files.mkdir()
            yield files


def remove_leftovers() -> None:
    """Delete the folders of servers that run no longer."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        lock = FileLock(folder / _LOCK)
        try:
            if folder.is_symlink() or not (folder / _LOCK).exists():
                continue
            with lock.acquire(timeout=0):
                shutil.rmtree(folder, ignore_errors=True)
        except (Timeout, OSError):  # it runs, or it belongs to somebody else
            continue
