"""Two runs on the same items, and many runs in one table.

Letters: n pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from . import metrics
from .items import Scores, Table
from .metrics import Indices
from .runs import SCORES, Run, common
from .scoring import Calls


def compare(one: Run, other: Run, resamples: int = 2000) -> tuple[Table, list[str]]:
    """Differences on the items that both answered, with paired tests.

    Accuracy by McNemar's exact test; every difference with a 95% interval by bootstrap over groups, both runs resampled
    together, and p as twice the smaller share of resamples on either side of 0.

    Raises:
        TaskError: if the runs have no items in common.
    """
    pairs = common(one, other)
    both = [(a, b) for a, b in pairs if a.right is not None and b.right is not None]
    right = np.array([[bool(a.right), bool(b.right)] for a, b in both]).reshape(-1, 2)
    groups = [a.item.group or a.item.id for a, _ in both]
    rows = []
    if len(both):
        delta = lambda at: float(right[at, 1].mean() - right[at, 0].mean())  # noqa: E731
        p = metrics.mcnemar(right[:, 0], right[:, 1])
        means = (float(right[:, 0].mean()), float(right[:, 1].mean()))
        rows.append(_row("accuracy", means, delta, groups, resamples, f"{p:.3g} (McNemar)"))
    calls = [Calls([pair[side] for pair in both]) for side in (0, 1)]
    if all(len(c.items) == len(both) and not np.isnan(c.belief).any() for c in calls) and len(both):
        areas = (calls[0].auroc, calls[1].auroc)
        every = np.arange(len(both))
        if None not in (first := [area(every) for area in areas]):
            gap = lambda at: _gap(areas[0](at), areas[1](at))  # noqa: E731
            rows.append(_row("AUROC", (first[0] or 0.0, first[1] or 0.0), gap, groups, resamples, ""))
    apart = int((right[:, 0] != right[:, 1]).sum()) if len(both) else 0
    notes = [
        f"{len(pairs)} items in common, {len(pairs) - len(both)} of them unparsed, failed or without a right answer in "
        f"either run; right in one alone: {apart}."
    ]
    header = ("figure", one.scores.model, other.scores.model, "difference", "p")
    return Table(title=f"{one.scores.task}: paired", header=header, rows=tuple(rows)), notes


def _gap(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else second - first


def _row(
    name: str, means: tuple[float, float], delta, groups: Sequence[str], resamples: int, p: str
) -> tuple[str, ...]:
    draws: list[float] = []

    def kept(at: Indices) -> float | None:
        value = delta(at)
        if value is not None:
            draws.append(value)
        return value

    low, high = metrics.bootstrap(kept, groups, resamples)
    if not p and draws:
        tail = 2 * min(np.mean(np.array(draws) <= 0), np.mean(np.array(draws) >= 0))
        p = f"< {2 / len(draws):.2g} (bootstrap)" if tail == 0 else f"{min(1.0, float(tail)):.3g} (bootstrap)"
    span = "" if low is None else f" [{low:+.3f}, {high:+.3f}]"
    return name, f"{means[0]:.3f}", f"{means[1]:.3f}", f"{means[1] - means[0]:+.3f}{span}", p


def leaderboard(folders: Sequence[Path]) -> list[Table]:
    """A table for each task over all finished runs below the folders, the best by the first figure on top."""
    found: dict[str, list[tuple[Scores, Path]]] = {}
    for folder in folders:
        for file in sorted(folder.rglob(SCORES)):
            scores = Scores.model_validate_json(file.read_text(encoding="utf-8"))
            found.setdefault(scores.task, []).append((scores, file.parent))
    tables = []
    for task, runs in sorted(found.items()):
        names = list(dict.fromkeys(name for scores, _ in runs for name in scores.headline))
        first = next((name for name in names), "")

        def rank(entry: tuple[Scores, Path], first: str = first) -> float:
            shown = entry[0].headline.get(first)
            return -(shown.value if shown and shown.value is not None else -1.0)

        rows = [
            (
                *(scores.model, str(scores.counts.scored), str(scores.counts.unparsed), str(scores.counts.abstained)),
                *(str(scores.headline.get(name, "–")) for name in names),
                str(folder),
            )
            for scores, folder in sorted(runs, key=rank)
        ]
        header = ("model", "scored", "unparsed", "abstained", *names, "run")
        tables.append(Table(title=task, header=header, rows=tuple(rows)))
    return tables
