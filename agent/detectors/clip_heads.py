"""The trained heads on the tower's features, kept in one safetensors file, and the heads with what the tower sees.

Letters: B views, D features, F families, R reference pictures, Q quantiles, L directions of the reference space.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..models import heads as files
from ..perception import tower
from .base import Reading, no_weights

FILE = "clip_heads.safetensors"
_KEY = "heads"


@dataclass(frozen=True, slots=True)
class Heads:
    """What was learned from the training pictures.

    Attributes:
        weight, bias: the linear score of generation, float32 [D] and a number; features are taken as they come.
        slope, offset: log-odds = slope · score + offset, by Platt scaling on pictures of left-out sources.
        real, generated: quantiles float32 [Q] (0 to 1 in even steps) of the log-odds of such pictures; every source of
            a label weighs the same.
        counts: how many pictures of each there were.
        source_counts: from how many sources.
        family_weight, family_bias: linear scores of the families, float32 [F, D] and [F].
        families: their names.
        unknown: the least score at which a family is named; one in five new pictures of known families reaches it.
        basis, centre: features to the reference space: (x − centre) · basis, float32 [D, L] and [D].
        reference: unit vectors of the reference pictures, int8 [R, L] (127 is 1).
        reference_real: bool [R].
        reference_names: file names [R].
        reference_sources: names of their sources [R].
        far: distance (1 − cosine) to the nearest reference pictures beyond which 1% of left-out real pictures lie.
        apart: what the pictures behind the quantiles were left out with, their source or only a group of pictures.
    """

    weight: NDArray[np.float32]
    bias: float
    slope: float
    offset: float
    real: NDArray[np.float32]
    generated: NDArray[np.float32]
    counts: tuple[int, int]
    source_counts: tuple[int, int]
    family_weight: NDArray[np.float32]
    family_bias: NDArray[np.float32]
    families: tuple[str, ...]
    unknown: float
    basis: NDArray[np.float32]
    centre: NDArray[np.float32]
    reference: NDArray[np.int8]
    reference_real: NDArray[np.bool_]
    reference_names: tuple[str, ...]
    reference_sources: tuple[str, ...]
    far: float
    apart: Literal["source", "group"] = "source"

    def log_odds(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-odds of generation float32 [B], at equal priors, for features [B, D]."""
        return (vectors @ self.weight + np.float32(self.bias)) * np.float32(self.slope) + np.float32(self.offset)

    def family(self, vectors: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Probability of each family float32 [B, F] if one of them made the picture, and whether any fits, bool [B]."""
        logits = vectors @ self.family_weight.T + self.family_bias
        odds = np.exp(logits - logits.max(1, keepdims=True))
        return odds / odds.sum(1, keepdims=True), logits.max(1) >= self.unknown

    def place(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Unit vectors float32 [B, L] in the reference space."""
        inside = (vectors - self.centre) @ self.basis
        return inside / np.linalg.norm(inside, axis=1, keepdims=True)


@dataclass(frozen=True, slots=True)
class TowerReading:
    """The heads, the views of one picture, and the tower's features of these views."""

    heads: Heads
    views: list[tower.View]
    features: tower.Features


_TENSORS = ("weight", "real", "generated", "family_weight", "family_bias", "basis", "centre", "reference")
_PLAIN = ("bias", "slope", "offset", "counts", "source_counts", "families", "unknown", "far")


def save(heads: Heads, file: Path, about: dict[str, str]) -> None:
    """Write the heads; `about` says what they were trained on, for the header."""
    sources = sorted(set(heads.reference_sources))
    plain = {name: getattr(heads, name) for name in _PLAIN}
    if heads.apart != "source":
        plain["apart"] = heads.apart
    plain |= {"sources": sources, "names": heads.reference_names}
    arrays = {name: getattr(heads, name) for name in _TENSORS}
    arrays["reference_real"] = heads.reference_real.astype(np.uint8)
    place = {name: number for number, name in enumerate(sources)}
    width = np.uint8 if len(sources) <= 256 else np.uint16
    arrays["reference_source"] = np.array([place[name] for name in heads.reference_sources], width)
    for name in ("weight", "family_weight", "basis", "centre"):
        arrays[name] = arrays[name].astype(np.float32)
    files.write(file, arrays, {_KEY: plain, **about})


def read(file: Path) -> Heads:
    """Read heads back.

    Raises:
        OSError, ValueError, KeyError: if the file is missing or holds no heads.
    """
    arrays, plain = files.read(file, _KEY)
    sources, names = plain.pop("sources"), plain.pop("names")
    return Heads(
        **{name: arrays[name] for name in _TENSORS},
        reference_real=arrays["reference_real"].astype(bool),
        reference_names=names,
        reference_sources=tuple(sources[i] for i in arrays["reference_source"]),
        **plain,
    )


@cache
def shipped() -> Heads | None:
    """The heads that come with the package, or None if they are not installed."""
    return files.shipped(FILE, read)


def look(pixels: NDArray[np.uint8], heads: Heads | None = None) -> TowerReading | Reading:
    """The heads with what the tower sees of a picture, or a reading that says what is missing.

    Args:
        pixels: uint8 [H, W, 3].
        heads: by default those that come with the package.
    """
    heads = heads or shipped()
    if heads is None:
        return no_weights()
    try:
        return TowerReading(heads, *tower.look(pixels))
    except tower.TowerMissingError as error:
        return no_weights(str(error))
