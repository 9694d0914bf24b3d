"""Plots as inline SVG, by matplotlib: ROC, calibration, wrong answers by coverage, confusion, accuracy by category."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import numpy as np

from .. import metrics
from ..runs import Run
from ..scoring import STRICT, Calls
from ..tables import number

INKS = ("#8b5cd6", "#d97706", "#0d9488", "#dc4c41", "#3b82f6", "#7d8594")  # seen on white and on black alike
_STYLE: dict[Any, Any] = {
    "svg.hashsalt": "telltale",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "text.parse_math": False,  # a category or model may have dollars in its name
    "svg.fonttype": "none",  # letters stay text, so that the browser finds a font for every script
}
SIZE = (4.1, 3.6)  # inches


def draw(runs: Sequence[Run]) -> list[str]:
    """The plots that the runs have data for."""
    by_model = [(run.scores.model, Calls(run.judged)) for run in runs]
    ranked = [(name, calls) for name, calls in by_model if _ranks_both_classes(calls)]
    probable = [(name, calls) for name, calls in ranked if calls.all_probabilities()]
    drawings: list[str] = []
    if ranked:
        drawings.append(plot("ROC: real against fake", lambda axes: _roc(axes, ranked)))
    if probable:
        drawings.append(plot("Calibration: stated and actual share", lambda axes: _reliability(axes, probable)))
        drawings.append(plot("Wrong answers by coverage", lambda axes: _risk(axes, probable)))
    for name, calls in by_model:
        if calls.both_classes:
            drawings.append(
                plot(f"Calls of {name}, unparsed left out", lambda axes, calls=calls: _confusion(axes, calls))
            )
    by_category = [(run.scores.model, _by_category(run)) for run in runs]
    if max((len(accuracies) for _, accuracies in by_category), default=0) > 1:
        drawings.append(plot("Accuracy by category", lambda axes: _bars(axes, by_category)))
    return drawings


def _ranks_both_classes(calls: Calls) -> bool:
    fake = calls.fake[calls.has_belief]
    return bool(fake.any() and not fake.all())


def plot(title: str, paint: Callable[[Any], None], size: tuple[float, float] = SIZE) -> str:
    """One plot as SVG text to put into a page; the same data give the same text.

    Black becomes the colour of the page's text, so that it is seen in either theme.

    Args:
        title: above the plot.
        paint: draws on matplotlib's axes.
        size: width and height in inches.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(_STYLE):
        drawn = Figure(figsize=size, layout="constrained")
        axes = drawn.add_subplot()
        paint(axes)
        axes.set_title(title, fontsize=10, loc="left")
        buffer = io.StringIO()
        with warnings.catch_warnings():  # matplotlib's own font, by which it measures, lacks some scripts
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            drawn.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue().replace("#000000", "currentColor")
    named = f'<svg role="img" aria-label="{escape(title, quote=True)}"'
    return text[text.index("<svg") :].replace("<svg", named, 1)


def _roc(axes: Any, by_model: Sequence[tuple[str, Calls]]) -> None:
    from sklearn.metrics import roc_curve

    axes.plot([0, 1], [0, 1], color="#888888", linewidth=0.8)
    for ink, (name, calls) in zip(INKS * 9, by_model, strict=False):
        stated = calls.has_belief
        false_alarms, hits, _ = roc_curve(calls.fake[stated], calls.belief[stated])
        axes.plot(false_alarms, hits, color=ink, label=f"{name} ({number(calls.auroc(calls.every))})")
    axes.set(xlabel="share of real called fake", ylabel="share of fake called fake", xlim=(0, 1), ylim=(0, 1.01))
    axes.legend(frameon=False, loc="lower right", fontsize=8)


def _reliability(axes: Any, by_model: Sequence[tuple[str, Calls]], bins: int = 10) -> None:
    axes.plot([0, 1], [0, 1], color="#888888", linewidth=0.8)
    for ink, (name, calls) in zip(INKS * 9, by_model, strict=False):
        parts = [part for part in np.array_split(np.argsort(calls.belief, kind="stable"), bins) if len(part)]
        at = [(float(calls.belief[part].mean()), float(calls.fake[part].mean())) for part in parts]
        axes.plot(*zip(*at, strict=True), "o-", color=ink, markersize=4, linewidth=0.8, label=name)
    axes.set(
        xlabel="stated probability of fake (ten equal bins)", ylabel="share that is fake", xlim=(0, 1), ylim=(0, 1)
    )
    axes.legend(frameon=False, fontsize=8)


def _risk(axes: Any, by_model: Sequence[tuple[str, Calls]]) -> None:
    for ink, (name, calls) in zip(INKS * 9, by_model, strict=False):
        curve = metrics.risk_coverage(np.abs(calls.belief - 0.5), (calls.belief >= 0.5) == calls.fake)
        axes.plot(*zip(*curve, strict=True), color=ink, label=name)
    axes.set(xlabel="share of items answered, the surest first", ylabel="share of wrong answers", xlim=(0, 1))
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False, fontsize=8)


def _confusion(axes: Any, calls: Calls) -> None:
    from sklearn.metrics import confusion_matrix

    counts = confusion_matrix(calls.fake, calls.called, labels=[False, True])
    shares = counts / counts.sum(1, keepdims=True).clip(1)  # [2, 2]
    ink = np.broadcast_to(np.array([0.43, 0.23, 0.67]), (2, 2, 3))
    axes.imshow(
        np.concatenate([ink, shares[..., None]], -1), extent=(-0.5, 1.5, 1.5, -0.5)
    )  # see-through where few are
    for row in range(2):
        for column in range(2):
            shown = f"{counts[row, column]:,}\n{shares[row, column]:.0%}"
            light = shares[row, column] > 0.5
            axes.text(column, row, shown, ha="center", va="center", color="white" if light else "black")
    axes.set(xticks=(0, 1), xticklabels=("called real", "called fake"), yticks=(0, 1), yticklabels=("real", "fake"))


def _by_category(run: Run) -> dict[str, float]:
    right: dict[str, list[bool]] = {}
    for result in run.judged:
        if result.item.answer and result.item.category and not result.reply.error:
            right.setdefault(result.item.category[:28], []).append(bool(result.right))
    return {name: float(np.mean(values)) for name, values in sorted(right.items())[:16]}


def _bars(axes: Any, by_category: Sequence[tuple[str, dict[str, float]]]) -> None:
    names = sorted({name for _, accuracies in by_category for name in accuracies})
    height = 0.8 / len(by_category)
    for place, (ink, (model, accuracies)) in enumerate(zip(INKS * 9, by_category, strict=False)):
        at = np.arange(len(names)) + place * height
        axes.barh(at, [accuracies.get(name, 0) for name in names], height, color=ink, label=model)
    axes.set(yticks=np.arange(len(names)) + 0.4 - height / 2, xlim=(0, 1), xlabel=f"accuracy, {STRICT}")
    axes.set_yticklabels(names, fontsize=7)
    axes.invert_yaxis()
    axes.axvline(0.5, color="#888888", linewidth=0.8)
    if len(by_category) > 1:
        side_by_side = max(len(name) for name, _ in by_category) <= 16  # two longer names don't fit beside each other
        columns = 2 if side_by_side else 1
        axes.legend(frameon=False, fontsize=8, loc="upper left", bbox_to_anchor=(0, -0.12), ncols=columns)
