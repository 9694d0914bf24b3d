"""Adapters and heads that were trained here and ship with the package, and how they are read.

The files are safetensors and JSON; nothing is pickled.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files


@cache
def digests() -> dict[str, str]:
    """The first 12 hexadecimal digits of the SHA-256 of each head's file, by its name."""
    heads = [item for item in files(__name__).iterdir() if item.name.endswith(".safetensors")]
    return {item.name: hashlib.sha256(item.read_bytes()).hexdigest()[:12] for item in heads}


@cache
def shipped_digest(name: str) -> str:
    """The SHA-256 of a head's file that ships, in hexadecimal digits; empty if it is not installed."""
    file = files(__name__) / name
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
