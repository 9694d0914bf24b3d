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
