"""The same probes over the network, at an OpenAI-compatible endpoint that returns log-probabilities."""

from __future__ import annotations

import base64
import io
import math
import os
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...prompts import Cue
from ..text import one_line
from .models import Endpoint, ModelError
from .probes import MAX_ANSWER_STEP, CueReading

MAX_SIDE = 1536
CONCURRENCY = 8
TOP = 20
ROUNDING = 1e-3  # by which the logarithm of a probability may be above 0


def chat_model(endpoint: Endpoint, **options: Any) -> Any:
    """A langchain chat model for the endpoint; the key is taken from `OPENAI_API_KEY`, if any.

    Raises:
        ModelError: if langchain-openai is not installed.
    """
    try:
        from langchain_openai import ChatOpenAI
    except ImportError:
        raise ModelError("endpoints need langchain-openai; install it with `pip install telltale[endpoint]`") from None
    from . import bounded_replies

    key = os.environ.get("OPENAI_API_KEY", "none")
    bounds = {"timeout": bounded_replies.SECONDS, "http_client": bounded_replies.bounded_client()}
    bounds["http_socket_options"] = ()  # of a client of its own, which is not used and would be warned of
    options = {"temperature": 0, "max_retries": 2, **bounds, **options}
    return ChatOpenAI(base_url=endpoint.url, model=endpoint.model, api_key=key, **options)  # type: ignore[arg-type]


def image_block(pixels: NDArray[np.uint8]) -> dict[str, Any]:
    """A picture uint8 [H, W, 3] as a content block, PNG, at most 1536 px a side."""
    from PIL import Image

    picture = Image.fromarray(pixels)
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    text = base64.b64encode(buffer.getvalue()).decode()
    return {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{text}"}}


def ask(endpoint: Endpoint, pixels: NDArray[np.uint8], cues: Sequence[Cue]) -> list[CueReading]:
    """Ask about every cue: one first, so that a server that fails is given up at once; then eight at a time.

    Raises:
        ModelError: if it can't be reached, answers what is no answer, or returns no log-probabilities.
    """
    from langchain_core.messages import HumanMessage

    model = chat_model(endpoint, max_completion_tokens=MAX_ANSWER_STEP + 1, logprobs=True, top_logprobs=TOP)
    picture = image_block(pixels)  # before the text, so that a server that caches prefixes reads the picture once
    asked = [[HumanMessage([picture, {"type": "text", "text": cue.prompt}])] for cue in cues]
    try:
        answers = [model.invoke(one) for one in asked[:1]]
        answers += model.batch(asked[1:], config={"max_concurrency": CONCURRENCY})
    except Exception as error:  # what a server sends may be anything
        raise ModelError(f"{endpoint.url}: {failure_of(error)}; check the URL and the key") from None
    return [_reading(cue, answer, endpoint) for cue, answer in zip(cues, answers, strict=True)]


def failure_of(error: Exception) -> str:
    """Why a call failed, in a phrase: an error of the server or of the network, or a reply that can't be read."""
    from openai import APIConnectionError, OpenAIError

    if isinstance(error, APIConnectionError) and (cause := error.__cause__) is not None:
        while cause.__cause__ is not None:  # what is raised on the way says the same again
            cause = cause.__cause__
        return one_line(f"{error} ({cause or type(cause).__name__})", 200)
    if isinstance(error, OpenAIError):
        return one_line(error, 200)
    return one_line(f"the reply is none of a chat model ({type(error).__name__})", 200)


def _reading(cue: Cue, answer: Any, endpoint: Endpoint) -> CueReading:
    try:
        tokens = (answer.response_metadata.get("logprobs") or {}).get("content") or []
        if tokens:
            said = (step for step, token in enumerate(tokens) if _word(token["token"]) in cue.answers)
            step = next(said, None)
            return _at(cue, tokens[step or 0], step)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise ModelError(
            f"{endpoint.url}: what {endpoint.model} sends as log-probabilities are none; use another server, or "
            "--no-perceive"
        ) from None
    raise ModelError(
        f"{endpoint.url}: no log-probabilities for {endpoint.model}, which cues need; use another model, or "
        "--no-perceive"
    )


def _at(cue: Cue, token: dict[str, Any], step: int | None) -> CueReading:
    mass = dict.fromkeys(cue.answers, 0.0)
    for entry in token.get("top_logprobs") or [token]:
        if (word := _word(entry["token"])) in mass:
            mass[word] += chance(entry["logprob"])
    total = sum(mass.values())
    return CueReading(cue, mass[cue.answers[0]] / total if total > 0 else 0.5, min(total, 1.0), step)


def chance(logprob: object) -> float:
    """A probability from its logarithm.

    Raises:
        ValueError, TypeError: if it is none.
    """
    value = float(logprob)  # type: ignore[arg-type]
    if not value <= ROUNDING:  # nor is what is no number
        raise ValueError(f"{value} is no logarithm of a probability")
    return math.exp(min(value, 0.0))


def _word(token: str) -> str:
    return token.strip(" ▁Ġ\n").lower()
