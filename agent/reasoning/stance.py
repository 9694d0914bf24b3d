"""What an item does in an answer, as fields; its words are for the model that reads them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ..evidence import Hypothesis, Region

Way = Literal["for", "against", ""]


class Role(StrEnum):
    """What an item is in an answer."""

    WEIGHS = "weighs"  # speaks for or against a hypothesis in the verdict
    LITTLE_WEIGHT = "little_weight"
    NO_WEIGHT = "no_weight"
    VERDICT = "verdict"
    FILE = "file"
    STRENGTH = "strength"
    ERROR_RATE = "error_rate"
    RESERVATION = "reservation"
    NEXT_STEP = "next_step"
    METHOD = "method"
    PART = "part"  # was measured on a part by itself
    COMPARISON = "comparison"
    MAP = "map"
    NEAREST = "nearest"
    CLAIM = "claim"
    MEASURED = "measured"  # since the examination


# The adapter that ships was trained on these words, and on those of `Stance.text`: change them and train it anew.
_WORDS: dict[Role, str] = {
    Role.LITTLE_WEIGHT: "little weight",
    Role.NO_WEIGHT: "no weight",
    Role.VERDICT: "verdict",
    Role.FILE: "file",
    Role.STRENGTH: "strength",
    Role.ERROR_RATE: "error rate",
    Role.RESERVATION: "reservation",
    Role.NEXT_STEP: "next step",
    Role.METHOD: "method",
    Role.COMPARISON: "comparison",
    Role.MAP: "map",
    Role.NEAREST: "nearest",
    Role.CLAIM: "claim",
    Role.MEASURED: "measured now",
}


@dataclass(frozen=True, slots=True)
class Stance:
    """What an item does in an answer.

    Attributes:
        role: what it is.
        way: for or against `about`; empty unless it weighs.
        about: the hypothesis that it weighs on.
        dissents: whether it speaks against the likeliest hypothesis.
        region: the part that was measured by itself.

    Raises:
        ValueError: if it weighs without a way and a hypothesis, or has them and does not weigh; or if a region comes
            with another role than `Role.PART`.
    """

    role: Role
    way: Way = ""
    about: Hypothesis | Literal[""] = ""
    dissents: bool = False
    region: Region | None = None

    def __post_init__(self) -> None:
        """Refuse fields that do not go together."""
        weighs = self.role is Role.WEIGHS
        if {bool(self.way), bool(self.about)} != {weighs} or (self.dissents and not weighs):
            raise ValueError(f"{self.role} does not go with {self.way!r} {self.about!r}")
        if (self.region is not None) != (self.role is Role.PART):
            raise ValueError(f"{self.role} does not go with the region {self.region}")

    @property
    def text(self) -> str:
        """The words that a model reads: “for synthetic”, “dissent, against real”, “in the part of 64×16 px at 0, 9”."""
        if self.role is Role.WEIGHS:
            return f"{'dissent, ' if self.dissents else ''}{self.way} {self.about}"
        if self.region is not None:
            return f"in the part of {self.region.w}×{self.region.h} px at {self.region.x}, {self.region.y}"
        return _WORDS[self.role]
