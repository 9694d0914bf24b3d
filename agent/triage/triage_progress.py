"""One line of progress: how many are done, the rate and the time that remains; plain lines without a terminal."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from typing import TextIO

_WINDOW, _LEAST = 60.0, 64  # seconds, and pictures, over which the rate is taken at least; rows come in batches
_ON_TERMINAL, _IN_LOG = 0.5, 30.0  # seconds between two lines


def span(seconds: float) -> str:
    """A time as people say it: “40 s”, “12 min”, “3 h 20 min”, “4 days”."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    if minutes < 90:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes / 60 / 24:.0f} days"


class ProgressLine:
    """Prints how far the work is, to standard error.

    Attributes:
        total: how many pictures there are in all; None while that is not known.
    """

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """Choose where to print and by which clock."""
        self._stream, self._clock = stream or sys.stderr, clock
        self._terminal = self._stream.isatty()
        self._start = self._printed = clock()
        self._times: deque[tuple[float, int]] = deque([(self._start, 0)])
        self._done = self._shown = 0
        self.total: int | None = None

    def add(self, before: int, failed: int) -> None:
        """Count one more picture; print a line if it is time.

        Args:
            before: pictures that were done by an earlier run.
            failed: pictures that could not be measured.
        """
        self._done += 1
        now = self._clock()
        self._times.append((now, self._done))
        while len(self._times) > _LEAST and now - self._times[0][0] > _WINDOW:
            self._times.popleft()
        if now - self._printed >= (_ON_TERMINAL if self._terminal else _IN_LOG):
            self._printed = now
            self._print(self.line(before, failed))

    def line(self, before: int, failed: int) -> str:
        """The line as it stands now."""
        rate = self.rate()
        of = f" of {self.total:,}" if self.total is not None else ""
        parts = [f"{self._done + before:,}{of} pictures", f"{rate:.2f} a second"]
        if self.total is not None and rate > 0:
            parts.append(f"{span(max(0, self.total - self._done - before) / rate)} left")
        if failed:
            parts.append(f"{failed:,} failed")
        return ", ".join(parts)

    def rate(self) -> float:
        """Pictures a second over the last minute, or over the last 64 of them if those took longer."""
        (first, count), (last, done) = self._times[0], self._times[-1]
        return (done - count) / (last - first) if last > first else 0.0

    def clear(self) -> None:
        """Remove the line from a terminal, so that another can be printed."""
        if self._terminal and self._shown:
            print("\r" + " " * self._shown + "\r", end="", file=self._stream, flush=True)
            self._shown = 0

    def _print(self, line: str) -> None:
        text = f"telltale: {line}"
        if self._terminal:
            print("\r" + text.ljust(self._shown), end="", file=self._stream, flush=True)
            self._shown = len(text)
        else:
            print(text, file=self._stream, flush=True)
