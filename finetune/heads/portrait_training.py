"""Train the head for portraits on the tower's features: `telltale finetune detector portrait`.

Both of its scores are ridge regressions in the dual form, since there are fewer samples than features:

    w = Xᵀ (X Xᵀ + λ I)⁻¹ y,   X centred and standardised.

Letters: n samples, D features.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from ...agent.detectors.portrait import PortraitHead
from ...eval.metrics import auroc
from ...eval.sets.splits import held_out
from .platt import platt
from .ridge import Features
from .tower_features import Sample

PENALTY = 0.1  # λ in units of D
OTHERS = 2500  # pictures of other content that the gate learns from
CONTENT = "face"  # as manifests name it


def train(samples: Sequence[Sample], features: Features) -> PortraitHead:
    """Fit both scores; the scale of the log-odds and the AUROC come from a fifth of the groups, kept from a first fit.

    Raises:
        ValueError: if there are no portraits of both labels.
    """
    faces = np.array([i for i, s in enumerate(samples) if _whole(s) and s.record.content == CONTENT], np.intp)
    truth = np.array([samples[i].generated for i in faces], bool)
    if truth.all() or not truth.any():
        raise ValueError(f"portraits need pictures of content {CONTENT!r} with both labels")
    held = np.array([held_out(samples[i].record.group, "portrait head") for i in faces])
    x = features[faces].astype(np.float32)
    sign = np.where(truth, 1.0, -1.0).astype(np.float32)
    weight, bias = _dual(x[~held], sign[~held])
    scores = x[held] @ weight + bias
    slope, offset = platt(scores, truth[held])
    plain = np.array([samples[i].variant == 0 for i in faces])[held]
    area = auroc(scores[plain & ~truth[held]], scores[plain & truth[held]])
    weight, bias = _dual(x, sign)
    gate, gate_bias = _gate(samples, features, x)
    counted = {samples[i].record.path: samples[i].generated for i in faces}
    made = sum(counted.values())
    return PortraitHead(
        weight=weight * np.float32(slope),
        bias=float(bias * slope + offset),
        gate=gate,
        gate_bias=float(gate_bias),
        counts=(len(counted) - made, made),
        auroc=round(area or 0.5, 4),
    )


def _gate(
    samples: Sequence[Sample], features: Features, faces: NDArray[np.float32]
) -> tuple[NDArray[np.float32], np.float32]:
    """A score of portraits against pictures of other content."""
    other = np.array([i for i, s in enumerate(samples) if _whole(s) and s.record.content != CONTENT], np.intp)
    if len(other) == 0:
        raise ValueError("portraits need pictures of other content beside them")
    chosen = np.random.default_rng(0).permutation(other)[:OTHERS]
    x = np.concatenate([faces, features[np.sort(chosen)].astype(np.float32)])
    sign = np.concatenate([np.ones(len(faces)), -np.ones(len(chosen))]).astype(np.float32)
    return _dual(x, sign)


def _whole(sample: Sample) -> bool:
    """Whether a sample shows a whole picture: a crop of a portrait is none, and no other crop is scored."""
    return sample.kind is None and sample.record.crop == 0


def _dual(x: NDArray[np.float32], sign: NDArray[np.float32]) -> tuple[NDArray[np.float32], np.float32]:
    """Weight float32 [D] and bias for features as they come, at equal weight of both signs."""
    mean, scale = x.mean(0), x.std(0) + np.float32(1e-3)
    rows = torch.from_numpy((x - mean) / scale)
    wanted = torch.from_numpy(sign - sign.mean())
    gram = rows @ rows.T
    gram.diagonal().add_(PENALTY * x.shape[1])
    folded = (rows.T @ torch.linalg.solve(gram, wanted)).numpy() / scale
    return folded, np.float32(sign.mean() - folded @ mean)
