"""What a responder is: anything that answers items in batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ..items import LETTERS, Batch, Item, Modality, Reply

if TYPE_CHECKING:
    from ...agent.perception.models import LoadIn

EVERYTHING: frozenset[Modality] = frozenset(("image", "video", "render", "text", "audio", "point"))
PICTURES: frozenset[Modality] = frozenset(("image", "video", "render"))


class Responder(Protocol):
    """Answers items in batches.

    Attributes:
        name: as tables show it.
        version: changes whenever the same item might get another answer; part of the key of every stored reply.
        modalities: that it can take.
        looks: whether it needs the media at all.
        at_once: how many batches may be under way at the same time.
        as_whole: whether the reply to an item may depend on the rest of its batch, in the last digit or by its place. A
            batch of which a reply is missing is then asked again as a whole; otherwise the missing items alone are.
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

    @property
    def as_whole(self) -> bool: ...  # noqa: D102

    def plan(self, items: Sequence[Item]) -> list[Batch]:
        """Cut items into batches; the same items always give the same batches."""
        ...

    def answer(self, batch: Sequence[Item], tokens: int) -> list[Reply]:
        """A reply to each item of a batch; for an item that can't be answered, the reply names the error."""
        ...


@dataclass(frozen=True, slots=True)
class ResponderOptions:
    """How to answer.

    Attributes:
        adapter: adapters to use instead of the shipped ones.
        bundle: heads, calibration and adapters to use instead of the shipped ones (`telltale.agent.bundle`).
        bare: use no adapter.
        load_in: 4bit or 8bit.
        batch: questions per batch of a local model.
        concurrency: requests to each URL of an endpoint at the same time.
        error_rate: share of reference pictures that the agent may label wrongly.
    """

    adapter: Path | None = None
    bundle: Path | None = None
    bare: bool = False
    load_in: LoadIn | None = None
    batch: int = 8
    concurrency: int = 8
    error_rate: float = 0.05


def by_media(items: Sequence[Item]) -> list[Batch]:
    """Items in groups that share their media, in the order of the first item of each group."""
    groups: dict[tuple[tuple[str, ...], tuple[str, ...], str], list[Item]] = {}
    for item in items:
        groups.setdefault((item.media, item.lead, item.system), []).append(item)
    return list(groups.values())


def chosen_letter(item: Item, scores: Sequence[float]) -> str:
    """The letter of the option that a choice asks for, by a score for each option that grows with suspicion.

    Empty where the scores can't tell the options apart, or one is missing.
    """
    if len(scores) != len(item.options) or len(set(scores)) < 2:
        return ""
    return LETTERS[scores.index(max(scores) if item.asks == "fake" else min(scores))]


def all_at_once(items: Sequence[Item]) -> list[Batch]:
    """All items in one batch."""
    return [list(items)] if items else []
