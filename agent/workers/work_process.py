"""What runs in a process of a crew: calls come in and results go out, until the connection ends.

`work_crew` starts it with the number of the connection's file descriptor and the name of the work; the first message
has its settings. If the process at the other end is gone, this one ends, whatever it is doing.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from ...prompts import logged
from ..environment import keep_memory_together, prepare
from ..text import one_line

Work = Mapping[str, Callable[..., Iterator[Any]]]
WARM = "warm"  # work that is done once, without a subject, between being ready and the first call; it may fail
ONE_PROCESS = "close other programs, or use --workers none"
_SACRIFICED_FIRST = "500"  # of 1000; so that a machine without memory ends this process and not the server


@dataclass(frozen=True, slots=True)
class Call:
    """Something to do.

    Attributes:
        name: of one of the functions of the work.
        arguments: that it takes after its subject.
        subject: what it works on, often large; None for nothing, or for that of the call before.
        same: whether it is that of the call before.
    """

    name: str
    arguments: tuple[Any, ...] = ()
    subject: Any = None
    same: bool = False


def main(arguments: Sequence[str]) -> int:
    """Answer until the connection ends."""
    prepare()
    keep_memory_together()
    with suppress(OSError):  # a system without it
        Path("/proc/self/oom_score_adj").write_text(_SACRIFICED_FIRST, encoding="ascii")
    connection = Connection(int(arguments[0]))
    inbox: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_listen, args=(connection, inbox), daemon=True).start()
    module, _, name = arguments[1].partition(":")
    settings = inbox.get()
    try:
        work: Work = getattr(import_module(module), name)(**settings)
    except (MemoryError, RuntimeError) as error:  # torch tells a lack of memory as a RuntimeError
        reason = one_line(error, 160) or "not enough memory"
        _send(connection, "refused", f"the models can't be loaded ({reason}); {ONE_PROCESS}")
        return 1
    except Exception as error:
        _send(connection, *_told(error))
        return 1
    _send(connection, "ready")
    if WARM in work:
        with suppress(Exception):  # told when it is needed
            list(work[WARM](None))
    subject: Any = None
    while True:
        call: Call = inbox.get()
        if not call.same:
            subject = call.subject
        _answer(connection, work[call.name], subject, call.arguments)


def _listen(connection: Connection, inbox: SimpleQueue[Any]) -> None:
    try:
        while True:
            inbox.put(connection.recv())
    except (EOFError, OSError):  # whatever is under way is of no use any more
        os._exit(0)


def _answer(connection: Connection, does: Callable[..., Iterator[Any]], subject: Any, arguments: tuple) -> None:
    """Do one thing, and send what comes of it part by part, then the prompts that were used."""
    try:
        with logged() as prompts:
            for part in does(subject, *arguments):
                _send(connection, "part", part)
        _send(connection, "end", frozenset(prompts))
    except MemoryError:  # the next call gets a process with memory to spare
        os._exit(1)
    except Exception as error:
        _send(connection, *_told(error))


def _told(error: Exception) -> tuple[str, ...]:
    """An error as the other side is told of it: what can't be done in its own words, a fault of ours with its kind."""
    if isinstance(error, ValueError | OSError | ImportError):
        return "refused", one_line(error, 400)
    if os.environ.get("TELLTALE_DEBUG"):
        traceback.print_exception(error)
    return "fault", type(error).__name__, one_line(error, 400)


def _send(connection: Connection, *message: Any) -> None:
    try:
        connection.send(message)
    except OSError:  # the other side is gone
        os._exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
