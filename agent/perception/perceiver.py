"""What looks at a picture with a vision-language model: a local model, an endpoint, or nothing.

An examination asks it about cues, a second look asks it again about crops, and a conversation about parts. All of them
use one `Perceiver`, made by `create`, and need not know which kind it is.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from ...prompts import Cue, cues
from ..evidence import Evidence
from ..pixels.maps import Maps
from .models import SMALL, LoadIn, LocalModel, parse_endpoint

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from .probes import CueReading
    from .viewer import Viewer

Pixels = NDArray[np.uint8]  # uint8 [H, W, 3], a picture or a part of it


class Perceiver(Protocol):
    """Looks at pictures, and words what was found about them. The methods given here see nothing and load nothing."""

    calls_tools: bool = False  # whether its chat model chooses tools by itself

    def prepare(self) -> None:
        """Load what it needs now, so that the first picture does not wait for it.

        Raises:
            ModelError, AdapterError: if the model can't be loaded.
        """

    def begin(self) -> None:
        """Begin to load what it needs; what can't be loaded beside other work is loaded now. It raises as `prepare`."""
        self.prepare()

    def read(self, pixels: Pixels, asked: Sequence[Cue]) -> list[CueReading]:
        """Its answer to each cue about a picture, in the order of the cues; none if it does not look at pictures.

        Raises:
            ModelError: if an endpoint can't be reached, or returns no log-probabilities.
        """
        return []

    def evidence(self, pixels: Pixels) -> list[Evidence]:
        """What it sees in a picture, as unnumbered evidence."""
        return []

    def evidence_on_part(self, pixels: Pixels) -> list[Evidence]:
        """Evidence on a part of a picture, from the cues that it is known to be reliable about."""
        return []

    def evidence_on_claim(self, claim: str, pixels: Pixels) -> Evidence | None:
        """Whether a picture shows what is claimed; None if it does not look at pictures."""
        return None

    def ask_again(self, crop: Pixels, sources: Sequence[str]) -> dict[str, float]:
        """P(yes) about a crop, by the source of each cue that it answers."""
        return {}

    def answers_with(self, adapters: Collection[str]) -> bool:
        """Whether its answers about cues come from one of these adapters, which are given by their digests."""
        return False

    def trace(self, pixels: Pixels, sources: Sequence[str]) -> Maps:
        """Where in a picture its answers come from, by the source of the cue; empty if that is not known."""
        return {}

    def chat_model(self) -> BaseChatModel | None:
        """The model that words explanations and answers, or None."""
        return None

    def viewer(self) -> Viewer | None:
        """The model that describes artifacts in its own words; None if it does not, as `small` can't."""
        return None

    def versions(self) -> dict[str, str]:
        """Version or hash of the model and of its adapters, as far as they are in use."""
        return {}


def create(
    name: str,
    chat_model: Callable[[LocalModel], BaseChatModel],
    *,
    adapter: Path | None = None,
    load_in: LoadIn | None = None,
    perceive: bool = True,
    explain: bool = True,
    training_free: bool = False,
) -> Perceiver:
    """The perceiver for a model; nothing is loaded yet.

    Args:
        name: `small`, a hub id or folder, or `openai:URL#MODEL`.
        chat_model: makes a chat model over a local one.
        adapter: a folder with adapters to use instead of the shipped ones.
        load_in: `4bit` or `8bit` to quantise a local model.
        perceive: whether it looks at pictures.
        explain: whether it words explanations and answers.
        training_free: have it describe a picture in words (`truthlens`) instead of asking it the cues.

    Raises:
        ModelError: if the name begins like an endpoint's and is none.
    """
    endpoint = parse_endpoint(name)
    if not (perceive or explain):
        return NoPerceiver()
    uses = {"perceive": perceive, "explain": explain, "training_free": training_free}
    if endpoint is not None:
        from .endpoint_perceiver import EndpointPerceiver

        return EndpointPerceiver(name, endpoint, **uses)
    return LocalPerceiver(name, chat_model, adapter=adapter, load_in=load_in, **uses)


class NoPerceiver(Perceiver):
    """Looks at nothing and words nothing."""


class ModelPerceiver(Perceiver):
    """What local models and endpoints have in common."""

    def __init__(self, name: str, *, perceive: bool = True, explain: bool = True, training_free: bool = False) -> None:
        """Choose what the model is used for; arguments as for `create`."""
        self.name = name
        self._perceives, self._explains, self._training_free = perceive, explain, training_free

    def read(self, pixels: Pixels, asked: Sequence[Cue]) -> list[CueReading]:
        """Its answer to each cue, if it looks at pictures."""
        return self._ask(pixels, asked) if self._perceives and asked else []

    def evidence(self, pixels: Pixels) -> list[Evidence]:
        """What it sees, by its answers or in its own words."""
        if not self._perceives:
            return []
        if self._training_free:
            from . import truthlens

            return truthlens.to_evidence(truthlens.look(self._writer, pixels), self.name)
        return self._cue_evidence(self.read(pixels, cues()))

    def evidence_on_claim(self, claim: str, pixels: Pixels) -> Evidence | None:
        """Its answer to whether a picture shows what is claimed."""
        from . import cue_evidence

        readings = self.read(pixels, [cue_evidence.claim_cue(claim)]) if self._perceives else []
        return cue_evidence.of_claim(readings[0]) if readings else None

    def ask_again(self, crop: Pixels, sources: Sequence[str]) -> dict[str, float]:
        """P(yes) about a crop, by the source of each cue."""
        asked = [cue for cue in cues() if f"cue:{cue.id}" in sources]
        return {f"cue:{r.cue.id}": r.p_yes for r in self.read(crop, asked) if r.step is not None}

    def chat_model(self) -> BaseChatModel | None:
        """The model, if it is to word explanations."""
        return self._writer if self._explains else None

    def viewer(self) -> Viewer | None:
        """The model as one that describes artifacts, unless it is `small`."""
        from .viewer import Viewer

        return Viewer(self.shown_name, self._writer) if self._perceives and self.name != SMALL else None

    @property
    def shown_name(self) -> str:
        """How the model is called in evidence."""
        return self.name

    @cached_property
    def _writer(self) -> BaseChatModel:
        """The chat model, whether or not it is to word explanations."""
        return self._new_writer()

    @abstractmethod
    def _new_writer(self) -> BaseChatModel: ...

    @abstractmethod
    def _ask(self, pixels: Pixels, asked: Sequence[Cue]) -> list[CueReading]: ...

    @abstractmethod
    def _cue_evidence(self, readings: Sequence[CueReading]) -> list[Evidence]: ...


class LocalPerceiver(ModelPerceiver):
    """A model in memory, loaded when it is first needed and kept. It serves one thread at a time."""

    def __init__(
        self,
        name: str,
        chat_model: Callable[[LocalModel], BaseChatModel],
        *,
        adapter: Path | None = None,
        load_in: LoadIn | None = None,
        **uses: bool,
    ) -> None:
        """Choose the model; arguments as for `create`."""
        super().__init__(name, **uses)
        self._make_chat_model, self._adapter = chat_model, adapter
        self._load_in: LoadIn | None = load_in
        self._loading, self._looking = Lock(), Lock()
        self._loaded: LocalModel | None = None

    def prepare(self) -> None:
        """Load the model."""
        self._model()

    def begin(self) -> None:
        """Have a thread load `small`; another model, which may not fit, is loaded now."""
        if self.name != SMALL or self._adapter is not None:
            self._model()
        elif self._loaded is None:
            from .early_loading import begin

            begin(self._model)

    def evidence_on_part(self, pixels: Pixels) -> list[Evidence]:
        """Evidence from the cues whose reliability was measured and found good."""
        if not self._perceives:
            return []
        known = self._model().reliability
        return self._cue_evidence(self.read(pixels, [c for c in cues() if c.id in known and known[c.id].reliable]))

    def answers_with(self, adapters: Collection[str]) -> bool:
        """Whether the model carries one of these adapters."""
        return self._perceives and not set(self._model().adapters.values()).isdisjoint(adapters)

    def trace(self, pixels: Pixels, sources: Sequence[str]) -> Maps:
        """A saliency map for each cue; none from a model that cuts pictures into tiles."""
        from .saliency import saliency

        maps: Maps = {}
        for cue in (cue for cue in cues() if f"cue:{cue.id}" in sources):
            model = self._model()
            with self._looking:
                heat = saliency(model, pixels, cue)
            if heat is not None:
                maps[f"cue:{cue.id}"] = heat
        return maps

    def versions(self) -> dict[str, str]:
        """Hashes of the model and of its adapters, once it is loaded."""
        if self._loaded is None:
            return {}
        adapters = {f"adapter:{name}": digest for name, digest in self._loaded.adapters.items()}
        return {f"model:{self._loaded.name}": self._loaded.version, **adapters}

    def _new_writer(self) -> BaseChatModel:
        return self._make_chat_model(self._model())

    def _ask(self, pixels: Pixels, asked: Sequence[Cue]) -> list[CueReading]:
        from . import probes

        model = self._model()
        with self._looking:
            return probes.ask(model, pixels, asked)

    def _cue_evidence(self, readings: Sequence[CueReading]) -> list[Evidence]:
        from . import cue_evidence

        model = self._model()
        return cue_evidence.to_evidence(
            readings, model.name, trained=model.projector_trained, reliability=model.reliability
        )

    def _model(self) -> LocalModel:
        from .models import load

        with self._loading:
            if self._loaded is None:
                self._loaded = load(self.name, self._adapter, self._load_in)
            return self._loaded
