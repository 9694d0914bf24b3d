"""Two runs on the same items, and many runs in one table.

Letters: n pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from . import metrics
from .items import Scores, Table
from .metrics import Indices, Metric
from .runs import SCORES, Run, common, read_scores
from .scoring import Calls
from .tables import UNKNOWN_CELL


def compare(first: Run, second: Run, resamples: int = 2000) -> tuple[Table, list[str]]:
    """Differences on the items that both answered, with paired tests.

    Accuracy by McNemar's exact test, in which whole groups change sides if items form groups; every difference with a
    95% interval by bootstrap over groups, both runs resampled together. For AUROC, p is twice the smaller share of
    resamples on either side of 0.

    Raises:
        TaskError: if the runs have no items in common.
    """
    pairs = common(first, second)
    both = [(a, b) for a, b in pairs if a.right is not None and b.right is not None]
    right = np.array([[bool(a.right), bool(b.right)] for a, b in both]).reshape(-1, 2)  # [n, 2]
    groups = [a.item.resampling_unit for a, _ in both]
    rows = []
    if both:
        difference = lambda at: float(right[at, 1].mean() - right[at, 0].mean())  # noqa: E731
        test = "McNemar" if len(set(groups)) == len(groups) else "McNemar by groups"
        p = f"{metrics.mcnemar(right[:, 0], right[:, 1], groups):.3g} ({test})"
        means = (float(right[:, 0].mean()), float(right[:, 1].mean()))
        interval, _ = _resampled(difference, groups, resamples)
        rows.append(_row("accuracy", means, interval, p))
    calls = [Calls([pair[side] for pair in both]) for side in (0, 1)]
    if both and all(len(c) == len(both) and c.has_belief.all() for c in calls):
        area, second_area = (c.auroc(c.every) for c in calls)
        if area is not None and second_area is not None:
            interval, draws = _resampled(lambda at: _gap(calls[0].auroc(at), calls[1].auroc(at)), groups, resamples)
            rows.append(_row("AUROC", (area, second_area), interval, _tail(draws)))
    only_one = int((right[:, 0] != right[:, 1]).sum())
    notes = [
        f"The runs have {len(pairs)} items in common. Left out are {len(pairs) - len(both)} of them, because in either "
        f"run they are unparsed, failed or without a known answer. On {only_one} items only one run is right."
    ]
    header = ("figure", first.scores.model, second.scores.model, "difference", "p")
    return Table(title=f"{first.scores.task}: paired", header=header, rows=tuple(rows)), notes


def _gap(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else second - first


def _resampled(difference: Metric, groups: Sequence[str], resamples: int) -> tuple[str, list[float]]:
    """The interval of a difference as a cell shows it, and its values in all resamples."""
    draws: list[float] = []

    def collected(at: Indices) -> float | None:
        value = difference(at)
        if value is not None:
            draws.append(value)
        return value

    low, high = metrics.bootstrap(collected, groups, resamples)
    return "" if low is None else f" [{low:+.3f}, {high:+.3f}]", draws


def _tail(draws: Sequence[float]) -> str:
    if not draws:
        return ""
    tail = 2 * min(np.mean(np.array(draws) <= 0), np.mean(np.array(draws) >= 0))
    return f"< {2 / len(draws):.2g} (bootstrap)" if tail == 0 else f"{min(1.0, float(tail)):.3g} (bootstrap)"


def _row(name: str, means: tuple[float, float], interval: str, p: str) -> tuple[str, ...]:
    return name, f"{means[0]:.3f}", f"{means[1]:.3f}", f"{means[1] - means[0]:+.3f}{interval}", p


def leaderboard(folders: Sequence[Path]) -> list[Table]:
    """A table for each task over all finished runs below the folders, the best by the first figure on top."""
    by_task: dict[str, list[tuple[Scores, Path]]] = {}
    for folder in folders:
        for file in sorted(folder.rglob(SCORES)):
            scores = read_scores(file)
            by_task.setdefault(scores.task, []).append((scores, file.parent))
    return [_ranking(task, runs) for task, runs in sorted(by_task.items())]


def _ranking(task: str, runs: Sequence[tuple[Scores, Path]]) -> Table:
    names = list(dict.fromkeys(name for scores, _ in runs for name in scores.headline))

    def rank(run: tuple[Scores, Path]) -> float:
        figure = run[0].headline.get(names[0]) if names else None
        return -(figure.value if figure and figure.value is not None else -1.0)

    rows = [
        (
            *(scores.model, str(scores.counts.scored), str(scores.counts.unparsed), str(scores.counts.abstained)),
            *(str(scores.headline.get(name, UNKNOWN_CELL)) for name in names),
            str(folder),
        )
        for scores, folder in sorted(runs, key=rank)
    ]
    return Table(title=task, header=("model", "scored", "unparsed", "abstained", *names, "run"), rows=tuple(rows))
