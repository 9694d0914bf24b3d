"""Residuals: a small network trained on what a high-pass leaves of native crops.

Letters: B crops, S their side in pixels, Q quantiles, h and w the side of the network's last feature map.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..evidence import Quality, Region
from ..models import heads
from ..pixels.maps import paste
from ..sentences import Sentence
from .base import Detector, Reading, Weighing, leaning, no_weights, of_generation

FILE = "residual.safetensors"
KEY = "measured"  # entry of the file's header
SIDE = 224
_PLACES = ((0.5, 0.5), (0.2, 0.2), (0.8, 0.8), (0.2, 0.8), (0.8, 0.2))

SUBJECT = Sentence("residual.subject", "The finest details of the pixels")
SCALED = Sentence("residual.scaled", "Resizing and strong compression after generation remove most of these traces.")
COMPRESSED = Sentence("residual.compressed", "At JPEG quality {quality} few of these traces are left.")


@dataclass(frozen=True, slots=True)
class Measured:
    """How the network did on pictures of left-out sources: the Platt line and quantiles [Q] of their log-odds."""

    slope: float
    offset: float
    real: tuple[float, ...]
    generated: tuple[float, ...]
    counts: tuple[int, int]


def read(file: Path) -> tuple[Any, Measured]:
    """The trained network, and what was measured of it.

    Raises:
        OSError, ValueError, KeyError: if the file is missing or holds something else.
    """
    from ..models.residual_network import built

    arrays, measured = heads.read(file, KEY)
    return built(arrays), Measured(**measured)


@cache
def shipped() -> tuple[Any, Measured] | None:
    """The network that comes with the package and what was measured of it, or None if it is not installed."""
    return heads.shipped(FILE, read)


def crops(height: int, width: int) -> list[Region]:
    """Where the network looks: the middle and, in a picture with room for it, towards the four corners."""
    side = min(SIDE, height, width)
    places = _PLACES if min(height, width) >= 1.5 * SIDE else _PLACES[:1]
    return [Region(x=round((width - side) * x), y=round((height - side) * y), w=side, h=side) for y, x in places]


def look(network: Any, pixels: NDArray[np.uint8]) -> tuple[float, list[Region], NDArray[np.float32]]:
    """The mean logit of a network over native crops, the crops, and the logit at each place, float32 [B, h, w]."""
    import torch

    regions = crops(*pixels.shape[:2])
    views = np.stack([pixels[r.y : r.y + r.h, r.x : r.x + r.w] for r in regions])  # [B, S, S, 3]
    with torch.inference_mode():
        logits = network.map(torch.from_numpy(views).permute(0, 3, 1, 2).float()).numpy()
    return float(logits.mean()), regions, logits


def measure(pixels: NDArray[np.uint8], quality: Quality) -> Reading:
    """Score native crops and average."""
    trained = shipped()
    if trained is None:
        return no_weights()
    network, measured = trained
    logit, regions, logits = look(network, pixels)
    score = measured.slope * logit + measured.offset
    text = of_generation(SUBJECT(), score, measured.real, measured.generated)
    caveats = [SCALED()]
    if quality.jpeg_quality is not None and quality.jpeg_quality < 75:
        caveats.append(COMPRESSED(quality=quality.jpeg_quality))
    heat = paste(regions, list(logits), pixels.shape[:2])
    return Reading(text, score, "log-odds", leaning(score), map=heat, caveats=tuple(caveats))


RESIDUAL = Detector(
    name="residual",
    measures="how much more the finest pixel details look generated than photographed, as log-odds by a small network "
    "that sees only what a high-pass filter leaves of native crops",
    holds="pictures that were not resized since they were made; tested on native crops saved as JPEG",
    reference="Fridrich and Kodovský, “Rich Models for Steganalysis of Digital Images”, IEEE TIFS 2012 (the filters)",
    measure=measure,
    min_side=96,
    weighing=Weighing("synthetic"),
    learned=True,
    on_crops=True,
    called=("residuals", "network", "pixels"),
    place=60,
)
DETECTORS = (RESIDUAL,)
