"""Finished runs, written to their folders and read back: to show, to compare, to mark, to rank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..agent.file_bytes import write_whole
from ..agent.text import one_line
from . import delivery, parsing, store
from .items import Item, Judged, Reply, Scores, Table
from .run_record import About, LeftOut, read_about
from .sets.shared_copies import CLEAN
from .tables import write_csv, write_tables
from .tasks import TaskError, get

SCORES, ITEMS = "scores.json", "items.csv"


@dataclass(frozen=True, slots=True)
class Run:
    """A run with its questions and replies.

    Attributes:
        folder: where it lies.
        settings: what was run.
        scores: its figures.
        judged: the result for every item that was asked.
        about: when and with what it was made.
        left_out: the items that were not asked, and why.
    """

    folder: Path
    settings: dict[str, Any]
    scores: Scores
    judged: list[Judged]
    about: About = field(default_factory=About)
    left_out: Sequence[tuple[Item, LeftOut]] = ()


def read(folder: Path) -> Run:
    """Read a run from its folder; the task's data are read again from the place that the run used.

    Raises:
        TaskError: if there is no finished run, or its data are gone.
        StoreError: if a file of it is damaged.
    """
    if not (folder / store.SETTINGS).is_file() or not (folder / SCORES).is_file():
        missing = SCORES if (folder / store.SETTINGS).is_file() else store.SETTINGS
        raise TaskError(
            f"{folder}: holds no finished run (no {missing}); give the --out folder of `telltale eval TASK`"
        )
    settings, scores = store.read_settings(folder / store.SETTINGS), read_scores(folder / SCORES)
    replies, about = answers(folder), read_about(folder)
    try:
        task, place = get(settings["task"]), folder / delivery.PICTURES
        items = delivery.expanded(
            list(task.read(Path(settings["data"]), **settings["choices"])), settings.get("delivery", CLEAN)
        )
        left_out: list[tuple[Item, LeftOut]] = [
            (item, about.left_out[item.id]) for item in items if item.id in about.left_out
        ]
        items = delivery.from_tables(
            [item for item in items if item.id in replies and item.id not in about.left_out], place
        )
        judged = [parsing.judge(item, replies[item.id], settings["by"]) for item in delivery.delivered(items, place)]
    except (KeyError, TypeError) as error:
        raise TaskError(
            f"{folder / store.SETTINGS}: not the settings of a run of this version ({one_line(error)}); run it again"
        ) from None
    return Run(folder, settings, scores, judged, about, left_out)


def read_scores(file: Path) -> Scores:
    """The scores of a run.

    Raises:
        StoreError: if the file holds none; it names the file.
    """
    try:
        return Scores.model_validate_json(file.read_bytes())
    except ValueError as error:
        reason = one_line(str(error).partition("For further information")[0], 120)
        raise store.StoreError(f"{file}: is damaged ({reason}); run the task again into the same --out") from None


def answers(folder: Path) -> dict[str, Reply]:
    """The last reply to each item."""
    replies: dict[str, Reply] = {}
    for file in sorted(folder.glob("results*.jsonl")):
        for row in store.lines(file, store.has_reply):
            replies[row["id"]] = Reply(**row["reply"])
    return replies


def write(folder: Path, scores: Scores, judged: Sequence[Judged]) -> None:
    """Write the scores as JSON, and every table and every item as CSV."""
    write_whole(folder / SCORES, (scores.model_dump_json(indent=1) + "\n").encode())
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


def named(runs: Sequence[Run]) -> list[Run]:
    """The runs with names that tell them apart: models of the same name get that of their folder behind it."""
    count = Counter(run.scores.model for run in runs)

    def one(run: Run) -> Run:
        if count[run.scores.model] < 2:
            return run
        name = f"{run.scores.model} ({run.folder.name})"
        return replace(run, scores=run.scores.model_copy(update={"model": name}))

    return [one(run) for run in runs]


def identity(run: Run, item: Item) -> Item:
    """The item without the places of pictures that the run itself took out of tables or delivered as copies.

    So the same item of two runs is equal, wherever their folders lie.
    """
    own = str(run.folder / delivery.PICTURES)
    if not any(path.startswith(own) for path in item.media):
        return item
    return item.model_copy(update={"media": tuple("" if path.startswith(own) else path for path in item.media)})


def common(first: Run, second: Run) -> list[tuple[Judged, Judged]]:
    """The results of two runs on the items that both asked.

    Raises:
        TaskError: if they have none in common.
    """
    by_id = {result.item.id: result for result in second.judged}
    pairs = [
        (result, match)
        for result in first.judged
        if (match := by_id.get(result.item.id)) is not None
        and identity(first, result.item) == identity(second, match.item)
    ]
    if not pairs:
        raise TaskError(f"{first.folder} and {second.folder}: have no items in common; compare runs of the same data")
    return pairs
