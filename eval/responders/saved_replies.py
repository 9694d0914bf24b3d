"""Replies that were saved before: results of this harness, LOKI's official format, or a plain list of texts.

LOKI's harness writes a list of objects with `response` and `doc` (`log_results`). If it only predicted, it writes an
object with `model` and `responses`, in the order of the questions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ...agent.perception.models import ModelError
from ..items import Batch, Item, Reply
from .responder import EVERYTHING, all_at_once


class SavedReplies:
    """Looks replies up by the id of the item or by its place in the list."""

    modalities = EVERYTHING
    looks = False
    at_once = 1
    as_whole = True  # a list without ids goes by place

    def __init__(self, file: Path) -> None:
        """Read the file.

        Raises:
            ModelError: if it holds no replies.
        """
        try:
            raw = file.read_bytes()
            own = _of_this_harness(raw)
            self._by_id, self._in_order = (own, []) if own else _read(raw.decode("utf-8-sig"))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            formats = "results of this harness, LOKI's log of results, or an object with model and responses"
            raise ModelError(f"{file}: holds no saved replies ({error}); give {formats}") from None
        self.name = f"saved:{file.name}"
        self.version = hashlib.sha256(raw).hexdigest()[:12]

    def plan(self, items: Sequence[Item]) -> list[Batch]:
        """Everything at once.

        Raises:
            ModelError: if a list without ids is not as long as the task.
        """
        if self._in_order and len(self._in_order) != len(items):
            counts = f"{len(self._in_order)} replies for {len(items)} questions"
            raise ModelError(f"{self.name}: holds {counts}; without ids both must be as many")
        return all_at_once(items)

    def answer(self, batch: Sequence[Item], tokens: int) -> list[Reply]:
        """The saved replies; a missing one is an error."""
        if self._in_order:
            return list(self._in_order)
        return [
            self._by_id.get(item.id) or self._by_id.get(_own_id(item.id)) or Reply(error="not saved") for item in batch
        ]


def _own_id(identity: str) -> str:
    """The benchmark's own id, without the number of the record that the harness puts before it."""
    return identity.partition(":")[2] or identity


def _of_this_harness(raw: bytes) -> dict[str, Reply]:
    """The replies of a file with a record a line; a line that was cut, or holds no reply, has none."""
    replies: dict[str, Reply] = {}
    first = raw.partition(b"\n")[0]
    if not first.lstrip().startswith(b"{") or b'"reply"' not in first:
        return replies
    for line in raw.split(b"\n"):
        try:
            row = json.loads(line.decode("utf-8"))
            replies[str(row["id"])] = Reply(**row["reply"])
        except (ValueError, KeyError, TypeError):
            continue
    return replies


def _read(text: str) -> tuple[dict[str, Reply], list[Reply]]:
    loaded: Any = json.loads(text)
    if isinstance(loaded, dict):
        return {}, [Reply(text=str(text)) for text in loaded["responses"]]
    if loaded and isinstance(loaded[0], str):
        return {}, [Reply(text=text) for text in loaded]
    if loaded and "image_id" in loaded[0]:
        return {str(row["image_id"]): Reply(text=str(row["answer"])) for row in loaded}, []
    ids = [str(row["doc"].get("id", "")) for row in loaded]
    replies = [Reply(text=str(row["response"])) for row in loaded]
    if len(set(ids)) == len(ids):
        return dict(zip(ids, replies, strict=True)), []
    return {}, replies
