"""The trained heads on the tower's features, read from one safetensors file.

Letters: B views, D features, F families, R reference pictures, Q quantiles, L directions of the reference space.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

FILE = "clip_heads.safetensors"


@dataclass(frozen=True, slots=True)
class Heads:
    """What was learned from the training pictures.

    Attributes:
        weight, bias: the linear score of generation, float32 [D] and a number; features are taken as they come.
        slope, offset: log-odds = slope · score + offset, by Platt scaling on pictures of left-out sources.
        real, generated: quantiles float32 [Q] (0 to 1 in even steps) of the log-odds of such pictures.
        counts: how many of each there were.
        family_weight, family_bias: linear scores of the families, float32 [F, D] and [F].
        families: their names.
        unknown: the least score at which a family is named; half of new pictures of known families reach it.
        basis, centre: features to the reference space: (x − centre) · basis, float32 [D, L] and [D].
        reference: unit vectors of the reference pictures, int8 [R, L] (127 is 1).
        reference_real: bool [R].
        reference_names: file names [R], and their sources.
        reference_sources: names of sources [R].
        far: distance (1 − cosine) to the nearest reference picture beyond which 1% of left-out real pictures lie.
    """

    weight: NDArray[np.float32]
    bias: float
    slope: float
    offset: float
    real: NDArray[np.float32]
    generated: NDArray[np.float32]
    counts: tuple[int, int]
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


_TENSORS = ("weight", "real", "generated", "family_weight", "family_bias", "basis", "centre", "reference")
_PLAIN = ("bias", "slope", "offset", "counts", "families", "unknown", "far")


def save(heads: Heads, file: Path, about: dict[str, str]) -> None:
    """Write the heads; `about` says what they were trained on, for the header."""
    from safetensors.numpy import save_file

    sources = sorted(set(heads.reference_sources))
    plain = {name: getattr(heads, name) for name in _PLAIN}
    plain |= {"sources": sources, "names": heads.reference_names}
    arrays = {name: np.ascontiguousarray(getattr(heads, name)) for name in _TENSORS}
    arrays["reference_real"] = heads.reference_real.astype(np.uint8)
    arrays["reference_source"] = np.array([sources.index(name) for name in heads.reference_sources], np.uint8)
    for name in ("weight", "family_weight", "basis", "centre"):
        arrays[name] = arrays[name].astype(np.float32)
    save_file(arrays, file, {"heads": json.dumps(plain), **about})


def read(file: Path) -> Heads:
    """Read heads back.

    Raises:
        OSError, ValueError, KeyError: if the file is not there or holds no heads.
    """
    from safetensors import safe_open

    with safe_open(file, "np") as stored:
        plain = json.loads((stored.metadata() or {})["heads"])
        arrays = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118  # no mapping
    sources, index = plain.pop("sources"), arrays.pop("reference_source")
    return Heads(
        **cast(dict[str, Any], {name: arrays[name] for name in _TENSORS}),
        reference_real=arrays["reference_real"].astype(bool),
        reference_names=tuple(plain.pop("names")),
        reference_sources=tuple(sources[i] for i in index),
        **cast(dict[str, Any], {k: tuple(value) if isinstance(value, list) else value for k, value in plain.items()}),
    )


@cache
def shipped() -> Heads | None:
    """The heads that come with the package, or None where there are none."""
    with as_file(files("telltale.agent.models") / FILE) as file:
        return read(file) if file.exists() else None
