"""Replies on disk: append-only JSON lines, a whole batch in one write, so that a killed run loses at most one batch.

A last line that was cut off is skipped, and the next run starts a new line. Each of several processes writes its own
file (`results.jsonl`, `results-1.jsonl` …); they are read together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from .items import Item, Reply
from .sets.media import digest

RESULTS, MEDIA, SETTINGS = "results.jsonl", "media.jsonl", "run.json"


def lines(file: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file; a line that holds none, as after a process was killed, is skipped."""
    if not file.exists():
        return
    with file.open(encoding="utf-8") as stream:
        for line in stream:
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if isinstance(row, dict):
                yield row


class Store:
    """The replies of a run, by item and by the key of its content."""

    def __init__(self, folder: Path, rank: int = 0, *, by_content: bool = False) -> None:
        """Read the replies that were stored before.

        Args:
            folder: of the run; made if it is missing.
            rank: of this process among several; each writes its own file.
            by_content: whether items of different tasks share a reply where question and media are the same.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self._by_content = folder, by_content
        self._file = folder / (RESULTS if rank == 0 else f"results-{rank}.jsonl")
        self._replies: dict[tuple[str, str], dict[str, Any]] = {}
        self.read()
        self._media = {row["path"]: row for row in lines(folder / MEDIA)}

    def read(self) -> None:
        """Read the files of all processes."""
        for file in sorted(self.folder.glob("results*.jsonl")):
            for row in lines(file):
                if not row["reply"].get("error"):  # a failed item is asked again
                    self._replies[self._name(row["id"], row["key"])] = row["reply"]

    def _name(self, identity: str, key: str) -> tuple[str, str]:
        return ("", key) if self._by_content else (identity, key)

    def get(self, item: Item, key: str) -> Reply | None:
        """The reply to an item, if its content is as it was."""
        row = self._replies.get(self._name(item.id, key))
        return None if row is None else Reply.model_construct(**_tuples(row))

    def has(self, item: Item, key: str) -> bool:
        """Whether there is a reply."""
        return self._name(item.id, key) in self._replies

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


def _tuples(reply: dict[str, Any]) -> dict[str, Any]:
    fields = {key: tuple(value) if isinstance(value, list) else value for key, value in reply.items()}
    if "regions" in fields:
        fields["regions"] = tuple(tuple(box) for box in fields["regions"])
    return fields


def append(file: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Add lines to a file, on a new line if its last one was cut off."""
    if not rows:
        return
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    with file.open("ab+") as stream:
        if stream.tell() > 0:
            stream.seek(-1, 2)
            if stream.read(1) != b"\n":
                data = b"\n" + data
        stream.write(data)


def key(item: Item, digests: Sequence[str], version: str, tokens: int) -> str:
    """A hash of everything that could change the reply: the question, the bytes of the media, the model, the length."""
    content = json.dumps([item.kind, item.question, item.lead, item.options, item.modality, digests, version, tokens])
    return hashlib.sha256(content.encode()).hexdigest()[:24]
