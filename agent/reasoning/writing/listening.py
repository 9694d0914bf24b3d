"""Hearing the sentences of an explanation as they are written, each once it has passed the check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ...evidence import Statement

Listener = Callable[
    [int, Statement], None
]  # takes the place of a sentence among those that are planned, and the sentence
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Let somebody hear the sentences of the explanations that the block writes.

    Threads that the block starts are included if they run in a copy of its context, as those of langchain do. The
    listener is called from them.

    Args:
        listener: takes the place of a sentence, from 0, and the sentence. Sentences may come in another order than they
            are read in, and the finished explanation may leave one out.
    """
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell(place: int, statement: Statement) -> None:
    """Let whoever listens hear a sentence that has passed the check."""
    listener = _listener.get()
    if listener is not None:
        listener(place, statement)
