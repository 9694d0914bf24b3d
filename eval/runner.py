"""Run a task with a model: read, ask what is not answered yet, score. Killed at any moment, it goes on where it was.

Batches are cut from all items and not from those that are left, and an unfinished batch is asked again whole, so that a
run that was cut off ends with the same replies as one that was not: replies of a batch may depend on each other's
padding in the last digit.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from ..agent.console import Progress
from . import parsing, store
from .items import Counts, Figure, Item, Judged, Reply, Scores, Task
from .responders import Responder
from .store import Store
from .tasks import TaskError


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How to run.

    Attributes:
        limit: at most so many items, drawn at random by whole groups; None for all.
        seed: of that draw.
        allow_missing: score what is here where media are missing.
        tokens: the longest reply; by default what the task says.
        prices: dollars for a million tokens in and out, to tell the cost.
        cache: a folder of replies that other runs share.
        rank, processes: this process among several that share the work.
        every: seconds between reports.
    """

    limit: int | None = None
    seed: int = 0
    allow_missing: bool = False
    tokens: int | None = None
    prices: tuple[float, float] | None = None
    cache: Path | None = None
    rank: int = 0
    processes: int = 1
    every: float = 10.0


@dataclass(slots=True)
class Work:
    """What is to be asked, in batches, and what need not be."""

    task: Task
    responder: Responder
    tokens: int
    items: list[Item]
    asked: list[Item]
    missing: list[Item]
    unsupported: list[Item]
    batches: list[list[Item]]
    keys: dict[str, str] = field(default_factory=dict)


def prepare(task: Task, data: Path, choices: dict[str, str], responder: Responder, options: RunOptions) -> Work:
    """Read a task and cut its items into batches.

    Raises:
        TaskError: if it holds no items, or media are missing and that is not allowed.
    """
    items = list(task.read(data, **choices))
    if not items:
        raise TaskError(f"{data}: holds no records for {task.name}")
    if len({item.id for item in items}) < len(items):
        raise TaskError(f"{data}: two records have the same id")
    if options.limit is not None:
        items = sample(items, options.limit, options.seed)
    fits = [item for item in items if item.modality in responder.modalities]
    unsupported = [item for item in items if item.modality not in responder.modalities]
    missing: list[Item] = []
    if responder.looks:
        there: dict[str, bool] = {}
        for item in fits:
            for path in item.media:
                if path not in there:
                    there[path] = Path(path).is_file()
        missing = [item for item in fits if not all(there[path] for path in item.media)]
        lost = [path for path, is_there in there.items() if not is_there]
        if missing and (not options.allow_missing or len(missing) == len(fits)):
            also = "" if len(missing) == len(fits) else ", or score the rest with --allow-missing"
            raise TaskError(
                f"{task.name}: {len(lost)} of {len(there)} files of media are missing (the first: {lost[0]}); "
                f"put them there{also}"
            )
    gone = {item.id for item in missing}
    asked = [item for item in fits if item.id not in gone]
    return Work(
        task, responder, options.tokens or task.tokens, items, asked, missing, unsupported, responder.plan(asked)
    )


def sample(items: Sequence[Item], limit: int, seed: int) -> list[Item]:
    """At most so many items, whole groups drawn at random, in the order of the task."""
    groups: dict[str, list[int]] = {}
    for number, item in enumerate(items):
        groups.setdefault(item.group or item.id, []).append(number)
    names = list(groups)
    chosen: list[int] = []
    for at in np.random.default_rng(seed).permutation(len(names)):
        members = groups[names[at]]
        if len(chosen) + len(members) <= limit:
            chosen += members
    return [items[number] for number in sorted(chosen)]


def keyed(work: Work, kept: Store) -> None:
    """Give every item the key of its content."""
    responder = work.responder
    for item in work.asked:
        digests = [kept.digest(path) for path in item.media] if responder.looks else []
        work.keys[item.id] = store.key(item, digests, responder.version, work.tokens)


def remaining(work: Work, kept: Store, options: RunOptions) -> list[list[Item]]:
    """The batches of this process that hold an item without a reply."""
    mine = work.batches[options.rank :: options.processes]
    return [batch for batch in mine if not all(kept.has(item, work.keys[item.id]) for item in batch)]


def ask(work: Work, kept: Store, options: RunOptions, report: Progress = print) -> None:
    """Ask what is not answered yet, and keep each batch as it comes.

    Where the model takes several batches at a time, that many are under way, and no more.
    """
    shared = Store(options.cache, options.rank, by_content=True) if options.cache else None
    todo = remaining(work, kept, options)
    total = sum(map(len, work.batches))
    waiting = sum(map(len, todo))
    report(f"{total} questions, {waiting} to ask, {work.responder.name}")
    began = told = time.perf_counter()
    done = 0
    for batch, replies in _answered(work, todo, shared):
        rows = [(item, work.keys[item.id], reply) for item, reply in zip(batch, replies, strict=True)]
        kept.add(rows)
        if shared:
            shared.add([row for row in rows if not shared.has(row[0], row[1]) and not row[2].error])
        done += len(batch)
        now = time.perf_counter()
        if now - told >= options.every:
            told, rate = now, done / (now - began)
            report(f"{done} of {waiting}, {rate:.2f} a second, {(waiting - done) / rate / 60:.1f} min left")


def _answered(work: Work, todo: Sequence[list[Item]], shared: Store | None) -> Iterator[tuple[list[Item], list[Reply]]]:
    def one(batch: list[Item]) -> list[Reply]:
        if shared and all(shared.has(item, work.keys[item.id]) for item in batch):
            return [shared.get(item, work.keys[item.id]) or Reply() for item in batch]
        return work.responder.answer(batch, work.tokens)

    if work.responder.at_once <= 1:
        for batch in todo:
            yield batch, one(batch)
        return
    queue = iter(todo)
    with ThreadPoolExecutor(work.responder.at_once) as pool:
        under_way = {pool.submit(one, batch): batch for batch in islice(queue, 2 * work.responder.at_once)}
        try:
            while under_way:
                for finished in as_completed(list(under_way)):
                    batch = under_way.pop(finished)
                    yield batch, finished.result()
                    for following in queue:
                        under_way[pool.submit(one, following)] = following
                        break
                    break
        finally:
            for waiting in under_way:
                waiting.cancel()


def judged(work: Work, kept: Store, by: parsing.By = "text") -> list[Judged]:
    """Every item that was asked with what became of it, in the order of the task."""
    nothing = Reply(error="not asked")
    return [parsing.judge(item, kept.get(item, work.keys[item.id]) or nothing, by) for item in work.asked]


def scores(work: Work, found: Sequence[Judged], prices: tuple[float, float] | None = None) -> Scores:
    """Score what was parsed; what was not stands in the counts."""
    able = [one for one in found if not one.reply.error]
    headline, tables, notes = work.task.score(able)
    counts = Counts(
        records=len(work.items),
        missing=len(work.missing),
        unsupported=len(work.unsupported),
        failed=len(found) - len(able),
        unparsed=sum(one.value is None and bool(one.item.answer) for one in able),
        abstained=sum(one.reply.abstained for one in able),
        scored=sum(one.right is not None for one in able),
    )
    headline = {**headline, **_spent(able, prices)}
    if work.unsupported:
        kinds = sorted({item.modality for item in work.unsupported})
        notes = [*notes, f"{work.responder.name} does not take {', '.join(kinds)}: {len(work.unsupported)} records."]
    errors = sorted({one.reply.error for one in found if one.reply.error})
    notes = [*notes, *(f"Failed: {text}" for text in errors[:5])]
    return Scores(
        task=work.task.name,
        model=work.responder.name,
        counts=counts,
        headline=headline,
        tables=tuple(tables),
        notes=tuple(notes),
    )


def _spent(found: Sequence[Judged], prices: tuple[float, float] | None) -> dict[str, Figure]:
    """Tokens, where the model counts them, and their cost."""
    n = len(found)
    told: dict[str, Figure] = {}
    for name, part in (("tokens in", "tokens_in"), ("tokens out", "tokens_out")):
        counted = [value for one in found if (value := getattr(one.reply, part)) is not None]
        if len(counted) == n and n:
            told[name] = Figure(value=float(sum(counted)), n=n)
    if prices and len(told) == 2:
        cost = sum(price * told[name].value / 1e6 for price, name in zip(prices, told, strict=True))  # type: ignore[operator]
        told["cost in dollars"] = Figure(value=cost, n=n)
    return told


def settle(out: Path, settings: dict[str, Any]) -> None:
    """Note what a folder's run is, or check that it is the same.

    Raises:
        TaskError: if the folder holds another run.
    """
    file = out / store.SETTINGS
    if file.exists():
        there = json.loads(file.read_text(encoding="utf-8"))
        other = [name for name in settings if there.get(name) != settings[name]]
        if other:
            said = "; ".join(f"{name} {there.get(name)!r}, not {settings[name]!r}" for name in other)
            raise TaskError(f"{out}: holds another run ({said}); choose another --out")
        return
    out.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(settings, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
