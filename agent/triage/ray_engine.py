"""The same stages on Ray Data, on one machine or on a cluster: each actor holds the instruments and reads files itself.

So every machine must see the files under the same paths, or fetch them by their URLs. Ray: https://docs.ray.io.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Any

from ..file_bytes import IntakeError
from ..foreign import file_name
from ..text import one_line
from .triage_entries import Entry, data_of
from .triage_feed import Feed, same
from .triage_log import Results
from .triage_rows import Row, refused
from .triage_worker import Measurer, Plan, Taken


class RayFailedError(ValueError):
    """Ray can't be started, or ended in the middle; one line with a fix."""


class Actor:
    """Holds the instruments, and measures the entries of one row at a time."""

    def __init__(self, plan: Plan) -> None:
        """Load them, once for the life of the actor."""
        from ..environment import prepare

        prepare()
        self._measurer = Measurer(plan)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """The rows of results for the entries of a row, as JSON."""
        failed: list[Row] = []
        rows = [*self._measurer.rows(self._taken(row["entries"], failed)), *failed]
        return {"rows": json.dumps([each.model_dump_json() for each in rows])}

    def _taken(self, entries: str, failed: list[Row]) -> Iterator[Taken]:
        for plain in json.loads(entries):
            entry = Entry(**plain)
            try:
                data = data_of(entry)
            except IntakeError as error:
                failed.append(refused(entry, str(error)))
                continue
            yield entry, data, hashlib.sha256(data).hexdigest()


def run(feed: Feed, plan: Plan, actors: int, results: Results, write: Callable[[Row], None]) -> None:
    """Measure through Ray Data; files with the same bytes get one result, even if two actors measured them.

    Args:
        feed: the pictures.
        plan: how they are measured.
        actors: how many; each holds the instruments on one core.
        results: which know the files that were measured.
        write: is given each row.

    Raises:
        ImportError: if Ray is not installed.
        RayFailedError: if it can't be started, or ends before all is measured.
    """
    import ray
    from ray.data import ActorPoolStrategy, DataContext

    parts = list(_parts(feed.new(), plan.batch, write))
    if not parts:
        return
    try:
        if not ray.is_initialized():
            ray.init(log_to_driver=False, include_dashboard=False, configure_logging=False)
    except Exception as error:  # Ray raises plain ones, too
        raise RayFailedError(
            f"Ray can't be started ({_reason(error)}); close other programs and try again, or use --engine local"
        ) from None
    context = DataContext.get_current()
    context.enable_progress_bars = context.print_on_execution_start = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)  # this command tells how far it is
    measured = ray.data.from_items(parts, override_num_blocks=len(parts)).map(
        Actor,  # type: ignore[arg-type]  # Ray makes one object of the class for each actor
        fn_constructor_args=(plan,),
        compute=ActorPoolStrategy(size=actors),
        num_cpus=1,
    )
    for part in _told(measured.iter_rows()):
        for text in json.loads(part["rows"]):
            row = Row.model_validate_json(text)
            first = results.measured(row.sha256) if row.sha256 is not None else None
            write(row if first is None or first == row.source else same(_entry(row), row.sha256 or "", first))


def _told(parts: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The same rows; what Ray raises is told in one line."""
    try:
        yield from parts
    except Exception as error:
        raise RayFailedError(
            f"Ray ended before all was measured ({_reason(error)}); the same command goes on after what is written"
        ) from None


def _reason(error: Exception) -> str:
    """The line of an error of Ray that says what happened: the last one, if it holds the trace of another process."""
    lines = [line for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    traced = any(line.strip().startswith(("ray::", "Traceback")) for line in lines)
    return one_line(lines[-1 if traced else 0], 200)


def _parts(entries: Iterator[Entry], size: int, write: Callable[[Row], None]) -> Iterator[dict[str, str]]:
    """Rows of a data set, each with the entries of one batch; what only streams can't be sent there."""
    part: list[dict[str, Any]] = []
    for entry in entries:
        if entry.kind == "held":
            reason = "a compressed archive can't be read in parts; unpack it to a .tar, or use --engine local"
            write(refused(entry, f"{file_name(entry.source)}: {reason}"))
            continue
        part.append(asdict(entry))
        if len(part) >= size:
            yield {"entries": json.dumps(part)}
            part = []
    if part:
        yield {"entries": json.dumps(part)}


def _entry(row: Row) -> Entry:
    return Entry(row.source, row.source, "file", row.source, size=row.size, changed=row.changed)
