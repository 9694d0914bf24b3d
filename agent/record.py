"""The run of an examination and its record, with its limitations and the versions of everything that it rests on."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from ..prompts import digest
from . import text_reading
from .bundle_sentences import of_bundle
from .bundle_use import BundleUse
from .environment import untraced
from .evidence import Evidence, Examination, Explanation, Flag, Region, Verdict
from .intake import Exhibit
from .models import digests
from .pixels.maps import Maps
from .provenance.contents import Contents
from .quality import limits
from .sandbox import Received
from .sentences import Sentence

if TYPE_CHECKING:
    from .reasoning.chain import Instruments, StageResult

_TOOLS = ("c2pa-python", "langchain-core", "numpy", "onnxruntime", "pillow", "scipy", "torch", "transformers")

UNCALIBRATED = Sentence(
    "record.uncalibrated",
    "None of the measurements is calibrated, so the record gives no likelihood ratio and does not say how strong the "
    "evidence is.",
)
CALIBRATED = Sentence(
    "record.calibrated",
    "The verdict was calibrated on {reference_set}. Pictures from elsewhere may be judged wrongly more often.",
)
ONLY_WHOLE = Sentence(
    "record.only_whole",
    "Real is said of the picture as a whole; parts that were altered are seldom found.",
)
CUES_UNMEASURED = Sentence(
    "record.cues_unmeasured",
    "The model's reliability on some visual cues has not been measured; those cues carry no weight.",
)
NOT_MEASURED = Sentence("record.not_measured", "{statement} ({source})")


@dataclass(frozen=True, slots=True)
class Investigation:
    """A finished examination, with the parts that do not go into its record.

    Attributes:
        examination: the record.
        exhibit: the picture.
        contents: what its file holds beside the pixels.
        maps: float32 [h, w] in 0 to 1 by detector, each covering the whole picture.
    """

    examination: Examination
    exhibit: Exhibit
    contents: Contents
    maps: Maps


def run(
    instruments: Instruments,
    received: Received,
    claim: str | None,
    region: Region | None,
    tools: Callable[[datetime], Mapping[str, str]],
    seconds: float,
) -> Iterator[tuple[str, Any]]:
    """Run the chain on a file that was read; yields (stage, result) as stages finish, at last the `Investigation`.

    Args:
        instruments: what to examine with.
        received: the picture and what its file holds.
        claim: what the picture is meant to show, checked; None for nothing.
        region: the part that the claim is about, within the picture; None for the one that its words of place name.
        tools: versions of the model and of the lists of trusted signers, at a time.
        seconds: that reading the file took.
    """
    from .reasoning.chain import build, describe, judge_claim, run_stage

    start, exhibit = time.perf_counter(), received.exhibit
    results: dict[str, StageResult] = {}
    chain = build(instruments, exhibit, received.contents)
    for chunk in untraced(lambda: chain.stream(exhibit.facts.sha256)):
        for stage, result in chunk.items():
            if stage not in results:
                results[stage] = result
                yield stage, result.value
    evidence, maps = results["second_look"].value[0], results["detectors"].value[1]
    described = run_stage(lambda: describe(instruments, exhibit, evidence, maps))
    if described.value is not None:
        results["artifacts"] = described
        evidence = described.value[0]
        yield "artifacts", described.value
    if claim is not None:
        about = claim, region, exhibit, evidence, results["verdict"].value
        results["claim"] = run_stage(lambda: judge_claim(instruments, *about, received.contents))
    timings = {"intake": seconds, **{stage: result.seconds for stage, result in results.items()}}
    timings["total"] = seconds + time.perf_counter() - start
    examination = compose(exhibit, results, tools(datetime.now(UTC)), timings, instruments.bundle)
    yield "examination", Investigation(examination, exhibit, received.contents, maps)


def compose(
    exhibit: Exhibit,
    results: Mapping[str, StageResult],
    tools: Mapping[str, str],
    timings: Mapping[str, float],
    bundle: BundleUse | None = None,
) -> Examination:
    """The record of a finished examination.

    Args:
        exhibit: the picture.
        results: by stage; those of the chain, of which the explanation may be missing, `artifacts` if a model described
            the picture, and `claim` if a claim was judged.
        tools: versions of the model, as a perceiver gives them, and of the lists of trusted signers.
        timings: seconds by stage.
        bundle: the bundle that trained parts come from, if there is one.
    """
    (evidence, second_look), verdict = results["second_look"].value, results["verdict"].value
    judgement, views = None, ()
    if "artifacts" in results:
        evidence, views = results["artifacts"].value
    if "claim" in results:
        evidence, judgement = results["claim"].value
    prompts = {name for result in results.values() for name in result.prompts}
    return Examination(
        exhibit=exhibit.facts,
        evidence=evidence,
        verdict=verdict,
        second_look=second_look,
        claim=judgement,
        explanation=results["explanation"].value if "explanation" in results else Explanation(),
        seen_by_models=views,
        bundle=bundle,
        limitations=(*of_bundle(bundle), *limitations(exhibit, evidence, verdict)),
        versions=versions(tools, prompts),
        timings={stage: round(seconds, 4) for stage, seconds in timings.items()},
    )


def limitations(exhibit: Exhibit, evidence: Sequence[Evidence], verdict: Verdict) -> tuple[str, ...]:
    """What a reader must know before relying on the record."""
    quality = exhibit.facts.quality
    cues = [item for item in evidence if item.kind == "cue"]
    sentences = []
    if not verdict.calibrated:
        sentences.append(UNCALIBRATED())
    elif verdict.reference_set:
        sentences.append(CALIBRATED(reference_set=verdict.reference_set))
    if verdict.label == "real":
        sentences.append(ONLY_WHOLE())
    if any(item.has(Flag.UNASSESSED) or item.has(Flag.UNTRAINED) for item in cues):
        sentences.append(CUES_UNMEASURED())
    sentences += limits(quality)
    sentences += [
        NOT_MEASURED(statement=item.statement, source=item.source) for item in evidence if item.has(Flag.NOT_MEASURED)
    ]
    return (*sentences, *exhibit.facts.warnings)


def versions(tools: Mapping[str, str], prompts: Collection[str] = ()) -> dict[str, str]:
    """Name and version or hash of every tool, head, prompt and model.

    Args:
        tools: the model and its adapters, as a perceiver gives them, and the lists of trusted signers.
        prompts: names of the prompts and tables that were used, as `telltale.prompts.logged` collects them.
    """
    return {
        "telltale": version("telltale"),
        "python": platform.python_version(),
        **{name: version(name) for name in _TOOLS},
        **{f"prompt:{name}": digest(name) for name in sorted(prompts)},
        **{f"head:{name}": head for name, head in sorted(digests().items())},
        **text_reading.versions(),
        **tools,
    }
