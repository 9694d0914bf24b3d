"""The score of generation by the CLIP tower's features, how stable it is, and where in the picture it comes from.

Letters: B views, N patches of a view, 14 × 14.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..evidence import Facts, Flag, Quality
from ..perception import tower
from ..pixels.maps import paste
from ..sentences import Sentence
from . import clip_heads, portrait
from .base import Detector, Reading, Weighing, leaning, of_generation
from .clip_heads import Heads
from .portrait import PortraitHead

# Log-odds; of 320 untouched pictures none changes by more than 5.3.
CHANGE = 5.5
SURE = 1.0  # log-odds below which a score decides nothing and needs no copy
_copied: ContextVar[bool] = ContextVar("copied", default=True)

SUBJECT = Sentence("clip.subject", "The texture and look")
TEST_SET = Sentence(
    "clip.test_set",
    "The test set has {real} photographs of {real_sources} sources and {generated} generated pictures of "
    "{generated_sources} sources, each scored without its source in training; other sources may score differently.",
)
TEST_SET_OF_GROUPS = Sentence(
    "clip.test_set_of_groups",
    "The test set has {real} photographs of {real_sources} sources and {generated} generated pictures of "
    "{generated_sources} sources, each scored without itself in training, but not without its source; other sources "
    "may score differently.",
)
ENLARGED = Sentence(
    "clip.enlarged", "The picture was enlarged to {side} px to be measured, which the score does not allow for."
)
UNSTABLE = Sentence(
    "clip.unstable",
    "Unstable: the score changes by {change:.1f} on a copy that was scaled down and compressed. Untouched pictures "
    "hardly ever change by {limit:g}; pictures made to deceive the detector do.",
)
ON_PORTRAIT = Sentence(
    "clip.on_portrait",
    "The texture and look score {score:+.1f} for generation, but this score says little about a close portrait.",
)
NO_WEIGHT_ON_PORTRAITS = Sentence(
    "clip.no_weight_on_portraits",
    "This score does not count here: it calls too many close portraits generated that are photographs, above all "
    "copies as platforms make them and faces from compressed video.",
)


def combined(log_odds: NDArray[np.float32], views: list[tower.View]) -> float:
    """One number for the picture: the mean over the views of the whole, averaged with that over the crops."""
    return averaged(log_odds, np.array([view.scale == 1.0 and len(views) > 1 for view in views]))


def averaged(scores: NDArray[np.floating], crop: NDArray[np.bool_]) -> float:
    """The mean of the scores [B] of views of the whole, averaged with that of the crops, bool [B]."""
    return float(np.mean([scores[chosen].mean() for chosen in (crop, ~crop) if chosen.any()]))


def generation(
    pixels: NDArray[np.uint8], quality: Quality, own: Heads | None = None, portraits: PortraitHead | None = None
) -> Reading:
    """Score the views, and say how real and generated pictures of unseen sources scored.

    Args:
        pixels: uint8 [H, W, 3].
        quality: of the file.
        own: heads to use in place of those that come with the package.
        portraits: the same for the head that knows portraits.
    """
    seen = clip_heads.look(pixels, own)
    if isinstance(seen, Reading):
        return seen
    heads, views, features = seen.heads, seen.views, seen.features
    score = combined(heads.log_odds(features.vectors), views)
    text = of_generation(SUBJECT(), score, heads.real, heads.generated)
    (real, generated), (real_sources, generated_sources) = heads.counts, heads.source_counts
    about = {"real_sources": real_sources, "generated_sources": generated_sources}
    tested = TEST_SET if heads.apart == "source" else TEST_SET_OF_GROUPS
    caveats = [tested(real=real, generated=generated, **about)]
    if quality.short_side < tower.VIEW:
        caveats.append(ENLARGED(side=tower.VIEW))
    supports, flags, numbers = leaning(score), [], {}
    if abs(score) >= SURE and _copied.get():
        change = instability(heads, views[0], features)
        numbers["change"] = round(change, 4)
        if change > CHANGE:
            flags.append(Flag.UNSTABLE)
            caveats.append(UNSTABLE(change=change, limit=CHANGE))
    portraits = portraits or portrait.shipped()
    if portraits is not None and portraits.portrait(features.vectors[:1])[0]:
        supports = "neutral"
        text = ON_PORTRAIT(score=score)
        flags.append(Flag.SET_ASIDE)
        caveats.append(NO_WEIGHT_ON_PORTRAITS())
    facts = Facts(flags=tuple(flags), numbers=numbers)
    drawn = heat(heads, views, features, pixels.shape[:2])
    return Reading(text, score, "log-odds", supports, map=drawn, caveats=tuple(caveats), facts=facts)


@contextmanager
def without_copies() -> Iterator[None]:
    """Within the block no altered copy is measured, so that no score is flagged as unstable; nothing else changes."""
    token = _copied.set(False)
    try:
        yield
    finally:
        _copied.reset(token)


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


CLIP = Detector(
    name="clip",
    measures="how much more the picture looks generated than photographed, as log-odds by a linear score of ten layers "
    "of CLIP ViT-B/16, over the whole and crops",
    holds="any picture of 96 px or more; tested on JPEGs of 224 to 384 px and on crops of larger ones",
    reference="Koutlis and Papadopoulos, “Leveraging Representations from Intermediate Encoder-blocks”, ECCV 2024",
    measure=generation,
    min_side=96,
    weighing=Weighing("synthetic"),
    learned=True,
    on_crops=True,
    called=("features", "classifier", "head", "ai"),
    place=10,
)
DETECTORS = (CLIP,)
