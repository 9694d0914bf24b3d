"""Several processes on one machine, one a core: each decodes ahead, measures in batches and sends rows back.

A process that dies, as when the system needs its memory, costs nothing but time: its pictures are tried again, one at a
time, and one at which a process dies twice gets a row that says so. If this process is killed, the others end by
themselves.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import wait
from queue import Empty, Full, Queue

from ..foreign import file_name
from .triage_feed import Feed
from .triage_rows import Row, refused
from .triage_worker import Measurer, Plan, Taken

AHEAD = 3  # batches that a process may have
BYTES_AHEAD = 192 * 2**20  # of files that a process may have
_TRIES = 2
Wrote = Callable[[Row], None]


class WorkerError(ValueError):
    """The processes that measure can't be started; one line."""


def run_here(feed: Feed, plan: Plan, write: Wrote) -> None:
    """Measure in this process; `write` is given each row."""
    for row in Measurer(plan).rows(feed.taken()):
        _write_aside(feed, write)
        write(row)
        feed.finished(row)
    _write_aside(feed, write)


def run(feed: Feed, plan: Plan, workers: int, write: Wrote) -> None:
    """Measure in other processes.

    Args:
        feed: the pictures.
        plan: how they are measured.
        workers: processes.
        write: is given each row.

    Raises:
        WorkerError: if the processes can't be started.
    """
    coming: Queue[Taken | BaseException | None] = Queue(maxsize=2 * workers)
    stopped = threading.Event()
    thread = threading.Thread(target=_fill, args=(feed, coming, stopped), daemon=True)
    thread.start()
    processes = [_Worker(plan) for _ in range(workers)]
    try:
        _Dispatch(feed, plan, coming, processes, write).work()
    finally:
        stopped.set()
        for process in processes:
            process.end()


def _fill(feed: Feed, coming: Queue, stopped: threading.Event) -> None:
    """Read files and put them where the dispatcher takes them; whatever goes wrong is told there."""
    last: BaseException | None = None
    try:
        for taken in feed.taken():
            while not stopped.is_set():
                try:
                    coming.put(taken, timeout=0.2)
                    break
                except Full:
                    continue
            if stopped.is_set():
                return
    except BaseException as error:
        last = error
    while not stopped.is_set():
        try:
            coming.put(last, timeout=0.2)
            return
        except Full:
            continue


def _write_aside(feed: Feed, write: Wrote) -> None:
    while feed.aside:
        write(feed.aside.popleft())


class _Dispatch:
    """Gives pictures to processes and takes rows from them."""

    def __init__(self, feed: Feed, plan: Plan, coming: Queue, processes: list[_Worker], write: Wrote) -> None:
        self._feed, self._plan, self._coming, self._processes, self._write = feed, plan, coming, processes, write
        self._again: deque[tuple[Taken, int]] = deque()  # with the number of processes that died at it
        self._all_read = False

    def work(self) -> None:
        while not (self._all_read and not self._again and all(not one.given for one in self._processes)):
            given = self._give()
            _write_aside(self._feed, self._write)
            ready = wait([one.connection for one in self._processes], timeout=0 if given else 0.1)
            for one in self._processes:
                if one.connection in ready:
                    self._take(one)
        _write_aside(self._feed, self._write)

    def _give(self) -> bool:
        """Give each process that has room one picture; whether any got one."""
        given = False
        for one in sorted(self._processes, key=lambda each: len(each.given)):
            if self._again:
                if not one.given:
                    given |= self._send(one, *self._again.popleft())
                continue
            if len(one.given) >= AHEAD * self._plan.batch or one.bytes_given >= BYTES_AHEAD or self._all_read:
                continue
            try:
                taken = self._coming.get_nowait()
            except Empty:
                break
            if taken is None:
                self._all_read = True
            elif isinstance(taken, BaseException):
                raise taken
            else:
                given |= self._send(one, taken, 0)
        return given

    def _send(self, one: _Worker, taken: Taken, deaths: int) -> bool:
        one.given.append((taken, deaths))
        try:
            one.connection.send(taken)
        except OSError:
            self._replace(one)
        return True

    def _take(self, one: _Worker) -> None:
        try:
            kind, content = one.connection.recv()
        except (EOFError, OSError):
            self._replace(one)
            return
        if kind == "fault":
            raise WorkerError(content)
        if kind == "row":
            one.given.popleft()
            row = Row.model_validate_json(content)
            self._write(row)
            self._feed.finished(row)
        one.started = True

    def _replace(self, one: _Worker) -> None:
        """Start another process in place of one that died, and try its pictures again."""
        if not one.started:
            raise WorkerError("the process that measures ends as soon as it is started; is there enough memory?")
        lost, place = list(one.given), self._processes.index(one)
        one.end()
        for (entry, data, sha256), deaths in lost:
            alone = len(lost) == 1
            if alone and deaths + 1 >= _TRIES:
                name = file_name(entry.source)
                row = refused(entry, f"{name}: the process that measures was stopped at it; use a smaller copy", sha256)
                self._write(row)
                self._feed.finished(row)
            else:
                self._again.append(((entry, data, sha256), deaths + 1 if alone else deaths))
        self._processes[place] = _Worker(self._plan)


@dataclass(eq=False)
class _Worker:
    """One process, and what it was given and has not answered."""

    plan: Plan
    given: deque[tuple[Taken, int]] = field(default_factory=deque)
    started: bool = False

    def __post_init__(self) -> None:
        self.connection, theirs = Pipe()
        command = [sys.executable, "-m", f"{__package__}.worker_process", str(theirs.fileno())]
        places = os.pathsep.join(place for place in sys.path if place)
        environment = {**os.environ, "OMP_NUM_THREADS": str(self.plan.threads), "PYTHONPATH": places}
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=environment,
            pass_fds=(theirs.fileno(),),
            start_new_session=True,  # the interrupt key is meant for the process that writes
        )
        theirs.close()
        with suppress(OSError):  # it ended at once, which the first answer will show
            self.connection.send(self.plan)

    @property
    def bytes_given(self) -> int:
        return sum(len(data) for (_, data, _), _ in self.given)

    def end(self) -> None:
        self.connection.close()
        self._process.kill()
        self._process.wait()
