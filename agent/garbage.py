"""Loading without collecting garbage: what is loaded stays, and to look through it again and again is waste."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

atexit.register(gc.freeze)  # a program that ends need not look through all that once more, which took 1.5 s


@contextmanager
def uncollected() -> Iterator[None]:
    """Collect no garbage in a block that loads libraries or models, where that takes a fifth of the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
