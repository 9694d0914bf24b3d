"""The one place that prints tables and writes CSV, for the commands, the pages' files and the studies."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .items import Table

TableRow = tuple[str, ...]
UNKNOWN_CELL = "–"
_NUMBER = re.compile(r"[-+]?\d[\d.,]*%?")


def number(value: float | None, digits: int = 3) -> str:
    """A number as a cell shows it; a dash where it is unknown."""
    return UNKNOWN_CELL if value is None else f"{value:.{digits}f}"


def show(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a Markdown table below a heading."""
    print(f"\n### {title}\n\n| {' | '.join(header)} |\n|{'---|' * len(header)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    sys.stdout.flush()


def show_columns(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table in aligned columns, for the terminal; 110 characters wide where the output is no terminal."""
    from rich.console import Console
    from rich.table import Table as Columns
    from rich.text import Text

    columns = Columns(*header, box=None, pad_edge=False)
    for row in rows:
        columns.add_row(*map(Text, row))
    Console(width=None if sys.stdout.isatty() else 110).print(columns)


def write_csv(file: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file with a header; the folder is made if it is missing.

    A cell that a spreadsheet would take for a formula, which a file's name or a model's reply can be, gets an
    apostrophe before it (OWASP, “CSV injection”).
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(map(_as_text, row) for row in rows)


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not _NUMBER.fullmatch(cell) else cell


def write_tables(folder: Path, tables: Iterable[Table]) -> None:
    """Write every table as a CSV file named after its title: *By category* becomes `by-category.csv`."""
    for table in tables:
        name = re.sub("[^a-z0-9]+", "-", table.title.lower()).strip("-")
        write_csv(folder / f"{name}.csv", table.header, table.rows)
