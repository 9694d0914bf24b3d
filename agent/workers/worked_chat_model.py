"""The chat model of a local model that is in another process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk

from ..reasoning.answer_items import Item
from ..reasoning.writing.chat_model import LocalChatModel


class WorkedChatModel(LocalChatModel):
    """Writes as `LocalChatModel` does; the model is not here.

    Attributes:
        local: name and version of the model.
        has_adapter: whether it carries the adapter to write with.
        writes: takes `sentences` or `replies` and their arguments, and yields what the other process writes.
    """

    has_adapter: bool = False
    writes: Any

    def model_post_init(self, context: Any, /) -> None:
        """Load nothing."""
        BaseChatModel.model_post_init(self, context)

    @property
    def tuned(self) -> bool:
        """Whether the model carries the adapter to write with."""
        return self.has_adapter

    def sentences(
        self,
        conversations: Sequence[Sequence[BaseMessage]],
        items: Sequence[Item],
        *,
        limit: int,
        temperature: float = 0.0,
        seed: int = 0,
        together: bool = False,
    ) -> Iterator[tuple[Item, str]]:
        """One line for each item, as soon as it is written."""
        options = {"limit": limit, "temperature": temperature, "seed": seed, "together": together}
        plain = [list(each) for each in conversations]
        yield from self.writes("sentences", plain, list(items), options)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for content, usage in self.writes("replies", messages, {"stop": stop, **kwargs}):
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=content, usage_metadata=usage))
            if run_manager and content:
                run_manager.on_llm_new_token(content, chunk=chunk)
            yield chunk
