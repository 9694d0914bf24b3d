"""Heads and features that need no weights."""

import numpy as np
import torch
from telltale.agent.detectors.clip_heads import Heads
from telltale.agent.evidence import Region
from telltale.agent.perception import tower


def made_heads(**changes) -> Heads:
    rng = np.random.default_rng(0)
    values = {
        "weight": rng.normal(size=tower.D).astype(np.float32) / tower.D,
        "bias": 0.25,
        "slope": 2.0,
        "offset": -0.5,
        "real": np.linspace(-3, 1, 5).astype(np.float32),
        "generated": np.linspace(-1, 3, 5).astype(np.float32),
        "counts": (40, 30),
        "source_counts": (8, 6),
        "family_weight": rng.normal(size=(2, tower.D)).astype(np.float32) / tower.D,
        "family_bias": np.zeros(2, np.float32),
        "families": ("first", "second"),
        "unknown": 0.6,
        "basis": rng.normal(size=(tower.D, 4)).astype(np.float32),
        "centre": np.zeros(tower.D, np.float32),
        "reference": np.array([[127, 0, 0, 0], [0, 127, 0, 0], [0, 0, 127, 0]], np.int8),
        "reference_real": np.array([True, False, False]),
        "reference_names": ("a.jpg", "b.jpg", "c.jpg"),
        "reference_sources": ("camera", "maker", "maker"),
        "far": 0.5,
    }
    return Heads(**{**values, **changes})


def features(count=2, seed=1) -> tower.Features:
    rng = np.random.default_rng(seed)
    patches = torch.from_numpy(rng.normal(size=(count, 4, 196, 768)).astype(np.float32))
    tokens = rng.normal(size=(count, 6 * 768)).astype(np.float32)
    return tower.Features(np.concatenate([tokens, patches.mean(2).flatten(1).numpy()], 1), patches)


def squares(*places) -> list[tower.View]:
    blank = np.zeros((224, 224, 3), np.uint8)
    return [tower.View(blank, Region(x=x, y=y, w=side, h=side), 224 / side) for x, y, side in places]
