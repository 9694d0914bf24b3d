"""Work that goes on when the page that asked for it is closed or loaded again, and a page that follows such work."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from queue import SimpleQueue

from .desk import Desk
from .house import KEEP, Shown

INTERVAL = 1.0  # seconds between two looks of a page that was loaded again


def kept(shown: Shown, desk: Desk) -> Shown:
    """Remember on the desk what the page shows, for a page that is loaded again; returns the same."""
    desk.panels |= {name: value for name, value in shown._asdict().items() if name not in _CHAT and value is not KEEP}
    return shown


def in_background(steps: Iterator[Shown], desk: Desk) -> Iterator[Shown]:
    """The same steps, made by a thread of their own: they are made to the end even if nobody takes them any more."""
    made: SimpleQueue[Shown | None] = SimpleQueue()

    def work() -> None:
        try:
            for shown in steps:
                made.put(kept(shown, desk))
        finally:
            made.put(None)

    threading.Thread(target=work, name="page work", daemon=True).start()
    while (shown := made.get()) is not None:
        yield shown


def followed(desk: Desk) -> Iterator[Shown]:
    """What the desk shows, again and again until nothing is in work on it; only what has changed."""
    before = dict(desk.panels)
    while desk.running:
        time.sleep(INTERVAL)
        now = dict(desk.panels)
        changed = {name: value for name, value in now.items() if before.get(name) is not value}
        before = now
        yield Shown(desk.snapshot(), bool(desk.running), **changed)


_CHAT = ("chat", "busy", "cleared")
