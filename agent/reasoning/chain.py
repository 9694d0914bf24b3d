"""The chain: langchain runnables that compose the stages of an examination.

`gather` runs provenance, detectors and perception side by side; numbering, fusion and explanation follow. Streaming
the chain yields each stage's result under its name as soon as it is there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableLambda, RunnableParallel, RunnablePassthrough
from numpy.typing import NDArray

from .. import provenance
from ..detectors.base import Detector, to_evidence
from ..evidence import Evidence, Explanation, Verdict, number
from ..intake import Exhibit
from .explanation import explain
from .fusion import fuse

STAGES = ("provenance", "detectors", "perception", "evidence", "verdict", "explanation")
Maps = dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Timed:
    """A stage's result and the seconds it took, measured where it ran."""

    value: Any
    seconds: float


def build(
    detectors: Sequence[Detector],
    perceive: Callable[[Exhibit], list[Evidence]],
    model: Callable[[], BaseChatModel | None],
    trust_anchors: str | None,
) -> Runnable[Exhibit, dict[str, Any]]:
    """Compose the chain: an exhibit in, a dictionary of `Timed` results by stage out.

    Args:
        detectors: those to run; each adds one piece of evidence.
        perceive: what the vision-language model sees; returns no evidence where it is left out.
        model: gives the chat model that words the explanation, or None; called only when it is needed.
        trust_anchors: PEM text for content credentials.
    """
    gather = RunnableParallel(
        exhibit=RunnablePassthrough(),
        provenance=_stage(lambda exhibit: provenance.collect(exhibit, trust_anchors)),
        detectors=_stage(lambda exhibit: _detect(exhibit, detectors)),
        perception=_stage(perceive),
    )
    return (
        gather
        | RunnablePassthrough.assign(evidence=_stage(_number))
        | RunnablePassthrough.assign(verdict=_stage(_fuse))
        | RunnablePassthrough.assign(explanation=_stage(lambda state: _explain(state, model())))
    )


def _stage(work: Callable[[Any], Any]) -> Runnable[Any, Timed]:
    def run(given: Any) -> Timed:
        start = time.perf_counter()
        value = work(given)
        return Timed(value, time.perf_counter() - start)

    return RunnableLambda(run)


def _detect(exhibit: Exhibit, detectors: Sequence[Detector]) -> tuple[list[Evidence], Maps]:
    evidence, maps = [], {}
    for detector in detectors:
        reading = detector.read(exhibit.pixels, exhibit.facts.quality)
        evidence.append(to_evidence(detector, reading))
        if reading.map is not None:
            maps[detector.name] = reading.map
    return evidence, maps


def _number(state: dict[str, Any]) -> tuple[Evidence, ...]:
    return number([*state["provenance"].value, *state["detectors"].value[0], *state["perception"].value])


def _fuse(state: dict[str, Any]) -> Verdict:
    return fuse(state["evidence"].value, state["exhibit"].facts.quality)


def _explain(state: dict[str, Any], model: BaseChatModel | None) -> Explanation:
    return explain(model, state["evidence"].value, state["verdict"].value)
