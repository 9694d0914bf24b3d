"""The processor time that a piece of work needs, whatever else the process and the machine do meanwhile."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def least_seconds(work: Callable[[], T], limit: float, tries: int = 3) -> tuple[T, float]:
    """What ``work`` returns, and the least processor time of this thread (s) that it took in at most ``tries`` runs.

    It is run again only while it took ``limit`` seconds or more: a collection of garbage or a cold cache falls into one
    run, but work that is slow in itself is slow in each.
    """
    least = float("inf")
    for _ in range(tries):
        began = time.thread_time()
        result = work()
        least = min(least, time.thread_time() - began)
        if least < limit:
            break
    return result, least
