"""Splits that keep groups whole and leave out whole sources or generators."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .records import Record


@dataclass(frozen=True, slots=True)
class Fold:
    """Indices into the records: what to train on and what to test on, and what was left out."""

    left_out: str
    train: tuple[int, ...]
    test: tuple[int, ...]


def leave_one_out(records: Sequence[Record], by: Literal["source", "generator"]) -> Iterator[Fold]:
    """One fold for each source, or for each generator of the generated pictures.

    A left-out source is tested on its own pictures together with the held-out tenth of the other label, which no
    fold trains on: so every test has both labels, and no tested picture or group of it was seen in training.

    Raises:
        ValueError: if a label is missing.
    """
    if {record.label for record in records} != {"real", "generated"}:
        raise ValueError("leave-one-out needs both labels, real and generated")
    held = [in_share(record.group, 0.1, "leave-one-out") for record in records]
    values = sorted({getattr(record, by) for record in records if getattr(record, by)})
    for value in values:
        out = [i for i, record in enumerate(records) if getattr(record, by) == value]
        groups = {records[i].group for i in out}
        labels = {records[i].label for i in out}
        other = [i for i, r in enumerate(records) if held[i] and r.label not in labels and r.group not in groups]
        tested = {*out, *other}
        train = (i for i, r in enumerate(records) if i not in tested and not held[i] and r.group not in groups)
        yield Fold(value, tuple(train), tuple(sorted(tested)))


def in_share(group: str, share: float, salt: str = "") -> bool:
    """Whether a group falls into a share (0 to 1) of all groups: by hash, so the same on every machine and day."""
    digest = hashlib.sha256(f"{salt}\0{group}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def source_folds(records: Sequence[Record], folds: int = 4) -> dict[str, int]:
    """Real sources dealt into folds of about the same number of pictures, largest first; source to fold."""
    count = Counter(record.source for record in records if record.label == "real")
    sizes, found = [0] * folds, {}
    for source, pictures in sorted(count.items(), key=lambda item: (-item[1], item[0])):
        found[source] = sizes.index(min(sizes))
        sizes[found[source]] += pictures
    return found
