"""Train the head that tells laundered photographs from generated pictures: `telltale finetune detector laundering`.

Letters: n samples, D features.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...agent.detectors.laundering import LaunderingHead
from ...eval.metrics import auroc
from . import clip_training
from .platt import platt
from .ridge import Features, Ridge
from .tower_features import Sample


@dataclass(frozen=True, slots=True)
class Crossed:
    """Samples of left-out sources: their indices [n] and the scores [n] of a head that saw nothing of these sources."""

    left_out: str
    indices: NDArray[np.intp]
    scores: NDArray[np.float32]


def tested(samples: Sequence[Sample]) -> Iterator[tuple[str, NDArray[np.intp], set[clip_training.Cell]]]:
    """For each fold of `clip_training.leave_out`: its name, the samples to test (passed ones too), the cells left."""
    home = clip_training.cells(samples)
    for fold in clip_training.leave_out(samples, "source"):
        stays = set(fold.train)
        sources = {samples[i].record.source for i in fold.test if not samples[i].generated}
        passed = [i for i, s in enumerate(samples) if s.kind and s.record.source in sources and home[i] not in stays]
        yield fold.left_out, np.concatenate([fold.test, np.array(passed, np.intp)]), stays


def ridge(samples: Sequence[Sample], features: Features) -> tuple[Ridge, list[int]]:
    """The sums over passed (the positive label) and generated samples, and which samples these are."""
    home = clip_training.cells(samples)
    chosen = [i for i, s in enumerate(samples) if s.generated]
    passed = np.array([samples[i].kind is not None for i in chosen])
    return Ridge(features[chosen], passed, [home[i] for i in chosen]), chosen


def cross(samples: Sequence[Sample], features: Features, sums: Ridge) -> list[Crossed]:
    """Scores of passed and generated samples, each by a head that left their sources out."""
    crossed = []
    for name, indices, stays in tested(samples):
        head = sums.fit([cell for cell in sums.generated if cell in stays], clip_training.PENALTY)
        crossed.append(Crossed(name, indices, head(features[indices])))
    return crossed


def train(samples: Sequence[Sample], features: Features) -> tuple[LaunderingHead, list[Crossed]]:
    """Fit the head on everything, its scale on left-out sources.

    Raises:
        ValueError: if there are no passed or no generated samples.
    """
    sums, _ = ridge(samples, features)
    crossed = cross(samples, features, sums)
    indices = np.concatenate([c.indices for c in crossed])
    scores = np.concatenate([c.scores for c in crossed])
    made = np.array([samples[i].generated for i in indices])
    passed = np.array([samples[i].kind is not None for i in indices])
    slope, offset = platt(scores[made], passed[made])
    weight, bias = sums.fit(list(sums.generated), clip_training.PENALTY).folded()
    area = auroc(scores[made & ~passed], scores[made & passed])
    counts = len({*indices[passed].tolist()}), len({*indices[made & ~passed].tolist()})
    scaled = (weight * slope).astype(np.float32)
    return LaunderingHead(scaled, slope * bias + offset, counts, round(area or 0.5, 4)), crossed
