"""Splits that keep groups and sources whole."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from .records import Record


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
