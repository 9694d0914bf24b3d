"""A model behind OpenAI-compatible endpoints: bounded concurrency, retries, token counts, probabilities."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import count
from threading import Lock
from typing import Any

from ...agent.perception.endpoint import chance, chat_model, failure_of, image_block
from ...agent.perception.models import parse_endpoint
from ..items import LETTERS, Batch, Item, Modality, Reply
from ..run_record import without_login
from ..sets.media import MediaError, frames, picture
from .responder import PICTURES, ResponderOptions

ACKNOWLEDGED = "I have looked at it."  # between the pictures of a dialogue of several steps
RETRIES = 4


class EndpointModels:
    """The same model behind one URL or several, separated by commas; requests go to them in turn."""

    modalities: frozenset[Modality] = PICTURES | frozenset[Modality](("text",))
    looks = True
    as_whole = False

    def __init__(self, name: str, options: ResponderOptions) -> None:
        """Make a client for each URL; nothing is sent yet.

        Raises:
            ModelError: if the name is not that of an endpoint, or langchain-openai is missing.
        """
        urls, _, model = name.removeprefix("openai:").partition("#")
        endpoints = [parse_endpoint(f"openai:{url}#{model}") for url in urls.split(",")]
        self._clients = [chat_model(endpoint, max_retries=RETRIES, seed=0) for endpoint in endpoints if endpoint]
        self._next, self._lock = count(), Lock()
        self._logprobs = True
        self.name, self.version = without_login(name), without_login(f"{model}@{urls}")
        self.at_once = options.concurrency * len(self._clients)

    def plan(self, items: Sequence[Item]) -> list[Batch]:
        """One item a request, in order, so that servers can cache the prefix that items of a picture share."""
        return [[item] for item in items]

    def answer(self, batch: Sequence[Item], tokens: int) -> list[Reply]:
        """Ask for each item of a batch."""
        return [self._answer(item, tokens) for item in batch]

    def _answer(self, item: Item, tokens: int) -> Reply:
        from openai import BadRequestError

        began = time.perf_counter()
        try:
            asked = messages(item)
        except MediaError as error:
            return Reply(error=str(error))
        with self._lock:
            client = self._clients[next(self._next) % len(self._clients)]
        options: dict[str, Any] = {"max_completion_tokens": tokens}
        has_options = item.kind in ("judgement", "choice")
        try:
            if has_options and self._logprobs:
                try:
                    message = client.invoke(asked, **options, logprobs=True, top_logprobs=20)
                except BadRequestError:  # the server gives no log-probabilities
                    self._logprobs = False
                    message = client.invoke(asked, **options)
            else:
                message = client.invoke(asked, **options)
            usage, text = message.usage_metadata or {}, str(message.text)
            text.encode()  # what can't be written, such as half of a surrogate pair, is no reply
            return Reply(
                text=text,
                options=_options(item, message) if has_options else (),
                tokens_in=usage.get("input_tokens"),
                tokens_out=usage.get("output_tokens"),
                cut_off=_cut_off(message),
                seconds=time.perf_counter() - began,
            )
        except Exception as error:  # what a server sends may be anything, and costs no other item
            return Reply(error=failure_of(error), seconds=time.perf_counter() - began)


def _cut_off(message: Any) -> bool | None:
    """Whether the server ended the reply at its longest length; None where it gives no reason."""
    reason = message.response_metadata.get("finish_reason")
    return None if reason is None else reason == "length"


def messages(item: Item) -> list[Any]:
    """A conversation about the media of an item, each picture before the text about it."""
    import numpy as np
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    pictures = [frames(path) if item.modality == "video" else [np.asarray(picture(path))] for path in item.media]
    blocks = [[image_block(frame) for frame in medium] for medium in pictures]
    told: list[Any] = [SystemMessage(item.system)] if item.system else []
    steps = [[*medium, {"type": "text", "text": lead}] for lead, medium in zip(item.lead, blocks, strict=False)]
    rest = [block for medium in blocks[len(item.lead) :] for block in medium]
    last = [*rest, {"type": "text", "text": item.question}]
    if item.one_turn:
        return [*told, HumanMessage([part for step in (*steps, last) for part in step])]
    turns = [turn for step in steps for turn in (HumanMessage(step), AIMessage(ACKNOWLEDGED))]
    return [*told, *turns, HumanMessage(last)]


def _options(item: Item, message: Any) -> tuple[float, ...]:
    """Probabilities of yes and no, or of the letters, at the first token that begins one of them."""
    words = ["yes", "no"] if item.kind == "judgement" else [key.lower() for key in LETTERS[: len(item.options)]]
    tokens = (message.response_metadata.get("logprobs") or {}).get("content") or []
    for token in tokens:
        if _word(token) not in words:
            continue
        chances = dict.fromkeys(words, 0.0)
        for entry in token.get("top_logprobs") or [token]:
            if (word := _word(entry)) in chances:
                chances[word] += chance(entry["logprob"])
        return tuple(chances.values())
    return ()


def _word(token: dict[str, Any]) -> str:
    """The text of a token, without the marks of a space, quotes and brackets that tokenizers put before it."""
    return token["token"].strip(" ▁Ġ\n*(\"'").lower()
