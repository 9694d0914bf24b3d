"""What runs in a process that measures: pictures in and rows out, until the connection ends.

`local_engine` starts it with the number of the connection's file descriptor. The first message is the plan.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from queue import Empty, Queue
from typing import Any

from ..environment import prepare
from ..sandbox import SandboxError
from ..text import one_line
from .triage_worker import Measurer, Taken

_LESS = "close other programs, or use fewer --workers"
_PATIENCE = 0.25  # seconds after which an unfinished batch is measured


def main(arguments: Sequence[str]) -> int:
    """Measure until the connection ends."""
    prepare()
    connection = Connection(int(arguments[0]))
    try:
        plan = connection.recv()
    except (EOFError, OSError):  # the process that writes is gone
        return 1
    try:
        measurer = Measurer(plan)
    except (ValueError, OSError, ImportError) as error:
        connection.send(("fault", str(error)))
        return 1
    except Exception as error:  # a lack of memory is a MemoryError, to torch a RuntimeError, to Python a SystemError
        connection.send(("fault", f"the models can't be loaded ({_told(error)}); {_LESS}"))
        return 1
    connection.send(("ready", ""))
    try:
        for row in measurer.rows(_received(connection)):
            connection.send(("row", row.model_dump_json()))
    except SandboxError as error:  # nothing can be read on this machine, so no picture is to blame
        connection.send(("fault", str(error)))
        return 1
    except MemoryError:  # its pictures are tried again one at a time, by another process
        os._exit(1)
    except (EOFError, OSError):
        os._exit(0)
    return 0


def _told(error: Exception) -> str:
    return one_line(error, 160) or "not enough memory"


def _received(connection: Connection) -> Iterator[Taken | None]:
    """The pictures that come; None where none came for a moment."""
    inbox: Queue[Any] = Queue()

    def listen() -> None:
        try:
            while True:
                inbox.put(connection.recv())
        except (EOFError, OSError):  # whatever is under way is of no use any more
            os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        try:
            yield inbox.get(timeout=_PATIENCE)
        except Empty:
            yield None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
