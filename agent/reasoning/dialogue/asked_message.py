"""A message as it was understood: its separate questions, and what is asked for in each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ...evidence import Region
from .asked_details import Detail
from .asked_features import Feature
from .needs import Need
from .router import Ranked
from .topics import Topic
from .wishes import Wishes


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a message.

    Attributes:
        text: the words of it, on one line.
        ranked: what it may ask for, the likeliest first; a rule that is certain gives one topic with 1.0.
        choices: empty if the first topic is sure enough; else the two or three topics to ask back with.
        evidence: ids of evidence that it names, as in `E3`, or that a follow-up took over from the turn before.
        box: a place that it gives in pixels.
        place: a place that it gives in words, in pixels, or that a follow-up took over.
        features: which features of the picture it is about.
        follows: whether it was resolved with the turn before.
        detail: the single thing in a topic that it names; None if it names none.
        learned: whether no pattern of words names that thing, and it was found by what was learned.
        share: the probability of a thing that was found so; 1.0 if a pattern names it.
        maybe: other things that it may ask for, the likeliest first, where none of them is sure.
    """

    text: str
    ranked: Ranked
    choices: tuple[Topic, ...] = ()
    evidence: tuple[str, ...] = ()
    box: Region | None = None
    place: Region | None = None
    features: tuple[Feature, ...] = ()
    follows: bool = False
    detail: Detail | None = None
    learned: bool = False
    share: float = 1.0
    maybe: tuple[Detail, ...] = ()

    def settled(self, **changes: Any) -> Asked:
        """The same question after a rule has said what it asks for, so that nothing else is likely."""
        return replace(self, share=1.0, maybe=(), **changes)

    @property
    def topic(self) -> Topic:
        """The likeliest topic."""
        return self.ranked[0][0]

    @property
    def named(self) -> Detail | None:
        """The detail that a pattern of words names; None if none does."""
        return None if self.learned else self.detail

    @property
    def region(self) -> Region | None:
        """The place that it names, however it does."""
        return self.box or self.place


@dataclass(frozen=True, slots=True)
class Understood:
    """A message as it was understood.

    Attributes:
        language: ISO 639-1 code of the message, or of the turn before if the message is too short to tell.
        asked: its questions, at least one and at most four.
        wishes: how the answer should be: how much of it, and for whom.
        cut: whether the message was longer than what is read.
        need: the misfortune that it tells of, if it does.
        text: the message, as far as it is read, on one line.
    """

    language: str
    asked: tuple[Asked, ...]
    wishes: Wishes
    cut: bool = False
    need: Need | None = None
    text: str = ""
