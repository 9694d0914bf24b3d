"""The processes that read files: started when they are needed, used again, replaced when they die."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

import numpy as np
from pydantic import ValidationError

from ..evidence import ExhibitFacts
from ..foreign import file_name
from ..intake import MAX_PIXELS, Exhibit, IntakeError
from ..provenance.contents import Contents
from ..text import one_line
from . import wire
from .confinement import SECONDS_PER_MEGAPIXEL
from .deadline import Deadline

_PASSED_ON = (
    *("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT", "VIRTUAL_ENV"),
    *("PYTHONHOME", "PYTHONUSERBASE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
)
_FEW_THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
_PIPE_SIZE = 1_048_576  # bytes


class SandboxError(OSError):
    """The process that reads pictures can't be started; the message is one line with a fix."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take.

    Attributes:
        memory: bytes above what the process and the bytes of a file take before.
        seconds: by the clock; 0.2 are added for each megapixel that the file declares. Again so many may be computed.
        starting: seconds for the process to start.
        files: after so many a process is replaced, so that its memory does not grow.
    """

    memory: int = 2**30
    seconds: float = 10
    starting: float = 60
    files: int = 200


class ReaderPool:
    """Reads files in at most `size` processes. Its methods may be called from several threads."""

    def __init__(
        self,
        reader: str = "telltale.agent.sandboxing.picture_reader:PICTURES",
        limits: Limits | None = None,
        size: int = 2,
    ) -> None:
        """Choose what reads; no process is started yet.

        Args:
            reader: module and name of a `Reader`.
            limits: on each file.
            size: how many files are read at the same time; others wait.
        """
        self._reader, self._limits = reader, limits or Limits()
        self._places, self._lock = threading.Semaphore(size), threading.Lock()
        self._idle: list[_Process] = []
        self._all: set[_Process] = set()

    def read(self, data: bytes, name: str, trust_anchors: str | None = None) -> tuple[Exhibit, Contents]:
        """Decode a picture and read its contents.

        Args:
            data: the file's bytes.
            name: what to call it.
            trust_anchors: PEM text of the certificates under which a C2PA signer is trusted.

        Raises:
            IntakeError: if the file can't be examined, or needs too much memory or time, or kills what reads it.
            SandboxError: if no process can be started.
        """
        with self._places:
            process = self._take()
            try:
                return process.ask(data, name, trust_anchors)
            finally:
                self._give_back(process)

    def warm(self) -> None:
        """Start a process now, without waiting for it.

        Raises:
            SandboxError: if none can be started.
        """
        with self._lock:
            if self._all:
                return
            process = _Process(self._reader, self._limits)
            self._all.add(process)
            self._idle.append(process)

    def close(self) -> None:
        """End all processes."""
        with self._lock:
            ending, self._idle, self._all = list(self._all), [], set()
        for process in ending:
            process.end()

    def _take(self) -> _Process:
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.usable:
                    return process
                process.end()
                self._all.discard(process)
            process = _Process(self._reader, self._limits)
            self._all.add(process)
            return process

    def _give_back(self, process: _Process) -> None:
        usable = process.usable
        if not usable:
            process.end()
        with self._lock:
            if not usable:
                self._all.discard(process)
            elif process in self._all:
                self._idle.append(process)


class _Process:
    """One process and the two pipes to it; one thread at a time may use it."""

    def __init__(self, reader: str, limits: Limits) -> None:
        self._limits, self._files, self._ready, self._busy = limits, 0, False, False
        module = f"{__package__}.reader_process"
        command = [sys.executable, "-m", module, reader, str(limits.memory), str(limits.seconds)]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                cwd=os.sep,
                env=_environment(),
                start_new_session=True,  # the interrupt key is not meant for it
            )
        except (OSError, ValueError) as error:
            raise _no_start(one_line(error)) from None
        self._to, self._from = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)
        _widen(self._to.fileno(), self._from.fileno())

    @property
    def usable(self) -> bool:
        """Whether it lives, waits for a file and has not read too many."""
        return not self._busy and self._files < self._limits.files and self._process.poll() is None

    def ask(self, data: bytes, name: str, trust_anchors: str | None) -> tuple[Exhibit, Contents]:
        """Have it read one file."""
        self._start()
        self._files, self._busy = self._files + 1, True
        deadline, shown = Deadline(self._process), file_name(name)
        try:
            deadline.set(self._limits.seconds)
            wire.send(self._to, {"name": name, "trust_anchors": trust_anchors}, data)
            digest = hashlib.sha256(data).hexdigest()  # here, since nothing that the process says of it is certain
            declared = self._receive(0)[0]["declares"]
            deadline.set(self._limits.seconds + SECONDS_PER_MEGAPIXEL * min(int(declared), MAX_PIXELS) / 1e6)
            header, body = self._receive(4 * MAX_PIXELS)
            deadline.clear()
            self._busy = "memory" in header  # it ends after that
            if "refused" in header:
                raise IntakeError(one_line(header["refused"], 400))
            if "memory" in header:
                needed = f"reading this file needs more than {int(header['memory']) / 2**30:.0f} GB of memory"
                raise IntakeError(f"{shown}: {needed}; use a smaller copy")
            if "fault" in header:
                raise IntakeError(f"{shown}: can't be read ({one_line(header['fault'])}); get another copy")
            return _unpacked(header, body, data, name, digest)
        except IntakeError:
            raise
        except (OSError, EOFError, ValueError, KeyError, TypeError, ValidationError) as error:
            self.end()
            raise IntakeError(f"{shown}: {self._reason(error, deadline.expired)}") from None
        finally:
            deadline.clear()

    def end(self) -> None:
        """Kill it, and close the pipes."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    def _start(self) -> None:
        """Wait until it is ready."""
        if self._ready:
            return
        deadline = Deadline(self._process)
        deadline.set(self._limits.starting)
        try:
            self._ready = self._receive(0)[0].get("ready") is True
        except (OSError, EOFError, ValueError):
            self._ready = False
        deadline.clear()
        if not self._ready:
            assert self._process.stderr is not None
            said = b"" if deadline.expired else self._process.stderr.read(20_000) or b""
            lines = said.decode("utf-8", "replace").strip().splitlines()
            raise _no_start(one_line(lines[-1]) if lines else "it does not answer")

    def _receive(self, body_limit: int) -> tuple[dict[str, Any], bytearray]:
        message = wire.receive(self._from, body_limit)
        if message is None:
            raise EOFError
        return message

    def _reason(self, error: Exception, expired: bool) -> str:
        """Why there is no answer, once the process has ended, and what to do."""
        status = self._process.returncode
        if expired or status == -signal.SIGXCPU:
            return f"reading this file took more than {self._limits.seconds:g} s; use a smaller copy"
        if isinstance(error, OSError | EOFError) and status == -signal.SIGKILL:
            # by the system: what `end` kills had closed its pipe, or had answered what it should not
            return "the program that reads pictures was stopped by the system; use a smaller copy"
        return "the file made the program that reads pictures crash; treat it with care, or get another copy"


def _unpacked(header: dict[str, Any], body: bytearray, data: bytes, name: str, digest: str) -> tuple[Exhibit, Contents]:
    """What the process found, checked.

    Raises:
        ValueError, KeyError, TypeError: if the parts do not fit together.
    """
    facts, contents = ExhibitFacts.model_validate(header["facts"]), Contents.model_validate(header["contents"])
    height, width = (int(side) for side in header["shape"])
    size, planes = height * width, 4 if header["alpha"] else 3
    if min(height, width) < 1 or len(body) != planes * size or (facts.width, facts.height) != (width, height):
        raise ValueError("the pixels do not have the size that was said")
    flat = np.frombuffer(body, np.uint8)
    pixels = flat[: 3 * size].reshape(height, width, 3)
    alpha = flat[3 * size :].reshape(height, width) if planes == 4 else None
    facts = facts.model_copy(update={"name": name, "sha256": digest, "size": len(data)})
    return Exhibit(facts=facts, data=data, pixels=pixels, alpha=alpha, info={}), contents


def _environment() -> dict[str, str]:
    """The few variables that Python and its libraries need, and the places where this process finds its modules."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    places = os.pathsep.join(place for place in sys.path if place)
    return {**passed, **_FEW_THREADS, "PYTHONPATH": places, "PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _no_start(reason: str) -> SandboxError:
    return SandboxError(f"the process that reads pictures can't be started ({reason}); reinstall telltale")


def _widen(*pipes: int) -> None:
    """Let a pipe hold more than 64 KB, where the system can."""
    import fcntl

    for pipe in pipes:
        with suppress(OSError, AttributeError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_SIZE)
