"""Heads that left sources out, and how well each ranks the pictures of what it left out.

Letters: n samples, m rows, D features.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...agent.console import say
from ...agent.perception import tower
from ...finetune.heads import clip_training, tower_features
from ...finetune.heads.clip_training import Cell, Fold
from ...finetune.heads.ridge import Features, LinearHead
from ...finetune.heads.tower_features import Sample
from ..metrics import auroc
from .pictures import records_of

CAMERAS = ("drewnoakes/metadata-extractor-images", "ianare/exif-samples")  # originals as cameras wrote them
LAST = slice(5 * tower.WIDTH, 6 * tower.WIDTH)  # the class token of the last layer: the plain probe
ScoredFold = tuple[Fold, NDArray]  # a fold and the scores [n] of its test samples
FigureBySet = dict[tuple[str, str], float]  # by set and by what was left out


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way to train: which samples, which features, and how much each cell weighs."""

    name: str
    keep: Callable[[Sample], bool]
    columns: slice | None = None
    shares: Callable[[Cell], float] = lambda cell: 1.0
    invariance: float = 0.0


def _only_pseudo_fakes(cell: Cell) -> float:
    return 1.0 if not cell.generated or cell.pseudo else 1e-9


RECIPES = (
    Recipe("plain probe (last layer, pictures as they are)", lambda s: s.variant == 0, LAST),
    Recipe("ten layers, pictures as they are", lambda s: s.variant == 0),
    Recipe("+ degraded copies", lambda s: s.kind is None),
    Recipe("+ pseudo-fakes (shipped)", lambda s: True, shares=clip_training.share),
    Recipe("+ invariance to sources (μ = 3)", lambda s: True, shares=clip_training.share, invariance=3.0),
    Recipe("pseudo-fakes alone, no generator's output", lambda s: True, shares=_only_pseudo_fakes),
)
PLAIN, SHIPPED = RECIPES[0], RECIPES[3]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A fold with its head, the scores float32 [n] of its test samples, and the columns that the head reads."""

    fold: Fold
    head: LinearHead
    scores: NDArray[np.float32]
    columns: slice | None = None

    @property
    def scored(self) -> ScoredFold:
        """The fold and its scores."""
        return self.fold, self.scores

    def score(self, rows: Features) -> NDArray[np.float32]:
        """The head's scores [m] of other features [m, D]."""
        return self.head(rows if self.columns is None else rows[:, self.columns])


def load_corpus(sets: Sequence[Path], work: Path) -> tuple[list[Sample], Features]:
    """The corpus that the heads are trained on, and its features; features that the work folder lacks are computed."""
    from ...finetune.pseudo_fakes.generators import generators_in

    samples = tower_features.corpus(records_of(sets), degraded=1, pseudo=0.5)
    return samples, tower_features.extract(samples, work / "features", generators_in(work), say)


def outcomes(samples: Sequence[Sample], rows: Features, recipe: Recipe, by: str = "source") -> list[Outcome]:
    """Train by a recipe once for each fold, and score what the fold left out.

    Args:
        samples: the corpus.
        rows: its features [n, D].
        recipe: how to train.
        by: what is left out, `source` or `generator`.
    """
    chosen = [i for i, sample in enumerate(samples) if recipe.keep(sample)]
    kept, x = [samples[i] for i in chosen], rows[chosen]
    x = x if recipe.columns is None else x[:, recipe.columns]
    sums = clip_training.ridge(kept, x)
    results = []
    for fold in clip_training.leave_out(kept, by):
        shares: dict[Hashable, float] = {cell: recipe.shares(cell) for cell in fold.train}
        head = sums.fit(fold.train, clip_training.PENALTY, shares, recipe.invariance)
        original = replace(fold, test=np.array([chosen[i] for i in fold.test]))
        results.append(Outcome(original, head, head(x[fold.test]), recipe.columns))
    return results


def one_fold_a_source(samples: Sequence[Sample]) -> list[Fold]:
    """One fold for each generated source, where a run over all folds would take long.

    A source has a fold for each part of the real sources; the first source gets its first fold, the second its second,
    and so on, so that every part of the real sources is left out now and then.
    """
    by_source: dict[str, list[Fold]] = defaultdict(list)
    for fold in clip_training.leave_out(samples, "source"):
        by_source[fold.left_out].append(fold)
    return [folds[number % len(folds)] for number, folds in enumerate(by_source.values())]


def evenly_chosen(samples: Sequence[Sample], limit: int) -> list[int]:
    """Indices of at most `limit` unaltered pictures of each source and label in each set, at even steps."""
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index, sample in enumerate(samples):
        if sample.variant == 0 and sample.kind is None:
            groups[(sample.record.place, sample.record.source, sample.record.label)].append(index)
    return sorted(i for members in groups.values() for i in members[:: max(1, -(-len(members) // limit))])


def sources_with_both_labels(samples: Sequence[Sample]) -> set[str]:
    """Sources with both labels, which are tested against their own real pictures."""
    by_label = [{s.record.source for s in samples if s.record.label == label} for label in ("real", "generated")]
    return by_label[0] & by_label[1]


def areas(samples: Sequence[Sample], results: Sequence[ScoredFold]) -> FigureBySet:
    """AUROC by set and by what was left out, the mean over its folds; a set is the folder of a manifest."""
    return figures_by_set(samples, results, lambda _, real, generated: auroc(real, generated))


def accuracies(
    samples: Sequence[Sample], results: Sequence[ScoredFold], judged: Sequence[ScoredFold] | None = None
) -> FigureBySet:
    """Balanced accuracy as in `areas`, each fold at the threshold that is best for the sources that it does not test.

    Args:
        samples: the corpus.
        results: every fold; scores of a picture in several of them are averaged to choose the thresholds.
        judged: the same folds with the scores to judge, if these are others (of damaged copies).
    """
    both, mean = sources_with_both_labels(samples), mean_scores(results)
    known = [i for i in mean if samples[i].record.source not in both]
    score = np.array([mean[i] for i in known])
    truth = np.array([samples[i].generated for i in known])
    origin = np.array([samples[i].record.source for i in known])
    limits = []
    for fold, _ in results:
        others = ~np.isin(origin, list({samples[i].record.source for i in fold.test}))
        limits.append(best_threshold(score[others], truth[others]))
    return figures_by_set(
        samples,
        results if judged is None else judged,
        lambda n, real, generated: float((np.mean(real <= limits[n]) + np.mean(generated > limits[n])) / 2),
    )


def best_threshold(scores: NDArray, truth: NDArray[np.bool_]) -> float:
    """The score above which calling a picture generated gives the best balanced accuracy."""
    order = np.argsort(scores)
    right = np.cumsum(np.where(truth[order], -1 / truth.sum(), 1 / (~truth).sum()))
    return float(scores[order][np.argmax(right)])


def figures_by_set(
    samples: Sequence[Sample],
    results: Sequence[ScoredFold],
    measure: Callable[[int, NDArray, NDArray], float | None],
) -> FigureBySet:
    """The mean over folds of a figure, by set and by what was left out.

    Args:
        samples: the corpus.
        results: the folds.
        measure: from a fold's number, the scores of its real and of its generated pictures to the figure; None is left
            out of the mean.
    """
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    for number, (fold, scores) in enumerate(results):
        truth = np.array([samples[i].generated for i in fold.test], bool)
        places = np.array([samples[i].record.place for i in fold.test])
        for place in sorted(set(places)):
            real, generated = scores[(places == place) & ~truth], scores[(places == place) & truth]
            value = measure(number, real, generated) if len(real) and len(generated) else None
            if value is not None:
                values[(place, fold.left_out)].append(value)
    return {key: float(np.mean(of_key)) for key, of_key in values.items()}


def mean_scores(results: Sequence[ScoredFold]) -> dict[int, float]:
    """The mean score of each tested sample over the heads that left its source out, by index."""
    scores: dict[int, list[float]] = defaultdict(list)
    for fold, values in results:
        for index, value in zip(fold.test, values, strict=True):
            scores[int(index)].append(float(value))
    return {index: float(np.mean(values)) for index, values in scores.items()}
