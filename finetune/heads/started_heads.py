"""Heads for pictures of one's own that start from heads which are there: the change is fitted, and held small.

    minimise  Σ_i v_i (y_i − s_i − b − wᵀ x_i)² + λ |w|²,   s_i the score of the heads to start from

so that few pictures of one's own move the head a little, and many move it more. What was learned of families is taken
over, and the pictures of one's own join the known ones.

Letters: n samples, D features, L directions of the reference space, R reference pictures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ...agent.detectors.clip_heads import Heads
from ...agent.detectors.nearest import KNOWN
from ...eval.sets.splits import seed_of
from ..weighing.source_reference import even_sources, weighted_quantiles
from .clip_training import LEARNED, QUANTILES, STEADINESS, LeftOut, picture_score, pictures, share
from .platt import platt
from .ridge import Features, Ridge, weights
from .tower_features import Sample

By = Literal["source", "group"]  # what is left out together: the pictures of a source, or a tenth of the groups
PENALTY = 32.0  # of the change, as for `Ridge`; on 33 sources every smaller one cost AUROC on left-out sources
FOLDS = 10
_FAR = 0.99


def fold_of(sample: Sample, by: By) -> str:
    """The name of the fold that a sample is left out with."""
    return sample.record.source if by == "source" else f"fold {seed_of(sample.record.group, 'fold') % FOLDS}"


def scored(samples: Sequence[Sample], features: Features, heads: Heads) -> list[LeftOut]:
    """The pictures with their log-odds by heads that are there and saw none of them."""
    scores = heads.log_odds(features.astype(np.float32)).astype(np.float64)  # [n]
    found = []
    for views in pictures(samples):
        first = samples[views[0]]
        origin = first.record.source, first.generated, first.record.generator
        if first.damage in LEARNED:
            found.append(LeftOut(*origin, bool(first.damage), picture_score(samples, scores, views), views))
    return found


def learned_from(samples: Sequence[Sample], features: Features, heads: Heads) -> list[bool]:
    """For each sample [n], whether heads know its picture, so that they can't be measured on it."""
    known = heads.reference.astype(np.float32)
    known /= np.linalg.norm(known, axis=1, keepdims=True)
    whole = [index for index, sample in enumerate(samples) if sample.plain and sample.record.crop == 0]
    near = {
        samples[index].record.name: float(
            1 - (known @ heads.place(features[index : index + 1].astype(np.float32))[0]).max()
        )
        for index in whole
    }
    return [near.get(sample.record.name, 1.0) < KNOWN for sample in samples]


def train(
    samples: Sequence[Sample], features: Features, start: Heads, by: By = "source", penalty: float = PENALTY
) -> tuple[Heads, list[LeftOut]]:
    """Heads that start from others, and the log-odds of every picture by heads that saw nothing of its fold.

    Args:
        samples: the views [n].
        features: of them, [n, D].
        start: the heads to start from.
        by: what is left out together. By source the scores tell of new sources, by group of new pictures from these.
        penalty: of the change.

    Raises:
        ValueError: if a label is missing.
    """
    generated = np.array([s.generated for s in samples])
    units = [s.source for s in samples]
    mass = weights(generated, units, lambda index: share(samples[index]))
    begun = (features.astype(np.float32) @ start.weight + np.float32(start.bias)).astype(np.float64)  # [n]
    ridge = Ridge(features, generated, mass, penalty, units, STEADINESS, start=begun)
    found = _left_out(samples, ridge, by)
    scores, truth = np.array([p.score for p in found]), np.array([p.generated for p in found])
    even = even_sources(truth, [p.source for p in found])
    slope, offset = platt(scores, truth, even)
    change, bias = ridge.head().folded()
    log_odds = slope * scores + offset
    real, made = (
        weighted_quantiles(log_odds[truth == label], even[truth == label], QUANTILES).astype(np.float32)
        for label in (False, True)
    )
    copy = np.array([p.copy for p in found])
    origins = {label: len({p.source for p in found if p.generated is label}) for label in (False, True)}
    heads = replace(
        start,
        weight=(start.weight + change).astype(np.float32),
        bias=start.bias + bias,
        slope=slope,
        offset=offset,
        real=real,
        generated=made,
        counts=(int((~truth & ~copy).sum()), int((truth & ~copy).sum())),
        source_counts=(origins[False], origins[True]),
        apart=by,
        **_with_own(samples, features, start),
    )
    return heads, [replace(p, score=float(value)) for p, value in zip(found, log_odds, strict=True)]


def _left_out(samples: Sequence[Sample], ridge: Ridge, by: By) -> list[LeftOut]:
    """The score of every picture by a head that saw nothing of its fold."""
    folds: dict[str, list[int]] = defaultdict(list)
    for index, sample in enumerate(samples):
        folds[fold_of(sample, by)].append(index)
    scores = np.empty(len(samples))
    for members in folds.values():
        group = np.array(members, np.intp)
        scores[group] = ridge.left_out(group)
    found = []
    for views in pictures(samples):
        first = samples[views[0]]
        if first.damage in LEARNED:
            origin = first.record.source, first.generated, first.record.generator
            found.append(LeftOut(*origin, bool(first.damage), picture_score(samples, scores, views), views))
    return found


def _with_own(samples: Sequence[Sample], features: Features, start: Heads) -> dict[str, object]:
    """The known pictures with one's own, and how far from all of them a photograph may lie."""
    chosen = [i for i, s in enumerate(samples) if s.plain and s.record.crop == 0]
    places = start.place(features[chosen].astype(np.float32))  # [r, L]
    own = np.clip(np.rint(places * 127), -127, 127).astype(np.int8)
    reference = np.concatenate([start.reference, own])
    sources = (*start.reference_sources, *(samples[i].record.source for i in chosen))
    return {
        "reference": reference,
        "reference_real": np.concatenate([start.reference_real, [not samples[i].generated for i in chosen]]),
        "reference_names": (*start.reference_names, *(samples[i].record.name for i in chosen)),
        "reference_sources": sources,
        "far": max(start.far, _far(places, reference, np.array(sources), [samples[i] for i in chosen])),
    }


def _far(
    places: NDArray[np.float32], reference: NDArray[np.int8], sources: NDArray[np.str_], own: Sequence[Sample]
) -> float:
    """Distance within which 99% of one's own photographs find five known pictures of another source."""
    rows = reference.astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    distances = [
        1 - float(np.sort((rows @ place)[sources != sample.record.source])[-5:].mean())
        for place, sample in zip(places, own, strict=True)
        if not sample.generated
    ]
    return float(np.quantile(distances, _FAR)) if distances else 0.0
