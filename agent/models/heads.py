"""One reader and one writer for every trained head: arrays in safetensors, plain values as JSON in the header."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..file_bytes import write_whole

Arrays = dict[str, NDArray[Any]]
Head = TypeVar("Head")


def read(file: Path, key: str | None = None) -> tuple[Arrays, dict[str, Any]]:
    """Read a head back.

    Args:
        file: where it is.
        key: the entry of the header that holds its plain values; None if it has none.

    Returns:
        The arrays by name, and the plain values by name; lists come back as tuples.

    Raises:
        OSError: if the file is missing.
        ValueError: if its header has no such entry.
    """
    from safetensors import safe_open

    with safe_open(file, "np") as stored:
        header = stored.metadata() or {}
        arrays = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118  # no mapping
    if key is None:
        return arrays, {}
    if key not in header:
        raise ValueError(f"{file}: the header has no entry {key!r}, so this is another kind of head")
    values = json.loads(header[key])
    return arrays, {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def write(file: Path, arrays: Mapping[str, NDArray[Any]], header: Mapping[str, str | Mapping[str, Any]]) -> None:
    """Write a head, whole or not at all; an entry of the header that is no text is stored as JSON.

    Raises:
        OSError: if it can't be written; the error names the file.
    """
    from safetensors.numpy import save

    # safetensors writes an array in the order of its memory, whatever its strides say
    tensors = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in header.items()}
    write_whole(file, save(tensors, texts))


def shipped(name: str, load: Callable[[Path], Head]) -> Head | None:
    """The head in a file that comes with the package, or None if the file is not installed."""
    with as_file(files("telltale.agent.models") / name) as file:
        return load(file) if file.exists() else None
