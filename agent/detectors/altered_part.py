"""A part that was pasted in, removed or repainted, by all traces together: where it is, and how sure that is.

The traces and the map are those of `telltale.agent.locating`; this module says in words what they come to.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..evidence import Facts, Quality
from ..locating import fused_map
from ..locating.fused_map import FusedMap, LocatingHead
from ..sentences import Sentence
from ..text import Share
from .base import Detector, Reading, Weighing, no_weights

WORST_QUALITY = 60  # JPEG, IJG scale, below which hardly anything but the compression is left to compare
NAMED = 2  # differences at most
SECOND = 0.7  # of the largest difference, from which a second one is named
# Of 37 pictures of three published collections with parts pasted in or removed, the share in which a part was shown
# (`python -m telltale.eval.studies altered-parts`, see MODEL_CARD.md); none was trained on. Of untouched pictures of
# left-out sources, and of the parts shown there, the shares that the head's own file records, rounded to its harm.
FOUND, FALSELY, RIGHTLY = 0.30, 0.01, 0.6
# What a part that is shown adds at most, in log-odds. With 11 of 37 and 1 of 153 the ratio of the shares is 5.8 or
# more (both at the unfavourable end of their one-sided 95% intervals), whose logarithm is 1.8; but the threshold was
# chosen on these pictures, and blur by a phone's portrait mode is shown more often.
MOST = 1.0

PART = Sentence(
    "altered_part.part",
    "A part of {w}×{h} px at {x}, {y} differs from the rest of the picture as altered parts do, most of all in {most} "
    "(score {score:+.1f}; the threshold is {threshold:.1f}).",
)
NO_PART = Sentence(
    "altered_part.no_part",
    "No part differs from the rest of the picture as altered parts do (score {score:+.1f}; the threshold is "
    "{threshold:.1f}).",
)
TWO = Sentence("altered_part.two", "{first} and {second}")
NOTHING_TO_COMPARE = Sentence(
    "altered_part.nothing_to_compare", "Too much of the picture is of one colour to compare its parts."
)
NOTHING_CAVEAT = Sentence("altered_part.nothing_caveat", "Not measured: too little to compare.")
HITS = Sentence(
    "altered_part.hits",
    "In tests on published collections such a part was shown in {hits:.0%} of the photographs with a part pasted in "
    "or removed, and in {alarms:.0%} of the untouched ones. Of the parts shown, about {overlap:.0%} lay where the "
    "picture had been altered.",
)
INNOCENT = Sentence(
    "altered_part.innocent",
    "A background that a phone's portrait mode blurred stands out in one of five pictures; plain or reflecting "
    "surfaces, borders and writing can stand out too.",
)
MISSED = Sentence(
    "altered_part.missed",
    "Parts copied within the picture, pictures that AI made anew as a whole, and small or strongly compressed pictures "
    "are seldom noticed.",
)
STRONGLY_COMPRESSED = Sentence(
    "altered_part.strongly_compressed", "JPEG quality {quality} hides most differences between parts."
)
DIFFERENCES: dict[str, Sentence] = {
    "residual": Sentence("altered_part.residual", "the pattern of its finest detail"),
    "noise": Sentence("altered_part.noise", "its noise"),
    "sharpness": Sentence("altered_part.sharpness", "its sharpness"),
    "smoothness": Sentence("altered_part.smoothness", "how smooth it is"),
    "double quantisation": Sentence("altered_part.double_quantisation", "signs of repeated compression"),
    "ghosts": Sentence("altered_part.ghosts", "signs of another JPEG quality"),
    "grid": Sentence("altered_part.grid", "its JPEG blocks"),
    "resampling": Sentence("altered_part.resampling", "signs of scaling"),
}


def measure(pixels: NDArray[np.uint8], quality: Quality, own: LocatingHead | None = None) -> Reading:
    """Draw the fused map, and show its strongest part if the picture's score reaches the threshold.

    Args:
        pixels: uint8 [H, W, 3].
        quality: of the file.
        own: a head to use instead of the shipped one.
    """
    head = own or fused_map.shipped()
    if head is None:
        return no_weights()
    found = fused_map.locate(pixels, quality, head)
    if not found.usable.any():
        return Reading(NOTHING_TO_COMPARE(), caveats=(NOTHING_CAVEAT(),))
    return reading_of(found, head, quality, pixels.shape)


def reading_of(found: FusedMap, head: LocatingHead, quality: Quality, shape: tuple[int, ...]) -> Reading:
    """What was found, in words.

    Args:
        found: in the picture.
        head: that found it.
        quality: of the file.
        shape: height and width of the picture in pixels, then anything.
    """
    caveats = [HITS(hits=Share(FOUND), alarms=Share(FALSELY), overlap=Share(RIGHTLY))]
    if quality.jpeg_quality is not None and quality.jpeg_quality < WORST_QUALITY:
        caveats.append(STRONGLY_COMPRESSED(quality=quality.jpeg_quality))
    numbers = {"score": found.picture, "threshold": head.alarm}
    region, drawn = found.region, fused_map.shown(found, shape)
    facts = Facts(numbers={"threshold": round(head.alarm, 4)})
    if region is None or found.picture < head.alarm:
        text = NO_PART(**numbers)
        return Reading(text, found.picture, "log-odds", map=drawn, caveats=(*caveats, MISSED()), facts=facts)
    place = {"x": region.x, "y": region.y, "w": region.w, "h": region.h}
    text = PART(**place, most=_most(found.differences), **numbers)
    return Reading(text, found.picture, "log-odds", "tampered", drawn, region, (*caveats, INNOCENT()), facts)


def _most(differences: dict[str, float]) -> str:
    """What the part differs in most, in words."""
    order = sorted(differences, key=lambda name: -differences[name])[:NAMED]
    first, *more = [name for name in order if differences[name] >= SECOND * differences[order[0]]]
    if not more:
        return DIFFERENCES[first]()
    return TWO(first=DIFFERENCES[first](), second=DIFFERENCES[more[0]]())


ALTERED_PART = Detector(
    name="altered_part",
    measures="how far some part differs from the rest in noise, sharpness, compression and scaling, as log-odds that "
    "it was altered",
    holds="pictures of 192 px or more that were altered in a small part and neither scaled down nor strongly "
    "compressed since",
    reference="Cozzolino, Poggi and Verdoliva, “Splicebuster: a new blind image splicing detector”, WIFS 2015",
    measure=measure,
    min_side=fused_map.MIN_SIDE,
    weighing=Weighing("tampered", held_to=(0.0, MOST)),
    learned=True,
    called=("splice", "spliced", "splicing", "inpainted", "inpainting"),
    place=76,
)
DETECTORS = (ALTERED_PART,)
