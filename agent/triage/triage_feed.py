"""From entries to bytes: what is done is passed over, what can't be read fails by itself, a copy is not measured.

Only pictures that have to be measured come out; the rows of the others lie aside for whoever writes results.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from ..file_bytes import IntakeError
from .triage_entries import Entry, data_of
from .triage_log import Results
from .triage_rows import Row, entry_key, refused
from .triage_worker import Taken

FETCHED = 8  # URLs at the same time


class Feed:
    """The pictures that are still to be measured.

    Attributes:
        aside: rows of entries that need no measurement, to be written by the thread that writes.
        passed: how many entries were done before.
    """

    def __init__(self, entries: Iterable[Entry], results: Results) -> None:
        """Choose the entries; nothing is read yet."""
        self._entries, self._results = entries, results
        self._under_way: dict[str, str] = {}  # source by SHA-256
        self._seen: set[bytes] = set()
        self.aside: deque[Row] = deque()
        self.passed = 0

    def taken(self) -> Iterator[Taken]:
        """Each picture that has to be measured, with its bytes and their SHA-256."""
        for entry, data in self._read():
            if isinstance(data, IntakeError):
                self.aside.append(refused(entry, str(data)))
                continue
            sha256 = hashlib.sha256(data).hexdigest()
            first = self._results.measured(sha256) or self._under_way.get(sha256)
            if first is not None and first != entry.source:
                self.aside.append(same(entry, sha256, first))
                continue
            self._under_way[sha256] = entry.source
            yield entry, data, sha256

    def finished(self, row: Row) -> None:
        """Note that the row of a picture is written."""
        if row.sha256 is not None:
            self._under_way.pop(row.sha256, None)

    def _read(self) -> Iterator[tuple[Entry, bytes | IntakeError]]:
        """The entries that are not done, with their bytes; URLs are fetched a few at a time."""
        waiting: deque[tuple[Entry, Future[bytes]]] = deque()
        with ThreadPoolExecutor(FETCHED) as pool:
            for entry in self.new():
                if entry.kind == "url":
                    waiting.append((entry, pool.submit(data_of, entry)))
                    if len(waiting) >= FETCHED:
                        yield _result(*waiting.popleft())
                    continue
                while waiting:
                    yield _result(*waiting.popleft())
                try:
                    yield entry, data_of(entry)
                except IntakeError as error:
                    yield entry, error
            while waiting:
                yield _result(*waiting.popleft())

    def new(self) -> Iterator[Entry]:
        """The entries that are not done; one that is named twice comes once."""
        for entry in self._entries:
            key = entry_key(entry)
            if self._results.done(key):
                self.passed += 1
            elif key not in self._seen:
                self._seen.add(key)
                yield entry


def same(entry: Entry, sha256: str, first: str) -> Row:
    """The row of a file with the bytes of another one."""
    return Row(source=entry.source, size=entry.size, changed=entry.changed, sha256=sha256, same_as=first)


def _result(entry: Entry, future: Future[bytes]) -> tuple[Entry, bytes | IntakeError]:
    try:
        return entry, future.result()
    except IntakeError as error:
        return entry, error
