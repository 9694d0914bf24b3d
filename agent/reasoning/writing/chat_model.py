"""A langchain chat model over a local vision-language model: pictures, streaming, stop strings, token counts."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from threading import Lock, Thread
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from PIL import Image
from pydantic import PrivateAttr

from ...perception.adapters import AdapterName, present, using
from ...perception.merging import writer
from ...perception.models import LocalModel, end_tokens
from ...perception.packing import additive, common_prefix
from ..answer_items import Item
from .constraint import Cited, vocabulary
from .decoding import Choose, DecodingRow, decode
from .messages import turn
from .prompt_cache import PromptCache

REPETITION_PENALTY = 1.1  # for plain conversation (Keskar et al., 2019), where `small` repeats itself without it


class LocalChatModel(BaseChatModel):
    """Chat with a local model.

    If a conversation ends with an `AIMessage`, the model continues that message. Successive text-only calls that begin
    alike share their key-value cache, so a follow-up pays only for what is new. Only one call runs at a time.

    If a picture is in the conversation, the adapter to see with is on too. A call with `bare=True`, for plain
    conversation, uses no adapter and a penalty on repetition. `sentences` writes about items, one cited sentence each.

    Attributes:
        local: the loaded model.
        adapter: the adapter to write with, used if the model carries it.
        max_tokens: of a reply; a call may ask for another number with `max_tokens=`.
        temperature: 0 decodes greedily.
    """

    local: Any
    adapter: AdapterName | None = "explain"
    max_tokens: int = 256
    temperature: float = 0.0

    _lock: Lock = PrivateAttr(default_factory=Lock)
    _merged: Any = PrivateAttr(default=None)
    _cache: PromptCache = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        """Keep a merged copy for writing, if the model is small enough for one."""
        super().model_post_init(context)
        self._merged = writer(self.local, self.adapter) if self.adapter is not None else None
        self._cache = PromptCache(self.local)

    @property
    def tuned(self) -> bool:
        """Whether the model carries the adapter to write with."""
        return self.adapter is not None and self.adapter in present(self.local.model)

    @property
    def _llm_type(self) -> str:
        return "telltale-local"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        local: LocalModel = self.local
        return {"model": local.name, "version": local.version, "adapter": self.adapter}

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        chunks = list(self._stream(messages, stop, run_manager, **kwargs))
        text = "".join(str(chunk.message.content) for chunk in chunks)
        usage = chunks[-1].message.usage_metadata  # type: ignore[attr-defined]  # the last chunk carries the counts
        message = AIMessage(content=text, usage_metadata=usage, response_metadata={"model_name": self.local.name})
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        limit = int(kwargs.get("max_tokens") or self.max_tokens)
        temperature = float(kwargs.get("temperature", self.temperature))
        with self._lock:
            produced = 0
            inputs = self.inputs(messages)
            prompt_tokens = int(inputs["input_ids"].shape[1])
            for text, tokens in self._tokens(inputs, stop or [], limit, temperature, bool(kwargs.get("bare"))):
                produced = tokens
                if text:
                    chunk = ChatGenerationChunk(message=AIMessageChunk(content=text))
                    if run_manager:
                        run_manager.on_llm_new_token(text, chunk=chunk)
                    yield chunk
        usage = {"input_tokens": prompt_tokens, "output_tokens": produced, "total_tokens": prompt_tokens + produced}
        yield ChatGenerationChunk(message=AIMessageChunk(content="", usage_metadata=usage))  # type: ignore[arg-type]

    def inputs(self, messages: Sequence[BaseMessage]) -> dict[str, Any]:
        """What the model reads for a conversation: input_ids [1, n], and pixel values if there are pictures."""
        pictures: list[Image.Image] = []
        turns = [turn(message, pictures) for message in messages]
        processor = self.local.processor
        begun = ""
        if isinstance(messages[-1], AIMessage):  # templates differ in how they end a turn, so this one is plain text
            begun = "".join(part["text"] for part in turns.pop()["content"] if part["type"] == "text")
        text = processor.apply_chat_template(turns, add_generation_prompt=True) + begun
        return dict(processor(images=pictures or None, text=text, return_tensors="pt").to(self.local.model.device))

    def _tokens(
        self,
        inputs: dict[str, Any],
        stop: list[str],
        limit: int,
        temperature: float,
        bare: bool,
    ) -> Iterator[tuple[str, int]]:
        """Yield text as it is generated, and with the last piece the number of tokens; stop strings are held back."""
        import torch
        from transformers import TextIteratorStreamer

        tokenizer = self.local.processor.tokenizer
        streamer = TextIteratorStreamer(tokenizer, skip_prompt=True, skip_special_tokens=True)
        ids = inputs["input_ids"][0].tolist()
        options: dict[str, Any] = {"max_new_tokens": limit, "do_sample": temperature > 0}
        if temperature > 0:
            options["temperature"] = temperature
        if bare:
            options["repetition_penalty"] = REPETITION_PENALTY
        if stop:
            options |= {"stop_strings": stop, "tokenizer": tokenizer}
        model = self.local.model
        seeing: tuple[AdapterName, ...] = ("perceive",) if "pixel_values" in inputs else ()
        if not seeing:
            options["past_key_values"] = self._cache.take(ids, adapted=not bare)
            model = model if bare else self._merged or model
        adapter = None if bare else self.adapter
        outcome: dict[str, Any] = {}

        def run() -> None:
            try:
                with torch.inference_mode(), using(self.local.model, *seeing, adapter):
                    outcome["ids"] = model.generate(**inputs, **options, streamer=streamer)[0].tolist()
            except BaseException as error:  # handed over to the reading side, which raises it
                outcome["error"] = error
            finally:
                streamer.end()

        thread = Thread(target=run, daemon=True)
        thread.start()
        text, shown = "", 0
        for piece in streamer:
            text += piece
            end = _end(text, stop)
            safe = end if end < len(text) else end - max((_overlap(text, s) for s in stop), default=0)
            if safe > shown:
                yield text[shown:safe], 0
                shown = safe
        thread.join()
        if "error" in outcome:
            self._cache.clear()
            raise outcome["error"]
        if "past_key_values" in options:  # the cache does not hold the last token
            self._cache.keep(outcome["ids"][:-1], options["past_key_values"])
        yield text[shown : _end(text, stop)], len(outcome["ids"]) - len(ids)

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
        """One line for each item, of the form `[E2] A sentence.` (see `telltale.agent.reasoning.writing.constraint`).

        The first is written alone, so that it comes early; the others are written side by side, or all of them if
        `together` is set. They come in the order of the items, each as soon as it and those before it are complete.

        Args:
            conversations: text alone, one for each item; what they begin with is computed once.
            items: what to say.
            limit: tokens of a sentence.
            temperature: 0 decodes greedily.
            seed: of the choice of words at a higher temperature.
            together: whether the first may come later for the sake of the last.
        """
        import torch

        tokenizer = self.local.processor.tokenizer
        generator = torch.Generator().manual_seed(seed)
        known = vocabulary(tokenizer)
        heads = [f"[{item.id}]" for item in items]
        prompts = [
            [*self.inputs(each)["input_ids"][0].tolist(), *tokenizer(head, add_special_tokens=False)["input_ids"]]
            for each, head in zip(conversations, heads, strict=True)
        ]
        ends = frozenset({tokenizer.eos_token_id, *end_tokens(self.local)})

        def choosing(item: Item) -> Choose:
            cited = Cited(item, tokenizer, known) if known is not None else None

            def choose(said: Sequence[int], scores: Any) -> int:
                scores = cited.masked(said, scores) if cited is not None else scores
                if temperature == 0:
                    return int(scores.argmax())
                return int(torch.multinomial((scores.float() / temperature).softmax(-1).cpu(), 1, generator=generator))

            return choose

        with self._lock:
            common = common_prefix(prompts)
            alone = 0 if together else 1
            for part in filter(len, (range(len(items))[:alone], range(len(items))[alone:])):
                rows = [DecodingRow(prompts[n], choosing(items[n])) for n in part]
                for row, said in decode(self._logits, self._prefix(prompts[0][:common]), rows, ends, limit):
                    text = tokenizer.decode(said, skip_special_tokens=True)
                    yield items[part[row]], heads[part[row]] + text.partition("\n")[0]

    def _prefix(self, ids: list[int]) -> Any:
        """A copy of the cache that holds these tokens, with as much as possible from the last call."""
        import torch

        cache = self._cache.take([*ids, -1])
        held = int(cache.get_seq_length())
        if held < len(ids):
            self._logits(
                input_ids=torch.tensor([ids[held:]]),
                attention_mask=torch.ones(1, len(ids), dtype=torch.long),
                position_ids=torch.arange(held, len(ids))[None],
                past_key_values=cache,
                logits_to_keep=1,
            )
        self._cache.keep(ids, cache)
        return copy.deepcopy(cache)

    def _logits(self, attention_mask: Any, **inputs: Any) -> Any:
        """Logits of the model that writes; adapters are switched for this one step, not while a caller reads.

        A mask [1, 1, n, m] of booleans is passed on as what is added to the attention's logits.
        """
        import torch

        model = self._merged or self.local.model
        if attention_mask.ndim == 4:
            attention_mask = additive(attention_mask, model.dtype)
        inputs["attention_mask"] = attention_mask
        placed = {name: v.to(model.device) if isinstance(v, torch.Tensor) else v for name, v in inputs.items()}
        adapted = nullcontext() if self._merged is not None else using(self.local.model, self.adapter)
        with torch.inference_mode(), adapted:
            return model(**placed, use_cache=True).logits


def _end(text: str, stop: Sequence[str]) -> int:
    """Where the first stop string begins, or the text's length."""
    return min((text.find(s) for s in stop if s in text), default=len(text))


def _overlap(text: str, stop: str) -> int:
    """How many characters at the end of `text` could be the beginning of `stop`."""
    return next((n for n in range(min(len(stop) - 1, len(text)), 0, -1) if text.endswith(stop[:n])), 0)
