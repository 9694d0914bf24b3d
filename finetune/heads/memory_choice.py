"""Which old pictures are kept for replay: drawn at random, or sparse and uniform.

Sparse uniform replay (Cheng and others, “Stacking Brick by Brick: Aligned Feature Isolation for Incremental Face
Forgery Detection”, CVPR 2025) sorts the samples of a task and label by their distance from the centre, cuts the order
into even stretches, and keeps from each the middle one and the one that lies in the direction farthest from it. What is
kept is spread over the distribution, near its centre and far out alike.

Letters: n pictures, D features, k kept pictures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .ridge import Features, Indices

How = Literal["random", "sparse"]
Choose = Callable[[Features, int, np.random.Generator], Indices]


def drawn(features: Features, count: int, rng: np.random.Generator) -> Indices:
    """Indices [k] of pictures [n, D] drawn at random."""
    return np.sort(rng.permutation(len(features))[:count])


def sparse_uniform(features: Features, count: int, rng: np.random.Generator) -> Indices:
    """Indices [k] of pictures [n, D] that are spread over their distances from the centre and over directions."""
    if len(features) <= count:
        return np.arange(len(features))
    if not count:
        return np.empty(0, np.intp)
    rows = features.astype(np.float32)
    away = (rows - rows.mean(0)) / (rows.std(0) + np.float32(1e-3))
    length = np.linalg.norm(away, axis=1)
    direction = away / np.maximum(length, 1e-9)[:, None]
    chosen: list[int] = []
    for stretch in np.array_split(np.argsort(length, kind="stable"), (count + 1) // 2):
        middle = int(stretch[len(stretch) // 2])
        chosen.append(middle)
        others = stretch[stretch != middle]
        if len(chosen) < count and len(others):
            chosen.append(int(others[np.argmin(direction[others] @ direction[middle])]))
    return np.array(sorted(chosen), np.intp)


CHOICES: dict[How, Choose] = {"random": drawn, "sparse": sparse_uniform}


def shares(sizes: Sequence[int], count: int) -> list[int]:
    """How many of each of several groups are kept, as even as their sizes allow, `count` at most in all."""
    left, kept = count, [0] * len(sizes)
    order = sorted(range(len(sizes)), key=lambda index: sizes[index])
    for number, index in enumerate(order):
        kept[index] = min(sizes[index], left // (len(order) - number))
        left -= kept[index]
    return kept


def chosen(
    features: Features, homes: Sequence[tuple[bool, str]], count: int, how: How, seed: int = 0
) -> NDArray[np.intp]:
    """Indices [k] of the pictures to keep: half of them of each label, and as many of each task.

    Args:
        features: one row for each picture [n, D].
        homes: label and task of each [n].
        count: of pictures in all.
        how: they are chosen within a label and task.
        seed: of the random choice.
    """
    members: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for index, home in enumerate(homes):
        members[home].append(index)
    rng, kept = np.random.default_rng(seed), []
    for label in (False, True):
        tasks = sorted(home for home in members if home[0] is label)
        for home, share in zip(tasks, shares([len(members[h]) for h in tasks], count // 2), strict=True):
            inside = np.array(members[home], np.intp)
            kept.append(inside[CHOICES[how](features[inside], share, rng)])
    return np.sort(np.concatenate(kept)) if kept else np.empty(0, np.intp)
