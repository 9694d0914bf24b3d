"""Replies on disk: append-only JSON lines, whole batches in one write, so that a run that was killed loses one batch.

A last line that was cut off is passed over, and the next run begins on a line of its own. Several processes write
files of their own (`results.jsonl`, `results-1.jsonl` …), which are read together.
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
    """The objects of a file; a line that is none, as where a process was killed, is passed over."""
    if not file.exists():
        return
    with file.open(encoding="utf-8") as stream:
        for line in stream:
            try:
                found = json.loads(line)
            except ValueError:
                continue
            if isinstance(found, dict):
                yield found


class Store:
    """What was answered, by item and by the key of its content."""

    def __init__(self, folder: Path, rank: int = 0, *, by_content: bool = False) -> None:
        """Read what is there.

        Args:
            folder: of the run; made where it is not there.
            rank: of this process among several; it writes a file of its own.
            by_content: whether items of other tasks that ask the same of the same media share their replies.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self._by_content = folder, by_content
        self._file = folder / (RESULTS if rank == 0 else f"results-{rank}.jsonl")
        self._there: dict[tuple[str, str], dict[str, Any]] = {}
        self.read()
        self._media = {row["path"]: row for row in lines(folder / MEDIA)}

    def read(self) -> None:
        """Read the files of all processes."""
        for file in sorted(self.folder.glob("results*.jsonl")):
            for row in lines(file):
                if not row["reply"].get("error"):  # what failed is tried again
                    self._there[self._name(row["id"], row["key"])] = row["reply"]

    def _name(self, identity: str, key: str) -> tuple[str, str]:
        return ("", key) if self._by_content else (identity, key)

    def get(self, item: Item, key: str) -> Reply | None:
        """The reply to an item, if its content is as it was."""
        found = self._there.get(self._name(item.id, key))
        return None if found is None else Reply.model_construct(**_tuples(found))

    def has(self, item: Item, key: str) -> bool:
        """Whether there is a reply."""
        return self._name(item.id, key) in self._there

    def add(self, rows: Iterable[tuple[Item, str, Reply]]) -> None:
        """Keep the replies of a batch, in one write."""
        said = []
        for item, key, reply in rows:
            dumped = reply.model_dump(exclude_defaults=True)
            self._there[self._name(item.id, key)] = dumped
            said.append({"id": item.id, "key": key, "reply": dumped})
        append(self._file, said)

    def digest(self, path: str) -> str:
        """SHA-256 of a file of media, read again only where its size or time has changed."""
        state = Path(path).stat()
        known = self._media.get(path)
        if known and known["size"] == state.st_size and known["changed"] == state.st_mtime_ns:
            return known["sha256"]
        row = {"path": path, "size": state.st_size, "changed": state.st_mtime_ns, "sha256": digest(path)}
        self._media[path] = row
        append(self.folder / MEDIA, [row])
        return row["sha256"]


def _tuples(reply: dict[str, Any]) -> dict[str, Any]:
    found = {key: tuple(value) if isinstance(value, list) else value for key, value in reply.items()}
    if "regions" in found:
        found["regions"] = tuple(tuple(box) for box in found["regions"])
    return found


def append(file: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Add lines to a file; after one that was cut off, on a line of their own."""
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
    """Changes with whatever could change the reply: the question, the bytes of the media, the model, the length."""
    told = json.dumps([item.kind, item.question, item.lead, item.options, item.modality, digests, version, tokens])
    return hashlib.sha256(told.encode()).hexdigest()[:24]
