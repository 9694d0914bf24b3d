"""Close portraits of one face: StyleGAN's against photographs, by a head of their own on the CLIP tower's features.

The head of generation at large learns little of faces, since content can't help there. This one knows nothing else,
and a gate keeps it from speaking of other pictures.

Letters: B views, D features.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..evidence import Quality, Supports
from ..models import heads
from ..perception import tower
from ..sentences import Sentence
from .base import NEUTRAL, Detector, Reading, Weighing, leaning, no_weights

FILE = "portrait.safetensors"
_KEY = "head"

LIKE_STYLEGAN = Sentence(
    "portrait.like_stylegan",
    "This close portrait looks more like a face by StyleGAN than like a photograph ({score:+.1f}).",
)
LIKE_PHOTOGRAPH = Sentence(
    "portrait.like_photograph",
    "This close portrait looks more like a photograph than like a face by StyleGAN ({score:+.1f}).",
)
LIKE_BOTH = Sentence(
    "portrait.like_both",
    "This close portrait looks as much like a photograph as like a face by StyleGAN ({score:+.1f}).",
)
LEARNED_FROM = Sentence(
    "portrait.learned_from",
    "Learned from {photographs} photographs and {faces} faces by StyleGAN, one collection each. Faces by other "
    "generators mostly score as photographs, so a low score adds nothing to real.",
)


@dataclass(frozen=True, slots=True)
class PortraitHead:
    """What was learned from portraits.

    Attributes:
        weight, bias: log-odds of StyleGAN against a photograph, float32 [D] and a number, for features as they come.
        gate, gate_bias: a score above 0 for close portraits of one face.
        counts: real and generated portraits behind it.
        auroc: on portraits kept from training.
    """

    weight: NDArray[np.float32]
    bias: float
    gate: NDArray[np.float32]
    gate_bias: float
    counts: tuple[int, int]
    auroc: float

    def log_odds(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-odds float32 [B] at equal priors of features [B, D], meant for portraits alone."""
        return vectors @ self.weight + np.float32(self.bias)

    def portrait(self, vectors: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Whether features [B, D] are of a close portrait, bool [B]."""
        return vectors @ self.gate + np.float32(self.gate_bias) > 0


def save(head: PortraitHead, file: Path) -> None:
    """Write a head."""
    plain = {name: getattr(head, name) for name in ("bias", "gate_bias", "counts", "auroc")}
    arrays = {"weight": head.weight.astype(np.float32), "gate": head.gate.astype(np.float32)}
    heads.write(file, arrays, {_KEY: plain})


def read(file: Path) -> PortraitHead:
    """Read a head back.

    Raises:
        OSError, ValueError, KeyError: if the file is missing or holds no such head.
    """
    arrays, plain = heads.read(file, _KEY)
    return PortraitHead(weight=arrays["weight"], gate=arrays["gate"], **plain)


@cache
def shipped() -> PortraitHead | None:
    """The head that comes with the package, or None if it is not installed."""
    return heads.shipped(FILE, read)


def measure(pixels: NDArray[np.uint8], quality: Quality, own: PortraitHead | None = None) -> Reading | None:
    """Score the whole picture if it is a portrait; an `own` head replaces the shipped one."""
    head = own or shipped()
    if head is None:
        return no_weights()
    try:
        _, features = tower.look(pixels)
    except tower.TowerMissingError as error:
        return no_weights(str(error))
    whole = features.vectors[:1]
    if not head.portrait(whole)[0]:
        return None
    score = float(head.log_odds(whole)[0])
    sentences: dict[Supports, Sentence] = {"synthetic": LIKE_STYLEGAN, "real": LIKE_PHOTOGRAPH, "neutral": LIKE_BOTH}
    text = sentences[leaning(score)](score=score)
    caveats = (LEARNED_FROM(photographs=head.counts[0], faces=head.counts[1]),)
    return Reading(text, score, "log-odds", "synthetic" if score > NEUTRAL else "neutral", caveats=caveats)


PORTRAIT = Detector(
    name="portrait",
    measures="how much more a close portrait looks like StyleGAN's work than like a photograph, as log-odds by a "
    "linear score of ten layers of CLIP ViT-B/16",
    holds="close portraits of one face, cropped as in face collections; other pictures get no score",
    reference="Ojha et al., “Towards Universal Fake Image Detectors”, CVPR 2023 (linear probe)",
    measure=measure,
    min_side=96,
    # It knows one collection of either kind, so it can't be fitted across sources. Its scores are log-odds on faces
    # that were kept from it, and are held to what some 140 of either kind can show. A low score says nothing: faces by
    # other generators get one as well.
    weighing=Weighing("synthetic", held_to=(0.0, 3.0)),
    learned=True,
    called=("portraits", "stylegan"),
    place=20,
)
DETECTORS = (PORTRAIT,)
