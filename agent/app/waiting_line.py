"""Who is examined next: in turn by user, so that nobody waits for all the pictures of somebody else."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, field

_FORGOTTEN = 15.0  # seconds after which a place is given up if nobody waits in it
_GUESS = 20.0  # seconds of an examination before any was made
_REMEMBERED = 20  # durations


@dataclass(eq=False, slots=True)
class Ticket:
    """A place in the line. `rank` is how many of the same user's pictures were in it before, then the arrival."""

    user: str
    rank: tuple[int, int]
    asked: float = field(default_factory=lambda: time.monotonic())
    started: float | None = None


class WaitingLine:
    """Lets so many examinations run at a time. Its methods may be called from several threads."""

    def __init__(self, places: int = 1) -> None:
        """Begin with nobody in it."""
        self._places, self._arrivals = places, 0
        self._tickets: list[Ticket] = []
        self._durations: deque[float] = deque(maxlen=_REMEMBERED)
        self._changed = threading.Condition()

    def enter(self, user: str) -> Ticket:
        """Take a place behind the pictures that have as many of their own user's before them."""
        with self._changed:
            self._arrivals += 1
            ticket = Ticket(user, (sum(each.user == user for each in self._tickets), self._arrivals))
            self._tickets.append(ticket)
            return ticket

    def wait(self, ticket: Ticket, seconds: float) -> bool:
        """Wait for at most so many seconds; True if it is one's turn, which then lasts until `leave`."""
        until = time.monotonic() + seconds
        with self._changed:
            while True:
                ticket.asked = time.monotonic()
                running = sum(each.started is not None for each in self._tickets)
                if running < self._places and self._before(ticket) == 0:
                    ticket.started = time.monotonic()
                    return True
                if (left := until - time.monotonic()) <= 0:
                    return False
                self._changed.wait(min(left, 1.0))

    def ahead(self, ticket: Ticket) -> tuple[int, float]:
        """How many come first, those that run included, and how many seconds that may take."""
        with self._changed:
            running = sum(each.started is not None for each in self._tickets)
            ahead = running + self._before(ticket)
            usual = sum(self._durations) / len(self._durations) if self._durations else _GUESS
            return ahead, usual * ahead / self._places

    def leave(self, ticket: Ticket) -> None:
        """Give the place up, whether or not one's turn came."""
        with self._changed:
            if ticket in self._tickets:
                self._tickets.remove(ticket)
                if ticket.started is not None:
                    self._durations.append(time.monotonic() - ticket.started)
            self._changed.notify_all()

    def _before(self, ticket: Ticket) -> int:
        """How many others wait for an earlier turn; those whose user is gone are passed over."""
        now = time.monotonic()
        waiting = [each for each in self._tickets if each.started is None and each is not ticket]
        return sum(each.rank < ticket.rank and now - each.asked < _FORGOTTEN for each in waiting)
