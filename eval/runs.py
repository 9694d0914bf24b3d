"""Finished runs, read back from their folders: to show, to compare, to mark, to rank."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import parsing, store
from .items import Item, Judged, Reply, Scores, Table
from .tasks import TaskError, get

SCORES, ITEMS = "scores.json", "items.csv"


@dataclass(frozen=True, slots=True)
class Run:
    """A run with all that was asked and answered."""

    folder: Path
    settings: dict[str, Any]
    scores: Scores
    judged: list[Judged]


def read(folder: Path) -> Run:
    """A run from its folder; the task's data are read again where they lay.

    Raises:
        TaskError: if there is no finished run, or its data are gone.
    """
    try:
        settings = json.loads((folder / store.SETTINGS).read_text(encoding="utf-8"))
        scores = Scores.model_validate_json((folder / SCORES).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TaskError(
            f"{folder}: holds no finished run ({type(error).__name__}); run `telltale eval` first"
        ) from None
    replies = answers(folder)
    items = get(settings["task"]).read(Path(settings["data"]), **settings["choices"])
    judged = [parsing.judge(item, replies[item.id], settings["by"]) for item in items if item.id in replies]
    return Run(folder, settings, scores, judged)


def answers(folder: Path) -> dict[str, Reply]:
    """The last reply to each item."""
    found: dict[str, Reply] = {}
    for file in sorted(folder.glob("results*.jsonl")):
        for row in store.lines(file):
            found[row["id"]] = Reply(**row["reply"])
    return found


def write(folder: Path, scores: Scores, judged: Sequence[Judged]) -> None:
    """Scores as JSON, every table and every item as CSV."""
    (folder / SCORES).write_text(scores.model_dump_json(indent=1) + "\n", encoding="utf-8")
    headline = Table(
        title="headline",
        header=("figure", "value", "low", "high", "n"),
        rows=tuple((k, *map(_plain, (f.value, f.low, f.high)), str(f.n)) for k, f in scores.headline.items()),
    )
    write_tables(folder, (headline, *scores.tables))
    header = ("id", "media", "truth", "answer", "value", "right", "belief", "abstained", "error", "text")
    rows = (
        (
            *(j.item.id, "|".join(j.item.media), j.item.truth or "", j.item.answer, j.value or "", _plain(j.right)),
            *(_plain(j.belief), _plain(j.reply.abstained), j.reply.error, j.reply.text),
        )
        for j in judged
    )
    write_rows(folder / ITEMS, header, rows)


def _plain(value: object) -> str:
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


def write_tables(folder: Path, tables: Iterable[Table]) -> None:
    """Every table as CSV, named by its title."""
    for table in tables:
        name = re.sub("[^a-z0-9]+", "-", table.title.lower()).strip("-")
        write_rows(folder / f"{name}.csv", table.header, table.rows)


def write_rows(file: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Rows as CSV."""
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)


def common(one: Run, other: Run) -> list[tuple[Judged, Judged]]:
    """Pairs of what two runs made of the same items.

    Raises:
        TaskError: if they have none in common.
    """
    theirs = {judged.item.id: judged for judged in other.judged}
    pairs = [(mine, theirs[mine.item.id]) for mine in one.judged if _same(mine.item, theirs.get(mine.item.id))]
    if not pairs:
        raise TaskError(f"{one.folder} and {other.folder}: have no items in common")
    return pairs


def _same(item: Item, other: Judged | None) -> bool:
    return other is not None and item == other.item
