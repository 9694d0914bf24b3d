"""Answers that do not depend on the picture: the baselines that every table needs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...agent.perception.models import ModelError
from ..items import LETTERS, Batch, Item, Modality, Reply, Truth
from .responder import EVERYTHING, all_at_once


@dataclass(frozen=True)
class Constant:
    """Applies the same rule to every item."""

    name: str
    reply: Callable[[Item], Reply]
    version: str = "1"
    modalities: frozenset[Modality] = EVERYTHING
    looks: bool = False
    at_once: int = 1
    as_whole: bool = False

    def plan(self, items: Sequence[Item]) -> list[Batch]:
        """Everything at once."""
        return all_at_once(items)

    def answer(self, batch: Sequence[Item], tokens: int) -> list[Reply]:
        """The reply to each item by the rule."""
        return [self.reply(item) for item in batch]


def constant(name: str) -> Constant:
    """The responder of a name.

    `constant:TEXT` replies with that text to every item, `always:real` and `always:fake` give the same verdict on every
    item, `chance` draws from the id of the item.

    Raises:
        ModelError: if the name is none of these.
    """
    kind, _, rest = name.partition(":")
    if name == "chance":
        return Constant(name, _chance)
    if kind == "always" and rest in ("real", "fake"):
        return Constant(name, lambda item: _always(item, "real" if rest == "real" else "fake"))
    if kind == "constant" and rest:
        return Constant(name, lambda item: Reply(text=rest, tokens_in=0, tokens_out=0))
    raise ModelError(f"{name}: unknown; use constant:TEXT, always:real, always:fake or chance")


def _always(item: Item, called: Truth) -> Reply:
    if item.kind == "choice":  # the first option
        return Reply(text="A", tokens_in=0, tokens_out=0)
    return Reply(text=f"The picture looks {called}.", called=called, tokens_in=0, tokens_out=0)


def _chance(item: Item) -> Reply:
    draw = hashlib.sha256(item.id.encode()).digest()[0]
    if item.kind == "choice":
        return Reply(text=LETTERS[draw % max(1, len(item.options))], tokens_in=0, tokens_out=0)
    called: Truth = "fake" if draw % 2 else "real"
    return Reply(text=f"The picture looks {called}.", called=called, p_fake=draw / 255, tokens_in=0, tokens_out=0)
