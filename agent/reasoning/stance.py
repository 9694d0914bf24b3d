"""The part that an item plays in an answer, as typed fields; the words are for the model that reads them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ..evidence import Hypothesis, Region

Way = Literal["for", "against", ""]


class Role(StrEnum):
    """What kind of item it is."""

    WEIGHS = "weighs"  # evidence for or against a hypothesis
    LITTLE_WEIGHT = "little_weight"
    NO_WEIGHT = "no_weight"
    VERDICT = "verdict"
    FILE = "file"
    STRENGTH = "strength"
    ERROR_RATE = "error_rate"
    RESERVATION = "reservation"
    NEXT_STEP = "next_step"
    METHOD = "method"
    PART = "part"  # measured on a part of the picture by itself
    COMPARISON = "comparison"
    MAP = "map"
    NEAREST = "nearest"
    CLAIM = "claim"
    MEASURED = "measured"  # measured after the examination


# The shipped adapter was trained on these words and on those of `Stance.text`; if they change, retrain it.
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
    """The part that an item plays in an answer.

    Attributes:
        role: what kind of item it is.
        way: whether it speaks for or against `about`; empty unless the role is `WEIGHS`.
        about: the hypothesis that it speaks for or against.
        dissents: whether it speaks against the likeliest hypothesis.
        region: the part that was measured by itself.

    Raises:
        ValueError: if `way` and `about` are not set for `WEIGHS`, or are set for another role; or if `region` is not
            set for `PART`, or is set for another role.
    """

    role: Role
    way: Way = ""
    about: Hypothesis | Literal[""] = ""
    dissents: bool = False
    region: Region | None = None

    def __post_init__(self) -> None:
        """Refuse combinations that mean nothing."""
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
