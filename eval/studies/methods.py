"""Ways to train on the same features, side by side.

    python -m telltale.eval.studies methods --data SET… --work DIR [--steps N] [--only METHOD…]

Every figure is of pictures whose source, real or generated, was left out of training. To keep the run short, each
generated source is left out once, with one part of the real sources, not with each of them in turn.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ...agent.console import DONE, say
from ..tables import TableRow, show
from .study import Study, add_data, add_work

if TYPE_CHECKING:
    from ...finetune.heads.clip_training import Fold
    from ...finetune.heads.ridge import Features, Ridge
    from ...finetune.heads.tower_features import Sample
    from .folds import FigureBySet, ScoredFold
    from .representations import Task

TWO_STEPS = "two steps: pseudo-fakes, then generators"
LEARNED = (  # the losses of `representations.LOSSES`, which needs torch, and one way to use them
    "cross-entropy",
    "calibrated in training",
    "supervised contrastive",
    "latent-space augmentation",
    "disentangled codes",
    TWO_STEPS,
)
LINEAR = "linear head (shipped)"
INVARIANT = "linear head, invariance to sources (μ = 3)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser)
    add_work(parser)
    parser.add_argument(
        "--steps", type=int, default=500, metavar="N", help="steps of each learned method (default 500)"
    )
    parser.add_argument(
        "--only", nargs="+", choices=LEARNED, metavar="METHOD", help=f"learned methods, of: {'; '.join(LEARNED)}"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the table."""
    from ...finetune.heads import clip_training
    from .folds import load_corpus

    samples, rows = load_corpus(arguments.data, arguments.work)
    sums = clip_training.ridge(samples, rows)
    results = {LINEAR: linear(samples, sums, rows, 0.0), INVARIANT: linear(samples, sums, rows, 3.0)}
    del sums
    for name, scored in learned(samples, rows, arguments.steps, arguments.only):
        results.setdefault(name, []).append(scored)
    header = ("training", "set", "AUROC: mean without faces", "worst", "faces", "ECE as trained", "ECE by temperature")
    table = [row for name, folds in results.items() for row in rows_of(name, samples, folds)]
    show("Ways to train, one source left out at a time", header, table)
    return DONE


def linear(samples: Sequence[Sample], sums: Ridge, rows: Features, invariance: float) -> list[ScoredFold]:
    """The linear head on one fold a source."""
    from ...finetune.heads import clip_training
    from .folds import one_fold_a_source

    return [
        (fold, clip_training.fit(sums, fold.train, invariance)(rows[fold.test])) for fold in one_fold_a_source(samples)
    ]


def learned(
    samples: Sequence[Sample], rows: Features, steps: int, only: Sequence[str] | None = None
) -> Iterator[tuple[str, ScoredFold]]:
    """Every learned method on the same folds: its name, and the fold with the scores of what it tests."""
    import torch

    from . import representations
    from .folds import one_fold_a_source

    for fold in one_fold_a_source(samples):
        task = task_of(samples, rows, fold)
        tested = torch.from_numpy(rows[fold.test].astype(np.float32))
        for name in (name for name in LEARNED if not only or name in only):
            began = time.perf_counter()
            loss = representations.LOSSES.get(name, representations.plain)
            network = representations.train(task, loss, steps=steps, two_steps=name == TWO_STEPS)
            with torch.inference_mode():
                scores = network(tested).numpy()
            say(f"{name}: {fold.left_out}, {time.perf_counter() - began:.0f} s")
            yield name, (fold, scores)


def task_of(samples: Sequence[Sample], rows: Features, fold: Fold) -> Task:
    """What a fold trains on, weighed as the linear head weighs it."""
    from ...finetune.heads import clip_training
    from .representations import Task

    every, allowed = clip_training.cells(samples), set(fold.train)
    chosen = [i for i, cell in enumerate(every) if cell in allowed]
    cells = [every[i] for i in chosen]
    counts = {cell: cells.count(cell) for cell in set(cells)}
    numbers = {cell: number for number, cell in enumerate(sorted(counts, key=repr))}
    return Task(
        features=rows[chosen],
        generated=np.array([samples[i].generated for i in chosen]),
        domain=np.array([numbers[cell] for cell in cells]),
        weight=np.array([clip_training.share(cell) / counts[cell] ** 0.5 for cell in cells]),
        pseudo=np.array([cell.pseudo for cell in cells]),
    )


def rows_of(name: str, samples: Sequence[Sample], folds: Sequence[ScoredFold]) -> Iterator[TableRow]:
    """(method, set, mean AUROC and the worst, AUROC on faces, both calibration errors), a row for each set."""
    from .folds import areas, sources_with_both_labels

    both = sources_with_both_labels(samples)
    figures: FigureBySet = areas(samples, folds)
    for place in sorted({place for place, _ in figures}):
        values = [v for (p, source), v in figures.items() if p == place and source not in both]
        faces = [f"{v:.3f}" for (p, source), v in figures.items() if p == place and source in both]
        errors = calibration_errors(samples, [scored for scored in folds if scored[0].left_out not in both], place)
        yield (name, place, f"{np.mean(values):.3f}", f"{np.min(values):.3f}", faces[0] if faces else "–", *errors)


def calibration_errors(samples: Sequence[Sample], folds: Sequence[ScoredFold], place: str) -> TableRow:
    """Mean ECE (15 bins of equal width, classes even) over folds, of the scores as log-odds and by temperature.

    The temperature of a fold comes from the others. Only pictures of the set `place` count.
    """
    from ...finetune.weighing.fusion_fit import line
    from ..metrics import ece

    parts = []
    for fold, scores in folds:
        inside = np.array([samples[i].record.place == place for i in fold.test])
        truth = np.array([samples[i].generated for i in fold.test])[inside]
        if truth.any() and not truth.all():
            mass = np.where(truth, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))
            parts.append((scores[inside].astype(float), truth, mass))
    if len(parts) < 2:
        return "–", "–"
    errors = []
    for number, (scores, truth, mass) in enumerate(parts):
        rest = [part for other, part in enumerate(parts) if other != number]
        factor = line(*(np.concatenate(column) for column in zip(*rest, strict=True)))
        chosen = np.random.default_rng(0).choice(len(truth), 5000, p=mass / mass.sum())
        errors.append([ece(1 / (1 + np.exp(-f * scores[chosen])), truth[chosen]) for f in (1.0, factor)])
    return tuple(f"{value:.3f}" for value in np.mean(errors, axis=0))


STUDY = Study("methods", "other ways to train on the same features", __doc__, add_arguments, run)
