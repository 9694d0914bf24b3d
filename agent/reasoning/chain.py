"""The chain: langchain runnables that run the stages of an examination.

Provenance, detectors and perception run side by side. Then the evidence is weighed, measured again if strong evidence
disagrees, and turned into a verdict and an explanation. Streaming the chain yields the result of each stage under its
name as soon as it is finished. The picture and its bytes are no part of the chain's state: the stages hold them, so
that nothing that records a chain's states can carry them away.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda, RunnableParallel, RunnablePassthrough

from ...prompts import logged
from .. import provenance
from ..evidence import ClaimJudgement, Evidence, Explanation, Region, Verdict, number
from ..intake import Exhibit
from ..model_views import ModelView
from ..pixels.maps import Maps
from ..provenance.contents import Contents
from .artifact_claims import artifact_stage
from .stages import Instruments, Weighed, detect, judged, looked_again, weighed
from .weighing import second_look
from .weighing.claim import judge, region_of
from .weighing.claimed_year import with_years
from .writing.explanation import explain

STAGES = ("provenance", "detectors", "perception", "evidence", "second_look", "verdict", "explanation")


@dataclass(frozen=True, slots=True)
class StageResult:
    """What a stage gave.

    Attributes:
        value: its result.
        seconds: how long it ran.
        prompts: names of the prompts and tables that it used.
    """

    value: Any
    seconds: float
    prompts: frozenset[str]


def run_stage(work: Callable[[], Any]) -> StageResult:
    """Run a stage, and note its time and the prompts that it uses."""
    start = time.perf_counter()
    with logged() as prompts:
        value = work()
    return StageResult(value, time.perf_counter() - start, frozenset(prompts))


def build(
    instruments: Instruments, exhibit: Exhibit, contents: Contents, *, explained: bool = True
) -> Runnable[str, dict[str, Any]]:
    """Compose the chain for one picture: its SHA-256 in, a dictionary of `StageResult` by stage out.

    Args:
        instruments: what to examine with.
        exhibit: the picture.
        contents: what its file holds beside the pixels.
        explained: whether the last stage, the explanation, is wanted.
    """
    gather = RunnableParallel(
        provenance=_stage(lambda _: provenance.evidence(contents, exhibit)),
        detectors=_stage(lambda _: detect(exhibit, instruments.detectors)),
        perception=_stage(lambda _: _perceived(instruments, exhibit, explained)),
    )
    quality = exhibit.facts.quality
    chain = (
        gather
        | RunnablePassthrough.assign(evidence=_stage(lambda state: weighed(instruments, _gathered(state), quality)))
        | RunnablePassthrough.assign(second_look=_stage(lambda state: _look_again(instruments, exhibit, state)))
        | RunnablePassthrough.assign(verdict=_stage(lambda state: judged(instruments, _final(state), quality)))
    )
    if not explained:
        return chain
    shape = exhibit.pixels.shape
    return chain | RunnablePassthrough.assign(explanation=_stage(lambda state: _explain(instruments, shape, state)))


def judge_claim(
    instruments: Instruments,
    claim: str,
    region: Region | None,
    exhibit: Exhibit,
    evidence: tuple[Evidence, ...],
    verdict: Verdict,
    contents: Contents,
) -> tuple[tuple[Evidence, ...], ClaimJudgement]:
    """Judge a claim after the verdict, which it can't change.

    What the file says of the claimed time and place stands before the other reasons.

    Args:
        instruments: what the picture was examined with.
        claim: what the picture is meant to show, as `claim.checked` returns it.
        region: the part that the claim is about; None for the one that its words of place name.
        exhibit: the picture.
        evidence: numbered.
        verdict: on the picture.
        contents: what the file holds beside its pixels.

    Returns:
        The evidence, with what the model sees of the claim as its last piece, and the judgement.
    """
    from .answers.claim_answers import with_file
    from .answers.file_case import FileCase

    region = region or region_of(claim, exhibit.pixels.shape)
    seen = instruments.perceiver.evidence_on_claim(claim, exhibit.pixels)
    if seen is not None:
        evidence = (*evidence, seen.model_copy(update={"id": f"E{len(evidence) + 1}"}))
    local = _local(instruments, exhibit, region) if region is not None else None
    judgement = with_years(judge(claim, region, evidence, verdict, local), evidence)
    file = FileCase(contents, exhibit.facts, evidence)
    return evidence, with_file(judgement, file, datetime.now(UTC).date())


def _local(instruments: Instruments, exhibit: Exhibit, region: Region) -> float | None:
    return second_look.local_log_lr(exhibit, region, instruments.detectors, instruments.parameters)


def describe(
    instruments: Instruments, exhibit: Exhibit, evidence: tuple[Evidence, ...], maps: Maps
) -> tuple[tuple[Evidence, ...], tuple[ModelView, ...]] | None:
    """Have the models that can describe the picture, after the verdict, which they can't change; None if none can.

    Args:
        instruments: what the picture was examined with.
        exhibit: the picture.
        evidence: numbered.
        maps: of the detectors.

    Returns:
        The evidence with what they say at its end, and their views.
    """
    if not instruments.describe:
        return None
    first = instruments.perceiver.viewer()
    second = instruments.second.viewer() if instruments.second is not None else None
    viewers = [viewer for viewer in (first, second) if viewer is not None]
    if not viewers:
        return None
    return artifact_stage.described(viewers, exhibit.pixels, evidence, maps, cues_by_first=first is not None)


def _stage(work: Callable[[Any], Any]) -> Runnable[Any, StageResult]:
    return RunnableLambda(lambda given: run_stage(lambda: work(given)))


def _perceived(instruments: Instruments, exhibit: Exhibit, explained: bool) -> list[Evidence]:
    """What the model sees; the model that explains is made ready meanwhile, since the detectors take longer."""
    seen = instruments.perceiver.evidence(exhibit.pixels)
    if explained:
        instruments.perceiver.chat_model()
    return seen


def _gathered(state: dict[str, Any]) -> tuple[Evidence, ...]:
    """All evidence, numbered."""
    return number([*state["provenance"].value, *state["detectors"].value[0], *state["perception"].value])


def _final(state: dict[str, Any]) -> tuple[Evidence, ...]:
    """The evidence as it stands after the second look."""
    return state["second_look"].value[0]


def _look_again(instruments: Instruments, exhibit: Exhibit, state: dict[str, Any]) -> Weighed:
    return looked_again(instruments, exhibit, state["evidence"].value, state["detectors"].value[1])


def _explain(instruments: Instruments, shape: tuple[int, ...], state: dict[str, Any]) -> Explanation:
    model = instruments.perceiver.chat_model()
    return explain(model, _final(state), state["verdict"].value, shape)
