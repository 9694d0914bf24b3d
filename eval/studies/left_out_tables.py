"""The tables of the study `transfer`: heads on what they left out, as it is, damaged, by size, by content.

Letters: n samples, D features.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ...agent.intake import receive
from ...finetune.heads import clip_training
from ...finetune.heads.ridge import Features, Ridge
from ...finetune.heads.tower_features import Sample
from ..metrics import auroc
from ..sets import degradations
from ..sets.splits import in_share
from ..tables import TableRow
from .folds import (
    CAMERAS,
    LAST,
    RECIPES,
    SHIPPED,
    FigureBySet,
    Outcome,
    Recipe,
    ScoredFold,
    accuracies,
    areas,
    mean_scores,
    one_fold_a_source,
    outcomes,
    sources_with_both_labels,
)

RIVAL = "another package's head, on a part of the same"


def recipes_table(
    samples: Sequence[Sample], rows: Features, rival: NDArray | None, recipes: Sequence[Recipe] = RECIPES
) -> tuple[list[TableRow], list[TableRow]]:
    """AUROC, and balanced accuracy, by recipe and left-out source.

    Args:
        samples: the corpus.
        rows: its features [n, D].
        rival: scores [n] of another package's head, NaN where it was not run; it is tested on the folds of `SHIPPED`.
        recipes: the ways to train.
    """
    results: dict[str, list[ScoredFold]] = {r.name: [o.scored for o in outcomes(samples, rows, r)] for r in recipes}
    if rival is not None:
        results[RIVAL] = _where_scored(results[SHIPPED.name], rival)
    both = sources_with_both_labels(samples)
    return (
        [row for name, folds in results.items() for row in _rows_by_set(name, areas(samples, folds), both)],
        [row for name, folds in results.items() for row in _rows_by_set(name, accuracies(samples, folds), both)],
    )


def _where_scored(results: Sequence[ScoredFold], scores: NDArray) -> list[ScoredFold]:
    """The same folds with other scores [n], reduced to the samples that have one."""
    reduced = []
    for fold, _ in results:
        scored = fold.test[~np.isnan(scores[fold.test])]
        reduced.append((replace(fold, test=scored), scores[scored]))
    return reduced


def _rows_by_set(name: str, figures: FigureBySet, both: set[str]) -> list[TableRow]:
    """(name, set, figure of each left-out source, mean without the sources that have both labels)."""
    sources = sorted({source for _, source in figures})
    rows = []
    for place in sorted({place for place, _ in figures}):
        values = [figures.get((place, source)) for source in sources]
        averaged = [v for v, source in zip(values, sources, strict=True) if v is not None and source not in both]
        cells = [f"{v:.3f}" if v is not None else "–" for v in values]
        rows.append((name, place, *cells, f"{np.mean(averaged):.3f}"))
    return rows


def thresholds_table(samples: Sequence[Sample], shipped: Sequence[Outcome]) -> list[TableRow]:
    """False alarms and hits at the threshold that 5% of real pictures of the other left-out sources exceed."""
    mean = mean_scores([o.scored for o in shipped])
    real = {i: v for i, v in mean.items() if not samples[i].generated}
    origin = {i: samples[i].record.source for i in mean}
    rows = []
    for name, sources in (("camera originals", CAMERAS), *((s, (s,)) for s in sorted(set(origin.values())))):
        others = [v for i, v in real.items() if origin[i] not in sources]
        limit = float(np.quantile(others, 0.95))
        alarms = [v > limit for i, v in real.items() if origin[i] in sources]
        hits = [v > limit for i, v in mean.items() if origin[i] in sources and samples[i].generated]
        false, true = (f"{np.mean(x):.1%} of {len(x)}" if x else "–" for x in (alarms, hits))
        rows.append((name, false, true))
    return rows


def damage_table(
    samples: Sequence[Sample],
    by_head: Mapping[str, Sequence[Outcome]],
    part: Sequence[int],
    rows: Features,
    rival: NDArray | None = None,
) -> list[TableRow]:
    """(damage, head, set, AUROC by left-out source and in the mean, mean balanced accuracy) on damaged pictures.

    Heads and thresholds are those of undamaged pictures of the other sources.

    Args:
        samples: the corpus.
        by_head: outcomes on it by the name of the recipe.
        part: indices of the samples that were damaged.
        rows: their features, [damages · len(part), D], in the order of `degradations.NAMED`.
        rival: another head's scores of the same views [damages · len(part)].
    """
    number = {index: n for n, index in enumerate(part)}
    folds = next(iter(by_head.values()))
    tested = [np.array([i for i in o.fold.test if int(i) in number]) for o in folds]
    both, table = sources_with_both_labels(samples), []
    for k, damage in enumerate(degradations.NAMED):
        at = [[k * len(part) + number[int(i)] for i in indices] for indices in tested]
        for name, results in by_head.items():
            judged = [
                (replace(o.fold, test=indices), o.score(rows[where]))
                for o, indices, where in zip(results, tested, at, strict=True)
            ]
            right = accuracies(samples, [o.scored for o in results], judged)
            table += _damage_rows(damage, name, areas(samples, judged), right, both)
        if rival is not None:
            clean = [
                (replace(o.fold, test=indices), rival[[number[int(i)] for i in indices]])
                for o, indices in zip(folds, tested, strict=True)
            ]
            judged = [(fold, rival[where]) for (fold, _), where in zip(clean, at, strict=True)]
            table += _damage_rows(damage, RIVAL, areas(samples, judged), accuracies(samples, clean, judged), both)
    return table


def _damage_rows(damage: str, name: str, area: FigureBySet, right: FigureBySet, both: set[str]) -> list[TableRow]:
    accuracy = {row[1]: row[-1] for row in _rows_by_set(name, right, both)}
    return [(damage, *row, accuracy[row[1]]) for row in _rows_by_set(name, area, both)]


def facts_table(samples: Sequence[Sample], shipped: Sequence[Outcome], least: int = 20) -> list[TableRow]:
    """(set, fact, real and generated pictures, AUROC) by size and by estimated JPEG quality, without faces.

    Scores are means over the heads that left a picture's source out. Groups with fewer than `least` pictures of a label
    are left out.
    """
    both = sources_with_both_labels(samples)
    groups: dict[tuple[str, str], tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for index, score in mean_scores([o.scored for o in shipped]).items():
        sample = samples[index]
        if sample.record.source in both:
            continue
        facts = receive(sample.record.path).facts
        names = [f"{min(facts.width, facts.height)} px"]
        if facts.quality.jpeg_quality is not None:
            low = facts.quality.jpeg_quality // 5 * 5
            names.append(f"JPEG {low}–{low + 4}")
        for name in names:
            groups[sample.record.place, name][sample.generated].append(score)
    return [
        (place, name, f"{len(real)} / {len(generated)}", f"{area:.3f}")
        for (place, name), (real, generated) in sorted(groups.items())
        if min(len(real), len(generated)) >= least and (area := auroc(real, generated)) is not None
    ]


def matched_table(
    samples: Sequence[Sample],
    rows: Features,
    shipped: Sequence[Outcome],
    clusters: int = 40,
    columns: slice = LAST,
) -> list[TableRow]:
    """(set, AUROC over all pairs, over pairs of like content), means over left-out sources without faces.

    Content is a cluster (k-means) of the tower's last class token, which knows most of what a picture shows. A real and
    a generated picture are compared only within a cluster, so that what is shown tells less of the label.

    Args:
        samples: the corpus.
        rows: its features [n, D].
        shipped: the outcomes of the shipped recipe.
        clusters: how many.
        columns: where the class token stands in the features.
    """
    from sklearn.cluster import KMeans

    last = rows[:, columns].astype(np.float32)
    last = (last - last.mean(0)) / (last.std(0) + np.float32(1e-3))
    cluster = KMeans(clusters, random_state=0).fit_predict(last)  # [n]
    both = sources_with_both_labels(samples)
    by_place: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for outcome in shipped:
        if outcome.fold.left_out in both:
            continue
        truth = np.array([samples[i].generated for i in outcome.fold.test])
        places = np.array([samples[i].record.place for i in outcome.fold.test])
        for place in sorted(set(places)):
            chosen = places == place
            whole = auroc(outcome.scores[chosen & ~truth], outcome.scores[chosen & truth])
            within = auroc_within(outcome.scores[chosen], truth[chosen], cluster[outcome.fold.test][chosen])
            if whole is not None and within is not None:
                by_place[place].append((whole, within))
    means = {place: np.mean(values, axis=0) for place, values in sorted(by_place.items())}
    return [(place, f"{whole:.3f}", f"{within:.3f}") for place, (whole, within) in means.items()]


def auroc_within(scores: NDArray[np.float32], truth: NDArray[np.bool_], cluster: NDArray[np.int_]) -> float | None:
    """AUROC over the pairs that share a cluster; scores, truth and cluster [n]. None if no pair does."""
    total = pairs = 0.0
    for number in set(cluster.tolist()):
        real, generated = scores[(cluster == number) & ~truth], scores[(cluster == number) & truth]
        area = auroc(real, generated)
        if area is not None:
            total += area * len(real) * len(generated)
            pairs += len(real) * len(generated)
    return total / pairs if pairs else None


def scaling_table(samples: Sequence[Sample], rows: Features) -> list[TableRow]:
    """Mean AUROC over left-out sources with a share of the groups, and with a share of the generators, in training."""
    table: list[TableRow] = []
    both = sources_with_both_labels(samples)
    for share in (0.0625, 0.125, 0.25, 0.5, 1.0):
        for unit in ("pictures", "generators"):
            figures = areas(samples, _trained_on_share(samples, rows, share, unit))
            for place in sorted({place for place, _ in figures}):
                mean = np.mean([v for (p, source), v in figures.items() if p == place and source not in both])
                table.append((unit, f"{share:.1%}", place, f"{mean:.3f}"))
    return table


def _trained_on_share(samples: Sequence[Sample], rows: Features, share: float, unit: str) -> list[ScoredFold]:
    """The shipped recipe, trained on a share of the groups of pictures or of the generators, on one fold a source."""

    def stays(sample: Sample) -> bool:
        if unit == "pictures":
            return in_share(sample.record.group, share, "scaling")
        return sample.record.generator == "" or in_share(sample.record.generator, share, "scaling")

    chosen = [i for i, sample in enumerate(samples) if stays(sample)]
    kept = [samples[i] for i in chosen]
    cells = clip_training.cells(samples)
    sums = Ridge(rows[chosen], np.array([s.generated for s in kept]), [cells[i] for i in chosen])
    results = []
    for fold in one_fold_a_source(samples):
        train = [cell for cell in fold.train if cell in sums.generated]
        if {sums.generated[cell] for cell in train} == {True, False}:
            shares: dict[Hashable, float] = {cell: SHIPPED.shares(cell) for cell in train}
            results.append((fold, sums.fit(train, clip_training.PENALTY, shares)(rows[fold.test])))
    return results
