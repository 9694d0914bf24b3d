"""What the processes behind the page do: one kind measures with the detectors, the other asks the model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..casework import look_at
from ..evidence import Quality
from ..investigator import Investigator
from ..perception.models import SMALL
from ..perception.perceiver import LocalPerceiver, Perceiver
from .work_process import WARM, Work

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from ..reasoning.answer_items import Item

Pixels = NDArray[np.uint8]  # uint8 [H, W, 3]
FIRST, SECOND = "first", "second"  # the model, and the one whose description stands beside it
_SIDE = 256  # pixels of the picture that warms the detectors and the model
_ASKED: dict[str, Callable[..., Any]] = {  # what may be asked of a perceiver, pixels first
    "read": lambda one, pixels, asked: one.read(pixels, asked),
    "evidence": lambda one, pixels: one.evidence(pixels),
    "evidence_on_part": lambda one, pixels: one.evidence_on_part(pixels),
    "evidence_on_claim": lambda one, pixels, claim: one.evidence_on_claim(claim, pixels),
    "ask_again": lambda one, pixels, sources: one.ask_again(pixels, sources),
    "answers_with": lambda one, _, adapters: one.answers_with(adapters),
    "trace": lambda one, pixels, sources: one.trace(pixels, sources),
    "versions": lambda one, _: one.versions(),
}


def measuring(**settings: Any) -> Work:
    """Measure with the detectors of an investigator; they are loaded by a first picture.

    Args:
        settings: keyword arguments of `Investigator`.
    """
    detectors = {each.name: each for each in Investigator(**settings).detectors}
    for each in detectors.values():
        with suppress(ValueError, OSError):  # told when a real picture is measured
            each.read(_sample(), Quality(short_side=_SIDE))

    def measure(pixels: Pixels, name: str, quality: Quality) -> Iterator[Any]:
        yield detectors[name].measure(pixels, quality)

    def look(pixels: Pixels, features: bool) -> Iterator[Any]:
        yield look_at(pixels, features=features)

    return {"measure": measure, "look_at": look}


def modelling(**settings: Any) -> Work:
    """Ask the model of an investigator, and the second one if there is one.

    Args:
        settings: keyword arguments of `Investigator`.

    Raises:
        ModelError, AdapterError: if it can't be loaded.
    """
    instruments = Investigator(**settings).instruments
    perceivers: dict[str, Perceiver] = {FIRST: instruments.perceiver}
    if instruments.second is not None:
        perceivers[SECOND] = instruments.second
    for each in perceivers.values():
        each.prepare()

    def ask(pixels: Pixels | None, which: str, what: str, *arguments: Any) -> Iterator[Any]:
        yield _ASKED[what](perceivers[which], pixels, *arguments)

    def known(_: None, which: str) -> Iterator[Any]:
        one = perceivers[which]
        chat, viewer = one.chat_model(), one.viewer()
        writer = chat or (viewer.chat if viewer is not None else None)
        local = getattr(writer, "local", None)
        yield {
            "explains": chat is not None,
            "viewer": None if viewer is None else viewer.name,
            "identity": None if local is None else (local.name, local.version),
            "tuned": bool(getattr(writer, "tuned", False)),
        }

    def sentences(
        _: None, which: str, conversations: Sequence[Sequence[BaseMessage]], items: Sequence[Item], options: dict
    ) -> Iterator[Any]:
        yield from _writer(perceivers[which]).sentences(conversations, items, **options)

    def replies(_: None, which: str, messages: list[BaseMessage], options: dict) -> Iterator[Any]:
        for chunk in _writer(perceivers[which]).stream(messages, **options):
            if chunk.content or chunk.usage_metadata:
                yield chunk.content, chunk.usage_metadata

    def warm(_: None) -> Iterator[Any]:
        """What the first picture would otherwise wait for."""
        from ..reasoning.answer_items import VERDICT, Item
        from ..reasoning.stance import Role, Stance
        from ..reasoning.writing.plan import WHY
        from ..reasoning.writing.writer import conversation

        one = perceivers[FIRST]
        yield one.evidence(_sample())
        item = Item(VERDICT, Stance(Role.VERDICT), WHY)
        yield from _writer(one).sentences([conversation(item, WHY)], [item], limit=2)

    one = perceivers[FIRST]
    warms = {WARM: warm} if isinstance(one, LocalPerceiver) and one.name == SMALL else {}  # others may take minutes
    return {"ask": ask, "known": known, "sentences": sentences, "replies": replies, **warms}


def _sample() -> Pixels:
    """A picture of noise."""
    return np.random.default_rng(0).integers(0, 255, (_SIDE, _SIDE, 3), np.uint8)


def _writer(perceiver: Perceiver) -> Any:
    """The model that writes, whether it explains or only describes pictures."""
    chat, viewer = perceiver.chat_model(), perceiver.viewer()
    return chat if chat is not None or viewer is None else viewer.chat
