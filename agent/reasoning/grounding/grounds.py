"""What sentences may cite: for each id, the text that stands under it and what that text speaks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...evidence import Evidence, Hypothesis, Region
from ..answer_items import Item
from ..stance import Role, Way

Direction = tuple[Way, Hypothesis]


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands under one id.

    Attributes:
        text: all that may be said under it.
        supports: the hypotheses that it supports.
        region: where in the picture it lies.
        label: the label of the verdict, if the text states it.
        lean: the hypothesis to which the verdict leans, if the text states the verdict and it leans.
        directions: what it does in the verdict, as (for or against, a hypothesis); a sentence may claim no other.
    """

    text: str
    supports: frozenset[Hypothesis]
    region: Region | None = None
    label: str = ""
    lean: str = ""
    directions: frozenset[Direction] = frozenset()


Grounds = Mapping[str, Ground]


def of_evidence(item: Evidence) -> Ground:
    """A piece of evidence with the sentences beside it."""
    text = f"{item.statement} {' '.join(item.asides)}"
    if item.supports == "neutral":
        return Ground(text, frozenset(), item.region)
    directions: set[Direction] = {("for", item.supports)}
    if item.supports == "real":
        directions |= {("against", "synthetic"), ("against", "tampered")}
    return Ground(text, frozenset({item.supports}), item.region, directions=frozenset(directions))


def of_items(items: Sequence[Item], evidence: Sequence[Evidence]) -> dict[str, Ground]:
    """Items under the ids that answers write; evidence gives them what they support and where they lie."""
    by_id = {item.id: item for item in evidence}
    grounds = {}
    for ident in dict.fromkeys(item.id for item in items):
        own = [item for item in items if item.id == ident]
        source = by_id.get(ident)
        supports: set[Hypothesis] = set()
        if source is not None and source.supports != "neutral":
            supports.add(source.supports)
        directions: set[Direction] = {(item.stance.way, item.stance.about) for item in own if item.stance.about}
        grounds[own[0].cite] = Ground(
            text=" ".join(map(_sayable, own)),
            supports=frozenset(supports),
            region=source.region if source is not None else None,
            label=next((item.label for item in own if item.label), ""),
            lean=next((item.lean for item in own if item.lean), ""),
            directions=frozenset(directions),
        )
    return grounds


def _sayable(item: Item) -> str:
    """What a sentence may say of an item: its text, and the part of the picture that was measured."""
    return f"{item.stance.text}: {item.text}" if item.stance.role is Role.PART else item.text
