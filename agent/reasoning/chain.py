"""The chain: langchain runnables that compose the stages of an examination.

`gather` runs provenance, detectors and perception side by side; weighing, a second look where strong evidence
disagrees, the verdict and the explanation follow. Streaming the chain yields each stage's result under its name as soon
as it is there.
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
from ..evidence import Evidence, Explanation, SecondLook, Verdict, number
from ..intake import Exhibit
from .weighing import second_look
from .weighing.fusion import ERROR_RATE, fuse, weigh
from .writing.explanation import explain

STAGES = ("provenance", "detectors", "perception", "evidence", "second_look", "verdict", "explanation")
Weighed = tuple[tuple[Evidence, ...], SecondLook | None]
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
    ask_again: second_look.Measure,
    cues_fitted: Callable[[], bool],
    error_rate: float = ERROR_RATE,
) -> Runnable[Exhibit, dict[str, Any]]:
    """Compose the chain: an exhibit in, a dictionary of `Timed` results by stage out.

    Args:
        detectors: those to run; each adds one piece of evidence.
        perceive: what the vision-language model sees; returns no evidence where it is left out.
        model: gives the chat model that words the explanation, or None; called only when it is needed.
        trust_anchors: PEM text for content credentials.
        ask_again: puts cues to the model about a crop.
        cues_fitted: whether the cues are those of the adapter that fusion was fitted with.
        error_rate: at which a label is given.
    """

    def weighed(items: Sequence[Evidence], exhibit: Exhibit) -> tuple[Evidence, ...]:
        return weigh(items, exhibit.facts.quality, cues_fitted=cues_fitted())

    def look_again(state: dict[str, Any]) -> Weighed:
        """The evidence, read again at the disputed places where there are any."""
        exhibit, evidence = state["exhibit"], state["evidence"].value
        first = fuse(evidence, exhibit.facts.quality, error_rate=error_rate)
        torn = second_look.disputed(first, evidence)
        if not torn:
            return evidence, None
        renewed, looks = second_look.again(exhibit, evidence, state["detectors"].value[1], detectors, ask_again)
        if not looks:
            return evidence, None
        renewed = weighed(renewed, exhibit)
        after = fuse(renewed, exhibit.facts.quality, error_rate=error_rate)
        because = tuple(f"{', '.join(pro)} for {h}, {', '.join(con)} against it" for h, (pro, con) in torn.items())
        log = SecondLook(
            because=because, looks=looks, before=first.label, after=after.label, still=second_look.still(after, renewed)
        )
        return renewed, log

    def verdict(state: dict[str, Any]) -> Verdict:
        return fuse(state["second_look"].value[0], state["exhibit"].facts.quality, error_rate=error_rate)

    def explained(state: dict[str, Any]) -> Explanation:
        return explain(model(), state["second_look"].value[0], state["verdict"].value, state["exhibit"].pixels.shape)

    gather = RunnableParallel(
        exhibit=RunnablePassthrough(),
        provenance=_stage(lambda exhibit: provenance.collect(exhibit, trust_anchors)),
        detectors=_stage(lambda exhibit: _detect(exhibit, detectors)),
        perception=_stage(perceive),
    )
    return (
        gather
        | RunnablePassthrough.assign(evidence=_stage(lambda state: weighed(_number(state), state["exhibit"])))
        | RunnablePassthrough.assign(second_look=_stage(look_again))
        | RunnablePassthrough.assign(verdict=_stage(verdict))
        | RunnablePassthrough.assign(explanation=_stage(explained))
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
        if reading is None:
            continue
        evidence.append(to_evidence(detector, reading))
        if reading.map is not None:
            maps[detector.name] = reading.map
    return evidence, maps


def _number(state: dict[str, Any]) -> tuple[Evidence, ...]:
    return number([*state["provenance"].value, *state["detectors"].value[0], *state["perception"].value])
