"""Train the head that tells laundered photographs from generated pictures: `telltale finetune detector laundering`.

Letters: n samples, D features.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...agent.detectors.laundering import LaunderingHead
from ...eval.metrics import auroc
from . import clip_training
from .platt import platt
from .ridge import Features, Ridge, weights
from .tower_features import Sample

PENALTY = 50.0


def fit(samples: Sequence[Sample], features: Features) -> Ridge:
    """Passed samples (the positive label) against generated ones; photographs take no part, and can be scored.

    Raises:
        ValueError: if there are no passed or no generated samples.
    """
    passed = np.array([s.kind is not None for s in samples])
    mass = weights(passed, [s.source for s in samples], lambda index: float(samples[index].generated))
    return Ridge(features, passed, mass, PENALTY)


def train(samples: Sequence[Sample], features: Features) -> LaunderingHead:
    """Fit the head on everything, its scale on left-out sources.

    Raises:
        ValueError: if there are no passed or no generated samples.
    """
    ridge = fit(samples, features)
    scores = clip_training.without_source(samples, ridge)
    passed = np.array([s.kind is not None for s in samples])
    tested = np.array([s.generated and (s.variant == 0 or s.kind is not None) for s in samples])
    slope, offset = platt(scores[tested], passed[tested])
    weight, bias = ridge.head().folded()
    area = auroc(scores[tested & ~passed], scores[tested & passed])
    counts = int((tested & passed).sum()), int((tested & ~passed).sum())
    scaled = (weight * slope).astype(np.float32)
    return LaunderingHead(scaled, slope * bias + offset, counts, round(area or 0.5, 4))
