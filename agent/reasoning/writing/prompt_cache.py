"""The key-value cache that successive calls share, so that a call computes only what is new in its prompt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...perception.models import LocalModel


class PromptCache:
    """The cache of the last call and the tokens that it holds."""

    def __init__(self, local: LocalModel) -> None:
        """Begin without a cache.

        Args:
            local: the model that fills it.
        """
        self._local = local
        self._ids: list[int] = []
        self._cache: Any = None
        self._adapted = True

    def take(self, ids: Sequence[int], *, adapted: bool = True) -> Any:
        """The cache of the last call, cut to the tokens that both calls begin with, or else a new one.

        The last token of `ids` is never taken from the cache, since a call must compute one at least.

        Args:
            ids: tokens of the prompt.
            adapted: whether the adapter is on; other weights have other keys and values.
        """
        from transformers import DynamicCache

        if adapted != self._adapted:
            self.clear()
            self._adapted = adapted
        shared = 0
        for old, new in zip(self._ids, ids[:-1], strict=False):
            if old != new:
                break
            shared += 1
        held = int(self._cache.get_seq_length()) if self._cache is not None else 0
        if self._cache is None or shared == 0 or held < shared:
            return DynamicCache(config=self._local.model.config.get_text_config())
        if held > shared:
            self._cache.crop(shared - held)  # a negative number: tokens to drop from the end
        return self._cache

    def keep(self, ids: Sequence[int], cache: Any) -> None:
        """Remember a cache for the next call, and the tokens that it holds."""
        self._ids, self._cache = list(ids), cache

    def clear(self) -> None:
        """Forget the cache, as after a call that failed halfway."""
        self._ids, self._cache = [], None
