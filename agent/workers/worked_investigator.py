"""An investigator whose detectors and model are in processes of their own; all else is done here, as always.

The chain, the weighing, the grounding check and the answers are the same code as without such processes. Only what
computes for long is somewhere else: a detector's measurement, and whatever a local model is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...prompts import Cue
from ..casework import Look
from ..detectors.base import Reading
from ..evidence import Evidence, Quality
from ..investigator import Investigator
from ..perception import encoder
from ..perception.models import ModelError
from ..perception.perceiver import LocalPerceiver, Perceiver, Pixels
from ..pixels.maps import Maps
from ..sentences import Sentence
from .instrument_work import FIRST, SECOND
from .work_crew import Crew

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from ..perception.probes import CueReading
    from ..perception.viewer import Viewer

MEASURING_STOPPED = Sentence(
    "worked_investigator.measuring_stopped",
    "the process that measures pictures was stopped, perhaps for lack of memory; another one is started, so try again, "
    "with a smaller copy if it happens twice",
)
MODEL_STOPPED = Sentence(
    "worked_investigator.model_stopped",
    "the process of the model was stopped, perhaps for lack of memory; another one is started, so try again",
)
_WORK = f"{__package__}.instrument_work"


class WorkedInvestigator(Investigator):
    """Examines as `Investigator` does, with the same results, in processes of its own.

    A picture is measured by one process while the model, in another, words the explanation of the one before. A model
    behind an endpoint gets no process, since it computes elsewhere.
    """

    def __init__(self, model: str = "small", *, measuring: int = 1, **settings: Any) -> None:
        """Choose what to examine with; no process is started yet.

        Args:
            model: as for `Investigator`.
            measuring: processes that measure, each of which holds the detectors. Only one holds the model.
            settings: further arguments of `Investigator`.

        Raises:
            ValueError, OSError: as `Investigator` does.
        """
        super().__init__(model, **settings)
        own = {"model": model, **settings}
        self._measuring = Crew(f"{_WORK}:measuring", own, MEASURING_STOPPED, measuring)
        self._modelling = Crew(f"{_WORK}:modelling", own, MODEL_STOPPED)
        self.detectors = [replace(each, measure=partial(self._measure, each.name)) for each in self.detectors]
        if isinstance(self.perceiver, LocalPerceiver):
            self.perceiver = _WorkedPerceiver(self._modelling, FIRST)
        if isinstance(self._second, LocalPerceiver):
            self._second = _WorkedPerceiver(self._modelling, SECOND)

    def prepare(self) -> None:
        """Start the processes and wait until all is loaded.

        Raises:
            WorkRefusedError, WorkFaultError: if it can't be.
        """
        self._measuring.start()  # they load at the same time
        super().prepare()
        self._measuring.prepare()
        if isinstance(self.perceiver, _WorkedPerceiver):
            with suppress(ModelError):  # told when it is needed; it compares sentences here, in several threads
                encoder.load()

    def begin(self) -> None:
        """As `prepare`: the processes load at the same time already."""
        self.prepare()

    def look_at(self, pixels: NDArray[np.uint8], *, features: bool) -> Look:
        """What a picture is compared by, as `telltale.agent.casework.look_at`."""
        return self._measuring.call("look_at", pixels, features)

    def close(self) -> None:
        """End the processes."""
        self._measuring.close()
        self._modelling.close()

    @property
    def pids(self) -> dict[str, list[int]]:
        """Numbers of the processes that live, by what they do."""
        return {"measuring": self._measuring.pids, "modelling": self._modelling.pids}

    def _measure(self, name: str, pixels: NDArray[np.uint8], quality: Quality) -> Reading | None:
        return self._measuring.call("measure", pixels, name, quality)


class _WorkedPerceiver(Perceiver):
    """A local model in another process."""

    def __init__(self, crew: Crew, which: str) -> None:
        """Name the model: `FIRST` or `SECOND`."""
        self._crew, self._which = crew, which
        self._answers: dict[frozenset[str], bool] = {}

    def prepare(self) -> None:
        """Start the process, and wait until the model is loaded."""
        self._crew.prepare()

    def read(self, pixels: Pixels, asked: Sequence[Cue]) -> list[CueReading]:
        return self._ask("read", pixels, list(asked))

    def evidence(self, pixels: Pixels) -> list[Evidence]:
        return self._ask("evidence", pixels)

    def evidence_on_part(self, pixels: Pixels) -> list[Evidence]:
        return self._ask("evidence_on_part", pixels)

    def evidence_on_claim(self, claim: str, pixels: Pixels) -> Evidence | None:
        return self._ask("evidence_on_claim", pixels, claim)

    def ask_again(self, crop: Pixels, sources: Sequence[str]) -> dict[str, float]:
        return self._ask("ask_again", crop, list(sources))

    def answers_with(self, adapters: Collection[str]) -> bool:
        """Known after the first time, since the model does not change."""
        asked = frozenset(adapters)
        if asked not in self._answers:
            self._answers[asked] = self._ask("answers_with", None, asked)
        return self._answers[asked]

    def trace(self, pixels: Pixels, sources: Sequence[str]) -> Maps:
        return self._ask("trace", pixels, list(sources))

    def chat_model(self) -> BaseChatModel | None:
        """A chat model that has the other process write."""
        return self._writer if self._known["explains"] else None

    def viewer(self) -> Viewer | None:
        """The same for descriptions."""
        from ..perception.viewer import Viewer

        return Viewer(self._known["viewer"], self._writer) if self._known["viewer"] is not None else None

    def versions(self) -> dict[str, str]:
        return self._versions

    @cached_property
    def _versions(self) -> dict[str, str]:
        return self._ask("versions", None)

    @cached_property
    def _known(self) -> dict[str, Any]:
        return self._crew.call("known", None, self._which)

    @cached_property
    def _writer(self) -> BaseChatModel:
        from .worked_chat_model import WorkedChatModel

        name, version = self._known["identity"]
        local = SimpleNamespace(name=name, version=version)
        return WorkedChatModel(local=local, has_adapter=self._known["tuned"], writes=self._writes)

    def _ask(self, what: str, pixels: Pixels | None, *arguments: Any) -> Any:
        return self._crew.call("ask", pixels, self._which, what, *arguments)

    def _writes(self, how: str, *arguments: Any) -> Iterator[Any]:
        return self._crew.stream(how, None, self._which, *arguments)
