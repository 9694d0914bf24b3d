"""A triage from its sources to its results: lock, resume, measure, write; then the summary."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from ..console import note
from ..foreign import file_name
from .triage_entries import SCHEME, Listing
from .triage_log import Results, locked
from .triage_progress import ProgressLine
from .triage_rows import Row, entry_key
from .triage_worker import Plan

Engine = Literal["local", "ray"]
_MOST_NAMED = 5  # ends of names that a note lists


@dataclass(frozen=True, slots=True)
class Order:
    """What a triage is asked to do.

    Attributes:
        listing: the sources.
        out: the file of results.
        plan: how pictures are measured.
        engine: what runs it.
        workers: processes or actors; 0 to measure in this process.
        restart: begin anew.
        retry: measure pictures again that failed.
    """

    listing: Listing
    out: Path
    plan: Plan
    engine: Engine = "local"
    workers: int = 1
    restart: bool = False
    retry: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a triage came to.

    Attributes:
        labels: rows in the file by label; `error` for those that failed, `same` for files with the bytes of another.
        new: rows that this run added.
        failed: those of them that failed.
    """

    labels: Counter[str]
    new: int
    failed: int


def run(order: Order, say: Callable[[str], None] = note) -> Outcome:
    """Measure all pictures that are not in the results yet.

    Args:
        order: what to do.
        say: is given lines for the user.

    Raises:
        ResultsError: if the file of results is in use, or was made in another way.
        ValueError, OSError: if a source, the model or a package is missing; in one line, with a fix.
    """
    from .plan_instruments import check_weights, head_of

    check_weights(order.plan)
    _say_what_leaves(order.listing, say)
    with locked(order.out):
        results = Results(order.out, head_of(order.plan), restart=order.restart, retry=order.retry)
        for line in results.notes:
            say(line)
        try:
            return _measure(order, results, say)
        finally:
            results.close()


def _measure(order: Order, results: Results, say: Callable[[str], None]) -> Outcome:
    from .triage_feed import Feed

    feed = Feed(order.listing.entries(known=lambda entry: results.done(entry_key(entry))), results)
    line, failed, new = ProgressLine(), 0, 0

    def write(row: Row) -> None:
        nonlocal failed, new
        results.add(row)
        new += 1
        if row.error is not None:
            failed += 1
            line.clear()
            say(row.error)
        line.add(feed.passed, failed)

    stopped = _count(order.listing, line)
    try:
        if order.engine == "ray":
            from . import ray_engine

            ray_engine.run(feed, order.plan, max(1, order.workers), results, write)
        else:
            from . import local_engine

            if order.workers == 0:
                local_engine.run_here(feed, order.plan, write)
            else:
                local_engine.run(feed, order.plan, order.workers, write)
    finally:
        stopped.set()
        line.clear()
    results.flush()
    _say_left_out(order.listing, say)
    if feed.passed:
        say(f"{feed.passed:,} pictures were measured before and passed over")
    return Outcome(results.labels, new, failed)


def workers_here() -> int:
    """One for each core that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _count(listing: Listing, line: ProgressLine) -> threading.Event:
    """Count the pictures beside the work, where that costs little; the event stops it."""
    stopped = threading.Event()

    def count() -> None:
        total = 0
        try:
            for _ in replace(listing, left_out=Counter()).entries():
                total += 1
                if stopped.is_set():
                    return
        except (ValueError, OSError):  # told by the listing that counts
            return
        line.total = total

    if listing.countable():
        threading.Thread(target=count, daemon=True).start()
    return stopped


def _say_what_leaves(listing: Listing, say: Callable[[str], None]) -> None:
    from .remote_files import leaves

    named = [path for path in listing.paths if leaves(path)]
    if named:
        hosts = ", ".join(file_name(_host(path)) for path in dict.fromkeys(map(_host, named)))
        say(f"pictures are fetched from {hosts}, which leaves this machine; nothing about them is sent")
    elif listing.remote:
        say(
            "pictures behind URLs in tables are fetched, which leaves this machine; nothing about them is sent anywhere"
        )


def _host(url: str) -> str:
    scheme, _, rest = url.partition(SCHEME)
    return f"{scheme}{SCHEME}{rest.split('/', 1)[0].rpartition('@')[2]}"


def _say_left_out(listing: Listing, say: Callable[[str], None]) -> None:
    left = listing.left_out
    if left:
        named = left.most_common(_MOST_NAMED)
        ends = ", ".join(f"{count:,} {file_name(end) if end else 'without an end'}" for end, count in named)
        rest = f" and {len(left) - _MOST_NAMED} other kinds" if len(left) > _MOST_NAMED else ""
        say(f"left out, since their names do not end like a picture's: {ends}{rest}; --every-file takes them too")
