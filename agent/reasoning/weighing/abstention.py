"""Why no label is given: the reasons as types, and each in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ...evidence import Hypothesis


class Why(StrEnum):
    """A kind of reason; the first four forbid a label from pixels, whatever the sums say."""

    TOO_SMALL = "too_small"
    RECOMPRESSED = "recompressed"
    OUT_OF_DISTRIBUTION = "out_of_distribution"
    UNSTABLE = "unstable"
    CONFLICT = "conflict"
    NOT_FROM_PIXELS = "not_from_pixels"
    SILENT = "silent"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason.

    Attributes:
        why: its kind.
        about: the hypothesis that the evidence is in conflict about, or does not reach.
        pro: ids of what speaks for that.
        con: ids of what speaks against it.
        value: what was measured of the file: pixels of the short side, or JPEG quality on the IJG scale.
    """

    why: Why
    about: Hypothesis | None = None
    pro: tuple[str, ...] = ()
    con: tuple[str, ...] = ()
    value: int | None = None

    @property
    def text(self) -> str:
        """The reason as a reader is told it."""
        match self.why:
            case Why.TOO_SMALL:
                return f"The picture is too small to measure (short side {self.value} px)."
            case Why.RECOMPRESSED:
                return f"It was recompressed beyond use (JPEG quality {self.value})."
            case Why.OUT_OF_DISTRIBUTION:
                return "It is out of distribution: nothing in the reference set is near it."
            case Why.UNSTABLE:
                return "The detectors' scores do not hold on a slightly altered copy of the picture."
            case Why.CONFLICT:
                pro, con = ", ".join(self.pro), ", ".join(self.con)
                return f"The evidence is in conflict: {pro} for {self.about}, {con} against it."
            case Why.NOT_FROM_PIXELS:
                can = "Only what can be forged or was never calibrated says"
                return f"{can} {self.about}; the pixels do not bear it out."
            case Why.SILENT:
                return "No evidence supports any hypothesis."
            case Why.WEAK:
                return f"The evidence for {self.about} is weak."
