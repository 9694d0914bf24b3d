"""Ways to train on the same features, side by side: `python -m telltale.eval.studies.methods --data SET… --work DIR`.

Every figure is of pictures whose source, real or generated, was left out of training. To keep the run short each
generated source is left out once, with one fold of the real sources, not with each of them in turn.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from ...finetune.heads import clip_training
from ...finetune.heads.clip_training import Fold
from ...finetune.heads.ridge import Features, Ridge
from ...finetune.heads.tower_features import Sample
from ...finetune.weighing.fusion_fit import line
from ..metrics import ece
from . import representations
from .transfer import areas, load, once, paired, show

Scores = NDArray[np.float32]


def task(samples: Sequence[Sample], rows: Features, fold: Fold) -> representations.Task:
    """What a fold trains on, weighed as the linear head weighs it."""
    home, allowed = clip_training.cells(samples), set(fold.train)
    chosen = [i for i, cell in enumerate(home) if cell in allowed]
    cells = [home[i] for i in chosen]
    counts = {cell: cells.count(cell) for cell in set(cells)}
    numbers = {cell: number for number, cell in enumerate(sorted(counts, key=repr))}
    return representations.Task(
        features=rows[chosen],
        generated=np.array([samples[i].generated for i in chosen]),
        domain=np.array([numbers[cell] for cell in cells]),
        weight=np.array([clip_training.share(cell) / counts[cell] ** 0.5 for cell in cells]),
        made=np.array([cell.pseudo for cell in cells]),
    )


TWO_STEPS = "two steps: pseudo-fakes, then generators"
LINEAR = "linear head (shipped)"


def learned(
    samples: Sequence[Sample], rows: Features, steps: int, only: Sequence[str] | None = None
) -> Iterator[tuple[str, Fold, Scores]]:
    """Every method on every fold: its name, the fold and the scores of what the fold tests."""
    methods = [(name, loss, False) for name, loss in representations.LOSSES.items()]
    methods.append((TWO_STEPS, representations.plain, True))
    methods = [method for method in methods if not only or method[0] in only]
    for fold in once(samples):
        there = task(samples, rows, fold)
        tested = torch.from_numpy(rows[fold.test].astype(np.float32))
        for name, loss, two_steps in methods:
            began = time.perf_counter()
            network = representations.train(there, loss, steps=steps, two_steps=two_steps)
            with torch.inference_mode():
                scores = network(tested).numpy()
            print(f"{name}: {fold.left_out}, {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
            yield name, fold, scores


def linear(samples: Sequence[Sample], sums: Ridge, rows: Features, invariance: float) -> list[tuple[Fold, Scores]]:
    """The linear head on the same folds."""
    return [(fold, clip_training.fit(sums, fold.train, invariance)(rows[fold.test])) for fold in once(samples)]


def calibration(samples: Sequence[Sample], outcomes: Sequence[tuple[Fold, Scores]], where: str) -> tuple[str, ...]:
    """Mean ECE (15 bins of equal width, classes even) over folds, of the scores as log-odds and by temperature.

    The temperature of a fold comes from the others.
    """
    parts = []
    for fold, scores in outcomes:
        here = np.array([samples[i].record.place == where for i in fold.test])
        truth = np.array([samples[i].generated for i in fold.test])[here]
        if truth.any() and not truth.all():
            parts.append(
                (scores[here].astype(float), truth, np.where(truth, 0.5 / truth.mean(), 0.5 / (1 - truth.mean())))
            )
    found = []
    for number, (scores, truth, mass) in enumerate(parts):
        rest = [part for other, part in enumerate(parts) if other != number]
        factor = line(*(np.concatenate(column) for column in zip(*rest, strict=True)))
        chosen = np.random.default_rng(0).choice(len(truth), 5000, p=mass / mass.sum())
        found.append([ece(1 / (1 + np.exp(-f * scores[chosen])), truth[chosen]) for f in (1.0, factor)])
    return tuple(f"{value:.3f}" for value in np.mean(found, axis=0)) if len(parts) > 1 else ("–", "–")


def main(argv: list[str] | None = None) -> int:
    """Print the table; features must have been computed by `telltale finetune detector clip`, or are computed."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.methods", description=__doc__)
    parser.add_argument("--data", nargs="+", type=Path, required=True, metavar="SET")
    parser.add_argument("--work", type=Path, required=True, help="the folder that `telltale finetune detector` used")
    parser.add_argument("--steps", type=int, default=500, help="of each learned method (default 500)")
    names = (*representations.LOSSES, TWO_STEPS)
    parser.add_argument("--only", nargs="+", choices=names, metavar="METHOD", help="; ".join(names))
    arguments = parser.parse_args(argv)
    samples, rows = load(arguments.data, arguments.work)
    sums = clip_training.ridge(samples, rows)
    results = {
        LINEAR: linear(samples, sums, rows, 0.0),
        "linear head, invariance to sources (μ = 3)": linear(samples, sums, rows, 3.0),
    }
    del sums
    for name, fold, scores in learned(samples, rows, arguments.steps, arguments.only):
        results.setdefault(name, []).append((fold, scores))
    apart, table = paired(samples), []
    for name, outcomes in results.items():
        found = areas(samples, outcomes)
        for where in sorted({where for where, _ in found}):
            values = [v for (w, source), v in found.items() if w == where and source not in apart]
            faces = [f"{v:.3f}" for (w, source), v in found.items() if w == where and source in apart]
            errors = calibration(samples, [o for o in outcomes if o[0].left_out not in apart], where)
            table.append(
                (name, where, f"{np.mean(values):.3f}", f"{np.min(values):.3f}", faces[0] if faces else "–", *errors)
            )
    header = ("training", "set", "AUROC: mean without faces", "worst", "faces", "ECE as trained", "ECE by temperature")
    show("Ways to train, leave-one-source-out", header, table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
