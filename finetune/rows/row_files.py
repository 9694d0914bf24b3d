"""Rows in files of JSON lines, and choices among rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from .training_row import ROW_KINDS, RowKind, TrainingRow


def write(rows: Sequence[TrainingRow], file: Path) -> None:
    """Write rows as JSON lines."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(row.model_dump_json() + "\n" for row in rows), encoding="utf-8")


def read(file: Path) -> list[TrainingRow]:
    """Read rows back.

    Raises:
        OSError: if the file can't be read.
        ValueError: if a line is not a row.
    """
    rows = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            rows.append(TrainingRow.model_validate_json(line))
        except ValueError:
            raise ValueError(
                f"{file}:{number}: not a row of prompt and completion; `telltale finetune explain` writes such files"
            ) from None
    return rows


def take(rows: Sequence[TrainingRow], counts: Mapping[RowKind, int]) -> list[TrainingRow]:
    """The first rows of each kind, in their order.

    Args:
        rows: to choose from.
        counts: how many of a kind at most; kinds that are not named are left out.
    """
    left = Counter(counts)
    taken = []
    for row in rows:
        if left[row.kind] > 0:
            left[row.kind] -= 1
            taken.append(row)
    return taken


def sample(rows: Sequence[TrainingRow], most: int = 15) -> list[TrainingRow]:
    """A few rows of each kind, to measure on during training."""
    return take(rows, dict.fromkeys(ROW_KINDS, most))
