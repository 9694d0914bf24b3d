"""The chain: langchain runnables that run the stages of an examination.

Provenance, detectors and perception run side by side. Then the evidence is weighed, measured again if strong evidence
disagrees, and turned into a verdict and an explanation. Streaming the chain yields the result of each stage under its
name as soon as it is finished. The picture and its bytes are no part of the chain's state: the stages hold them, so
that nothing that records a chain's states can carry them away.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda, RunnableParallel, RunnablePassthrough

from ...prompts import logged
from .. import provenance
from ..detectors.base import Detector, to_evidence
from ..evidence import ClaimJudgement, Evidence, Explanation, Quality, Region, SecondLook, Verdict, number
from ..intake import Exhibit
from ..model_views import ModelView
from ..perception.perceiver import Perceiver
from ..pixels.maps import Maps
from ..provenance.contents import Contents
from .artifact_claims import artifact_stage
from .weighing import second_look
from .weighing.claim import judge, region_of
from .weighing.fusion import weigh
from .weighing.terms import shipped
from .weighing.verdict import ERROR_RATE, fuse
from .writing.explanation import explain

STAGES = ("provenance", "detectors", "perception", "evidence", "second_look", "verdict", "explanation")
Weighed = tuple[tuple[Evidence, ...], SecondLook | None]


@dataclass(frozen=True, slots=True)
class Instruments:
    """What an examination is made with.

    Attributes:
        detectors: each adds one piece of evidence, if it applies to the picture.
        perceiver: looks at the picture with a model, and words the explanation.
        error_rate: the share of labels that may be wrong.
        second: another model whose description stands beside that of the perceiver, if there is one.
        describe: whether models that can describe the picture are asked to.
    """

    detectors: Sequence[Detector]
    perceiver: Perceiver
    error_rate: float = ERROR_RATE
    second: Perceiver | None = None
    describe: bool = True


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
        detectors=_stage(lambda _: _detect(exhibit, instruments.detectors)),
        perception=_stage(lambda _: instruments.perceiver.evidence(exhibit.pixels)),
    )
    quality = exhibit.facts.quality
    chain = (
        gather
        | RunnablePassthrough.assign(evidence=_stage(lambda state: _weigh(instruments, _gathered(state), quality)))
        | RunnablePassthrough.assign(second_look=_stage(lambda state: _look_again(instruments, exhibit, state)))
        | RunnablePassthrough.assign(verdict=_stage(lambda state: _fuse(instruments, _final(state), quality)))
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
) -> tuple[tuple[Evidence, ...], ClaimJudgement]:
    """Judge a claim after the verdict, which it can't change.

    Args:
        instruments: what the picture was examined with.
        claim: what the picture is meant to show, as `claim.checked` returns it.
        region: the part that the claim is about; None for the one that its words of place name.
        exhibit: the picture.
        evidence: numbered.
        verdict: on the picture.

    Returns:
        The evidence, with what the model sees of the claim as its last piece, and the judgement.
    """
    region = region or region_of(claim, exhibit.pixels.shape)
    seen = instruments.perceiver.evidence_on_claim(claim, exhibit.pixels)
    if seen is not None:
        evidence = (*evidence, seen.model_copy(update={"id": f"E{len(evidence) + 1}"}))
    local = second_look.local_log_lr(exhibit, region, instruments.detectors) if region is not None else None
    return evidence, judge(claim, region, evidence, verdict, local)


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


def _gathered(state: dict[str, Any]) -> tuple[Evidence, ...]:
    """All evidence, numbered."""
    return number([*state["provenance"].value, *state["detectors"].value[0], *state["perception"].value])


def _final(state: dict[str, Any]) -> tuple[Evidence, ...]:
    """The evidence as it stands after the second look."""
    return state["second_look"].value[0]


def _weigh(instruments: Instruments, evidence: Sequence[Evidence], quality: Quality) -> tuple[Evidence, ...]:
    fitted = instruments.perceiver.answers_with(shipped().adapters)
    return weigh(evidence, quality, cues_fitted=fitted)


def _fuse(instruments: Instruments, evidence: Sequence[Evidence], quality: Quality) -> Verdict:
    return fuse(evidence, quality, error_rate=instruments.error_rate)


def _look_again(instruments: Instruments, exhibit: Exhibit, state: dict[str, Any]) -> Weighed:
    """The evidence, measured again at the disputed places if strong evidence disagrees, and the log of that."""
    evidence, quality = state["evidence"].value, exhibit.facts.quality
    before = _fuse(instruments, evidence, quality)
    disputes = second_look.disputed(before, evidence)
    if not disputes:
        return evidence, None
    maps = state["detectors"].value[1]
    averaged, looks = second_look.again(exhibit, evidence, maps, instruments.detectors, instruments.perceiver.ask_again)
    if not looks:
        return evidence, None
    renewed = _weigh(instruments, averaged, quality)
    after = _fuse(instruments, renewed, quality)
    log = SecondLook(
        because=second_look.because(disputes),
        looks=looks,
        before=before.label,
        after=after.label,
        still=second_look.still(after, renewed),
    )
    return renewed, log


def _explain(instruments: Instruments, shape: tuple[int, ...], state: dict[str, Any]) -> Explanation:
    model = instruments.perceiver.chat_model()
    return explain(model, _final(state), state["verdict"].value, shape)
