"""Tables, curves and the worst cases of conditions that were measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from .. import metrics
from ..items import Judged, Table
from ..page.plots import INKS, plot
from ..scoring import LENIENT, STRICT, Calls, mean_with_interval, strict_accuracy, with_interval
from ..tables import UNKNOWN_CELL, number
from .conditions import UNCHANGED, Condition
from .perturbations import FAMILIES

MOST_OF_A_FAMILY = 3  # worst cases


def condition_table(conditions: Sequence[Condition]) -> Table:
    """Accuracy, AUROC, changed answers and the mean change of belief, a condition a row; the unchanged one first.

    Brackets are 95% intervals by bootstrap over groups. Failed items are in no figure, and are counted beside it.
    """
    unchanged = _by_item(conditions[0])
    header = (
        *("family", "severity", "items", "failed", "unparsed", f"accuracy, {STRICT}", f"accuracy, {LENIENT}"),
        *("balanced accuracy", "AUROC", "answers changed", "change of belief", "abstained"),
    )
    rows = tuple(_row(condition, unchanged) for condition in conditions)
    return Table(title="By condition", header=header, rows=rows)


def _row(condition: Condition, unchanged: dict[str, Judged]) -> tuple[str, ...]:
    judged = [result for result in condition.judged if not result.reply.error]
    calls = Calls(judged)
    pairs = [(unchanged[key], result) for result in judged if (key := _item_id(result)) in unchanged]
    answered = [(a, b) for a, b in pairs if a.value is not None and b.value is not None]
    changes = [abs(b.belief - a.belief) for a, b in pairs if a.belief is not None and b.belief is not None]
    changed = mean_with_interval(
        [a.value != b.value for a, b in answered], [a.item.resampling_unit for a, _ in answered]
    )
    unparsed = sum(result.value is None for result in judged)
    return (
        *(condition.family, condition.severity, str(len(condition.judged))),
        *(str(len(condition.judged) - len(judged)), str(unparsed)),
        *map(str, (strict_accuracy(judged), calls.accuracy_figure())),
        *map(str, (with_interval(calls.balanced, calls.groups), with_interval(calls.auroc, calls.groups), changed)),
        number(float(np.mean(changes)) if changes else None),
        number(float(np.mean([result.reply.abstained for result in judged])) if judged else None),
    )


def _item_id(result: Judged) -> str:
    """The id of the unchanged item, which comes before the name of the condition."""
    return result.item.id.partition("|")[0]


def _by_item(condition: Condition) -> dict[str, Judged]:
    return {_item_id(result): result for result in condition.judged}


_GROUPINGS: dict[str, Callable[[Judged], str]] = {
    "category": lambda result: result.item.category,
    "generator": lambda result: result.item.generator,
    "source": lambda result: result.item.source,
}


def disparity_table(judged: Sequence[Judged]) -> Table:
    """How far accuracy differs between groups of at least ten items."""
    known = [result for result in judged if result.right is not None]
    rows = []
    for name, key in _GROUPINGS.items():
        gap, by = metrics.disparity([key(result) for result in known], [bool(result.right) for result in known])
        if gap is not None:
            lowest, highest = min(by, key=by.__getitem__), max(by, key=by.__getitem__)
            ends = (f"{group or UNKNOWN_CELL} {by[group]:.3f}" for group in (lowest, highest))
            rows.append((name, str(len(by)), f"{gap:.3f}", *ends))
    header = ("groups by", "groups", "largest gap of accuracy", "worst", "best")
    return Table(title="Disparity between groups", header=header, rows=tuple(rows))


def curves(conditions: Sequence[Condition]) -> list[str]:
    """Accuracy and AUROC against severity with their 95% intervals, a plot a family, as SVG."""
    drawings = []
    for name, family in FAMILIES.items():
        mine = [condition for condition in conditions if condition.family == name]
        if not mine:
            continue
        replied = [[r for r in condition.judged if not r.reply.error] for condition in (conditions[0], *mine)]
        calls = [Calls(results) for results in replied]
        ticks = [UNCHANGED, *(condition.severity for condition in mine)]
        series = {f"accuracy, {STRICT}": [strict_accuracy(results) for results in replied]}
        series["AUROC"] = [with_interval(c.auroc, c.groups) for c in calls]

        def paint(axes, ticks=ticks, series=series, unit=family.unit) -> None:
            for ink, (label, figures) in zip(INKS, series.items(), strict=False):
                at = [(n, f) for n, f in enumerate(figures) if f.value is not None]
                if at:
                    axes.plot([n for n, _ in at], [f.value for _, f in at], "o-", color=ink, label=label)
                bounded = [(n, f) for n, f in at if f.low is not None]
                axes.vlines(
                    [n for n, _ in bounded], [f.low for _, f in bounded], [f.high for _, f in bounded], ink, lw=3
                )
            axes.set(ylim=(0, 1.02), xlabel=unit, xticks=range(len(ticks)))
            axes.set_xticklabels(ticks, fontsize=8)
            axes.axhline(0.5, color="#888888", linewidth=0.8)
            if axes.get_legend_handles_labels()[0]:
                axes.legend(frameon=False, fontsize=8, loc="lower left")

        drawings.append(plot(name, paint))
    return drawings


def worst(conditions: Sequence[Condition], count: int = 12) -> list[tuple[Judged, Judged]]:
    """Right answers that became wrong, before and after, by how far belief changed; at most three of a family."""
    unchanged = _by_item(conditions[0])
    turned = [
        (unchanged[_item_id(result)], result, condition.family)
        for condition in conditions[1:]
        for result in condition.judged
        if result.right is False and unchanged[_item_id(result)].right
    ]
    turned.sort(key=lambda case: -abs((case[1].belief or 0) - (case[0].belief or 0)))
    chosen: list[tuple[Judged, Judged]] = []
    taken: dict[str, int] = {}
    for before, after, family in turned:
        if taken.get(family, 0) < MOST_OF_A_FAMILY and len(chosen) < count:
            taken[family] = taken.get(family, 0) + 1
            chosen.append((before, after))
    return chosen
