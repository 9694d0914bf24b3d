"""A langchain chat model over a local vision-language model: pictures, streaming, stop strings, token counts."""

from __future__ import annotations

import base64
import binascii
import copy
import io
from collections.abc import Iterator, Sequence
from threading import Lock, Thread
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, SystemMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from PIL import Image
from pydantic import PrivateAttr

from ...perception.adapters import AdapterName, present, using
from ...perception.merging import writer
from ...perception.models import LocalModel, end_tokens
from ...perception.probes import common_prefix
from .constraint import Cited, vocabulary
from .decoding import Choose, DecodingRow, decode
from .plan import Item

REPETITION_PENALTY = 1.1  # for plain conversation (Keskar et al., 2019), where `small` goes round in circles without
_ROLES = {HumanMessage: "user", AIMessage: "assistant", SystemMessage: "system"}


class LocalChatModel(BaseChatModel):
    """Chat with a local model.

    A conversation that ends with an `AIMessage` is continued from the middle of that message. Successive text-only
    calls that begin alike share their key-value cache, so a follow-up pays only for what is new. One call runs at a
    time.

    Where a picture is in the conversation, the adapter to see with is on too. A call with `bare=True`, for plain
    conversation, leaves every adapter out and repeats itself less. `sentences` words the items of a sheet, one cited
    sentence each.

    Attributes:
        local: the loaded model.
        adapter: the adapter to write with, used where the model carries it.
        max_tokens: the longest reply; a call may ask for another with `max_tokens=`.
        temperature: 0 decodes greedily.
    """

    local: Any
    adapter: AdapterName | None = "explain"
    max_tokens: int = 256
    temperature: float = 0.0

    _lock: Lock = PrivateAttr(default_factory=Lock)
    _seen: list[int] = PrivateAttr(default_factory=list)
    _cache: Any = PrivateAttr(default=None)
    _merged: Any = PrivateAttr(default=None)
    _was_bare: bool = PrivateAttr(default=False)

    def model_post_init(self, context: Any, /) -> None:
        """Keep a merged copy for writing, where the model is small enough for one."""
        super().model_post_init(context)
        self._merged = writer(self.local, self.adapter) if self.adapter is not None else None

    @property
    def tuned(self) -> bool:
        """Whether the adapter to write with is there."""
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
            inputs = self._inputs(messages)
            asked = int(inputs["input_ids"].shape[1])
            for text, tokens in self._tokens(inputs, stop or [], limit, temperature, bool(kwargs.get("bare"))):
                produced = tokens
                if text:
                    chunk = ChatGenerationChunk(message=AIMessageChunk(content=text))
                    if run_manager:
                        run_manager.on_llm_new_token(text, chunk=chunk)
                    yield chunk
        usage = {"input_tokens": asked, "output_tokens": produced, "total_tokens": asked + produced}
        yield ChatGenerationChunk(message=AIMessageChunk(content="", usage_metadata=usage))  # type: ignore[arg-type]

    def _inputs(self, messages: Sequence[BaseMessage]) -> dict[str, Any]:
        """Model inputs of a conversation; input_ids [1, n], pixel values where pictures are in it."""
        pictures: list[Image.Image] = []
        turns = [_turn(message, pictures) for message in messages]
        going_on = isinstance(messages[-1], AIMessage)
        processor = self.local.processor
        opened = ""
        if going_on:  # templates differ in how they end a turn, so the open turn is added as plain text
            opened = "".join(p["text"] for p in turns.pop()["content"] if p["type"] == "text")
        text = processor.apply_chat_template(turns, add_generation_prompt=True) + opened
        inputs = processor(images=pictures or None, text=text, return_tensors="pt")
        return dict(inputs.to(self.local.model.device))

    def _tokens(
        self,
        inputs: dict[str, Any],
        stop: list[str],
        limit: int,
        temperature: float,
        bare: bool,
    ) -> Iterator[tuple[str, int]]:
        """Yield (text, tokens so far) as they are generated; text after a stop string is held back."""
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
            options["past_key_values"] = self._shared_cache(ids, bare)
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
            self._seen, self._cache = [], None
            raise outcome["error"]
        end = _end(text, stop)
        if "past_key_values" in options:
            self._seen = outcome["ids"][:-1]  # the cache does not hold the last token
            self._cache = options["past_key_values"]
        yield text[shown:end], len(outcome["ids"]) - len(ids)

    def sentences(
        self,
        conversations: Sequence[Sequence[BaseMessage]],
        items: Sequence[Item],
        *,
        limit: int,
        temperature: float = 0.0,
        seed: int = 0,
    ) -> Iterator[tuple[Item, str]]:
        """One sentence for each item, `[E2] A sentence.` and nothing else (see `telltale.agent.reasoning.writing.constraint`).

        The first is written alone, so that it comes early, the others side by side. They come in the order of the
        items, each as soon as those before it are whole.

        Args:
            conversations: text alone, one an item; what they have in common is computed once.
            items: what to say.
            limit: tokens of a sentence.
            temperature: 0 decodes greedily.
            seed: of the choice of words above that.
        """
        import torch

        tokenizer = self.local.processor.tokenizer
        chance = torch.Generator().manual_seed(seed)
        known = vocabulary(tokenizer)
        heads = [f"[{item.id}]" for item in items]
        asked = [
            [*self._inputs(each)["input_ids"][0].tolist(), *tokenizer(head, add_special_tokens=False)["input_ids"]]
            for each, head in zip(conversations, heads, strict=True)
        ]
        ends = frozenset({tokenizer.eos_token_id, *end_tokens(self.local)})

        def choosing(item: Item) -> Choose:
            cited = Cited(item, tokenizer, known) if known is not None else None

            def choose(said: Sequence[int], scores: Any) -> int:
                scores = cited.masked(said, scores) if cited is not None else scores
                if temperature == 0:
                    return int(scores.argmax())
                return int(torch.multinomial((scores.float() / temperature).softmax(-1).cpu(), 1, generator=chance))

            return choose

        with self._lock:
            common = common_prefix(asked)
            for part in filter(len, (range(len(items))[:1], range(len(items))[1:])):
                rows = [DecodingRow(asked[n], choosing(items[n])) for n in part]
                for at, said in decode(self._forward, self._prefix(asked[0][:common]), rows, ends, limit):
                    text = tokenizer.decode(said, skip_special_tokens=True)
                    yield items[part[at]], heads[part[at]] + text.partition("\n")[0]

    def _prefix(self, ids: list[int]) -> Any:
        """A copy of the cache that holds these tokens, as much of it as possible from the last call."""
        import torch

        cache = self._shared_cache([*ids, -1], bare=False)
        held = int(cache.get_seq_length())
        if held < len(ids):
            self._forward(
                input_ids=torch.tensor([ids[held:]]),
                attention_mask=torch.ones(1, len(ids), dtype=torch.long),
                position_ids=torch.arange(held, len(ids))[None],
                past_key_values=cache,
                logits_to_keep=1,
            )
        self._seen, self._cache = ids, cache
        return copy.deepcopy(cache)

    def _forward(self, attention_mask: Any, **inputs: Any) -> Any:
        """Logits of the model that writes text; one step, so that nothing is switched while a caller reads.

        A mask [1, 1, n, m] of what sees what is handed on as what is added to the attention's logits.
        """
        import torch

        model = self._merged or self.local.model
        if attention_mask.ndim == 4:
            lowest = torch.finfo(model.dtype).min
            attention_mask = torch.zeros(attention_mask.shape, dtype=model.dtype).masked_fill(~attention_mask, lowest)
        inputs["attention_mask"] = attention_mask
        placed = {name: v.to(model.device) if isinstance(v, torch.Tensor) else v for name, v in inputs.items()}
        with torch.inference_mode(), using(self.local.model, self.adapter):
            return model(**placed, use_cache=True).logits

    def _shared_cache(self, ids: list[int], bare: bool) -> Any:
        """The cache of the last call, cut to what this one has in common with it, or a new one for other weights."""
        from transformers import DynamicCache

        if bare != self._was_bare:
            self._seen, self._cache, self._was_bare = [], None, bare
        shared = 0
        for old, new in zip(self._seen, ids[:-1], strict=False):  # one token at least must be computed
            if old != new:
                break
            shared += 1
        held = int(self._cache.get_seq_length()) if self._cache is not None else 0
        if self._cache is None or shared == 0 or held < shared:
            return DynamicCache(config=self.local.model.config.get_text_config())
        if held > shared:
            self._cache.crop(shared - held)  # a negative number: tokens to drop from the end
        return self._cache


def _turn(message: BaseMessage, pictures: list[Image.Image]) -> dict[str, Any]:
    role = next((role for kind, role in _ROLES.items() if isinstance(message, kind)), None)
    if role is None:
        raise ValueError(f"a message of type {message.type!r} can't be put to this model")
    parts = [{"type": "text", "text": message.content}] if isinstance(message.content, str) else []
    for block in message.content if isinstance(message.content, list) else []:
        if isinstance(block, str):
            parts.append({"type": "text", "text": block})
        elif block.get("type") == "text":
            parts.append({"type": "text", "text": block["text"]})
        elif block.get("type") in ("image", "image_url"):
            pictures.append(_picture(block))
            parts.append({"type": "image"})
        else:
            raise ValueError(f"content of type {block.get('type')!r} can't be put to this model")
    return {"role": role, "content": parts}


def _picture(block: dict[str, Any]) -> Image.Image:
    """Decode an image block; only data that is in the message is read, nothing is fetched."""
    url = block.get("image_url", {})
    data = block.get("base64") or (url.get("url") if isinstance(url, dict) else url) or block.get("url", "")
    if data.startswith("data:"):
        data = data.partition(",")[2]
    elif "://" in data:
        raise ValueError("pictures by address are not fetched; put the data into the message")
    try:
        return Image.open(io.BytesIO(base64.b64decode(data, validate=True))).convert("RGB")
    except (binascii.Error, OSError) as error:
        raise ValueError(f"an image block holds no picture ({error})") from None


def _end(text: str, stop: Sequence[str]) -> int:
    """Where the first stop string begins, or the text's length."""
    return min((text.find(s) for s in stop if s in text), default=len(text))


def _overlap(text: str, stop: str) -> int:
    """How many characters at the end of `text` could be the beginning of `stop`."""
    return next((n for n in range(min(len(stop) - 1, len(text)), 0, -1) if text.endswith(stop[:n])), 0)
