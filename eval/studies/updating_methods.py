"""The methods that the study `updating` compares; nothing here imports torch, so that its parser is built fast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["alone", "ewc", "replay", "sur", "joint"]
FIRST = 3  # the first draw; settings were chosen on those before
FROM_NOTHING = 2.0  # the penalty of the first task and of joint training


@dataclass(frozen=True, slots=True)
class LearningMethod:
    """How a head learns a task.

    Attributes:
        kind: from what.
        penalty: of the change; None for that of the command `update`.
        name: in tables.
    """

    kind: Kind
    penalty: float | None
    name: str


METHODS: dict[str, LearningMethod] = {
    "alone": LearningMethod("alone", 0.5, "new pictures alone"),
    "small": LearningMethod("alone", None, "new pictures alone, the change held small"),
    "ewc": LearningMethod("ewc", None, "EWC"),
    "replay": LearningMethod("replay", None, "random replay"),
    "sur": LearningMethod("sur", None, "sparse uniform replay"),
    "joint": LearningMethod("joint", FROM_NOTHING, "all pictures so far, from nothing"),
}
