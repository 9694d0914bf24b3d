"""Run a task with a model: read, ask what is not answered yet, score. A killed run continues where it stopped.

Batches are cut from all items, and of a batch the items without a reply are asked. Where replies may depend on each
other's padding in the last digit (`Responder.as_whole`), the whole batch is asked and what was missing is kept, so that
a run that was interrupted ends with the same replies as an uninterrupted one.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from ..agent.console import Progress
from ..agent.environment import cache_folder
from ..agent.file_bytes import write_whole
from . import delivery, parsing, store, token_costs
from .items import Batch, Counts, Item, Judged, Reply, Scores, Task
from .responders import Responder
from .sets.shared_copies import CLEAN
from .store import Store
from .tasks import TaskError


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How to run.

    Attributes:
        limit: at most so many items, whole groups drawn at random; None for all.
        seed: of that draw.
        allow_missing: score the other items where media are missing.
        tokens: the longest reply; by default the task's own limit, and `parsing.ROOM` for a reply that reasons.
        prices: dollars for a million tokens in and out, to compute the cost.
        cache: a folder of replies that several runs share.
        rank, processes: the number of this process, and how many share the work.
        every: seconds between two lines of progress.
        pictures: where pictures go that are taken out of tables or delivered as copies; None for Telltale's cache.
        delivery: the form in which pictures are delivered, one of `delivery.DELIVERIES`.
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
    pictures: Path | None = None
    delivery: str = CLEAN


@dataclass(slots=True)
class Work:
    """The items of a run: those to ask, in batches, and those that can't be asked.

    Attributes:
        task: what is run.
        responder: which answers.
        tokens: the longest reply.
        items: all of them.
        asked: those that are put to the responder.
        missing: those whose media are missing.
        unsupported: those whose modality the responder can't take.
        batches: of `asked`.
        keys: the key of the content of each asked item, by its id.
        room: whether a reply that reasons may be longer than `tokens`.
    """

    task: Task
    responder: Responder
    tokens: int
    items: list[Item]
    asked: list[Item]
    missing: list[Item]
    unsupported: list[Item]
    batches: list[Batch]
    keys: dict[str, str] = field(default_factory=dict)
    room: bool = False


def prepare(task: Task, data: Path, choices: dict[str, str], responder: Responder, options: RunOptions) -> Work:
    """Read a task and cut its items into batches; they are drawn before a picture is taken out of a table.

    Raises:
        TaskError: if it holds no items, or media are missing and that is not allowed.
    """
    items = list(task.read(data, **choices))
    if not items:
        raise TaskError(f"{data}: holds no records for {task.name}; give {task.needs}")
    if len({item.id for item in items}) < len(items):
        raise TaskError(f"{data}: two records have the same id; every record needs an id of its own")
    if options.limit is not None:
        every, items = items, sample(items, options.limit, options.seed)
        if not items:
            raise TaskError(_smallest_group(every, options.limit))
    pictures = options.pictures or cache_folder() / "table-pictures"
    items = delivery.expanded(delivery.from_tables(items, pictures), options.delivery)
    supported = [item for item in items if item.modality in responder.modalities]
    unsupported = [item for item in items if item.modality not in responder.modalities]
    missing = _missing(task, supported, options) if responder.looks else []
    missing_ids = {item.id for item in missing}
    asked = [item for item in supported if item.id not in missing_ids]
    asked = delivery.delivered(asked, pictures) if responder.looks else asked
    tokens, room = options.tokens or task.tokens, options.tokens is None
    return Work(task, responder, tokens, items, asked, missing, unsupported, responder.plan(asked), room=room)


def _missing(task: Task, items: Sequence[Item], options: RunOptions) -> list[Item]:
    """The items with a media file that does not exist."""
    exists = {path: Path(path).is_file() for path in dict.fromkeys(path for item in items for path in item.media)}
    missing = [item for item in items if not all(exists[path] for path in item.media)]
    if missing and (not options.allow_missing or len(missing) == len(items)):
        lost = [path for path, is_file in exists.items() if not is_file]
        also = "" if len(missing) == len(items) else ", or score the rest with --allow-missing"
        raise TaskError(
            f"{task.name}: {len(lost)} of {len(exists)} media files are missing (the first: {lost[0]}); "
            f"put them there{also}"
        )
    return missing


def _smallest_group(items: Sequence[Item], limit: int) -> str:
    least = min(Counter(item.resampling_unit for item in items).values())
    return f"--limit {limit}: no group of items that belong together is that small; give {least} or more"


def sample(items: Sequence[Item], limit: int, seed: int) -> list[Item]:
    """At most so many items, whole groups drawn at random, in the order of the task."""
    groups: dict[str, list[int]] = {}
    for number, item in enumerate(items):
        groups.setdefault(item.resampling_unit, []).append(number)
    names = list(groups)
    chosen: list[int] = []
    for at in np.random.default_rng(seed).permutation(len(names)):
        members = groups[names[at]]
        if len(chosen) + len(members) <= limit:
            chosen += members
    return [items[number] for number in sorted(chosen)]


def assign_keys(work: Work, stored: Store) -> None:
    """Give every item that is asked the key of its content."""
    responder = work.responder
    for item in work.asked:
        digests = [stored.digest(path) for path in item.media] if responder.looks else []
        work.keys[item.id] = store.key(item, digests, responder.version, work.tokens)


def remaining(work: Work, stored: Store, options: RunOptions) -> list[Batch]:
    """What this process has to ask, in batches: the items without a reply, or whole batches that hold one."""
    mine = work.batches[options.rank :: options.processes]
    left = ((batch, unanswered(work, batch, stored)) for batch in mine)
    return [batch if work.responder.as_whole else items for batch, items in left if items]


def unanswered(work: Work, batch: Sequence[Item], stored: Store) -> Batch:
    """The items of a batch that have no reply."""
    return [item for item in batch if not stored.has(item, work.keys[item.id])]


def ask(work: Work, stored: Store, options: RunOptions, report: Progress = print) -> None:
    """Ask what is not answered yet, and store each batch as it comes.

    A model that takes several batches at a time has that many under way, and no more.
    """
    shared = Store(options.cache, options.rank, by_content=True) if options.cache else None
    batches = remaining(work, stored, options)
    waiting = sum(len(unanswered(work, batch, stored)) for batch in batches)
    report(f"{work.responder.name}: {waiting} of {sum(map(len, work.batches))} questions still to ask")
    began = reported = time.perf_counter()
    done = 0
    for batch, replies in _answered(work, batches, shared):
        rows = stored.lacking((item, work.keys[item.id], reply) for item, reply in zip(batch, replies, strict=True))
        stored.add(rows)
        if shared:
            shared.add(shared.lacking(row for row in rows if not row[2].error))
        done += len(rows)
        now = time.perf_counter()
        if now - reported >= options.every:
            reported, rate = now, done / (now - began)
            report(f"{done} of {waiting} answered, {rate:.2f} a second, {(waiting - done) / rate / 60:.1f} min left")


def answers(responder: Responder, batch: Sequence[Item], tokens: int, *, room: bool) -> list[Reply]:
    """Replies to a batch; with `room`, those that were cut off within their reasoning are asked again with more tokens.

    Args:
        responder: which answers.
        batch: of items.
        tokens: the longest reply.
        room: whether a reply that reasons may take `parsing.ROOM` tokens.
    """
    replies = responder.answer(batch, tokens)
    short = [number for number, reply in enumerate(replies) if room and parsing.needs_room(reply)]
    if short and tokens < parsing.ROOM:
        longer = responder.answer([batch[number] for number in short], parsing.ROOM)
        for number, reply in zip(short, longer, strict=True):
            replies[number] = token_costs.added(reply, replies[number])
    return replies


def _answered(work: Work, batches: Sequence[Batch], shared: Store | None) -> Iterator[tuple[Batch, list[Reply]]]:
    def answer(batch: Batch) -> list[Reply]:
        if shared and all(shared.has(item, work.keys[item.id]) for item in batch):
            return [shared.get(item, work.keys[item.id]) or Reply() for item in batch]
        return answers(work.responder, batch, work.tokens, room=work.room)

    if work.responder.at_once <= 1:
        for batch in batches:
            yield batch, answer(batch)
        return
    queue = iter(batches)
    with ThreadPoolExecutor(work.responder.at_once) as pool:
        under_way = {pool.submit(answer, batch): batch for batch in islice(queue, 2 * work.responder.at_once)}
        try:
            while under_way:
                finished = next(as_completed(list(under_way)))
                batch = under_way.pop(finished)
                yield batch, finished.result()
                if (following := next(queue, None)) is not None:
                    under_way[pool.submit(answer, following)] = following
        finally:
            for waiting in under_way:
                waiting.cancel()


def judged(work: Work, stored: Store, by: parsing.By = "text") -> list[Judged]:
    """The result for every item that was asked, in the order of the task."""
    no_reply = Reply(error="not asked")
    return [parsing.judge(item, stored.get(item, work.keys[item.id]) or no_reply, by) for item in work.asked]


def scores(work: Work, results: Sequence[Judged], prices: tuple[float, float] | None = None) -> Scores:
    """Score the replies that could be parsed, and count the others."""
    replied = [result for result in results if not result.reply.error]
    unparsed = [result for result in replied if result.value is None and result.item.answer]
    headline, tables, notes = work.task.score(replied)
    counts = Counts(
        records=len(work.items),
        missing=len(work.missing),
        unsupported=len(work.unsupported),
        failed=len(results) - len(replied),
        unparsed=len(unparsed),
        cut_off=sum(result.unread == "cut off" for result in unparsed),
        abstained=sum(result.reply.abstained for result in replied),
        scored=sum(result.right is not None for result in replied),
    )
    spent, said = token_costs.spent([r.reply for r in replied], len(results) - len(replied), prices)
    headline, notes = {**headline, **spent}, [*notes, *said]
    if apart := delivery.by_delivery(work.task, replied):
        tables = [*apart, *tables]
        notes = [*notes, "The figures take all forms of delivery together; the table by delivery has each on its own."]
    if work.unsupported:
        kinds = sorted({item.modality for item in work.unsupported})
        count, model = len(work.unsupported), work.responder.name
        notes = [*notes, f"Records left out because {model} can't take {', '.join(kinds)}: {count}."]
    if counts.cut_off:
        notes = [*notes, f"Replies cut off before their answer: {counts.cut_off}. Give the model more --max-tokens."]
    errors = sorted({result.reply.error for result in results if result.reply.error})
    notes = [*notes, *(f"Failed: {text}" for text in errors[:5])]
    return Scores(
        task=work.task.name,
        model=work.responder.name,
        counts=counts,
        unread=dict(Counter(result.unread or "no answer" for result in unparsed).most_common()),
        headline=headline,
        tables=tuple(tables),
        notes=tuple(notes),
    )


def check_settings(out: Path, settings: dict[str, Any]) -> None:
    """Write the settings of a run to its folder, or check that the folder holds a run with the same settings.

    Raises:
        TaskError, StoreError: if the folder holds another run, or its settings can't be read.
    """
    file = out / store.SETTINGS
    if file.exists():
        stored = store.read_settings(file)
        different = [name for name in settings if stored.get(name) != settings[name]]
        if different:
            differences = "; ".join(f"{name} {stored.get(name)!r}, not {settings[name]!r}" for name in different)
            raise TaskError(f"{out}: holds another run ({differences}); choose another --out")
        return
    out.mkdir(parents=True, exist_ok=True)
    write_whole(file, (json.dumps(settings, indent=1, ensure_ascii=False) + "\n").encode())
