"""Every sentence that the record, the page and the terminal show, as a template under a key of its own.

A module owns its sentences: it defines them once, as constants, and fills them in where they are needed. Nothing is
ever decided from their words, which a test proves by rewording all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_KNOWN: dict[str, Sentence] = {}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or a part of one, with named places for numbers and names; calling it fills them in.

    Attributes:
        key: unique, `room.what`, as in `clip.leans_synthetic`.
        template: as `str.format` reads it.
    """

    key: str
    template: str

    def __post_init__(self) -> None:
        """Enter it under its key.

        Raises:
            ValueError: if another sentence has that key.
        """
        if _KNOWN.setdefault(self.key, self).template != self.template:
            raise ValueError(f"two sentences have the key {self.key!r}")

    def __call__(self, **values: object) -> str:
        """The sentence with its values.

        Raises:
            KeyError: if a value is missing.
        """
        rewrite = _rewrite.get()
        return (self.template if rewrite is None else rewrite(self)).format_map(values)


_rewrite: ContextVar[Callable[[Sentence], str] | None] = ContextVar("rewrite", default=None)


def known() -> dict[str, Sentence]:
    """Every sentence of the modules that are loaded, by key."""
    return dict(_KNOWN)


@contextmanager
def reworded(rewrite: Callable[[Sentence], str]) -> Iterator[None]:
    """Within the block, and in what it starts with a copied context, each sentence has the template that this gives."""
    token = _rewrite.set(rewrite)
    try:
        yield
    finally:
        _rewrite.reset(token)
