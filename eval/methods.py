"""Ways to train on the same features, side by side: `python -m telltale.eval.methods --data SET… --work DIR`.

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

from ..finetune import clip_heads, representations
from ..finetune.clip_heads import Fold
from ..finetune.features import Sample
from ..finetune.heads import Features, Ridge
from .transfer import areas, load, once, paired, show

Scores = NDArray[np.float32]


def task(samples: Sequence[Sample], rows: Features, fold: Fold) -> representations.Task:
    """What a fold trains on, weighed as the linear head weighs it."""
    home, allowed = clip_heads.cells(samples), set(fold.train)
    chosen = [i for i, cell in enumerate(home) if cell in allowed]
    cells = [home[i] for i in chosen]
    counts = {cell: cells.count(cell) for cell in set(cells)}
    numbers = {cell: number for number, cell in enumerate(sorted(counts, key=repr))}
    return representations.Task(
        features=rows[chosen],
        generated=np.array([samples[i].generated for i in chosen]),
        domain=np.array([numbers[cell] for cell in cells]),
        weight=np.array([clip_heads.share(cell) / counts[cell] ** 0.5 for cell in cells]),
        made=np.array([cell.pseudo for cell in cells]),
    )


def learned(samples: Sequence[Sample], rows: Features, steps: int) -> Iterator[tuple[str, Fold, Scores]]:
    """Every method on every fold: its name, the fold and the scores of what the fold tests."""
    methods = [(name, loss, False) for name, loss in representations.LOSSES.items()]
    methods.append(("two steps: pseudo-fakes, then generators", representations.plain, True))
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
    return [(fold, clip_heads.fit(sums, fold.train, invariance)(rows[fold.test])) for fold in once(samples)]


def main(argv: list[str] | None = None) -> int:
    """Print the table; features must have been computed by `telltale finetune detector clip`, or are computed."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.methods", description=__doc__)
    parser.add_argument("--data", nargs="+", type=Path, required=True, metavar="SET")
    parser.add_argument("--work", type=Path, required=True, help="the folder that `telltale finetune detector` used")
    parser.add_argument("--steps", type=int, default=500, help="of each learned method (default 500)")
    arguments = parser.parse_args(argv)
    samples, rows = load(arguments.data, arguments.work)
    sums = clip_heads.ridge(samples, rows)
    results = {
        "linear head (shipped)": linear(samples, sums, rows, 0.0),
        "linear head, invariance to sources (μ = 3)": linear(samples, sums, rows, 3.0),
    }
    del sums
    for name, fold, scores in learned(samples, rows, arguments.steps):
        results.setdefault(name, []).append((fold, scores))
    apart, table = paired(samples), []
    for name, outcomes in results.items():
        found = areas(samples, outcomes)
        for where in sorted({where for where, _ in found}):
            values = [v for (w, source), v in found.items() if w == where and source not in apart]
            faces = [f"{v:.3f}" for (w, source), v in found.items() if w == where and source in apart]
            table.append((name, where, f"{np.mean(values):.3f}", f"{np.min(values):.3f}", faces[0] if faces else "–"))
    show(
        "Ways to train, leave-one-source-out AUROC", ("training", "set", "mean without faces", "worst", "faces"), table
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
