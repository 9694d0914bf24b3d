"""Splits that keep groups and sources whole, the groups held out for each purpose, and seeds made from names."""

from __future__ import annotations

import hashlib
import zlib
from typing import Literal

Purpose = Literal[
    "clip families", "portrait head", "cues", "cues of faces", "explanations", "LOKI descriptions", "FakeClue answers",
    "study of faces", "study of families",
]  # fmt: skip
# Share of the groups that is held out, and the salt of the hash. Shipped weights were trained on these splits, so
# neither may change.
PURPOSES: dict[Purpose, tuple[float, str]] = {
    "clip families": (0.2, "families"),
    "portrait head": (0.2, "portrait"),
    "cues": (0.15, "assess-cues"),
    "cues of faces": (0.15, "faces"),
    "explanations": (0.3, "explain"),
    "LOKI descriptions": (0.2, "loki"),
    "FakeClue answers": (0.1, "fakeclue"),
    "study of faces": (0.2, "faces"),
    "study of families": (0.2, "attribution"),
}


def held_out(group: str, purpose: Purpose) -> bool:
    """Whether a group of pictures, named as its purpose names groups, is kept from training."""
    return in_share(group, *PURPOSES[purpose])


def in_share(group: str, share: float, salt: str = "") -> bool:
    """Whether a group falls into a share (0 to 1) of all groups: by hash, so the same on every machine and day."""
    digest = hashlib.sha256(f"{salt}\0{group}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def seed_of(*parts: str | int) -> int:
    """A seed from names and numbers, the same on every machine."""
    return zlib.crc32("\0".join(map(str, parts)).encode())
