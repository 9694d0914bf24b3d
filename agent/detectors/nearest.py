"""The known pictures nearest to a picture, real and generated, in the features of the CLIP tower.

Letters: D features, L directions of the reference space, R reference pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..evidence import Facts, Flag, Neighbour, Quality, Supports
from ..perception import tower
from ..sentences import Sentence
from . import clip_heads
from .base import Detector, Reading, Weighing
from .clip_heads import Heads

NEARER_GENERATED = Sentence(
    "nearest.nearer_generated",
    "The picture is nearer to a known generated picture (distance {generated:.2f}) than to a known real one "
    "(distance {real:.2f}).",
)
NEARER_REAL = Sentence(
    "nearest.nearer_real",
    "The picture is nearer to a known real picture (distance {real:.2f}) than to a known generated one "
    "(distance {generated:.2f}).",
)
NEARER_NEITHER = Sentence(
    "nearest.nearer_neither",
    "The nearest known real picture is {real:.2f} away, the nearest known generated one {generated:.2f}.",
)
KNOWN_PICTURE = Sentence(
    "nearest.known_picture",
    "The picture is, or nearly is, a known one: {picture} (distance {distance:.3f}).",
)
LEARNED_FROM = Sentence(
    "nearest.learned_from",
    "The detectors learned from this picture, so their scores say nothing new about it.",
)
A_LEAD = Sentence(
    "nearest.a_lead",
    "Pictures can be near because they look alike or show the same things, not only because they carry the same "
    "traces: this is a lead for comparison, not a proof.",
)
OUT_OF_DISTRIBUTION = Sentence(
    "nearest.out_of_distribution",
    "Out of distribution: no known picture is near this one, so the scores of trained detectors mean less here.",
)
THE_NEAREST = Sentence("nearest.the_nearest", "The nearest known pictures are {pictures}.")
REAL_PICTURE = Sentence("nearest.real_picture", "the real picture {name} of {source}")
GENERATED_PICTURE = Sentence("nearest.generated_picture", "the generated picture {name} of {source}")


# Distance below which two pictures are the same, or of one burst; no pictures of two sources lie nearer than 0.075.
KNOWN = 0.02


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest reference pictures.

    Attributes:
        score: distance (1 − cosine) to the five nearest real ones less that to the five nearest generated ones.
        distance: the smaller of the two.
        first: index and distance of the nearest of either label, by whether it is real.
    """

    score: float
    distance: float
    first: dict[bool, tuple[int, float]]


def neighbours(heads: Heads, vector: NDArray[np.float32], among: NDArray[np.bool_] | None = None) -> Neighbours:
    """Where features [D] of a whole picture lie among the reference pictures.

    Args:
        heads: which hold the reference pictures.
        vector: the features.
        among: which reference pictures count, bool [R]; all of them by default.
    """
    place = heads.place(vector[None])[0]  # [L]
    known = heads.reference.astype(np.float32)
    cosines = known @ place / np.linalg.norm(known, axis=1)
    five: dict[bool, float] = {}
    first: dict[bool, tuple[int, float]] = {}
    for real in (True, False):
        chosen = np.flatnonzero((heads.reference_real == real) & (True if among is None else among))
        order = chosen[np.argsort(-cosines[chosen])[:5]]
        five[real], first[real] = float(1 - cosines[order].mean()), (int(order[0]), float(1 - cosines[order[0]]))
    return Neighbours(five[True] - five[False], min(five.values()), first)


def likeness(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> float:
    """Cosine between two pictures, uint8 [H, W, 3] each, in CLIP's last layer: of what they show, −1 to 1."""
    last = tower.CLS_LAYERS.index(tower.CLS_LAYERS[-1]) * tower.WIDTH
    a, b = (tower.look(pixels)[1].vectors[0, last : last + tower.WIDTH] for pixels in (first, second))
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def measure(pixels: NDArray[np.uint8], quality: Quality, own: Heads | None = None) -> Reading:
    """Find the nearest known real and generated pictures; the score is how much nearer the generated ones are.

    `own` heads, with the pictures that they know, replace the shipped ones.
    """
    seen = clip_heads.look(pixels, own)
    if isinstance(seen, Reading):
        return seen
    heads = seen.heads
    near = neighbours(heads, seen.features.vectors[0])
    real, generated = near.first[True][1], near.first[False][1]
    sentence, supports = NEARER_NEITHER, "neutral"
    if near.score > 0 and generated < real:
        sentence, supports = NEARER_GENERATED, "synthetic"
    elif near.score < 0 and real < generated:
        sentence, supports = NEARER_REAL, "real"
    caveats, flags, pictures = [A_LEAD()], [], _pictures(heads, near)
    text = sentence(real=real, generated=generated)
    if min(real, generated) < KNOWN:
        known = min(pictures, key=lambda picture: picture.distance)
        text, supports = KNOWN_PICTURE(picture=_named(known), distance=known.distance), known.label
        caveats, flags = [LEARNED_FROM()], [Flag.KNOWN]
    if near.distance > heads.far:
        flags.append(Flag.OUT_OF_DISTRIBUTION)
        caveats.append(OUT_OF_DISTRIBUTION())
    facts = Facts(
        flags=tuple(flags),
        numbers={"distance": round(near.distance, 4)},
        neighbours=pictures,
        notes=(described(pictures),),
    )
    return Reading(text, near.score, "cosine distance", supports, caveats=tuple(caveats), facts=facts)


def _pictures(heads: Heads, near: Neighbours) -> tuple[Neighbour, ...]:
    labels: dict[bool, Supports] = {True: "real", False: "synthetic"}
    return tuple(
        Neighbour.model_validate(
            {
                "name": heads.reference_names[i],
                "source": heads.reference_sources[i],
                "label": labels[real],
                "distance": round(distance, 4),
            }
        )
        for real, (i, distance) in near.first.items()
    )


def described(pictures: Sequence[Neighbour]) -> str:
    """Which known pictures are the nearest, in words."""
    return THE_NEAREST(pictures=" and ".join(_named(picture) for picture in pictures))


def _named(picture: Neighbour) -> str:
    sentence = REAL_PICTURE if picture.label == "real" else GENERATED_PICTURE
    return sentence(name=picture.name, source=picture.source)


NEAREST = Detector(
    name="nearest",
    measures="the distance to the five nearest known real pictures less that to the five nearest generated ones",
    holds="any picture of 96 px or more; tested on JPEGs of 224 to 384 px and on crops of larger ones",
    reference="Ojha et al., “Towards Universal Fake Image Detectors”, CVPR 2023 (nearest neighbours)",
    measure=measure,
    min_side=96,
    weighing=Weighing("synthetic"),
    learned=True,
    called=("neighbours", "neighbors", "distance"),
    place=30,
)
DETECTORS = (NEAREST,)
