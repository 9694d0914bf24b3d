"""Progress through the steps of a recipe: how long each will take, how far it is, and how much time is left.

On a terminal a bar is drawn; elsewhere a line is printed now and then. An estimate comes from what was done in the same
step after the first time that something was done, since that includes the loading of a model.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from ..agent.console import Progress, note

Item = TypeVar("Item")
Clock = Callable[[], float]  # seconds that never run backwards
_EVERY = 30.0  # seconds between two lines where there is no terminal
_WIDTH = 24  # characters of the bar
_CLEAR = "\r\x1b[2K"  # the line of a terminal, emptied


def told(seconds: float) -> str:
    """A duration in words: *40 s*, *5 min*, *2.5 h*."""
    if seconds < 90:
        return f"{max(seconds, 0):.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


class Meter:
    """Tells how much of something is done, and how much time is left."""

    def __init__(self, total: int, what: str, clock: Clock = time.monotonic) -> None:
        """Begin.

        Args:
            total: how many there are.
            what: they are, in the plural.
            clock: seconds that never run backwards.
        """
        self._total, self._what, self._clock = total, what, clock
        self._said = clock()
        self._live = sys.stderr.isatty()
        self._first: tuple[int, float] | None = None  # how many were done at first, and when

    def tell(self, done: int) -> None:
        """Tell that so many are done, on a terminal at once, elsewhere if the last line is half a minute old."""
        now = self._clock()
        if not done:
            return
        first, then = self._first = self._first or (done, now)
        if not (self._live or now - self._said >= _EVERY):
            return
        self._said = now
        line = f"{done:,} of {self._total:,} {self._what}"
        if done > first:
            line += f", about {told((now - then) / (done - first) * max(self._total - done, 0))} left"
        if self._live:
            full = round(_WIDTH * done / max(self._total, 1))
            bar = f"  [{'#' * full}{'.' * (_WIDTH - full)}] {line}"
            print(f"{_CLEAR}{bar}", end="", file=sys.stderr, flush=True)
        else:
            note(f"  {line}")

    def end(self) -> None:
        """Leave the bar as it is and go on below it."""
        if self._live and self._total:
            self.tell(self._total)
            print(file=sys.stderr)


def over_bar(report: Progress) -> Progress:
    """The same report, whose lines take the place of a bar that is drawn; the bar comes back with the next item."""

    def told_over(line: str) -> None:
        if sys.stderr.isatty():
            print(_CLEAR, end="", file=sys.stderr, flush=True)
        report(line)

    return told_over


def tracked(items: Iterable[Item], total: int, what: str, clock: Clock = time.monotonic) -> Iterator[Item]:
    """Pass items on and tell the progress after each.

    Args:
        items: what is worked through.
        total: how many there are.
        what: they are, in the plural.
        clock: seconds that never run backwards.
    """
    meter = Meter(total, what, clock)
    for done, item in enumerate(items):
        meter.tell(done)
        yield item
    meter.end()


class Steps:
    """Tells the steps of a recipe, numbered, each with its progress."""

    def __init__(self, count: int, minutes: float | None = None, clock: Clock = time.monotonic) -> None:
        """Begin.

        Args:
            count: how many steps there are.
            minutes: the time that all of them may take; None for no limit.
            clock: seconds that never run backwards.
        """
        self._count, self._number, self._clock = count, 0, clock
        self._began, self._minutes = clock(), minutes

    @property
    def minutes(self) -> float | None:
        """The time that all of them may take; None without a limit."""
        return self._minutes

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
        """Pass items on and tell the progress after each, by the clock of the steps."""
        return tracked(items, total, what, self._clock)
