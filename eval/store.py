"""Replies on disk: append-only JSON lines, a whole batch in one write, so that a killed run loses at most one batch.

A line that was cut off, even within a character, or that holds no reply is damaged. A run that is taken up again moves
damaged lines to a file of their own and says so, and their questions are asked again. Each of several processes writes
its own file (`results.jsonl`, `results-1.jsonl` …); they are read together. While a run is under way its folder is
locked (`locked`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..agent.console import reason_of
from ..agent.file_bytes import append_whole, held_alone, write_whole
from ..agent.text import one_line
from .items import Item, Reply
from .sets.media import digest

RESULTS, MEDIA, SETTINGS = "results.jsonl", "media.jsonl", "run.json"
_MEDIA_FIELDS = ("path", "size", "changed", "sha256")
Row = dict[str, Any]


class StoreError(ValueError):
    """The folder of a run can't be used; one line that names the file and a fix."""


@contextmanager
def locked(folder: Path, rank: int = 0) -> Iterator[None]:
    """Keep every other process from running into a folder, for as long as the block lasts.

    Args:
        folder: of the run; made if it is missing.
        rank: of this process among several that share a run; each locks its own part.

    Raises:
        StoreError: if another process runs there.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(held_alone(folder / ("running.lock" if rank == 0 else f"running-{rank}.lock")))
        except BlockingIOError:
            raise StoreError(
                f"{folder}: another process runs into this folder; wait until it has ended, or choose another --out"
            ) from None
        yield


def lines(file: Path, wanted: Callable[[Row], bool] = lambda row: True) -> Iterator[Row]:
    """The objects of a file that have what is wanted; damaged lines are skipped."""
    for _, row in _parsed(file, wanted):
        if row is not None:
            yield row


def _parsed(file: Path, wanted: Callable[[Row], bool]) -> Iterator[tuple[bytes, Row | None]]:
    """Every line of a file that is not empty, with its object, or None where it is damaged."""
    if not file.exists():
        return
    for line in file.read_bytes().split(b"\n"):
        if line.strip():
            try:
                row = json.loads(line.decode("utf-8"))
            except ValueError:  # not JSON, or cut within a character
                row = None
            yield line, row if isinstance(row, dict) and wanted(row) else None


def has_reply(row: Row) -> bool:
    """Whether a line holds the reply to an item."""
    if not (isinstance(row.get("id"), str) and isinstance(row.get("key"), str) and isinstance(row.get("reply"), dict)):
        return False
    try:
        Reply(**row["reply"])
    except (ValidationError, TypeError):
        return False
    return True


def _has_media(row: Row) -> bool:
    return all(name in row for name in _MEDIA_FIELDS)


def repaired(file: Path, wanted: Callable[[Row], bool]) -> tuple[list[Row], int]:
    """The objects of a file, and how many damaged lines were moved to `FILE.damaged`; the caller must hold the lock."""
    read = list(_parsed(file, wanted))
    damaged = [line for line, row in read if row is None]
    if damaged:
        with file.with_name(f"{file.name}.damaged").open("ab") as stream:
            stream.write(b"".join(line + b"\n" for line in damaged))
        write_whole(file, b"".join(line + b"\n" for line, row in read if row is not None))
    return [row for _, row in read if row is not None], len(damaged)


def read_settings(file: Path) -> Row:
    """The settings of a run.

    Raises:
        StoreError: if the file holds none; it names the file.
    """
    try:
        settings = json.loads(file.read_bytes().decode("utf-8"))
    except ValueError as error:
        raise StoreError(f"{file}: is damaged ({one_line(error)}); delete it, and run the task again") from None
    if not isinstance(settings, dict):
        raise StoreError(f"{file}: holds no settings of a run; delete it, and run the task again")
    return settings


class Store:
    """The replies of a run, by item and by the key of its content.

    Attributes:
        folder: of the run.
        repaired: a sentence about each file of which damaged lines were moved away.
    """

    def __init__(self, folder: Path, rank: int = 0, *, by_content: bool = False) -> None:
        """Read the replies that were stored before, and repair the file of this process.

        Args:
            folder: of the run; made if it is missing.
            rank: of this process among several; each writes its own file.
            by_content: whether items of different tasks share a reply where question and media are the same. Several
                runs may write to such a folder at a time, so its damaged lines are skipped and stay.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self._by_content = folder, by_content
        self._file = folder / (RESULTS if rank == 0 else f"results-{rank}.jsonl")
        self._replies: dict[tuple[str, str], Row] = {}
        said: list[str] = []
        for file in self._files():
            if file == self._file and not by_content:
                rows, count = repaired(file, has_reply)
                said += _told(file, count, again=True)
                self._keep(rows)
            else:
                self._keep(lines(file, has_reply))
        media, count = list(lines(folder / MEDIA, _has_media)), 0
        if rank == 0 and not by_content:
            media, count = repaired(folder / MEDIA, _has_media)
        self._media = {row["path"]: row for row in media}
        self.repaired = (*said, *_told(folder / MEDIA, count, again=False))

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("results*.jsonl"))

    def _keep(self, rows: Iterable[Row]) -> None:
        for row in rows:
            if not row["reply"].get("error"):  # a failed item is asked again
                self._replies[self._name(row["id"], row["key"])] = row["reply"]

    def read(self) -> None:
        """Read the files of all processes."""
        for file in self._files():
            self._keep(lines(file, has_reply))

    def _name(self, identity: str, key: str) -> tuple[str, str]:
        return ("", key) if self._by_content else (identity, key)

    def get(self, item: Item, key: str) -> Reply | None:
        """The reply to an item, if its content is as it was."""
        row = self._replies.get(self._name(item.id, key))
        return None if row is None else Reply.model_construct(**_tuples(row))

    def has(self, item: Item, key: str) -> bool:
        """Whether there is a reply."""
        return self._name(item.id, key) in self._replies

    def lacking(self, rows: Iterable[tuple[Item, str, Reply]]) -> list[tuple[Item, str, Reply]]:
        """The replies of a batch whose items have none yet."""
        return [row for row in rows if not self.has(row[0], row[1])]

    def add(self, rows: Iterable[tuple[Item, str, Reply]]) -> None:
        """Store the replies of a batch, in one write."""
        entries = []
        for item, key, reply in rows:
            dumped = reply.model_dump(exclude_defaults=True)
            self._replies[self._name(item.id, key)] = dumped
            entries.append({"id": item.id, "key": key, "reply": dumped})
        append(self._file, entries)

    def digest(self, path: str) -> str:
        """SHA-256 of a media file; it is read again only if its size or time has changed."""
        state = Path(path).stat()
        known = self._media.get(path)
        if known and known["size"] == state.st_size and known["changed"] == state.st_mtime_ns:
            return known["sha256"]
        row = {"path": path, "size": state.st_size, "changed": state.st_mtime_ns, "sha256": digest(path)}
        self._media[path] = row
        append(self.folder / MEDIA, [row])
        return row["sha256"]


def _told(file: Path, count: int, *, again: bool) -> list[str]:
    """A sentence about the damaged lines of a file, if there were any."""
    if not count:
        return []
    line, asked = ("line was", "its question is") if count == 1 else ("lines were", "their questions are")
    then = f"; {asked} asked again" if again else ""
    return [f"{file}: {count} damaged {line} moved to {file.name}.damaged{then}"]


def _tuples(reply: Row) -> dict[str, Any]:
    fields = {key: tuple(value) if isinstance(value, list) else value for key, value in reply.items()}
    if "regions" in fields:
        fields["regions"] = tuple(tuple(box) for box in fields["regions"])
    return fields


def append(file: Path, rows: Sequence[Row]) -> None:
    """Add lines to a file, all or none of them, on a new line if its last one was cut off.

    Raises:
        StoreError: if they can't be written.
    """
    if not rows:
        return
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    with file.open("ab+", buffering=0) as stream:
        if stream.tell() > 0:
            stream.seek(-1, 2)
            if stream.read(1) != b"\n":
                data = b"\n" + data
        try:
            append_whole(stream, data)
        except OSError as error:
            raise StoreError(
                f"{reason_of(error, str(file))}; the replies that are in it are safe, and the same command goes on"
            ) from None


def key(item: Item, digests: Sequence[str], version: str, tokens: int) -> str:
    """A hash of everything that could change the reply: the question, the bytes of the media, the model, the length."""
    parts: list[Any] = [item.kind, item.question, item.lead, item.options, item.modality, digests, version, tokens]
    if item.system or item.one_turn:  # later additions, so that the keys of older replies stay as they are
        parts += [item.system, item.one_turn]
    content = json.dumps(parts)
    return hashlib.sha256(content.encode()).hexdigest()[:24]
