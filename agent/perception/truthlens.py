"""A look without training: nine probes that a general model describes in words, and its judgement over them.

TruthLens (2024). Nothing of it is measured here, so none of it carries weight; it is shown, cited, and compared.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage
from numpy.typing import NDArray

from ...prompts import load
from ..evidence import Evidence
from ..text import one_line
from .endpoint import CONCURRENCY, image_block

Judged = Literal["real", "fake", "unclear"]
UNMEASURED = "Described by a general model that was not trained for it; how often it is right has not been measured."
_SAYS: dict[Judged, str] = {
    "real": "a photograph",
    "fake": "made by a generative model",
    "unclear": "neither clearly a photograph nor clearly made",
}


@dataclass(frozen=True, slots=True)
class Look:
    """What the model wrote.

    Attributes:
        descriptions: a text by probe, in their order.
        verdict: its judgement, None where its reply could not be read.
        reason: in its own words.
        signs: the probes that it named.
    """

    descriptions: dict[str, str]
    verdict: Judged | None
    reason: str = ""
    signs: tuple[str, ...] = ()


@cache
def probes() -> dict[str, str]:
    """The questions by their id."""
    table = tomllib.loads(files("telltale.prompts").joinpath("truthlens.toml").read_text(encoding="utf-8"))
    return {row["id"]: row["question"] for row in table["probe"]}


def look(model: BaseChatModel, pixels: NDArray[np.uint8], **options: Any) -> Look:
    """Describe a picture uint8 [H, W, 3] by every probe, then judge the descriptions.

    Args:
        model: a chat model that reads pictures.
        pixels: the picture.
        options: for each call, as the model takes them.
    """
    picture = image_block(pixels)  # first, so that a server that caches prefixes reads the picture once
    asked: list[Any] = [
        [HumanMessage([picture, {"type": "text", "text": load("truthlens_probe", question=question)}])]
        for question in probes().values()
    ]
    replies = model.batch(asked, config={"max_concurrency": CONCURRENCY}, **options)
    described = {name: one_line(reply.text, 400) for name, reply in zip(probes(), replies, strict=True)}
    lines = "\n".join(f"{name}: {text}" for name, text in described.items())
    reply = model.invoke([HumanMessage(load("truthlens_verdict", descriptions=lines))], **options)
    return Look(described, *parsed(str(reply.text)))


def parsed(reply: str) -> tuple[Judged | None, str, tuple[str, ...]]:
    """Verdict, reason and signs of a reply; a reply that is no such object is None, and never guessed at."""
    found = re.search(r"\{.*\}", reply, re.S)
    try:
        said = json.loads(found.group()) if found else {}
    except ValueError:
        said = {}
    verdict = said.get("verdict") if isinstance(said, dict) else None
    if not isinstance(verdict, str) or verdict not in _SAYS:
        return None, "", ()
    signs = said.get("signs")
    named = (
        tuple(s for s in signs if s in probes()) if isinstance(signs, Sequence) and not isinstance(signs, str) else ()
    )
    return verdict, one_line(said.get("reason", ""), 240), named


def to_evidence(seen: Look, model: str) -> list[Evidence]:
    """The descriptions and the judgement as evidence, none of which supports anything."""
    found = [
        Evidence(
            source=f"truthlens:{name}",
            kind="cue",
            statement=f"About {name}, the model {model} writes: “{text}”",
            caveats=(UNMEASURED,),
        )
        for name, text in seen.descriptions.items()
    ]
    if seen.verdict is None:
        said = f"Asked to weigh its descriptions, the model {model} gave no verdict that can be read."
    else:
        signs = f", by {', '.join(seen.signs)}" if seen.signs else ""
        reason = f" “{seen.reason}”" if seen.reason else ""
        said = f"Weighing its descriptions{signs}, the model {model} calls the picture {_SAYS[seen.verdict]}.{reason}"
    return [*found, Evidence(source="truthlens:verdict", kind="cue", statement=said, caveats=(UNMEASURED,))]
