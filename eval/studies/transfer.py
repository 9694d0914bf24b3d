"""How the heads carry over: `python -m telltale.eval.studies.transfer --data SET… --work DIR [--rival DIR]`.

Every figure is of pictures whose source, real or generated, was left out of training; thresholds and heads come from
the rest alone. Tables are printed as Markdown.

Letters: n samples, D features.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...agent.intake import receive
from ...agent.perception import tower
from ...finetune.heads import clip_training, tower_features
from ...finetune.heads.clip_training import Cell, Fold
from ...finetune.heads.ridge import Features, LinearHead, Ridge
from ...finetune.heads.tower_features import Sample
from ..metrics import auroc
from ..sets import degradations
from ..sets.records import read
from ..sets.splits import in_share
from ..tables import TableRow, show
from .rival import scores as rival_scores

CAMERAS = ("drewnoakes/metadata-extractor-images", "ianare/exif-samples")  # originals as cameras wrote them
LAST = slice(5 * tower.WIDTH, 6 * tower.WIDTH)  # the class token of the last layer: the plain probe
TABLES = ("recipes", "thresholds", "damage", "facts", "matched", "generators", "scaling")
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


def _made_alone(cell: Cell) -> float:
    return 1.0 if not cell.generated or cell.pseudo else 1e-9


RECIPES = (
    Recipe("plain probe (last layer, pictures as they are)", lambda s: s.variant == 0, LAST),
    Recipe("ten layers, pictures as they are", lambda s: s.variant == 0),
    Recipe("+ degraded copies", lambda s: s.kind is None),
    Recipe("+ pseudo-fakes (shipped)", lambda s: True, shares=clip_training.share),
    Recipe("+ invariance to sources (μ = 3)", lambda s: True, shares=clip_training.share, invariance=3.0),
    Recipe("pseudo-fakes alone, no generator's output", lambda s: True, shares=_made_alone),
)


PLAIN, SHIPPED = RECIPES[0], RECIPES[3]
RIVAL = "the rival's head, on a part of the same"


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

    def again(self, rows: Features) -> NDArray[np.float32]:
        """The head's scores [m] of other features [m, D]."""
        return self.head(rows if self.columns is None else rows[:, self.columns])


def outcomes(samples: Sequence[Sample], rows: Features, recipe: Recipe, by: str = "source") -> list[Outcome]:
    """Leave one out after another under a recipe."""
    chosen = [i for i, sample in enumerate(samples) if recipe.keep(sample)]
    kept, x = [samples[i] for i in chosen], rows[chosen]
    x = x if recipe.columns is None else x[:, recipe.columns]
    sums = clip_training.ridge(kept, x)
    found = []
    for fold in clip_training.leave_out(kept, by):
        shares: dict[Hashable, float] = {cell: recipe.shares(cell) for cell in fold.train}
        head = sums.fit(fold.train, clip_training.PENALTY, shares, recipe.invariance)
        original = replace(fold, test=np.array([chosen[i] for i in fold.test]))
        found.append(Outcome(original, head, head(x[fold.test]), recipe.columns))
    return found


def areas(samples: Sequence[Sample], results: Sequence[ScoredFold]) -> FigureBySet:
    """AUROC by (set, what was left out), the mean over its folds; sets are told by the folder of the manifest."""
    return _by_set(samples, results, lambda _, real, made: auroc(real, made))


def accuracies(
    samples: Sequence[Sample], results: Sequence[ScoredFold], judged: Sequence[ScoredFold] | None = None
) -> FigureBySet:
    """Balanced accuracy as in `areas`, each fold at the threshold that is best for the sources that it does not test.

    Args:
        samples: the corpus.
        results: every fold; scores of a picture in several of them are averaged to choose the thresholds.
        judged: the same folds with the scores to be judged, where these are others (of damaged copies).
    """
    apart, mean = paired(samples), mean_scores(results)
    known = [i for i in mean if samples[i].record.source not in apart]
    score = np.array([mean[i] for i in known])
    truth = np.array([samples[i].generated for i in known])
    origin = np.array([samples[i].record.source for i in known])
    limits = []
    for fold, _ in results:
        others = ~np.isin(origin, list({samples[i].record.source for i in fold.test}))
        limits.append(best_threshold(score[others], truth[others]))
    return _by_set(
        samples,
        results if judged is None else judged,
        lambda n, real, made: float((np.mean(real <= limits[n]) + np.mean(made > limits[n])) / 2),
    )


def best_threshold(scores: NDArray, truth: NDArray[np.bool_]) -> float:
    """The score above which calling a picture generated gives the best balanced accuracy."""
    order = np.argsort(scores)
    right = np.cumsum(np.where(truth[order], -1 / truth.sum(), 1 / (~truth).sum()))
    return float(scores[order][np.argmax(right)])


def _by_set(
    samples: Sequence[Sample],
    results: Sequence[ScoredFold],
    measure: Callable[[int, NDArray, NDArray], float | None],
) -> FigureBySet:
    """The mean over folds of a measure of (fold's number, scores of real ones, of generated ones) by set."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for number, (fold, scores) in enumerate(results):
        truth = np.array([samples[i].generated for i in fold.test], bool)
        places = np.array([samples[i].record.place for i in fold.test])
        for name in sorted(set(places)):
            real, made = scores[(places == name) & ~truth], scores[(places == name) & truth]
            value = measure(number, real, made) if len(real) and len(made) else None
            if value is not None:
                found[(name, fold.left_out)].append(value)
    return {key: float(np.mean(values)) for key, values in found.items()}


def paired(samples: Sequence[Sample]) -> set[str]:
    """Sources with both labels, which are tested against their own real pictures."""
    by_label = [{s.record.source for s in samples if s.record.label == label} for label in ("real", "generated")]
    return by_label[0] & by_label[1]


def recipes_table(
    samples: Sequence[Sample], rows: Features, rival: NDArray | None
) -> tuple[list[TableRow], list[TableRow]]:
    """AUROC, and balanced accuracy, by recipe and left-out source.

    The rival's, where it was run, are of the folds of the shipped recipe.
    """
    results: dict[str, list[ScoredFold]] = {r.name: [o.scored for o in outcomes(samples, rows, r)] for r in RECIPES}
    if rival is not None:
        results[RIVAL] = _known(results[SHIPPED.name], rival)
    apart = paired(samples)
    return (
        [row for name, found in results.items() for row in _rows(name, areas(samples, found), apart)],
        [row for name, found in results.items() for row in _rows(name, accuracies(samples, found), apart)],
    )


def _known(results: Sequence[ScoredFold], scores: NDArray) -> list[ScoredFold]:
    """The same folds with scores by index, of those samples that have one."""
    found = []
    for fold, _ in results:
        kept = fold.test[~np.isnan(scores[fold.test])]
        found.append((replace(fold, test=kept), scores[kept]))
    return found


def _rows(name: str, found: FigureBySet, apart: set[str]) -> list[TableRow]:
    sources = sorted({source for _, source in found})
    rows = []
    for where in sorted({where for where, _ in found}):
        values = [found.get((where, source)) for source in sources]
        open_ended = [v for v, source in zip(values, sources, strict=True) if v is not None and source not in apart]
        cells = [f"{v:.3f}" if v is not None else "–" for v in values]
        rows.append((name, where, *cells, f"{np.mean(open_ended):.3f}"))
    return rows


def mean_scores(results: Sequence[ScoredFold]) -> dict[int, float]:
    """The mean score of each tested sample over the heads that left its source out, by index."""
    scores: dict[int, list[float]] = defaultdict(list)
    for fold, values in results:
        for index, value in zip(fold.test, values, strict=True):
            scores[int(index)].append(float(value))
    return {index: float(np.mean(values)) for index, values in scores.items()}


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
        rows: their features, [damages · len(part), D], by the order of `degradations.NAMED`.
        rival: the rival's scores of the same views [damages · len(part)].
    """
    number = {index: n for n, index in enumerate(part)}
    folds = next(iter(by_head.values()))
    tested = [np.array([i for i in o.fold.test if int(i) in number]) for o in folds]
    apart, table = paired(samples), []
    for k, damage in enumerate(degradations.NAMED):
        at = [[k * len(part) + number[int(i)] for i in kept] for kept in tested]
        for name, results in by_head.items():
            judged = [
                (replace(o.fold, test=kept), o.again(rows[where]))
                for o, kept, where in zip(results, tested, at, strict=True)
            ]
            right = accuracies(samples, [o.scored for o in results], judged)
            table += _damaged(damage, name, areas(samples, judged), right, apart)
        if rival is not None:
            clean = [
                (replace(o.fold, test=kept), rival[_first(kept, number)]) for o, kept in zip(folds, tested, strict=True)
            ]
            judged = [(fold, rival[where]) for (fold, _), where in zip(clean, at, strict=True)]
            table += _damaged(damage, RIVAL, areas(samples, judged), accuracies(samples, clean, judged), apart)
    return table


def _first(kept: NDArray, number: dict[int, int]) -> list[int]:
    return [number[int(i)] for i in kept]


def _damaged(damage: str, name: str, found: FigureBySet, right: FigureBySet, apart: set[str]) -> list[TableRow]:
    accuracy = {row[1]: row[-1] for row in _rows(name, right, apart)}
    return [(damage, *row, accuracy[row[1]]) for row in _rows(name, found, apart)]


def facts_table(samples: Sequence[Sample], shipped: Sequence[Outcome], least: int = 20) -> list[TableRow]:
    """(set, fact, real and generated pictures, AUROC) by size and by estimated JPEG quality, without faces.

    Scores are means over the heads that left a picture's source out; groups of fewer than `least` of a label are left
    out.
    """
    apart = paired(samples)
    groups: dict[tuple[str, str], tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for index, score in mean_scores([o.scored for o in shipped]).items():
        sample = samples[index]
        if sample.record.source in apart:
            continue
        quality = receive(sample.record.path).facts
        facts = [f"{min(quality.width, quality.height)} px"]
        if quality.quality.jpeg_quality is not None:
            facts.append(f"JPEG {quality.quality.jpeg_quality // 5 * 5}–{quality.quality.jpeg_quality // 5 * 5 + 4}")
        for fact in facts:
            groups[sample.record.place, fact][sample.generated].append(score)
    return [
        (where, fact, f"{len(real)} / {len(made)}", f"{area:.3f}")
        for (where, fact), (real, made) in sorted(groups.items())
        if min(len(real), len(made)) >= least and (area := auroc(real, made)) is not None
    ]


def matched_table(
    samples: Sequence[Sample], rows: Features, shipped: Sequence[Outcome], clusters: int = 40
) -> list[TableRow]:
    """(set, AUROC over all pairs, over pairs of like content), means over left-out sources without faces.

    Content is a cluster (k-means) of the tower's last class token, which knows most of what a picture shows. A real and
    a generated picture are compared only within a cluster, so that what is shown tells less of the label.
    """
    from sklearn.cluster import KMeans

    last = rows[:, LAST].astype(np.float32)
    last = (last - last.mean(0)) / (last.std(0) + np.float32(1e-3))
    home = KMeans(clusters, random_state=0).fit_predict(last)
    apart = paired(samples)
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for outcome in shipped:
        if outcome.fold.left_out in apart:
            continue
        truth = np.array([samples[i].generated for i in outcome.fold.test])
        places = np.array([samples[i].record.place for i in outcome.fold.test])
        for name in sorted(set(places)):
            chosen = places == name
            whole = auroc(outcome.scores[chosen & ~truth], outcome.scores[chosen & truth])
            like = _within(outcome.scores[chosen], truth[chosen], home[outcome.fold.test][chosen])
            if whole is not None and like is not None:
                found[name].append((whole, like))
    means = {name: np.mean(values, axis=0) for name, values in sorted(found.items())}
    return [(name, f"{whole:.3f}", f"{like:.3f}") for name, (whole, like) in means.items()]


def _within(scores: NDArray[np.float32], truth: NDArray[np.bool_], home: NDArray[np.int_]) -> float | None:
    """AUROC over the pairs that share a cluster."""
    total = pairs = 0.0
    for cluster in set(home.tolist()):
        real, made = scores[(home == cluster) & ~truth], scores[(home == cluster) & truth]
        area = auroc(real, made)
        if area is not None:
            total += area * len(real) * len(made)
            pairs += len(real) * len(made)
    return total / pairs if pairs else None


def once(samples: Sequence[Sample]) -> list[Fold]:
    """One fold for each generated source, for what would take long with all of them; the real fold goes round."""
    by: dict[str, list[Fold]] = defaultdict(list)
    for fold in clip_training.leave_out(samples, "source"):
        by[fold.left_out].append(fold)
    return [choices[number % len(choices)] for number, choices in enumerate(by.values())]


def scaling_table(samples: Sequence[Sample], rows: Features) -> list[TableRow]:
    """Mean AUROC over left-out sources with a share of the groups, and with a share of the generators, in training."""
    table: list[TableRow] = []
    recipe, apart = SHIPPED, paired(samples)
    for share in (0.0625, 0.125, 0.25, 0.5, 1.0):
        for by in ("pictures", "generators"):
            results = _thinned(samples, rows, recipe, share, by)
            found = areas(samples, results)
            for where in sorted({w for w, _ in found}):
                mean = np.mean([v for (w, s), v in found.items() if w == where and s not in apart])
                table.append((by, f"{share:.1%}", where, f"{mean:.3f}"))
    return table


def _thinned(
    samples: Sequence[Sample], rows: Features, recipe: Recipe, share: float, by: str
) -> list[tuple[Fold, NDArray[np.float32]]]:
    def stays(sample: Sample) -> bool:
        if by == "pictures":
            return in_share(sample.record.group, share, "scaling")
        return sample.record.generator == "" or in_share(sample.record.generator, share, "scaling")

    chosen = [i for i, sample in enumerate(samples) if stays(sample)]
    kept = [samples[i] for i in chosen]
    home = clip_training.cells(samples)
    sums = Ridge(rows[chosen], np.array([s.generated for s in kept]), [home[i] for i in chosen])
    results = []
    for fold in once(samples):
        train = [cell for cell in fold.train if cell in sums.generated]
        if {sums.generated[cell] for cell in train} == {True, False}:
            shares: dict[Hashable, float] = {cell: recipe.shares(cell) for cell in train}
            results.append((fold, sums.fit(train, clip_training.PENALTY, shares)(rows[fold.test])))
    return results


def some(samples: Sequence[Sample], limit: int) -> list[int]:
    """Indices of at most `limit` plain pictures of each source in each set, at even steps."""
    by: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index, sample in enumerate(samples):
        if sample.variant == 0 and sample.kind is None:
            by[(sample.record.place, sample.record.source, sample.record.label)].append(index)
    return sorted(i for members in by.values() for i in members[:: max(1, -(-len(members) // limit))])


def load(sets: Sequence[Path], work: Path) -> tuple[list[Sample], Features]:
    """The corpus that the heads are trained on and its features; those that the work folder lacks are computed."""
    from ...finetune.commands import generators_in

    samples = tower_features.corpus([record for where in sets for record in read(where)], degraded=1, pseudo=0.5)
    return samples, tower_features.extract(samples, work / "features", generators_in(work))


def main(argv: list[str] | None = None) -> int:
    """Print every table; features that the work folder lacks are computed first."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.transfer", description=__doc__)
    parser.add_argument("--data", nargs="+", type=Path, required=True, metavar="SET")
    parser.add_argument("--work", type=Path, required=True, help="the folder that `telltale finetune detector` used")
    parser.add_argument("--rival", type=Path, help="a folder with another package's head and encoder")
    parser.add_argument("--limit", type=int, default=25, help="pictures a source for the rival and the damages")
    parser.add_argument("--tables", nargs="+", default=TABLES, choices=TABLES, metavar="TABLE", help=", ".join(TABLES))
    arguments = parser.parse_args(argv)
    samples, rows = load(arguments.data, arguments.work)
    cache = arguments.work / "features"
    sources = sorted({s.record.source for s in samples if s.record.label == "generated"})
    header = ("set", *sources, "mean without faces")
    part = some(samples, arguments.limit)
    wanted = arguments.tables
    shipped = outcomes(samples, rows, SHIPPED) if {"thresholds", "damage", "facts", "matched"} & set(wanted) else []
    if "recipes" in wanted:
        rival = None
        if arguments.rival:
            rival = np.full(len(samples), np.nan)
            rival[part] = rival_scores(arguments.rival, (tower_features.pixels_of(samples[i], {}) for i in part))
        found, right = recipes_table(samples, rows, rival)
        show("Leave-one-source-out AUROC", ("training", *header), found)
        show("Leave-one-source-out balanced accuracy", ("training", *header), right)
    if "thresholds" in wanted:
        header_of = ("source", "false alarms", "hits")
        show("At the threshold of 5% false alarms", header_of, thresholds_table(samples, shipped))
    if "damage" in wanted:
        views = [Sample(samples[i].record, damage=name) for name in degradations.NAMED for i in part]
        damaged = tower_features.extract(views, cache)
        rival = (
            rival_scores(arguments.rival, (tower_features.pixels_of(v, {}) for v in views)) if arguments.rival else None
        )
        by_head = {PLAIN.name: outcomes(samples, rows, PLAIN), SHIPPED.name: shipped}
        table = damage_table(samples, by_head, part, damaged, rival)
        show("Damaged", ("damage", "training", *header, "mean balanced accuracy"), table)
    if "facts" in wanted:
        show("By size and quality", ("set", "fact", "real / generated", "AUROC"), facts_table(samples, shipped))
    if "matched" in wanted:
        header_of = ("set", "all pairs", "pairs of like content")
        show("AUROC where content is alike", header_of, matched_table(samples, rows, shipped))
    if "generators" in wanted:
        makers = [o.scored for o in outcomes(samples, rows, SHIPPED, by="generator")]
        found, right = areas(samples, makers), accuracies(samples, makers)
        by_maker = [(*key, f"{area:.3f}", f"{right[key]:.3f}") for key, area in sorted(found.items())]
        header_of = ("set", "generator", "AUROC", "balanced accuracy")
        show("Leave-one-generator-out (prompts are shared)", header_of, by_maker)
    if "scaling" in wanted:
        show("Scaling", ("share of", "share", "set", "mean AUROC without faces"), scaling_table(samples, rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
