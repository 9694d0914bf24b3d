"""The family of generators that fits a generated picture best, if any of the known ones does."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..evidence import Facts, Quality
from ..sentences import Sentence
from . import clip_heads
from .base import NEUTRAL, Detector, Reading
from .clip import combined

NOT_GENERATED = Sentence(
    "family.not_generated", "No generator family is named, because the picture does not score as generated."
)
UNKNOWN = Sentence(
    "family.unknown",
    "The picture resembles none of the known generator families; the closest is {family} ({share:.0%}).",
)
NAMED = Sentence(
    "family.named", "If the picture was generated, the generator family that fits best is {family} ({share:.0%})."
)
ONLY_IF = Sentence(
    "family.only_if", "This says who would have made the picture if it was generated at all, not that it was."
)


def measure(pixels: NDArray[np.uint8], quality: Quality, own: clip_heads.Heads | None = None) -> Reading:
    """Name the likeliest family of generators, or say that it is unknown; `own` heads replace the shipped ones."""
    seen = clip_heads.look(pixels, own)
    if isinstance(seen, Reading):
        return seen
    heads, vectors = seen.heads, seen.features.vectors
    (chances,), (fits,) = heads.family(vectors[:1])  # the whole picture
    best = int(chances.argmax())
    name, share = heads.families[best], float(chances[best])
    if combined(heads.log_odds(vectors), seen.views) < -NEUTRAL:
        return Reading(NOT_GENERATED(), share, "probability")
    if not fits:
        return Reading(UNKNOWN(family=name, share=share), share, "probability", caveats=(ONLY_IF(),))
    text, facts = NAMED(family=name, share=share), Facts(family=name)
    return Reading(text, share, "probability", caveats=(ONLY_IF(),), facts=facts)


FAMILY = Detector(
    name="family",
    measures="the probability of the likeliest of the known generator families, or that the family is unknown",
    holds="generated pictures; it does not say whether a picture was generated",
    reference="Bendale and Boult, “Towards open set deep networks”, CVPR 2016",
    measure=measure,
    min_side=96,
    learned=True,
    called=("generator", "families"),
    place=40,
)
DETECTORS = (FAMILY,)
