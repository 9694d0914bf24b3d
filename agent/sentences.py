"""The sentences that users see in the record, on the page, in the terminal and in answers.

Each is a `Sentence` constant with a key of its own, defined once in the module that owns it and filled in by calling
it. No code decides anything from the words of a sentence; a test changes all of them and expects the same results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from string import Formatter

_BY_KEY: dict[str, Sentence] = {}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a part of one, with named places for numbers and names.

    Attributes:
        key: unique; the name of the module, a full stop and what the sentence says, as in `clip.leans_synthetic`.
        template: in the syntax of `str.format`; each place is a plain name, as in `{score:+.1f}`.
    """

    key: str
    template: str

    def __post_init__(self) -> None:
        """Register the sentence under its key.

        Raises:
            ValueError: if another sentence has the key, or if the template has places without a plain name.
        """
        unnamed = [place for place in self.places if not place.isidentifier()]
        if unnamed:
            raise ValueError(f"the sentence {self.key!r} has places without a plain name: {unnamed}")
        if _BY_KEY.setdefault(self.key, self).template != self.template:
            raise ValueError(f"two sentences have the key {self.key!r}")

    @property
    def places(self) -> tuple[str, ...]:
        """The names to fill in, in their order."""
        return tuple(name for _, name, _, _ in Formatter().parse(self.template) if name is not None)

    def __call__(self, **values: object) -> str:
        """The sentence with its values.

        Raises:
            KeyError: if a value is missing.
        """
        rewrite = _rewrite.get()
        return (self.template if rewrite is None else rewrite(self)).format_map(values)


_rewrite: ContextVar[Callable[[Sentence], str] | None] = ContextVar("rewrite", default=None)


def known() -> dict[str, Sentence]:
    """The sentences of all modules that are loaded, by key."""
    return dict(_BY_KEY)


@contextmanager
def reworded(rewrite: Callable[[Sentence], str]) -> Iterator[None]:
    """Within the block, use the template that `rewrite` returns for a sentence in place of the sentence's own.

    It also applies to threads that are started within the block with a copy of the context.
    """
    token = _rewrite.set(rewrite)
    try:
        yield
    finally:
        _rewrite.reset(token)
