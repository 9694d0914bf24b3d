"""Three readings of the CLIP tower's features: a score of generation, the maker's family, the nearest known pictures.

Letters: B views, D features, N patches of a view, 14 × 14.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..evidence import Facts, Flag, Neighbour, Quality, Supports
from ..perception import tower
from ..pixels.maps import paste
from . import clip_heads, portrait
from .base import NEUTRAL, Detector, Reading, leaning, of_generation
from .clip_heads import Heads

PORTRAIT = (
    "Carries no weight here: on close portraits of one face this score is near chance on unseen sources and calls most "
    "faces from strongly compressed video generated."
)
CHANGE = 2.5  # log-odds; of 300 untouched pictures none changes more, of 32 attacked ones all (`telltale.eval.studies.attacks`)
SURE = 1.0  # log-odds below which a score decides nothing and needs no copy
TowerReading = tuple[Heads, list[tower.View], tower.Features]


def _see(pixels: NDArray[np.uint8]) -> TowerReading | Reading:
    """The heads with what the tower sees, or a reading that says what is missing."""
    heads = clip_heads.shipped()
    if heads is None:
        return Reading("The trained heads are not installed.", caveats=("Not measured: no weights.",))
    try:
        return heads, *tower.look(pixels)
    except tower.TowerMissingError as error:
        return Reading(f"Not measured: {error}.", caveats=("Not measured: no weights.",))


def combined(log_odds: NDArray[np.float32], views: list[tower.View]) -> float:
    """One number for the picture: the mean over the views of the whole, averaged with that over the crops."""
    crop = np.array([view.scale == 1.0 and len(views) > 1 for view in views])
    parts = [log_odds[chosen].mean() for chosen in (crop, ~crop) if chosen.any()]
    return float(np.mean(parts))


def generation(pixels: NDArray[np.uint8], quality: Quality) -> Reading:
    """Score the views, and say how real and generated pictures of unseen sources scored."""
    seen = _see(pixels)
    if isinstance(seen, Reading):
        return seen
    heads, views, features = seen
    score = combined(heads.log_odds(features.vectors), views)
    text = of_generation("CLIP's features", score, heads.real, heads.generated)
    caveats = [
        "Measured on {} real and {} generated pictures of sources left out of training; newer generators and other "
        "cameras can score otherwise.".format(*heads.counts)
    ]
    if quality.short_side < tower.VIEW:
        caveats.append(f"The picture was enlarged to {tower.VIEW} px, which the score does not allow for.")
    supports, flags, numbers = leaning(score), [], {}
    if abs(score) >= SURE:
        change = instability(heads, views[0], features)
        numbers["change"] = round(change, 4)
        if change > CHANGE:
            flags.append(Flag.UNSTABLE)
            caveats.append(
                f"Unstable: on a copy that was scaled down and compressed the score differs by {change:.1f}; that of "
                f"an untouched picture hardly ever does by {CHANGE:g}, that of one made to deceive the detector does."
            )
    faces = portrait.shipped()
    if faces is not None and faces.portrait(features.vectors[:1])[0]:
        supports = "neutral"
        text = f"CLIP's features score {score:+.1f} for generation, which tells little about a close portrait."
        flags.append(Flag.SET_ASIDE)
        caveats.append(PORTRAIT)
    drawn, facts = heat(heads, views, features, pixels.shape[:2]), Facts(flags=tuple(flags), numbers=numbers)
    return Reading(text, score, "log-odds", supports, map=drawn, caveats=tuple(caveats), facts=facts)


def instability(heads: Heads, view: tower.View, features: tower.Features) -> float:
    """How much the log-odds of the first view change on a copy at 0.71 of its size, saved as JPEG of quality 75.

    Noise that was fitted to the tower does not survive that (after Xu, Evans and Qi, “Feature Squeezing”, 2018).
    """
    small = Image.fromarray(view.pixels).resize((160, 160), Image.Resampling.BICUBIC)
    buffer = io.BytesIO()
    small.resize((tower.VIEW, tower.VIEW), Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=75)
    with Image.open(buffer) as image:
        copy = np.asarray(image.convert("RGB"))
    before, after = heads.log_odds(features.vectors[:1])[0], heads.log_odds(tower.embed(copy[None]).vectors)[0]
    return float(abs(after - before))


def heat(
    heads: Heads, views: list[tower.View], features: tower.Features, shape: tuple[int, int]
) -> NDArray[np.float32]:
    """Where the score comes from: float32 [h, w] in 0 to 1 over the picture.

    The part of the score that is linear in the patch means is a sum over patches, so each patch's term is exact (a
    class activation map, Zhou et al., 2016); 0.5 is the mean of the picture.
    """
    layers = len(tower.PATCH_LAYERS)
    weight = heads.weight[-layers * tower.WIDTH :].reshape(layers, tower.WIDTH) * heads.slope  # [4, 768]
    terms = np.einsum("blnd,ld->bn", features.patches.float().numpy(), weight)  # [B, N]
    grids = [row.reshape(tower.PATCHES, tower.PATCHES) for row in terms]
    return paste([view.region for view in views], grids, shape)


def family(pixels: NDArray[np.uint8], quality: Quality) -> Reading:
    """Name the likeliest family of generators, or say that it is unknown."""
    seen = _see(pixels)
    if isinstance(seen, Reading):
        return seen
    heads, views, features = seen
    (chances,), (fits,) = heads.family(features.vectors[:1])  # the whole picture
    best = int(chances.argmax())
    if combined(heads.log_odds(features.vectors), views) < -NEUTRAL:
        text = "No family of generators is named, since the picture does not score as generated."
        return Reading(text, float(chances[best]), "probability")
    caveats = ("It says who would have made the picture if it was generated at all, not that it was.",)
    if not fits:
        likest = f"it looks most like {heads.families[best]} ({chances[best]:.0%})"
        text = f"The picture looks like none of the known families of generators; {likest}."
        return Reading(text, float(chances[best]), "probability", caveats=caveats)
    text = f"If it was generated, the family that fits best is {heads.families[best]} ({chances[best]:.0%})."
    facts = Facts(family=heads.families[best])
    return Reading(text, float(chances[best]), "probability", caveats=caveats, facts=facts)


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


def likeness(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Cosine between two pictures, uint8 [H, W, 3] each, in CLIP's last layer: of what they show, −1 to 1."""
    last = tower.CLS_LAYERS.index(tower.CLS_LAYERS[-1]) * tower.WIDTH
    a, b = (tower.look(pixels)[1].vectors[0, last : last + tower.WIDTH] for pixels in (one, other))
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def neighbours(heads: Heads, vector: NDArray[np.float32], among: NDArray[np.bool_] | None = None) -> Neighbours:
    """Where features [D] of a whole picture lie among the reference pictures.

    Args:
        heads: which hold them.
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


def nearest(pixels: NDArray[np.uint8], quality: Quality) -> Reading:
    """Find the nearest known real and generated pictures; the score is how much nearer the generated ones are."""
    seen = _see(pixels)
    if isinstance(seen, Reading):
        return seen
    heads, _, features = seen
    found = neighbours(heads, features.vectors[0])
    near = {real: f"{away:.2f}" for real, (_, away) in found.first.items()}
    known = tuple(
        Neighbour(
            name=heads.reference_names[i],
            source=heads.reference_sources[i],
            label="real" if real else "synthetic",
            distance=round(away, 4),
        )
        for real, (i, away) in found.first.items()
    )
    text = f"The nearest known real picture is {near[True]} away, the nearest generated one {near[False]}."
    first_real, first_generated = found.first[True][1], found.first[False][1]
    supports: Supports = "neutral"
    if found.score > 0 and first_generated < first_real:
        text = f"It lies nearer to a known generated picture than to a real one: {near[False]} and {near[True]} away."
        supports = "synthetic"
    elif found.score < 0 and first_real < first_generated:
        text = f"It lies nearer to a known real picture than to a generated one: {near[True]} and {near[False]} away."
        supports = "real"
    caveats = ["Nearness is of look and content as well as of traces; it is a lead to compare with, not a proof."]
    flags: tuple[Flag, ...] = ()
    if found.distance > heads.far:
        flags = (Flag.OUT_OF_DISTRIBUTION,)
        caveats.append("Out of distribution: nothing in the reference set is near, so learned scores mean less here.")
    facts = Facts(flags=flags, numbers={"distance": round(found.distance, 4)}, neighbours=known, notes=(named(known),))
    return Reading(text, found.score, "cosine distance", supports, caveats=tuple(caveats), facts=facts)


def named(known: Sequence[Neighbour]) -> str:
    """Which known pictures are the nearest, in words."""
    kind = {"real": "real", "synthetic": "generated"}
    return f"The nearest are {' and '.join(f'{kind[each.label]} {each.name} of {each.source}' for each in known)}."


_HOLDS = "any picture of 96 px or more; measured on JPEGs of 224 to 384 px and on crops of larger ones"
CLIP = Detector(
    name="clip",
    measures="log-odds of generation by a linear head on ten layers of CLIP ViT-B/16, over the whole and native crops",
    holds=_HOLDS,
    reference="Koutlis and Papadopoulos, “Leveraging Representations from Intermediate Encoder-blocks”, ECCV 2024",
    measure=generation,
    min_side=96,
)
FAMILY = Detector(
    name="family",
    measures="probability of the likeliest family of generators among those known, or unknown",
    holds="generated pictures; says nothing about whether a picture was generated",
    reference="Bendale and Boult, “Towards open set deep networks”, CVPR 2016",
    measure=family,
    min_side=96,
)
NEAREST = Detector(
    name="nearest",
    measures="distance to the five nearest known real pictures less that to the five nearest generated ones",
    holds=_HOLDS,
    reference="Ojha et al., “Towards Universal Fake Image Detectors”, CVPR 2023 (nearest neighbours)",
    measure=nearest,
    min_side=96,
)
