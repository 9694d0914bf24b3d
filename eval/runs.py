"""Finished runs, written to their folders and read back: to show, to compare, to mark, to rank."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import parsing, store
from .items import Judged, Reply, Scores, Table
from .tables import write_csv, write_tables
from .tasks import TaskError, get

SCORES, ITEMS = "scores.json", "items.csv"


@dataclass(frozen=True, slots=True)
class Run:
    """A run with its questions and replies."""

    folder: Path
    settings: dict[str, Any]
    scores: Scores
    judged: list[Judged]


def read(folder: Path) -> Run:
    """Read a run from its folder; the task's data are read again from the place that the run used.

    Raises:
        TaskError: if there is no finished run, or its data are gone.
    """
    try:
        settings = json.loads((folder / store.SETTINGS).read_text(encoding="utf-8"))
        scores = Scores.model_validate_json((folder / SCORES).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TaskError(
            f"{folder}: holds no finished run ({type(error).__name__}); give the --out folder of `telltale eval TASK`"
        ) from None
    replies = answers(folder)
    items = get(settings["task"]).read(Path(settings["data"]), **settings["choices"])
    judged = [parsing.judge(item, replies[item.id], settings["by"]) for item in items if item.id in replies]
    return Run(folder, settings, scores, judged)


def answers(folder: Path) -> dict[str, Reply]:
    """The last reply to each item."""
    replies: dict[str, Reply] = {}
    for file in sorted(folder.glob("results*.jsonl")):
        for row in store.lines(file):
            replies[row["id"]] = Reply(**row["reply"])
    return replies


def write(folder: Path, scores: Scores, judged: Sequence[Judged]) -> None:
    """Write the scores as JSON, and every table and every item as CSV."""
    (folder / SCORES).write_text(scores.model_dump_json(indent=1) + "\n", encoding="utf-8")
    headline = Table(
        title="headline",
        header=("figure", "value", "low", "high", "n"),
        rows=tuple((k, *map(_plain, (f.value, f.low, f.high)), str(f.n)) for k, f in scores.headline.items()),
    )
    write_tables(folder, (headline, *scores.tables))
    header = ("id", "media", "truth", "answer", "value", "right", "belief", "abstained", "unread", "error", "text")
    rows = (
        (
            *(j.item.id, "|".join(j.item.media), j.item.truth or "", j.item.answer, j.value or "", _plain(j.right)),
            *(_plain(j.belief), _plain(j.reply.abstained), j.unread or "", j.reply.error, j.reply.text),
        )
        for j in judged
    )
    write_csv(folder / ITEMS, header, rows)


def _plain(value: object) -> str:
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


def common(first: Run, second: Run) -> list[tuple[Judged, Judged]]:
    """The results of two runs on the items that both asked.

    Raises:
        TaskError: if they have none in common.
    """
    by_id = {result.item.id: result for result in second.judged}
    pairs = [
        (result, match)
        for result in first.judged
        if (match := by_id.get(result.item.id)) is not None and result.item == match.item
    ]
    if not pairs:
        raise TaskError(f"{first.folder} and {second.folder}: have no items in common; compare runs of the same data")
    return pairs
