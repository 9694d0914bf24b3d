"""Real, laundered or generated: three ways to tell apart, in two stages.

    python -m telltale.eval.studies laundered-ternary --data SET… --work DIR

The stages are those of run time: does the picture show the trace of a network, and if so, is it a photograph that was
passed through one? Every picture is judged by heads that saw nothing of its source. The laundered pictures are made
from photographs of left-out sources, though by networks that training saw.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...agent.console import DONE
from ..tables import TableRow, show
from .study import Study, add_data, add_work

if TYPE_CHECKING:
    from ...finetune.heads.ridge import Features
    from ...finetune.heads.tower_features import Sample

CLASSES = ("real", "laundered", "generated")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser)
    add_work(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the tables."""
    from .corpora import load_corpus

    samples, features = load_corpus(arguments.data, arguments.work, pseudo=0.5)
    by_source, by_kind = ternary_tables(samples, *log_odds(samples, features))
    header = ("left out", *(f"{name}, called real / laundered / generated" for name in CLASSES))
    show("Real, laundered or generated", (*header, "ternary balanced accuracy"), by_source)
    show("By how a photograph was laundered", ("network", "views", *(f"called {name}" for name in CLASSES)), by_kind)
    return DONE


def truth_of(sample: Sample) -> str:
    """Which of the three classes a sample belongs to."""
    return "laundered" if sample.kind else "generated" if sample.generated else "real"


def log_odds(samples: Sequence[Sample], features: Features) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Log-odds [n] of a network's trace, and of a passed photograph among what has one, each without the source."""
    from ...finetune.heads import clip_training, laundering_training
    from ...finetune.heads.platt import platt

    made = np.array([s.generated for s in samples])
    passed = np.array([s.kind is not None for s in samples])
    trace, passage = (
        clip_training.without_source(samples, recipe.fit(samples, features))
        for recipe in (clip_training, laundering_training)
    )
    slopes = platt(trace, made), platt(passage[made], passed[made])
    return slopes[0][0] * trace + slopes[0][1], slopes[1][0] * passage + slopes[1][1]


def ternary_tables(
    samples: Sequence[Sample], trace: NDArray[np.float64], passage: NDArray[np.float64]
) -> tuple[list[TableRow], list[TableRow]]:
    """Confusion in percent by left-out source with balanced accuracies, and by the network of the laundering.

    Args:
        samples: the corpus; degraded copies of photographs and generated pictures are not tested.
        trace: log-odds [n] of the first stage.
        passage: log-odds [n] of the second stage.
    """
    calls = np.where(trace <= 0, "real", np.where(passage > 0, "laundered", "generated")).tolist()
    by_source: dict[str, list[tuple[str, str]]] = defaultdict(list)  # (truth, call) pairs
    by_kind: dict[str, list[str]] = defaultdict(list)
    for sample, call in zip(samples, calls, strict=True):
        if sample.variant and not sample.kind:
            continue
        by_source[sample.record.source].append((truth_of(sample), call))
        if sample.kind:
            by_kind[str(sample.kind)].append(call)
    every = [pair for pairs in by_source.values() for pair in pairs]
    rows = []
    for name, pairs in [*sorted(by_source.items()), ("all", every)]:
        present = [t for t in CLASSES if any(u == t for u, _ in pairs)]
        there = {t: [np.mean([c == call for u, c in pairs if u == t]) for call in CLASSES] for t in present}
        balanced = np.mean([values[CLASSES.index(t)] for t, values in there.items()])
        cells = [" / ".join(f"{v:.0%}" for v in there[t]) if t in there else "–" for t in CLASSES]
        rows.append((name, *cells, f"{balanced:.3f}"))
    kinds = [
        (kind, str(len(of_kind)), *(f"{of_kind.count(call) / len(of_kind):.0%}" for call in CLASSES))
        for kind, of_kind in sorted(by_kind.items())
    ]
    return rows, kinds


STUDY = Study("laundered-ternary", "real, laundered or generated, told apart", __doc__, add_arguments, run)
