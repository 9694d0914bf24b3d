"""Progress through the steps of a recipe: how long each will take, how far it is, and how much time is left.

On a terminal a bar is drawn; elsewhere a line is printed now and then. An estimate comes from what was done so far in
the same step, so it appears as soon as there is something to reckon from.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from ..agent.console import note

Item = TypeVar("Item")
_EVERY = 30.0  # seconds between two lines where there is no terminal
_WIDTH = 24  # characters of the bar


def told(seconds: float) -> str:
    """A duration in words: *40 s*, *5 min*, *2.5 h*."""
    if seconds < 90:
        return f"{max(seconds, 0):.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


class Steps:
    """Tells the steps of a recipe, numbered, each with its progress."""

    def __init__(self, count: int, minutes: float | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin.

        Args:
            count: how many steps there are.
            minutes: the time that all of them may take; None for no limit.
            clock: seconds that never run backwards.
        """
        self._count, self._number, self._clock = count, 0, clock
        self._began, self._minutes = clock(), minutes

    @property
    def left(self) -> float:
        """Seconds that are left of the time; infinite without a limit."""
        return float("inf") if self._minutes is None else 60 * self._minutes - (self._clock() - self._began)

    @property
    def spent(self) -> float:
        """Seconds since the beginning."""
        return self._clock() - self._began

    def begin(self, name: str, estimate: float | None = None) -> None:
        """Begin the next step; `estimate` is in seconds."""
        self._number += 1
        about = f" (about {told(estimate)})" if estimate is not None else ""
        note(f"step {self._number} of {self._count}: {name}{about}")

    def track(self, items: Iterable[Item], total: int, what: str) -> Iterator[Item]:
        """Pass items on and tell the progress after each.

        Args:
            items: what is worked through.
            total: how many there are.
            what: they are, in the plural.
        """
        began = said = self._clock()
        live = sys.stderr.isatty()
        for done, item in enumerate(items):
            now = self._clock()
            if done and (live or now - said >= _EVERY):
                said = now
                self._tell(done, total, what, (now - began) / done * (total - done), live)
            yield item
        if live and total:
            self._tell(total, total, what, 0.0, live)
            print(file=sys.stderr)

    def _tell(self, done: int, total: int, what: str, rest: float, live: bool) -> None:
        line = f"{done:,} of {total:,} {what}, about {told(rest)} left"
        if live:
            full = round(_WIDTH * done / max(total, 1))
            print(f"\r  [{'#' * full}{'.' * (_WIDTH - full)}] {line}   ", end="", file=sys.stderr, flush=True)
        else:
            note(f"  {line}")
