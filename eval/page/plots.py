"""Plots as inline SVG, by matplotlib: ROC, reliability, risk against coverage, confusion, accuracy by category."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .. import metrics
from ..runs import Run
from ..scoring import Calls

INKS = ("#6d3bab", "#d97706", "#0f766e", "#b3261e", "#1d4ed8", "#6b7280")
SIZE = (4.1, 3.6)  # inches


def draw(runs: Sequence[Run]) -> list[str]:
    """The plots that the runs have data for."""
    told = [(run.scores.model, Calls(run.judged)) for run in runs]
    believed = [(name, calls) for name, calls in told if _ranked(calls)]
    stated = [(name, calls) for name, calls in believed if calls.probable() and not np.isnan(calls.belief).any()]
    found: list[str] = []
    if believed:
        found.append(figure("ROC: real against fake", lambda axes: _roc(axes, believed)))
    if stated:
        found.append(figure("Reliability: stated against found", lambda axes: _reliability(axes, stated)))
        found.append(figure("Risk against coverage", lambda axes: _risk(axes, stated)))
    for name, calls in told:
        if len(calls.items) and calls.fake.any() and not calls.fake.all():
            found.append(figure(f"Calls of {name}", lambda axes, calls=calls: _confusion(axes, calls)))
    by = [(run.scores.model, _by_category(run)) for run in runs]
    if max((len(those) for _, those in by), default=0) > 1:
        found.append(figure("Accuracy by category", lambda axes: _bars(axes, by)))
    return found


def _ranked(calls: Calls) -> bool:
    known = ~np.isnan(calls.belief)
    return bool(known.any() and calls.fake[known].any() and not calls.fake[known].all())


def figure(title: str, paint: Callable[[Any], None], size: tuple[float, float] = SIZE) -> str:
    """One plot as SVG text that stands in a page as it is; the same data give the same text."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"svg.hashsalt": "telltale", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}):
        drawn = Figure(figsize=size, layout="constrained")
        axes = drawn.add_subplot()
        paint(axes)
        axes.set_title(title, fontsize=10, loc="left")
        buffer = io.StringIO()
        drawn.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    return text[text.index("<svg") :]


def _roc(axes: Any, told: Sequence[tuple[str, Calls]]) -> None:
    from sklearn.metrics import roc_curve

    axes.plot([0, 1], [0, 1], color="#bbb", linewidth=0.8)
    for ink, (name, calls) in zip(INKS * 9, told, strict=False):
        known = ~np.isnan(calls.belief)
        wrong, found, _ = roc_curve(calls.fake[known], calls.belief[known])
        area = metrics.auroc(calls.belief[known][~calls.fake[known]], calls.belief[known][calls.fake[known]])
        axes.plot(wrong, found, color=ink, label=f"{name} ({area:.3f})")
    axes.set(xlabel="real ones called fake", ylabel="fake ones called fake", xlim=(0, 1), ylim=(0, 1.01))
    axes.legend(frameon=False, loc="lower right", fontsize=8)


def _reliability(axes: Any, told: Sequence[tuple[str, Calls]], bins: int = 10) -> None:
    axes.plot([0, 1], [0, 1], color="#bbb", linewidth=0.8)
    for ink, (name, calls) in zip(INKS * 9, told, strict=False):
        parts = [part for part in np.array_split(np.argsort(calls.belief, kind="stable"), bins) if len(part)]
        at = [(float(calls.belief[part].mean()), float(calls.fake[part].mean())) for part in parts]
        axes.plot(*zip(*at, strict=True), "o-", color=ink, markersize=4, linewidth=0.8, label=name)
    axes.set(
        xlabel="stated probability of fake (ten bins of as many)", ylabel="share that is fake", xlim=(0, 1), ylim=(0, 1)
    )
    axes.legend(frameon=False, fontsize=8)


def _risk(axes: Any, told: Sequence[tuple[str, Calls]]) -> None:
    for ink, (name, calls) in zip(INKS * 9, told, strict=False):
        curve = metrics.risk_coverage(np.abs(calls.belief - 0.5), (calls.belief >= 0.5) == calls.fake)
        axes.plot(*zip(*curve, strict=True), color=ink, label=name)
    axes.set(xlabel="coverage, the surest first", ylabel="share of wrong calls", xlim=(0, 1))
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False, fontsize=8)


def _confusion(axes: Any, calls: Calls) -> None:
    from sklearn.metrics import confusion_matrix

    counts = confusion_matrix(calls.fake, calls.called, labels=[False, True])
    axes.imshow(counts / counts.sum(1, keepdims=True).clip(1), cmap="Purples", vmin=0, vmax=1)
    for row in range(2):
        for column in range(2):
            share = counts[row, column] / max(1, counts[row].sum())
            shown = f"{counts[row, column]}\n{share:.0%}"
            axes.text(column, row, shown, ha="center", va="center", color="white" if share > 0.6 else "black")
    axes.set(xticks=(0, 1), xticklabels=("called real", "called fake"), yticks=(0, 1), yticklabels=("real", "fake"))


def _by_category(run: Run) -> dict[str, float]:
    found: dict[str, list[bool]] = {}
    for one in run.judged:
        if one.right is not None and one.item.category:
            found.setdefault(one.item.category[:28], []).append(one.right)
    return {name: float(np.mean(right)) for name, right in sorted(found.items())[:16]}


def _bars(axes: Any, by: Sequence[tuple[str, dict[str, float]]]) -> None:
    names = sorted({name for _, those in by for name in those})
    height = 0.8 / len(by)
    for number, (ink, (model, those)) in enumerate(zip(INKS * 9, by, strict=False)):
        at = np.arange(len(names)) + number * height
        axes.barh(at, [those.get(name, 0) for name in names], height, color=ink, label=model)
    axes.set(yticks=np.arange(len(names)) + 0.4 - height / 2, xlim=(0, 1), xlabel="accuracy")
    axes.set_yticklabels(names, fontsize=7)
    axes.invert_yaxis()
    axes.axvline(0.5, color="#bbb", linewidth=0.8)
    if len(by) > 1:
        axes.legend(frameon=False, fontsize=8, loc="upper left", bbox_to_anchor=(0, -0.12), ncols=2)
