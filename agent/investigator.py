"""The facade: examine a picture, then ask about it."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..prompts import Cue, cues, digest, load
from .detectors import registry
from .detectors.base import Detector
from .evidence import ClaimJudgement, Evidence, Examination, Facts, Flag, Region, Verdict
from .intake import Exhibit, receive
from .models import digests

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from .perception.models import LoadIn, LocalModel
    from .perception.probes import CueReading
    from .reasoning.chain import Maps
    from .reasoning.dialogue.conversation import Answer, Conversation
    from .reasoning.writing.plan import Intent

CALIBRATED_SIDE = 448  # pixels of the short side up to which the reference set speaks
CONVERSING = ("dialogue", "findings", "converse", "glossary.toml")
_TOOLS = ("c2pa-python", "langchain-core", "numpy", "pillow", "scipy", "torch", "transformers")


@dataclass(frozen=True, slots=True)
class Investigation:
    """A finished examination with what does not go into its record.

    Attributes:
        examination: the record.
        exhibit: the picture.
        maps: float32 [h, w] in 0 to 1 by detector, each covering the whole picture.
    """

    examination: Examination
    exhibit: Exhibit
    maps: Maps


class Investigator:
    """Examines pictures with one model and one set of detectors.

    The model is loaded when it is first needed and kept. Examinations may run in several threads; the model serves
    one at a time.
    """

    def __init__(
        self,
        model: str = "small",
        *,
        adapter: Path | None = None,
        load_in: LoadIn | None = None,
        detectors: Sequence[str] | None = None,
        perceive: bool = True,
        explain: bool = True,
        trust_anchors: str | None = None,
        error_rate: float = 0.05,
        training_free: bool = False,
    ) -> None:
        """Choose what to examine with; nothing heavy is loaded yet.

        Args:
            model: `small`, a hub id or folder, or `openai:URL#MODEL`.
            adapter: a folder with adapters to use instead of the shipped ones.
            load_in: `4bit` or `8bit` to quantise a local model.
            detectors: names of the detectors; by default every one that is installed.
            perceive: whether to ask the model about the cues.
            explain: whether the model words the explanation; without it the evidence speaks in its own words.
            trust_anchors: PEM text of the certificates under which a C2PA signer is trusted.
            error_rate: the share of real pictures that may be called otherwise, and of synthetic ones called real.
            training_free: have a general model describe the picture in words instead of asking it the cues.

        Raises:
            ValueError: if the error rate is not between 0 and 1.
            UnknownDetectorError, NotADetectorError: if a detector can't be had.
        """
        if not 0 < error_rate < 1:
            raise ValueError(f"an error rate lies between 0 and 1, not at {error_rate:g}; 0.05 is usual")
        self.model_name = model
        self._error_rate = error_rate
        self.detectors: list[Detector] = (
            list(registry.available().values()) if detectors is None else [registry.get(name) for name in detectors]
        )
        self._adapter = adapter
        self._load_in: LoadIn | None = load_in
        self._perceives, self._explains = perceive, explain
        self._training_free = training_free
        self._trust_anchors = trust_anchors
        self._loading, self._looking = Lock(), Lock()
        self._local: LocalModel | None = None

    def prepare(self) -> None:
        """Load the model now, so that the first examination does not wait for it.

        Raises:
            ModelError, AdapterError: if it can't be loaded.
        """
        if self._endpoint is None and (self._perceives or self._explains):
            self._load()

    def examine(
        self,
        source: str | Path | bytes,
        name: str | None = None,
        *,
        claim: str | None = None,
        claim_region: Region | None = None,
    ) -> Investigation:
        """Examine one picture.

        Args:
            source: a path, or the bytes.
            name: what to call it.
            claim: what the picture is meant to show; judged by the evidence, and never part of it.
            claim_region: the part that the claim is about; by default what its words of place name.

        Raises:
            ClaimError: if the claim is empty or too long.
            IntakeError: if the file can't be examined.
            ModelError: if the model can't be loaded or reached.
        """
        finished: Investigation | None = None
        for _, result in self.stream(source, name, claim=claim, claim_region=claim_region):
            finished = result
        assert isinstance(finished, Investigation)  # the last thing that a stream yields
        return finished

    def stream(
        self,
        source: str | Path | bytes,
        name: str | None = None,
        *,
        claim: str | None = None,
        claim_region: Region | None = None,
    ) -> Iterator[tuple[str, Any]]:
        """Examine one picture and yield (stage, result) as stages finish; arguments as for `examine`.

        The stages are `exhibit` (an `Exhibit`), those of the chain (`provenance`, `detectors`, `perception`,
        `evidence`, `second_look`, `verdict`, `explanation`) and at last `examination` (an `Investigation`).
        """
        import time

        from .reasoning.weighing.claim import checked

        claim = checked(claim) if claim is not None else None
        start = time.perf_counter()
        exhibit = receive(source, name)
        timings = {"intake": time.perf_counter() - start}
        self.prepare()  # before the chain, whose threads must not import one library for the first time at once
        yield "exhibit", exhibit
        state: dict[str, Any] = {}
        for chunk in self._chain.stream(exhibit):
            for stage, result in chunk.items():
                if stage == "exhibit" or stage in state:
                    continue
                state[stage] = result.value
                timings[stage] = result.seconds
                yield stage, result.value
        evidence, second_look = state["second_look"]
        judgement = None
        if claim is not None:
            began = time.perf_counter()
            evidence, judgement = self._judge(claim, claim_region, exhibit, evidence, state["verdict"])
            timings["claim"] = time.perf_counter() - began
        timings["total"] = time.perf_counter() - start
        examination = Examination(
            exhibit=exhibit.facts,
            evidence=evidence,
            verdict=state["verdict"],
            second_look=second_look,
            claim=judgement,
            explanation=state["explanation"],
            limitations=_limitations(exhibit, evidence, state["verdict"]),
            versions=self.versions(),
            timings={stage: round(seconds, 4) for stage, seconds in timings.items()},
        )
        yield "examination", Investigation(examination, exhibit, state["detectors"][1])

    def trace(self, investigation: Investigation) -> Maps:
        """Where in the picture the answers come from that support something, by the cue's source; a second or two.

        Empty for an endpoint, for a model that cuts pictures into tiles, and where no reliable cue says yes.
        """
        from .perception.saliency import saliency

        evidence = investigation.examination.evidence
        sources = [item.source for item in evidence if item.kind == "cue" and item.supports != "neutral"]
        if not sources or self._endpoint is not None:
            return {}
        local, found = self._load(), {}
        with self._looking:
            for cue in (cue for cue in cues() if f"cue:{cue.id}" in sources):
                drawn = saliency(local, investigation.exhibit.pixels, cue)
                if drawn is not None:
                    found[f"cue:{cue.id}"] = drawn
        return found

    def converse(self, investigation: Investigation) -> Conversation:
        """Begin a conversation about a finished examination; it keeps the file's bytes and not the pixels."""
        from .perception import cue_evidence
        from .reasoning.dialogue.conversation import Conversation
        from .reasoning.dialogue.tools import Bench

        record, exhibit = investigation.examination, investigation.exhibit

        def see(pixels: NDArray[np.uint8]) -> list[Evidence]:
            reliable = self._load().reliability if self._endpoint is None and self._perceives else {}
            asked = [cue for cue in cues() if cue.id in reliable and reliable[cue.id].reliable]
            readings = self._readings(pixels, asked) if asked else []
            return cue_evidence.to_evidence(readings, self.model_name, trained=True, reliability=reliable)

        def judge(other: Exhibit) -> str:
            return self._chain_without_words.invoke(other)["verdict"].value.label

        def judge_claim(text: str, shown: Exhibit) -> tuple[list[Evidence], ClaimJudgement]:
            from .reasoning.weighing.claim import checked

            evidence, judgement = self._judge(checked(text), None, shown, tuple(bench.evidence), record.verdict)
            return list(evidence[len(bench.evidence) :]), judgement

        bench = Bench(
            data=exhibit.data,
            name=exhibit.facts.name,
            detectors={detector.name: detector for detector in self.detectors},
            evidence=list(record.evidence),
            see=see,
            judge=judge,
        )
        calls_tools = self._endpoint is not None
        return Conversation(record, bench, self._chat_model(), self._route, judge_claim, calls_tools)

    def ask(self, investigation: Investigation, question: str) -> Iterator[Answer]:
        """Answer one question about an examination; yields each sentence as it is checked."""
        yield from self.converse(investigation).ask(question)

    def _route(self, question: str) -> Intent:
        from .perception import encoder
        from .reasoning.dialogue import router

        return router.shipped()(question, encoder.load())[0]

    def versions(self) -> dict[str, str]:
        """Name and version or hash of every tool, model and prompt in use."""
        found = {"telltale": version("telltale"), "python": platform.python_version()}
        found |= {name: version(name) for name in _TOOLS}
        found |= {
            f"prompt:{name}": digest(name)
            for name in ("probe", "cues.toml", "claim", "explain", "explain_examples.toml", *CONVERSING)
        }
        found |= {f"head:{name}": digest for name, digest in sorted(digests().items())}
        if self._local is not None:
            found[f"model:{self._local.name}"] = self._local.version
            found |= {f"adapter:{name}": digest for name, digest in self._local.adapters.items()}
        elif self._endpoint is not None:
            found[f"model:{self.model_name}"] = "as served"
        return found

    @cached_property
    def _endpoint(self) -> Any:
        from .perception.models import parse_endpoint

        return parse_endpoint(self.model_name)

    @cached_property
    def _chain(self) -> Any:
        return self._built(self._chat_model)

    @cached_property
    def _chain_without_words(self) -> Any:
        return self._built(lambda: None)

    def _built(self, model: Callable[[], BaseChatModel | None]) -> Any:
        from .reasoning.chain import build

        return build(
            self.detectors,
            self._perceive,
            model,
            self._trust_anchors,
            self._ask_again,
            self._cues_fitted,
            self._error_rate,
        )

    def _perceive(self, exhibit: Exhibit) -> list[Evidence]:
        if not self._perceives:
            return []
        from .perception import cue_evidence, truthlens

        if self._training_free:
            return truthlens.to_evidence(truthlens.look(self._writer, exhibit.pixels), self.model_name)
        readings = self._readings(exhibit.pixels, cues())
        if self._endpoint is not None:
            return cue_evidence.to_evidence(readings, self._endpoint.model, trained=True)
        local = self._load()
        return cue_evidence.to_evidence(
            readings, local.name, trained=local.projector_trained, reliability=local.reliability
        )

    def _readings(self, pixels: NDArray[np.uint8], asked: Sequence[Cue]) -> list[CueReading]:
        from .perception import endpoint, probes

        if self._endpoint is not None:
            return endpoint.ask(self._endpoint, pixels, asked)
        local = self._load()
        with self._looking:
            return probes.ask(local, pixels, asked)

    def _ask_again(self, pixels: NDArray[np.uint8], sources: Sequence[str]) -> dict[str, float]:
        """P(yes) about a crop by the source of each cue that the model answers."""
        asked = [cue for cue in cues() if f"cue:{cue.id}" in sources]
        readings = self._readings(pixels, asked) if asked and self._perceives else []
        return {f"cue:{reading.cue.id}": reading.p_yes for reading in readings if reading.step is not None}

    def _cues_fitted(self) -> bool:
        """Whether the cues come from an adapter that fusion was fitted with."""
        from .reasoning.weighing.terms import shipped

        if self._endpoint is not None or not self._perceives:
            return False
        return bool(set(self._load().adapters.values()) & set(shipped().adapters))

    def _judge(
        self,
        claim: str,
        region: Region | None,
        exhibit: Exhibit,
        evidence: tuple[Evidence, ...],
        verdict: Verdict,
    ) -> tuple[tuple[Evidence, ...], ClaimJudgement]:
        """The evidence with what the model sees of the claim, and the judgement."""
        from .reasoning.weighing.claim import CONTENT, judge, region_of
        from .reasoning.weighing.second_look import local_log_lr

        region = region or region_of(claim, exhibit.pixels.shape)
        if self._perceives:
            question = load("claim", claim=claim)
            cue = Cue(id=CONTENT, group="claim", question=question, statement=claim, supports="neutral")
            (reading,) = self._readings(exhibit.pixels, [cue])
            seen = Evidence(
                id=f"E{len(evidence) + 1}",
                source=CONTENT,
                kind="claim",
                statement=f"Asked whether it shows what is claimed, the model says yes with {reading.p_yes:.2f}.",
                score=round(reading.p_yes, 4),
                unit="P(yes)",
                caveats=("How often this model is right about such a question has not been measured.",),
                facts=Facts(flags=(Flag.UNASSESSED,)),
            )
            evidence = (*evidence, seen)
        local = local_log_lr(exhibit, region, self.detectors) if region is not None else None
        return evidence, judge(claim, region, evidence, verdict, local)

    def _chat_model(self) -> BaseChatModel | None:
        return self._writer if self._explains else None

    @cached_property
    def _writer(self) -> BaseChatModel:
        if self._endpoint is not None:
            from .perception.endpoint import chat_model

            return chat_model(self._endpoint)
        from .reasoning.writing.chat_model import LocalChatModel

        return LocalChatModel(local=self._load())

    def _load(self) -> LocalModel:
        from .perception.models import load

        with self._loading:
            if self._local is None:
                self._local = load(self.model_name, self._adapter, self._load_in)
            return self._local


def _limitations(exhibit: Exhibit, evidence: Sequence[Evidence], verdict: Verdict) -> tuple[str, ...]:
    """What a reader must know before relying on the record."""
    quality = exhibit.facts.quality
    found = []
    if not verdict.calibrated:
        found.append(
            "Nothing that was measured is calibrated, so no likelihood ratio and no words of strength are given."
        )
    elif verdict.reference_set and quality.short_side > CALIBRATED_SIDE:
        found.append(f"The verdict was calibrated on smaller pictures ({verdict.reference_set}).")
    if verdict.label == "real":
        found.append("Real means that the whole does not look generated; parts that were altered are seldom found.")
    seen = [item for item in evidence if item.kind == "cue"]
    if any(item.has(Flag.UNASSESSED) or item.has(Flag.UNTRAINED) for item in seen):
        found.append("How reliable this model is about some visual cues has not been measured; those carry no weight.")
    if quality.recompressed:
        found.append("The file was compressed more than once, which hides or imitates many traces.")
    if quality.screenshot:
        found.append("This looks like a screenshot: it shows a screen, not the file that was on it.")
    if quality.metadata_stripped:
        found.append("The file carries no metadata, so its history is unknown.")
    found += [f"{item.statement} ({item.source})" for item in evidence if item.has(Flag.NOT_MEASURED)]
    return (*found, *exhibit.facts.warnings)
