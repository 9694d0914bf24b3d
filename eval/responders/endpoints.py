"""OpenAI-compatible endpoints, one or many at once: bounded concurrency, retries, token counts, probabilities."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from itertools import count
from threading import Lock
from typing import Any

from ...agent.perception.endpoint import chat_model, image_block
from ...agent.perception.models import Endpoint, parse_endpoint
from ...agent.text import one_line
from ..items import LETTERS, Item, Modality, Reply
from ..sets.media import MediaError, frames, picture
from . import PICTURES, ResponderOptions

ACKNOWLEDGED = "I have looked at it."  # between the pictures of a dialogue of several steps
RETRIES = 4


class Endpoints:
    """The same model behind one URL or several, separated by commas; requests go to them in turn."""

    modalities: frozenset[Modality] = PICTURES | frozenset[Modality](("text",))
    looks = True

    def __init__(self, name: str, options: ResponderOptions) -> None:
        """Make a client for each URL; nothing is sent yet.

        Raises:
            ModelError: if the name is no endpoint's, or langchain-openai is missing.
        """
        urls, _, model = name.removeprefix("openai:").partition("#")
        each = [parse_endpoint(f"openai:{url}#{model}") for url in urls.split(",")]
        served = [endpoint for endpoint in each if endpoint is not None]
        self._clients = [self._client(endpoint) for endpoint in served]
        self._next, self._lock = count(), Lock()
        self._logprobs = True
        self.name, self.version = name, f"{model}@{urls}"
        self.at_once = options.concurrency * len(served)

    @staticmethod
    def _client(endpoint: Endpoint) -> Any:
        return chat_model(endpoint, max_retries=RETRIES, seed=0)

    def plan(self, items: Sequence[Item]) -> list[list[Item]]:
        """One item a request; the twins of a picture follow each other, for servers that cache prefixes."""
        return [[item] for item in items]

    def answer(self, batch: Sequence[Item], tokens: int) -> list[Reply]:
        """Ask for each item of a batch."""
        return [self._answer(item, tokens) for item in batch]

    def _answer(self, item: Item, tokens: int) -> Reply:
        from openai import BadRequestError, OpenAIError

        began = time.perf_counter()
        try:
            asked = messages(item)
        except MediaError as error:
            return Reply(error=str(error))
        with self._lock:
            client = self._clients[next(self._next) % len(self._clients)]
        options: dict[str, Any] = {"max_completion_tokens": tokens}
        wanted = item.kind in ("judgement", "choice")
        try:
            if wanted and self._logprobs:
                try:
                    said = client.invoke(asked, **options, logprobs=True, top_logprobs=20)
                except BadRequestError:  # a server that serves none
                    self._logprobs = False
                    said = client.invoke(asked, **options)
            else:
                said = client.invoke(asked, **options)
        except OpenAIError as error:
            return Reply(error=one_line(error, 200), seconds=time.perf_counter() - began)
        usage = said.usage_metadata or {}
        return Reply(
            text=str(said.text),
            options=_options(item, said) if wanted else (),
            tokens_in=usage.get("input_tokens"),
            tokens_out=usage.get("output_tokens"),
            seconds=time.perf_counter() - began,
        )


def messages(item: Item) -> list[Any]:
    """A conversation about the media of an item, each picture before the text that is about it."""
    import numpy as np
    from langchain_core.messages import AIMessage, HumanMessage

    shown = [frames(path) if item.modality == "video" else [np.asarray(picture(path))] for path in item.media]
    blocks = [[image_block(frame) for frame in those] for those in shown]
    turns: list[Any] = []
    for lead, those in zip(item.lead, blocks, strict=False):
        turns += [HumanMessage([*those, {"type": "text", "text": lead}]), AIMessage(ACKNOWLEDGED)]
    rest = [block for those in blocks[len(item.lead) :] for block in those]
    return [*turns, HumanMessage([*rest, {"type": "text", "text": item.question}])]


def _options(item: Item, said: Any) -> tuple[float, ...]:
    """Probabilities of yes and no, or of the letters, at the first token that begins one of them."""
    words = ["yes", "no"] if item.kind == "judgement" else [key.lower() for key in LETTERS[: len(item.options)]]
    tokens = (said.response_metadata.get("logprobs") or {}).get("content") or []
    for token in tokens:
        if token["token"].strip(" ▁Ġ\n*(\"'").lower() not in words:
            continue
        found = dict.fromkeys(words, 0.0)
        for entry in token.get("top_logprobs") or [token]:
            word = entry["token"].strip(" ▁Ġ\n*(\"'").lower()
            if word in found:
                found[word] += math.exp(entry["logprob"])
        return tuple(found.values())
    return ()
