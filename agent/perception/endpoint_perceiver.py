"""The perceiver for a model behind an endpoint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...prompts import Cue
from ..evidence import Evidence
from .models import Endpoint
from .perceiver import ModelPerceiver, Pixels

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from .probes import CueReading


class EndpointPerceiver(ModelPerceiver):
    """A model behind an OpenAI-compatible endpoint. How reliable it is about the cues is not known."""

    calls_tools = True

    def __init__(self, name: str, endpoint: Endpoint, **uses: bool) -> None:
        """Choose the endpoint; further arguments as for `create`."""
        super().__init__(name, **uses)
        self._endpoint = endpoint

    def versions(self) -> dict[str, str]:
        """The name alone, since servers do not tell the version of a model."""
        return {f"model:{self.name}": "as served"}

    @property
    def shown_name(self) -> str:
        """The name at the endpoint."""
        return self._endpoint.model

    def _new_writer(self) -> BaseChatModel:
        from .endpoint import chat_model

        return chat_model(self._endpoint)

    def _ask(self, pixels: Pixels, asked: Sequence[Cue]) -> list[CueReading]:
        from . import endpoint

        return endpoint.ask(self._endpoint, pixels, asked)

    def _cue_evidence(self, readings: Sequence[CueReading]) -> list[Evidence]:
        from . import cue_evidence

        return cue_evidence.to_evidence(readings, self._endpoint.model, trained=True)
