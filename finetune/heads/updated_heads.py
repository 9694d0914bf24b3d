"""Heads that learn a new generator without forgetting the old ones: a small change, fitted on new and old views.

The tower stays as it is and what changes is one linear score. Of sparse uniform replay with aligned feature isolation
(`memory_choice`) that leaves the choice of the old views, and the equal weight of new and old sources. The features of
a frozen tower can't be moved apart, and heads for one generator each, summed, are the one head again: the solution of
least squares is linear in its targets.

    `sur`, `replay`   the change is fitted on the new views and on those of the memory (`dual_ridge`)
    `ewc`             on the new views alone; each weight is held by how much the old views depend on it, the diagonal
                      of the Fisher matrix (Kirkpatrick and others, “Overcoming catastrophic forgetting in neural
                      networks”, 2017), which for least squares is the variance of its feature

Letters: n views, of which m are old, D features.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ...agent.detectors.clip import averaged
from ...agent.detectors.clip_heads import Heads
from ...eval.sets.splits import seed_of
from ..weighing.source_reference import even_sources, weighted_quantiles
from .clip_training import QUANTILES, LeftOut
from .dual_ridge import FLOOR, DualRidge
from .memory_choice import How
from .platt import platt
from .replay_memory import Memory, before_log_odds, joined, kept, of_samples
from .ridge import Features, Indices, Values, weights
from .started_heads import FOLDS, By, scored
from .tower_features import Sample

Method = Literal["sur", "replay", "ewc"]
HOW: dict[Method, How] = {"sur": "sparse", "replay": "random", "ewc": "sparse"}
PENALTY = 8.0  # of the change, as for `Ridge`; by the study `updating`, on draws that it does not report
EWC_PENALTY, EWC_STRENGTH = 0.5, 30.0


@dataclass(frozen=True, slots=True)
class Judged:
    """A picture before and after an update that did not learn from it.

    Attributes:
        picture: where it is from; its score is that after the update, as log-odds.
        before: its log-odds by the heads before.
        group: of pictures that belong together.
        fold: what it was left out with.
        old: whether it is from the memory.
        fresh: whether the heads before had not learned from it either.
    """

    picture: LeftOut
    before: float
    group: str
    fold: str
    old: bool
    fresh: bool


@dataclass(frozen=True, slots=True)
class Update:
    """Updated heads, every picture before and after, and what the new bundle remembers."""

    heads: Heads
    judged: list[Judged]
    memory: Memory


def system(
    rows: Memory, begun: Values, learned: Indices, old: Memory | None, method: Method, penalty: float | None = None
) -> DualRidge:
    """The system whose solution is the change.

    Args:
        rows: views [n].
        begun: the score of each by the head that is changed [n].
        learned: those to learn from.
        old: views that the weights are held by, for `ewc`; None if there are none.
        method: `ewc` or a replay.
        penalty: of the change; by default that of the method.

    Raises:
        ValueError: if a label is missing among those to learn from.
    """
    features, generated = rows.features[learned], rows.generated[learned]
    units = rows.units()
    mass = weights(generated, [units[index] for index in learned])
    residual = np.where(generated, 1.0, -1.0) - begun[learned]
    if method != "ewc" or old is None:
        return DualRidge(features, residual, mass, PENALTY if penalty is None else penalty)
    spread = features.astype(np.float32).std(0) + FLOOR
    importance = 1 + np.float32(EWC_STRENGTH) * old.features.astype(np.float32).var(0) / spread**2
    return DualRidge(features, residual, mass, EWC_PENALTY if penalty is None else penalty, importance)


def updated(
    samples: Sequence[Sample], features: Features, start: Heads, old: Memory, method: Method = "sur", views: int = 256
) -> Update:
    """Update heads by new pictures.

    Args:
        samples: the new views.
        features: of them [n − m, D].
        start: the heads before.
        old: what is remembered of older pictures [m].
        method: how the old ones are kept.
        views: of the memory that comes out.

    Raises:
        ValueError: if a label is missing among the pictures to learn from, or to measure on.
    """
    pictures = before_log_odds(scored(samples, features, start), start.slope, start.offset)
    rows = joined([old, of_samples(samples, features, pictures, fresh=True)])
    m = len(old)
    begun = (rows.features.astype(np.float32) @ start.weight + np.float32(start.bias)).astype(np.float64)  # [n]
    learned = np.arange(m if method == "ewc" else 0, len(rows))
    if len(set(rows.generated[learned].tolist())) < 2:
        what = "photographs" if rows.generated[learned].any() else "generated pictures"
        raise ValueError(f"there are no {what} to learn from; give some with --data, or choose --method sur")
    ridge = system(rows, begun, learned, old, method)
    fold = folds(rows, m)
    moved = _moved(rows, ridge, learned, np.array(fold))  # [n]
    head = ridge.change()
    change, bias = head.folded()
    pairs = _by_picture(rows, moved, samples, pictures, m)
    after = np.array([score for score, _, _ in pairs])
    plain = [replace(picture, score=float(score)) for (_, picture, _), score in zip(pairs, after, strict=True)]
    at = [index for _, _, index in pairs]
    fresh = np.array([bool(rows.fresh[index]) for index in at])
    heads = _calibrated(start, [p for p, new in zip(plain, fresh, strict=True) if new], apart(rows, m, start))
    heads = replace(heads, weight=(start.weight + change).astype(np.float32), bias=start.bias + bias)
    judged = [
        Judged(
            picture=replace(p, score=heads.slope * p.score + heads.offset),
            before=start.slope * float(rows.score[index]) + start.offset,
            group=rows.group[index],
            fold=fold[index],
            old=index < m,
            fresh=bool(rows.fresh[index]),
        )
        for p, index in zip(plain, at, strict=True)
    ]
    home = _homes(rows)
    by_home = {home[index]: score for index, score in zip(at, after, strict=True)}
    scores = np.array([by_home[each] for each in home], np.float32)
    memory = kept(replace(rows, score=scores), views, HOW[method])
    return Update(_knowing(heads, samples, features), judged, memory)


def folds(rows: Memory, old: int) -> list[str]:
    """What each view is left out with [n]: its source, and for new generated pictures, of few sources, its group."""
    names = []
    for index in range(len(rows)):
        by_group = index >= old and rows.generated[index]
        names.append(f"fold {seed_of(rows.group[index] if by_group else rows.source[index], 'fold') % FOLDS}")
    return names


def apart(rows: Memory, old: int, start: Heads) -> By:
    """What the scores after an update are of: sources that were left out, or at least groups of pictures."""
    return "group" if start.apart == "group" or rows.generated[old:].any() else "source"


def _moved(rows: Memory, ridge: DualRidge, learned: Indices, fold: NDArray[np.str_]) -> Values:
    """By how much each view's score changes [n], by a change that was fitted without its fold."""
    moved = np.empty(len(rows))
    for name in sorted(set(fold.tolist())):
        mine = fold == name
        left = ~mine[learned]
        both = len(set(rows.generated[learned][left].tolist())) == 2
        if not both:
            raise ValueError("too few sources or groups to leave any out; give pictures of more origins")
        moved[mine] = ridge.change(left)(rows.features[mine])
    return moved


def _homes(rows: Memory) -> list[tuple[str, str, bool, bool]]:
    """What tells the picture of each view apart from others, copies from the picture itself [n]."""
    columns = rows.source, rows.picture, rows.generated.tolist(), rows.copy.tolist()
    return list(zip(*columns, strict=True))


def _by_picture(
    rows: Memory, moved: Values, samples: Sequence[Sample], pictures: Sequence[LeftOut], old: int
) -> list[tuple[float, LeftOut, int]]:
    """Each picture once: its score after, what it is, and one of its views."""
    members: dict[tuple[str, str, bool, bool], list[int]] = defaultdict(list)
    for index, home in enumerate(_homes(rows)):
        members[home].append(index)
    crop = np.zeros(len(rows), bool)
    crop[old:] = [samples[index].record.crop > 0 for picture in pictures for index in picture.samples]
    found = []
    for indices in members.values():
        first, source = indices[0], rows.source[indices[0]]
        change = averaged(moved[indices], crop[indices])
        about = LeftOut(source, bool(rows.generated[first]), rows.generator[first], bool(rows.copy[first]), 0.0, ())
        found.append((float(rows.score[first]) + change, about, first))
    return found


def _calibrated(start: Heads, fresh: Sequence[LeftOut], by: By) -> Heads:
    """The heads with log-odds and test set by pictures that neither the start nor the change learned from."""
    truth, copy = np.array([p.generated for p in fresh], bool), np.array([p.copy for p in fresh], bool)
    if truth.all() or not truth.any():
        missing = "photographs" if truth.all() else "generated pictures"
        raise ValueError(f"there are no {missing} that the detector has not learned from, to measure on; give some")
    scores, even = np.array([p.score for p in fresh]), even_sources(truth, [p.source for p in fresh])
    slope, offset = platt(scores, truth, even)
    log_odds = slope * scores + offset
    real, made = (
        weighted_quantiles(log_odds[truth == label], even[truth == label], QUANTILES).astype(np.float32)
        for label in (False, True)
    )
    origins = [len({p.source for p in fresh if p.generated is label}) for label in (False, True)]
    counts = int((~truth & ~copy).sum()), int((truth & ~copy).sum())
    test_set = {"real": real, "generated": made, "counts": counts, "source_counts": (origins[0], origins[1])}
    return replace(start, slope=slope, offset=offset, apart=by, **test_set)


def _knowing(heads: Heads, samples: Sequence[Sample], features: Features) -> Heads:
    """The heads with the new pictures among those that they know."""
    chosen = [i for i, s in enumerate(samples) if s.plain and s.record.crop == 0]
    places = heads.place(features[chosen].astype(np.float32))
    own = np.clip(np.rint(places * 127), -127, 127).astype(np.int8)
    return replace(
        heads,
        reference=np.concatenate([heads.reference, own]),
        reference_real=np.concatenate([heads.reference_real, [not samples[i].generated for i in chosen]]),
        reference_names=(*heads.reference_names, *(samples[i].record.name for i in chosen)),
        reference_sources=(*heads.reference_sources, *(samples[i].record.source for i in chosen)),
    )
