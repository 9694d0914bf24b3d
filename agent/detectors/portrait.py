"""Close portraits of one face: StyleGAN's against photographs, by a head of their own on the CLIP tower's features.

The head of generation at large learns little of faces, since content can't help there. This one knows nothing else,
and a gate keeps it from speaking of other pictures.

Letters: D features.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..evidence import Quality
from ..perception import tower
from .base import NEUTRAL, Detector, Reading, leaning

FILE = "portrait.safetensors"


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
    """Write a head as safetensors, its numbers in the header."""
    from safetensors.numpy import save_file

    plain = {name: getattr(head, name) for name in ("bias", "gate_bias", "counts", "auroc")}
    arrays = {name: np.ascontiguousarray(getattr(head, name), np.float32) for name in ("weight", "gate")}
    save_file(arrays, file, {"head": json.dumps(plain)})


def read(file: Path) -> PortraitHead:
    """Read a head back.

    Raises:
        OSError, ValueError, KeyError: if the file is not there or holds no head.
    """
    from safetensors import safe_open

    with safe_open(file, "np") as stored:
        plain = json.loads((stored.metadata() or {})["head"])
        arrays = {name: stored.get_tensor(name) for name in ("weight", "gate")}
    return PortraitHead(**arrays, **{**plain, "counts": tuple(plain["counts"])})


@cache
def shipped() -> PortraitHead | None:
    """The head that comes with the package, or None where there is none."""
    with as_file(files("telltale.agent.models") / FILE) as file:
        return read(file) if file.exists() else None


def measure(pixels: NDArray[np.uint8], quality: Quality) -> Reading | None:
    """Score the whole picture where it is a portrait."""
    head = shipped()
    if head is None:
        return Reading("The trained head is not installed.", caveats=("Not measured: no weights.",))
    try:
        _, features = tower.look(pixels)
    except tower.TowerMissingError as error:
        return Reading(f"Not measured: {error}.", caveats=("Not measured: no weights.",))
    whole = features.vectors[:1]
    if not head.portrait(whole)[0]:
        return None
    score = float(head.log_odds(whole)[0])
    looks = {
        "synthetic": "more like a face by StyleGAN than like a photograph",
        "real": "more like a photograph than like a face by StyleGAN",
    }.get(leaning(score), "as much like a photograph as like a face by StyleGAN")
    text = f"By its features this close portrait looks {looks} ({score:+.1f})."
    caveats = (
        f"Learned from {head.counts[0]} photographs and {head.counts[1]} faces by StyleGAN of one collection each; "
        "faces by other generators may score as photographs.",
    )
    return Reading(text, score, "log-odds", "synthetic" if score > NEUTRAL else "neutral", caveats=caveats)


DETECTOR = Detector(
    name="portrait",
    measures="log-odds that a close portrait is StyleGAN's rather than a photograph, on ten layers of CLIP ViT-B/16",
    holds="close portraits of one face, cut as face collections are; other pictures get no score",
    reference="Ojha et al., “Towards Universal Fake Image Detectors”, CVPR 2023 (linear probe)",
    measure=measure,
    min_side=96,
)
