"""The facade: examine a picture, then ask about it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .bundle import Bundle
from .bundle import read as read_bundle
from .detectors import registry
from .detectors.base import Detector
from .evidence import Examination, Region
from .perception.models import SMALL
from .perception.perceiver import create
from .pixels.maps import Maps
from .provenance import trust_lists
from .record import Investigation, compose, run, versions
from .sandbox import Received, receive, warm

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from .perception.models import LoadIn, LocalModel
    from .reasoning.chain import Instruments
    from .reasoning.dialogue.conversation import Answer, Conversation


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
        bundle: Path | None = None,
        load_in: LoadIn | None = None,
        detectors: Sequence[str] | None = None,
        perceive: bool = True,
        explain: bool = True,
        trust_anchors: str | None = None,
        error_rate: float = 0.05,
        training_free: bool = False,
        describe: bool = True,
        second_model: str | None = None,
    ) -> None:
        """Choose what to examine with; nothing heavy is loaded yet.

        Args:
            model: `small`, a hub id or folder, or `openai:URL#MODEL`.
            adapter: a folder with adapters to use instead of the shipped ones; what it lacks is taken from these.
            bundle: a folder with heads, calibration and adapters of one's own (`telltale.agent.bundle`); what it lacks
                is taken from what ships, and the record says so.
            load_in: `4bit` or `8bit` to quantise a local model.
            detectors: names of the detectors; by default all that are installed.
            perceive: whether to ask the model about the cues.
            explain: whether the model words the explanation; if not, the evidence is quoted.
            trust_anchors: PEM text of the certificates under which a C2PA signer is trusted.
            error_rate: the share of real pictures that may be called otherwise, and of synthetic ones called real.
            training_free: have a general model describe the picture in words instead of asking it the cues.
            describe: whether a model other than `small` describes artifacts in its own words, and is asked again about
                each. It takes some 40 questions a picture.
            second_model: a hub id, folder or endpoint; what it describes stands beside what `model` does. It is used
                for nothing else, and has the adapters that ship for it, if any.

        Raises:
            ValueError: if the error rate is not between 0 and 1, if the second model is `small`, or if both a bundle
                and an adapter are given.
            BundleError: if the bundle is none, or damaged.
            ModelError: if the name of an endpoint is incomplete.
            UnknownDetectorError, NotADetectorError: if a detector can't be had.
        """
        if not 0 < error_rate < 1:
            raise ValueError(f"the error rate must be between 0 and 1, not {error_rate:g}; 0.05 is usual")
        if bundle is not None and adapter is not None:
            raise ValueError("a bundle brings its own adapters; give either a bundle or an adapter")
        self.bundle: Bundle | None = read_bundle(bundle) if bundle is not None else None
        self.detectors: list[Detector] = (
            list(registry.available().values()) if detectors is None else [registry.get(name) for name in detectors]
        )
        if self.bundle is not None:
            self.detectors, adapter = self.bundle.detectors(self.detectors), self.bundle.adapter(model)
        self._model = model
        self._trust_anchors, self._error_rate, self._describes = trust_anchors, error_rate, describe
        self.perceiver = create(
            model,
            _chat_model,
            adapter=adapter,
            load_in=load_in,
            perceive=perceive,
            explain=explain,
            training_free=training_free,
        )
        if second_model == SMALL:
            raise ValueError("the second model describes pictures, which small can't; name a larger model")
        self._second = (
            create(second_model, _chat_model, load_in=load_in, perceive=perceive, explain=False)
            if second_model is not None
            else None
        )

    def prepare(self) -> None:
        """Load the model now, so that the first examination does not wait for it.

        Raises:
            ModelError, AdapterError: if it can't be loaded.
        """
        warm()  # the process that reads files, which starts while the model is loaded
        self.perceiver.prepare()
        if self._second is not None:
            self._second.prepare()

    def begin(self) -> None:
        """Load the libraries, and begin to load the model, which goes on while the first picture is measured.

        Raises:
            ModelError, AdapterError: as `prepare`, unless the model is `small`.
        """
        warm()
        self.perceiver.begin()
        if self._second is not None:
            self._second.prepare()

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
            claim: what the picture is meant to show. The evidence judges it; it never changes the verdict.
            claim_region: the part that the claim is about; by default the one that its words of place name.

        Raises:
            ClaimError: if the claim is empty or too long, or its part lies outside the picture.
            IntakeError: if the file can't be examined.
            ModelError: if the model can't be loaded or reached.
        """
        *_, (_, investigation) = self.stream(source, name, claim=claim, claim_region=claim_region)
        return investigation

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
        `evidence`, `second_look`, `verdict`, `explanation`), `artifacts` if a model describes the picture, and finally
        `examination` (an `Investigation`).
        """
        from .reasoning.weighing.claim import checked, within

        claim = checked(claim) if claim is not None else None
        start = time.perf_counter()
        received = self.read(source, name)
        seconds = time.perf_counter() - start
        region = within(claim_region, received.exhibit.pixels.shape) if claim_region is not None else None
        self.begin()  # before the chain, whose threads must not import one library for the first time at once
        yield "exhibit", received.exhibit
        yield from run(self.instruments, received, claim, region, self._tools, seconds)

    def read(self, source: str | Path | bytes, name: str | None = None) -> Received:
        """Read a file as for an examination: the picture, and what the file holds.

        Raises:
            IntakeError: if the file can't be examined.
        """
        return receive(source, name, self._trust_anchors)

    def trace(self, investigation: Investigation) -> Maps:
        """Where in the picture the answers come from that support something, by the cue's source.

        It takes some four seconds of one core for each.

        Empty for an endpoint, for a model that cuts pictures into tiles, and if no reliable cue says yes.
        """
        evidence = investigation.examination.evidence
        sources = [item.source for item in evidence if item.kind == "cue" and item.supports != "neutral"]
        return self.perceiver.trace(investigation.exhibit.pixels, sources) if sources else {}

    def converse(self, investigation: Investigation) -> Conversation:
        """Begin a conversation about a finished examination; it keeps the file's bytes and not the pixels."""
        from .reasoning.session import begin

        about = investigation.examination, investigation.exhibit, investigation.contents
        return begin(self.instruments, *about, self._examined)

    def ask(self, investigation: Investigation, question: str) -> Iterator[Answer]:
        """Answer one question about an examination; yields each sentence as it is checked."""
        yield from self.converse(investigation).ask(question)

    def _examined(self, received: Received) -> Examination:
        """The examination of a second picture, without words for its explanation."""
        from .reasoning.chain import build

        chain = build(self.instruments, received.exhibit, received.contents, explained=False)
        results = chain.invoke(received.exhibit.facts.sha256)
        return compose(received.exhibit, results, self._tools(), {}, self.instruments.bundle)

    def versions(self) -> dict[str, str]:
        """Name and version or hash of every tool, head and model in use; a record also names its prompts."""
        return versions(self._tools())

    def _tools(self, checked: datetime | None = None) -> dict[str, str]:
        second = self._second.versions() if self._second is not None else {}
        own = self.bundle.versions() if self.bundle is not None else {}
        return {**own, **second, **self.perceiver.versions(), **trust_lists.versions(self._trust_anchors, checked)}

    @property
    def instruments(self) -> Instruments:
        """What an examination is made with."""
        from .reasoning.chain import Instruments

        own = self.bundle
        return Instruments(
            self.detectors,
            self.perceiver,
            self._error_rate,
            self._second,
            self._describes,
            parameters=own.parameters(self._model) if own is not None else None,
            bundle=own.use(self._model) if own is not None else None,
        )


def _chat_model(local: LocalModel) -> BaseChatModel:
    from .reasoning.writing.chat_model import LocalChatModel

    return LocalChatModel(local=local)
