"""Whatever answers items: local models, the whole agent, detectors, endpoints, saved replies, constants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ...agent.perception.models import ENDPOINT, SMALL, ModelError
from ..items import Item, Modality, Reply

if TYPE_CHECKING:
    from ...agent.perception.models import LoadIn

EVERYTHING: frozenset[Modality] = frozenset(("image", "video", "render", "text", "audio", "point"))
PICTURES: frozenset[Modality] = frozenset(("image", "video", "render"))


class Responder(Protocol):
    """Answers items in batches.

    Attributes:
        name: as tables show it.
        version: changes whenever the same item might be answered otherwise; part of the key of every cached reply.
        modalities: what it can take.
        looks: whether it needs the media at all.
        at_once: how many batches may be under way at the same time.
    """

    @property
    def name(self) -> str: ...  # noqa: D102  # described above

    @property
    def version(self) -> str: ...  # noqa: D102

    @property
    def modalities(self) -> frozenset[Modality]: ...  # noqa: D102

    @property
    def looks(self) -> bool: ...  # noqa: D102

    @property
    def at_once(self) -> int: ...  # noqa: D102

    def plan(self, items: Sequence[Item]) -> list[list[Item]]:
        """Cut items into batches; the same items always give the same batches."""
        ...

    def answer(self, batch: Sequence[Item], tokens: int) -> list[Reply]:
        """A reply to each item of a batch; an item that can't be answered has an error in its reply."""
        ...


@dataclass(frozen=True, slots=True)
class ResponderOptions:
    """How to answer.

    Attributes:
        adapter: adapters to use instead of the shipped ones.
        bare: without any adapter.
        load_in: 4bit or 8bit.
        batch: questions at a time of a local model.
        concurrency: requests at a time of an endpoint, for each of its URLs.
        error_rate: at which the agent gives a label.
    """

    adapter: Path | None = None
    bare: bool = False
    load_in: LoadIn | None = None
    batch: int = 8
    concurrency: int = 8
    error_rate: float = 0.05


def get(name: str, options: ResponderOptions | None = None) -> Responder:
    """The responder that a name means.

    Names: `small`, a hub id or folder; `agent` or `agent:MODEL`, the whole of Telltale; `detector:NAME`;
    `openai:URL[,URL…]#MODEL`; `saved:FILE`; `constant:TEXT`, `always:real`, `always:fake`, `chance`.

    Raises:
        ModelError: if there is no such model.
        UnknownDetectorError: if there is no such detector.
    """
    options = options or ResponderOptions()
    kind, _, rest = name.partition(":")
    if name.startswith(ENDPOINT):
        from .endpoints import Endpoints

        return Endpoints(name, options)
    if kind == "agent":
        from .agent import Agent

        return Agent(rest or SMALL, options)
    if kind == "detector":
        from .detector import OneDetector

        return OneDetector(rest)
    if kind == "saved":
        from .saved import Saved

        return Saved(Path(rest))
    if kind in ("constant", "always") or name == "chance":
        from .constant import constant

        return constant(name)
    from .local import Local

    if options.bare and options.adapter:
        raise ModelError("--bare leaves every adapter out; --adapter names one")
    return Local(name, options)


def by_media(items: Sequence[Item]) -> list[list[Item]]:
    """Items in groups that share their media, in the order in which the first of each came."""
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Item]] = {}
    for item in items:
        groups.setdefault((item.media, item.lead), []).append(item)
    return list(groups.values())
