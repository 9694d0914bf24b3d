"""Residuals: a small network trained on what a high-pass leaves of native crops.

Letters: B crops, Q quantiles.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..evidence import Quality, Region
from ..pixels.maps import paste
from .base import Detector, Reading, leaning, of_generation

FILE = "residual.safetensors"
SIDE = 224
_PLACES = ((0.5, 0.5), (0.2, 0.2), (0.8, 0.8), (0.2, 0.8), (0.8, 0.2))


@dataclass(frozen=True, slots=True)
class Measured:
    """How the network did on pictures of left-out sources: the Platt line and quantiles [Q] of their log-odds."""

    slope: float
    offset: float
    real: list[float]
    generated: list[float]
    counts: tuple[int, int]


@cache
def shipped() -> tuple[Any, Measured] | None:
    """The network that comes with the package and what was measured of it, or None."""
    from safetensors import safe_open

    with as_file(files("telltale.agent.models") / FILE) as file:
        if not file.exists():
            return None
        from .residual_network import load

        with safe_open(file, "np") as stored:
            measured = json.loads((stored.metadata() or {})["measured"])
        return load(file), Measured(**{**measured, "counts": tuple(measured["counts"])})


def crops(height: int, width: int) -> list[Region]:
    """Where the network looks: the middle and, where there is room, towards the four corners."""
    side = min(SIDE, height, width)
    places = _PLACES if min(height, width) >= 1.5 * SIDE else _PLACES[:1]
    return [Region(x=round((width - side) * x), y=round((height - side) * y), w=side, h=side) for y, x in places]


def look(network: Any, pixels: NDArray[np.uint8]) -> tuple[float, list[Region], NDArray[np.float32]]:
    """The mean logit of a network over native crops, the crops, and the logit at each place, float32 [B, h, w]."""
    import torch

    regions = crops(*pixels.shape[:2])
    views = np.stack([pixels[r.y : r.y + r.h, r.x : r.x + r.w] for r in regions])  # [B, S, S, 3]
    with torch.inference_mode():
        drawn = network.map(torch.from_numpy(views).permute(0, 3, 1, 2).float()).numpy()
    return float(drawn.mean()), regions, drawn


def measure(pixels: NDArray[np.uint8], quality: Quality) -> Reading:
    """Score native crops and average."""
    here = shipped()
    if here is None:
        return Reading("The trained network is not installed.", caveats=("Not measured: no weights.",))
    network, measured = here
    logit, regions, drawn = look(network, pixels)
    score = measured.slope * logit + measured.offset
    text = of_generation("its pixel residuals", score, measured.real, measured.generated)
    caveats = ["Scaling and strong compression after generation remove most of these traces."]
    if quality.jpeg_quality is not None and quality.jpeg_quality < 75:
        caveats.append(f"At JPEG quality {quality.jpeg_quality} little of them is left.")
    heat = paste(regions, list(drawn), pixels.shape[:2])
    return Reading(text, score, "log-odds", leaning(score), map=heat, caveats=tuple(caveats))


DETECTOR = Detector(
    name="residual",
    measures="log-odds of generation by a small convolutional network on high-pass residuals of native crops",
    holds="pictures not scaled since they were made; measured on native crops saved as JPEG",
    reference="Fridrich and Kodovský, “Rich Models for Steganalysis of Digital Images”, IEEE TIFS 2012 (the filters)",
    measure=measure,
    min_side=96,
)
