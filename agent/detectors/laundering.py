"""Laundered or generated: did a network invent the content, or did a photograph pass through one?

The second of two stages (after Mandelli, Bestagini and Tubaro's synthetic-trace and laundering detectors): only where
the score of generation finds a network's trace is its kind asked. A photograph that went through an autoencoder, an
upscaler or a style network carries such a trace and still shows something that was there.

Letters: B views, D features.
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
from . import clip, clip_heads
from .base import Detector, Reading

FILE = "laundering.safetensors"
LAUNDERED = 1.0  # log-odds above which a trace is called that of a passage


@dataclass(frozen=True, slots=True)
class LaunderingHead:
    """What was learned.

    Attributes:
        weight, bias: log-odds of a passed photograph against a generated picture, float32 [D] and a number.
        counts: passed and generated pictures of left-out sources that the scale rests on.
        auroc: on these.
    """

    weight: NDArray[np.float32]
    bias: float
    counts: tuple[int, int]
    auroc: float

    def log_odds(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-odds float32 [B] at equal priors of features [B, D] in which there is a network's trace."""
        return vectors @ self.weight + np.float32(self.bias)


def save(head: LaunderingHead, file: Path) -> None:
    """Write a head as safetensors, its numbers in the header."""
    from safetensors.numpy import save_file

    plain = {name: getattr(head, name) for name in ("bias", "counts", "auroc")}
    save_file({"weight": np.ascontiguousarray(head.weight, np.float32)}, file, {"head": json.dumps(plain)})


@cache
def shipped() -> LaunderingHead | None:
    """The head that comes with the package, or None where there is none."""
    from safetensors import safe_open

    with as_file(files("telltale.agent.models") / FILE) as file:
        if not file.exists():
            return None
        with safe_open(file, "np") as stored:
            plain = json.loads((stored.metadata() or {})["head"])
            return LaunderingHead(stored.get_tensor("weight"), **{**plain, "counts": tuple(plain["counts"])})


def measure(pixels: NDArray[np.uint8], quality: Quality) -> Reading | None:
    """Ask for the kind of the trace where there is one; None where there is none, or nothing to ask with."""
    head, heads = shipped(), clip_heads.shipped()
    if head is None or heads is None:
        return None
    try:
        views, features = tower.look(pixels)
    except tower.TowerMissingError:
        return None
    if clip.combined(heads.log_odds(features.vectors), views) < clip.NEUTRAL:
        return None
    score = clip.combined(head.log_odds(features.vectors), views)
    passed, made = "a photograph that passed through a network", "content that one invented"
    if score > LAUNDERED:
        text = f"The trace is rather that of {passed} than of {made} ({score:+.1f})."
    elif score < -LAUNDERED:
        text = f"The trace is rather that of {made} than of {passed} ({score:+.1f})."
    else:
        text = f"Whether the trace is that of {made} or of {passed} can't be told ({score:+.1f})."
    caveat = (
        f"Measured on {head.counts[0]} photographs passed through small autoencoders, an upscaler and style networks, "
        f"and on {head.counts[1]} generated pictures of left-out sources (AUROC {head.auroc:.2f}); what a picture "
        "shows plays a part."
    )
    return Reading(text, score, "log-odds", caveats=(caveat,))


DETECTOR = Detector(
    name="laundering",
    measures="log-odds that a network's trace is of a photograph that passed through it, not of content it invented",
    holds="pictures in which the score of generation finds a trace; others get no reading",
    reference="Mandelli, Bestagini and Tubaro, “When Synthetic Traces Hide Real Content”, WIFS 2024",
    measure=measure,
    min_side=96,
)
