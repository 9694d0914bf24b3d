"""Processes that do one kind of work, loaded once and kept warm; whoever asks first is served first.

A process that dies costs whoever it was working for, in one line, and nobody else: another takes its place at once. If
this process ends, however it ends, the others end with it.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from multiprocessing import Pipe
from typing import Any

from ...prompts import logged
from ..sentences import Sentence
from .work_process import ONE_PROCESS, Call


class WorkRefusedError(ValueError):
    """The work can't be done; one line with a fix."""


class WorkStoppedError(OSError):
    """The process died at the work, or can't be started; one line."""


class WorkFaultError(RuntimeError):
    """A fault of ours in the other process.

    Attributes:
        kind: name of the error's type.
    """

    def __init__(self, kind: str, reason: str) -> None:
        """Keep what the process told."""
        super().__init__(reason)
        self.kind = kind


class Crew:
    """So many processes of one kind of work. Its methods may be called from several threads."""

    def __init__(self, work: str, settings: Mapping[str, Any], stopped: Sentence, size: int = 1) -> None:
        """Choose the work; no process is started yet.

        Args:
            work: module and name of a function that makes a `Work` of the settings, as in `package.module:function`.
            settings: its keyword arguments, plain values.
            stopped: what is said to whoever a process worked for when it died.
            size: how many calls are answered at the same time.
        """
        self._work, self._settings, self._stopped, self._size = work, dict(settings), stopped, size
        self._changed = threading.Condition()
        self._waiting: deque[object] = deque()
        self._idle: list[_Process] = []
        self._all: set[_Process] = set()
        self._ready = self._closed = False
        self._loading = threading.Lock()

    def start(self) -> None:
        """Start the processes, without waiting for them."""
        with self._changed:
            if self._all or self._closed:
                return
            atexit.register(self.close)
            self._idle = [self._new() for _ in range(self._size)]

    def prepare(self) -> None:
        """Start the processes if they are not, and wait until they are ready.

        Raises:
            WorkRefusedError, WorkFaultError: if one can't be started.
        """
        self.start()
        with self._loading:
            if not self._ready:
                try:
                    for process in list(self._all):
                        process.wait()
                except WorkStoppedError:
                    reason = "a process of the server was stopped while it was loading, perhaps for lack of memory"
                    raise WorkRefusedError(f"{reason}; {ONE_PROCESS}") from None
                self._ready = True

    def call(self, name: str, subject: Any = None, *arguments: Any) -> Any:
        """The one result of a call; arguments and errors as for `stream`."""
        (result,) = self.stream(name, subject, *arguments)
        return result

    def stream(self, name: str, subject: Any = None, *arguments: Any) -> Iterator[Any]:
        """Have a process do something; yields what comes of it, part by part.

        A process is taken for this alone until the last part has come. The prompts that were used there are noted as if
        they were used here.

        Args:
            name: of a function of the work.
            subject: what it works on. The same object is not sent to the same process twice in a row, so it must not be
                changed.
            arguments: that the function takes after it.

        Raises:
            WorkRefusedError: if the function raised a ValueError or OSError.
            WorkFaultError: if it raised something else.
            WorkStoppedError: if the process died.
        """
        process = self._take(subject)
        try:
            yield from process.answers(name, subject, arguments)
        finally:
            self._give_back(process)

    def close(self) -> None:
        """End all processes."""
        with self._changed:
            self._closed = True
            ending, self._all, self._idle = list(self._all), set(), []
            self._changed.notify_all()
        for process in ending:
            process.end()
        atexit.unregister(self.close)

    @property
    def pids(self) -> list[int]:
        """Numbers of the processes that live."""
        with self._changed:
            return [process.pid for process in self._all if process.alive]

    def _new(self) -> _Process:
        process = _Process(self._work, self._settings, self._stopped)
        self._all.add(process)
        return process

    def _take(self, subject: Any) -> _Process:
        """A process, in turn; the one that has this subject already if it is free."""
        self.start()
        me = object()
        with self._changed:
            self._waiting.append(me)
            try:
                self._changed.wait_for(lambda: self._closed or (self._waiting[0] is me and bool(self._idle)))
                if self._closed:
                    raise WorkStoppedError(self._stopped())
                process = next((one for one in self._idle if one.has(subject)), self._idle[-1])
                self._idle.remove(process)
            finally:
                self._waiting.remove(me)
                self._changed.notify_all()
            if process.alive:
                return process
            try:
                return self._replaced(process)
            except OSError:
                self._idle.append(process)  # whoever comes next tries again
                raise WorkStoppedError(self._stopped()) from None

    def _give_back(self, process: _Process) -> None:
        """Let the next have it, or another one if it died; one that died while it was loading waits to be asked for."""
        with self._changed:
            if process in self._all:
                if not process.alive and process.loaded:
                    with suppress(OSError):  # whoever comes next tries again
                        process = self._replaced(process)
                self._idle.append(process)
            self._changed.notify_all()

    def _replaced(self, process: _Process) -> _Process:
        another = self._new()
        self._all.discard(process)
        process.end()
        return another


class _Process:
    """One process and the connection to it; one thread at a time may use it."""

    def __init__(self, work: str, settings: Mapping[str, Any], stopped: Sentence) -> None:
        self._stopped, self._subject, self._answering, self.loaded = stopped, None, False, False
        self._connection, theirs = Pipe()
        module = f"{__package__}.work_process"
        places = os.pathsep.join(place for place in sys.path if place)
        try:
            self._process = subprocess.Popen(  # a fresh interpreter: what this one holds is not copied
                [sys.executable, "-m", module, str(theirs.fileno()), work],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": places},
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # the interrupt key is meant for the server, which ends this one
            )
        finally:
            theirs.close()
        with suppress(OSError):  # it ended at once, which the first answer will show
            self._connection.send(dict(settings))

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def has(self, subject: Any) -> bool:
        """Whether it was sent this very subject last."""
        return subject is not None and subject is self._subject

    def wait(self) -> None:
        """Wait until it is ready."""
        if not self.loaded:
            self._received()
            self.loaded = True

    def answers(self, name: str, subject: Any, arguments: tuple[Any, ...]) -> Iterator[Any]:
        self.wait()
        same = self.has(subject)
        try:
            self._connection.send(Call(name, arguments, None if same else subject, same))
        except OSError:
            raise self._died() from None
        self._subject, self._answering = subject, True
        try:
            while (part := self._received())[0] == "part":
                yield part[1]
            self._answering = False
            with logged() as prompts:  # what encloses this is told of them, too
                prompts.update(part[1])
        finally:
            while self._answering and self.alive:  # whoever asked has heard enough
                with suppress(WorkRefusedError, WorkFaultError, WorkStoppedError):
                    self._answering = self._received()[0] == "part"

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        with suppress(OSError):
            self._connection.close()

    def _received(self) -> tuple[Any, ...]:
        """The next message; what went wrong is raised."""
        try:
            message = self._connection.recv()
        except (EOFError, OSError):
            raise self._died() from None
        if message[0] in ("refused", "fault"):
            self._answering = False
            raise WorkRefusedError(message[1]) if message[0] == "refused" else WorkFaultError(*message[1:])
        return message

    def _died(self) -> WorkStoppedError:
        self._answering = False
        self._process.kill()
        self._process.wait()
        return WorkStoppedError(self._stopped())
