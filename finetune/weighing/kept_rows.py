"""Rows that a recipe keeps as JSON lines while it measures, so that a run that was cut off goes on where it stopped."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

Row = TypeVar("Row", bound=BaseModel)


def kept_rows(file: Path, kind: type[Row]) -> list[Row]:
    """The rows of a file; a last line that was cut off is left out.

    Raises:
        OSError: if it can't be read.
    """
    rows = []
    for line in file.read_text(encoding="utf-8").splitlines():
        try:
            rows.append(kind.model_validate_json(line))
        except ValueError:
            continue
    return rows
