"""The facade: examine a picture, then ask about it."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from ..prompts import cues, digest
from .detectors import registry
from .detectors.base import Detector
from .evidence import Dropped, Evidence, Examination, Statement, Verdict
from .intake import Exhibit, receive
from .models import digests
from .perception.cue_evidence import UNASSESSED, UNTRAINED

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from .perception.models import LoadIn, LocalModel
    from .reasoning.chain import Maps

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

        Raises:
            UnknownDetectorError, NotADetectorError: if a detector can't be had.
        """
        self.model_name = model
        self.detectors: list[Detector] = (
            list(registry.available().values()) if detectors is None else [registry.get(name) for name in detectors]
        )
        self._adapter = adapter
        self._load_in: LoadIn | None = load_in
        self._perceives, self._explains = perceive, explain
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

    def examine(self, source: str | Path | bytes, name: str | None = None) -> Investigation:
        """Examine one picture.

        Raises:
            IntakeError: if the file can't be examined.
            ModelError: if the model can't be loaded or reached.
        """
        finished: Investigation | None = None
        for _, result in self.stream(source, name):
            finished = result
        assert isinstance(finished, Investigation)  # the last thing that a stream yields
        return finished

    def stream(self, source: str | Path | bytes, name: str | None = None) -> Iterator[tuple[str, Any]]:
        """Examine one picture and yield (stage, result) as stages finish.

        The stages are `exhibit` (an `Exhibit`), those of the chain (`provenance`, `detectors`, `perception`,
        `evidence`, `verdict`, `explanation`) and at last `examination` (an `Investigation`).
        """
        import time

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
        timings["total"] = time.perf_counter() - start
        examination = Examination(
            exhibit=exhibit.facts,
            evidence=state["evidence"],
            verdict=state["verdict"],
            explanation=state["explanation"],
            limitations=_limitations(exhibit, state["evidence"], state["verdict"]),
            versions=self.versions(),
            timings={stage: round(seconds, 4) for stage, seconds in timings.items()},
        )
        yield "examination", Investigation(examination, exhibit, state["detectors"][1])

    def trace(self, investigation: Investigation) -> Maps:
        """Where in the picture the answers come from that weighed in the verdict, by the cue's source; a second or two.

        Empty for an endpoint, for a model that cuts pictures into tiles, and where no cue weighed.
        """
        from .perception.saliency import saliency

        record = investigation.examination
        weighed = {contribution.evidence for contribution in record.verdict.contributions}
        sources = [item.source for item in record.evidence if item.kind == "cue" and item.id in weighed]
        if not sources or self._endpoint is not None:
            return {}
        local, found = self._load(), {}
        with self._looking:
            for cue in (cue for cue in cues() if f"cue:{cue.id}" in sources):
                drawn = saliency(local, investigation.exhibit.pixels, cue)
                if drawn is not None:
                    found[f"cue:{cue.id}"] = drawn
        return found

    def ask(self, investigation: Investigation, question: str) -> Iterator[Statement | Dropped]:
        """Answer a question from the evidence of an examination; yields each sentence as it is checked."""
        from .reasoning.explanation import answer

        record = investigation.examination
        yield from answer(self._chat_model(), question, record.evidence, record.verdict)

    def versions(self) -> dict[str, str]:
        """Name and version or hash of every tool, model and prompt in use."""
        found = {"telltale": version("telltale"), "python": platform.python_version()}
        found |= {name: version(name) for name in _TOOLS}
        found |= {f"prompt:{name}": digest(name) for name in ("probe", "cues.toml", "explain", "explain_examples.toml")}
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
        from .reasoning.chain import build

        return build(self.detectors, self._perceive, self._chat_model, self._trust_anchors)

    def _perceive(self, exhibit: Exhibit) -> list[Evidence]:
        if not self._perceives:
            return []
        from .perception import cue_evidence, endpoint, probes

        if self._endpoint is not None:
            readings = endpoint.ask(self._endpoint, exhibit.pixels, cues())
            return cue_evidence.to_evidence(readings, self._endpoint.model, trained=True)
        local = self._load()
        with self._looking:
            readings = probes.ask(local, exhibit.pixels, cues())
        return cue_evidence.to_evidence(
            readings, local.name, trained=local.projector_trained, reliability=local.reliability
        )

    def _chat_model(self) -> BaseChatModel | None:
        return self._writer if self._explains else None

    @cached_property
    def _writer(self) -> BaseChatModel:
        if self._endpoint is not None:
            from .perception.endpoint import chat_model

            return chat_model(self._endpoint)
        from .reasoning.chat_model import LocalChatModel

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
        found.append("The probabilities come from fixed weights and are not calibrated on any reference set.")
    if any(UNASSESSED in item.caveats or UNTRAINED in item.caveats for item in evidence):
        found.append("How reliable this model is about some visual cues has not been measured; those carry no weight.")
    if quality.recompressed:
        found.append("The file was compressed more than once, which hides or imitates many traces.")
    if quality.screenshot:
        found.append("This looks like a screenshot: it shows a screen, not the file that was on it.")
    if quality.metadata_stripped:
        found.append("The file carries no metadata, so its history is unknown.")
    found += [
        f"{item.statement} ({item.source})" for item in evidence if item.kind == "detector" and item.score is None
    ]
    return (*found, *exhibit.facts.warnings)
