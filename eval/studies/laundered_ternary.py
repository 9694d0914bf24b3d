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
    from ...finetune.heads.laundering_training import Crossed
    from ...finetune.heads.ridge import Features
    from ...finetune.heads.tower_features import Sample

CLASSES = ("real", "laundered", "generated")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_data(parser)
    add_work(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the tables."""
    from ...finetune.heads import laundering_training
    from .folds import load_corpus

    samples, features = load_corpus(arguments.data, arguments.work)
    traces = trace_log_odds(samples, features)
    sums, _ = laundering_training.ridge(samples, features)
    by_source, by_kind = ternary_tables(samples, traces, laundering_training.cross(samples, features, sums))
    header = ("left out", *(f"{name}, called real / laundered / generated" for name in CLASSES))
    show("Real, laundered or generated", (*header, "ternary balanced accuracy"), by_source)
    show("By how a photograph was laundered", ("network", "views", *(f"called {name}" for name in CLASSES)), by_kind)
    return DONE


def truth_of(sample: Sample) -> str:
    """Which of the three classes a sample belongs to."""
    return "laundered" if sample.kind else "generated" if sample.generated else "real"


def trace_log_odds(samples: Sequence[Sample], features: Features) -> list[NDArray[np.float32]]:
    """Log-odds that a network left its trace, float32 [n] for the n samples that each fold tests."""
    from ...finetune.heads import clip_training, laundering_training
    from ...finetune.heads.platt import platt

    sums = clip_training.ridge(samples, features)
    scores, labels = [], []
    for _, indices, stays in laundering_training.tested(samples):
        train = [cell for cell in sums.generated if cell in stays]
        scores.append(clip_training.fit(sums, train)(features[indices]))  # type: ignore[arg-type]
        labels.append(np.array([samples[i].generated for i in indices]))
    slope, offset = platt(np.concatenate(scores), np.concatenate(labels))
    return [slope * score + offset for score in scores]


def ternary_tables(
    samples: Sequence[Sample], traces: Sequence[NDArray[np.float32]], passages: Sequence[Crossed]
) -> tuple[list[TableRow], list[TableRow]]:
    """Confusion in percent by left-out source with balanced accuracies, and by the network of the laundering.

    Args:
        samples: the corpus.
        traces: log-odds of the first stage, fold by fold.
        passages: scores of the second stage, fold by fold.
    """
    slope, offset = _passage_calibration(samples, passages)
    by_source: dict[str, list[tuple[str, str]]] = defaultdict(list)  # (truth, call) pairs
    by_kind: dict[str, list[str]] = defaultdict(list)
    for trace, passage in zip(traces, passages, strict=True):
        passed = slope * passage.scores + offset
        calls = np.where(trace <= 0, "real", np.where(passed > 0, "laundered", "generated"))
        for index, call in zip(passage.indices.tolist(), calls.tolist(), strict=True):
            by_source[passage.left_out].append((truth_of(samples[index]), call))
            if samples[index].kind:
                by_kind[str(samples[index].kind)].append(call)
    every = [pair for pairs in by_source.values() for pair in pairs]
    rows = []
    for name, pairs in [*sorted(by_source.items()), ("all", every)]:
        shares = {t: [np.mean([c == call for u, c in pairs if u == t]) for call in CLASSES] for t in CLASSES}
        balanced = np.mean([shares[t][CLASSES.index(t)] for t in CLASSES])
        cells = [" / ".join(f"{v:.0%}" for v in shares[t]) for t in CLASSES]
        rows.append((name, *cells, f"{balanced:.3f}"))
    kinds = [
        (kind, str(len(calls)), *(f"{calls.count(call) / len(calls):.0%}" for call in CLASSES))
        for kind, calls in sorted(by_kind.items())
    ]
    return rows, kinds


def _passage_calibration(samples: Sequence[Sample], passages: Sequence[Crossed]) -> tuple[float, float]:
    """Slope and offset that turn scores of the second stage into log-odds, fitted on what shows a trace in truth."""
    from ...finetune.heads.platt import platt

    scores = [p.scores[[samples[i].generated for i in p.indices]] for p in passages]
    labels = [[samples[i].kind is not None for i in p.indices if samples[i].generated] for p in passages]
    return platt(np.concatenate(scores), np.concatenate(labels))


STUDY = Study("laundered-ternary", "real, laundered or generated, told apart", __doc__, add_arguments, run)
