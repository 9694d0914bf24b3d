"""Real, laundered or generated: `python -m telltale.eval.studies.laundered_ternary --data SET… --work DIR`.

Two stages, as at run time: is there a network's trace, and if so, was a photograph passed through it? Every picture is
judged by heads that saw nothing of its source; what was passed is made of photographs of left-out sources, though by
networks that training saw. Printed as Markdown.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...finetune.heads import clip_training, laundering_training
from ...finetune.heads.platt import platt
from ...finetune.heads.ridge import Features
from ...finetune.heads.tower_features import Sample
from .transfer import TableRow, load, show

CLASSES = ("real", "laundered", "generated")


def truth(sample: Sample) -> str:
    """Which of the three a sample is."""
    return "laundered" if sample.kind else "generated" if sample.generated else "real"


def traces(samples: Sequence[Sample], features: Features) -> list[NDArray[np.float32]]:
    """Log-odds of a network's trace for what each fold tests."""
    sums = clip_training.ridge(samples, features)
    scores, labels = [], []
    for _, indices, stays in laundering_training.tested(samples):
        scores.append(clip_training.fit(sums, [cell for cell in sums.generated if cell in stays])(features[indices]))  # type: ignore[misc]
        labels.append(np.array([samples[i].generated for i in indices]))
    slope, offset = platt(np.concatenate(scores), np.concatenate(labels))
    return [slope * score + offset for score in scores]


def table(
    samples: Sequence[Sample], first: Sequence[NDArray[np.float32]], second: Sequence[laundering_training.Crossed]
) -> tuple[list[TableRow], list[TableRow]]:
    """Confusion in percent by left-out source with balanced accuracies, and by the kind of passage."""
    rows, kinds = [], defaultdict(list)
    every: list[tuple[str, str]] = []
    slope, offset = platt(
        np.concatenate([c.scores[[samples[i].generated for i in c.indices]] for c in second]),
        np.concatenate([[samples[i].kind is not None for i in c.indices if samples[i].generated] for c in second]),
    )
    by_source: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for trace, crossed in zip(first, second, strict=True):
        passed = slope * crossed.scores + offset
        calls = np.where(trace <= 0, "real", np.where(passed > 0, "laundered", "generated"))
        for index, call in zip(crossed.indices.tolist(), calls.tolist(), strict=True):
            pair = truth(samples[index]), call
            every.append(pair)
            by_source[crossed.left_out].append(pair)
            if samples[index].kind:
                kinds[str(samples[index].kind)].append(call)
    for name, pairs in [*sorted(by_source.items()), ("all", every)]:
        shares = {t: [np.mean([c == call for u, c in pairs if u == t]) for call in CLASSES] for t in CLASSES}
        balanced = np.mean([shares[t][CLASSES.index(t)] for t in CLASSES])
        cells = [" / ".join(f"{v:.0%}" for v in shares[t]) for t in CLASSES]
        rows.append((name, *cells, f"{balanced:.3f}"))
    by_kind = [
        (k, str(len(c)), *(f"{c.count(call) / len(c):.0%}" for call in CLASSES)) for k, c in sorted(kinds.items())
    ]
    return rows, by_kind


def main(argv: list[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m telltale.eval.studies.laundered_ternary", description=__doc__)
    parser.add_argument("--data", nargs="+", type=Path, required=True, metavar="SET")
    parser.add_argument("--work", type=Path, required=True, help="the folder that `telltale finetune detector` used")
    arguments = parser.parse_args(argv)
    samples, features = load(arguments.data, arguments.work)
    first = traces(samples, features)
    sums, _ = laundering_training.ridge(samples, features)
    rows, kinds = table(samples, first, laundering_training.cross(samples, features, sums))
    header = ("left out", *(f"{name}, called real / laundered / generated" for name in CLASSES))
    show("Real, laundered or generated", (*header, "ternary balanced accuracy"), rows)
    show("By passage", ("passed through", "views", *(f"called {name}" for name in CLASSES)), kinds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
