"""Why a verdict is inconclusive: the reasons as types, and the sentence that states each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ...evidence import Hypothesis
from ...sentences import Sentence


class Why(StrEnum):
    """A kind of reason.

    The first six forbid a label that rests on pixels, whatever the evidence adds up to. Three are for when *real* is
    the likeliest, since to find no trace is not weak evidence of a camera but none: nothing was found
    (`NOTHING_FOUND`), perhaps beside signs that do not count (`WITHOUT_WEIGHT`), or there are signs (`FAINT`).
    """

    DECLARED = "declared"
    CREDENTIALS = "credentials"
    TOO_SMALL = "too_small"
    RECOMPRESSED = "recompressed"
    OUT_OF_DISTRIBUTION = "out_of_distribution"
    UNSTABLE = "unstable"
    MAY_BE_ALTERED = "may_be_altered"
    CONFLICT = "conflict"
    NOT_FROM_PIXELS = "not_from_pixels"
    SILENT = "silent"
    NOTHING_FOUND = "nothing_found"
    WITHOUT_WEIGHT = "without_weight"
    FAINT = "faint"
    WEAK = "weak"


SENTENCES: dict[Why, Sentence] = {
    Why.DECLARED: Sentence(
        "abstention.declared",
        "The file itself says that AI made or altered the picture ({pro}), but the measurements of its pixels are not "
        "enough to confirm it.",
    ),
    Why.CREDENTIALS: Sentence(
        "abstention.credentials",
        "The content credentials or the file were changed after signing ({pro}). That alone does not show what was "
        "changed.",
    ),
    Why.TOO_SMALL: Sentence(
        "abstention.too_small", "The picture is too small for reliable measurements (short side {value} px)."
    ),
    Why.RECOMPRESSED: Sentence(
        "abstention.recompressed",
        "The picture is compressed too strongly for reliable measurements (JPEG quality {value}).",
    ),
    Why.OUT_OF_DISTRIBUTION: Sentence(
        "abstention.out_of_distribution", "No picture in the reference set resembles this one."
    ),
    Why.UNSTABLE: Sentence(
        "abstention.unstable", "The detectors give different scores for a slightly altered copy of the picture."
    ),
    Why.MAY_BE_ALTERED: Sentence(
        "abstention.may_be_altered",
        "The picture does not look generated, but there are signs that it was altered ({pro}).",
    ),
    Why.CONFLICT: Sentence("abstention.conflict", "The evidence is in conflict: {pro} for {about}, {con} against it."),
    Why.NOT_FROM_PIXELS: Sentence(
        "abstention.not_from_pixels",
        "Only evidence that can be forged or is not calibrated points to {about}; "
        "the pixel measurements do not confirm it.",
    ),
    Why.SILENT: Sentence("abstention.silent", "No evidence supports any hypothesis."),
    Why.NOTHING_FOUND: Sentence(
        "abstention.nothing_found",
        "Pictures by new generators often measure like photographs, so finding no trace is not enough for a label.",
    ),
    Why.WITHOUT_WEIGHT: Sentence(
        "abstention.without_weight",
        "Some findings speak against a photograph ({pro}), but in tests such findings added nothing to the others.",
    ),
    Why.FAINT: Sentence(
        "abstention.faint", "Some findings speak against a photograph ({pro}), but most of the evidence does not."
    ),
    Why.WEAK: Sentence("abstention.weak", "The evidence for {about} is too weak."),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason.

    Attributes:
        why: the kind of reason.
        about: the hypothesis that the evidence disagrees about, or for which it is too weak.
        pro: ids of the evidence for it.
        con: ids of the evidence against it.
        value: what was measured of the file: pixels of the short side, or JPEG quality on the IJG scale.
    """

    why: Why
    about: Hypothesis | None = None
    pro: tuple[str, ...] = ()
    con: tuple[str, ...] = ()
    value: int | None = None

    @property
    def text(self) -> str:
        """The reason in a sentence."""
        return SENTENCES[self.why](value=self.value, about=self.about, pro=", ".join(self.pro), con=", ".join(self.con))
