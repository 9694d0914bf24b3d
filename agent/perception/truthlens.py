"""A look without training: a general model describes nine aspects of a picture and judges its own descriptions.

TruthLens (2024). How often it is right is not measured, so none of it carries weight; it is shown and cited.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ...prompts import load, table
from ..evidence import Evidence
from ..sentences import Sentence
from ..text import one_line
from .endpoint import CONCURRENCY, image_block

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Judged = Literal["real", "fake", "unclear"]
UNMEASURED = Sentence(
    "truthlens.unmeasured",
    "A general model wrote this without training for the task; how often it is right has not been measured.",
)
DESCRIPTION = Sentence("truthlens.description", "About {aspect}, the model {model} writes: “{text}”")
NO_VERDICT = Sentence(
    "truthlens.no_verdict", "Asked to weigh its descriptions, the model {model} gave no readable verdict."
)
VERDICT = Sentence(
    "truthlens.verdict",
    "Weighing its descriptions{signs}, the model {model} concludes that the picture {conclusion}.{reason}",
)
SIGNS = Sentence("truthlens.signs", " and mostly {aspects}")
REASON = Sentence("truthlens.reason", " “{reason}”")
CONCLUSIONS: dict[Judged, Sentence] = {
    "real": Sentence("truthlens.photograph", "is a photograph"),
    "fake": Sentence("truthlens.generated", "was made by a generative model"),
    "unclear": Sentence("truthlens.unclear", "may be either a photograph or generated"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What the model wrote.

    Attributes:
        descriptions: a text by probe, in their order.
        verdict: its judgement, None if its reply could not be read.
        reason: in its own words.
        signs: the probes that it named.
    """

    descriptions: dict[str, str]
    verdict: Judged | None
    reason: str = ""
    signs: tuple[str, ...] = ()


def probes() -> dict[str, str]:
    """The questions by their id."""
    return {row["id"]: row["question"] for row in table("truthlens.toml")["probe"]}


def look(model: BaseChatModel, pixels: NDArray[np.uint8], **options: Any) -> Look:
    """Have a model describe a picture by every probe, then judge its descriptions.

    Args:
        model: a chat model that reads pictures.
        pixels: uint8 [H, W, 3].
        options: for each call, as the model takes them.
    """
    from langchain_core.messages import HumanMessage

    picture = image_block(pixels)  # before the text, so that a server that caches prefixes reads the picture once
    messages: list[Any] = [
        [HumanMessage([picture, {"type": "text", "text": load("truthlens_probe", question=question)}])]
        for question in probes().values()
    ]
    replies = model.batch(messages, config={"max_concurrency": CONCURRENCY}, **options)
    descriptions = {name: one_line(reply.text, 400) for name, reply in zip(probes(), replies, strict=True)}
    lines = "\n".join(f"{name}: {text}" for name, text in descriptions.items())
    reply = model.invoke([HumanMessage(load("truthlens_verdict", descriptions=lines))], **options)
    return Look(descriptions, *parsed(str(reply.text)))


def parsed(reply: str) -> tuple[Judged | None, str, tuple[str, ...]]:
    """Verdict, reason and signs of a reply; the verdict is None, never a guess, if the reply holds no such object."""
    match = re.search(r"\{.*\}", reply, re.S)
    try:
        answer = json.loads(match.group()) if match else {}
    except ValueError:
        answer = {}
    verdict = answer.get("verdict") if isinstance(answer, dict) else None
    if not isinstance(verdict, str) or verdict not in CONCLUSIONS:
        return None, "", ()
    signs = answer.get("signs")
    listed = signs if isinstance(signs, Sequence) and not isinstance(signs, str) else ()
    return verdict, one_line(answer.get("reason", ""), 240), tuple(sign for sign in listed if sign in probes())


def to_evidence(seen: Look, model: str) -> list[Evidence]:
    """The descriptions and the judgement as evidence, none of which supports anything."""
    descriptions = [
        Evidence(
            source=f"truthlens:{name}",
            kind="cue",
            statement=DESCRIPTION(aspect=name, model=model, text=text),
            caveats=(UNMEASURED(),),
        )
        for name, text in seen.descriptions.items()
    ]
    if seen.verdict is None:
        statement = NO_VERDICT(model=model)
    else:
        statement = VERDICT(
            signs=SIGNS(aspects=", ".join(seen.signs)) if seen.signs else "",
            model=model,
            conclusion=CONCLUSIONS[seen.verdict](),
            reason=REASON(reason=seen.reason) if seen.reason else "",
        )
    verdict = Evidence(source="truthlens:verdict", kind="cue", statement=statement, caveats=(UNMEASURED(),))
    return [*descriptions, verdict]
