"""Two runs or more on the same items, and many runs in one table.

Letters: n pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from . import metrics
from .items import Judged, Scores, Table
from .metrics import Indices, Metric
from .runs import SCORES, Run, common, named, read_scores
from .scoring import LENIENT, STRICT, Calls
from .tables import UNKNOWN_CELL

MOST_PAIRS = 10  # of runs that are compared each with each; beyond, each is compared with the first


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two runs differ in one figure, on the same items.

    Attributes:
        figure: its name.
        first, second: its values.
        low, high: the 95% interval of second − first, by bootstrap over groups; None where there is none.
        p: of the test that they are equal; None where there is none.
        test: its name.
        at_most: whether p is below that number, which is the finest that the resamples can tell.
        n: the items that both values rest on.
    """

    figure: str
    first: float
    second: float
    low: float | None
    high: float | None
    p: float | None
    test: str
    n: int
    at_most: bool = False


def compare(first: Run, second: Run, resamples: int = 2000) -> tuple[Table, list[str]]:
    """Differences on the items that both were asked, with paired tests.

    Accuracy by McNemar's exact test, in which whole groups change sides if items form groups: once with unparsed
    replies as wrong answers, and once on the items that both gave an answer to. Every difference has a 95% interval by
    bootstrap over groups, both runs resampled together. For AUROC, p is twice the smaller share of resamples on either
    side of 0.

    Raises:
        TaskError: if the runs have no items in common.
    """
    pairs = common(first, second)
    rows = tuple(
        (
            *(found.figure, f"{found.first:.3f}", f"{found.second:.3f}", _signed(found), _p(found.p, found.at_most)),
            *(found.test, f"{found.n:,}"),
        )
        for found in differences(pairs, resamples)
    )
    header = ("figure", first.scores.model, second.scores.model, "difference", "p", "test", "items")
    title = f"{first.scores.task}: paired tests of {first.scores.model} and {second.scores.model}"
    return Table(title=title, header=header, rows=rows), [_shared(pairs)]


def differences(pairs: Sequence[tuple[Judged, Judged]], resamples: int = 2000) -> list[Difference]:
    """The difference of each figure over pairs of results on the same item."""
    replied = [(a, b) for a, b in pairs if a.item.answer and not a.reply.error and not b.reply.error]
    read = [(a, b) for a, b in replied if a.right is not None and b.right is not None]
    found = []
    if replied:
        found.append(_accuracy(f"accuracy, {STRICT}", replied, resamples))
    if read and len(read) < len(replied):
        found.append(_accuracy(f"accuracy, {LENIENT}", read, resamples))
    calls = [Calls([pair[side] for pair in read]) for side in (0, 1)]
    if read and all(len(c) == len(read) and c.has_belief.all() for c in calls):
        values = [c.auroc(c.every) for c in calls]
        if values[0] is not None and values[1] is not None:
            difference = lambda at: _gap(calls[0].auroc(at), calls[1].auroc(at))  # noqa: E731
            (low, high), draws = _resampled(difference, [a.item.resampling_unit for a, _ in read], resamples)
            p, at_most = _tail(draws)
            found.append(Difference("AUROC", values[0], values[1], low, high, p, "bootstrap", len(read), at_most))
    return found


def _accuracy(name: str, pairs: Sequence[tuple[Judged, Judged]], resamples: int) -> Difference:
    right = np.array([[bool(a.right), bool(b.right)] for a, b in pairs])  # [n, 2]
    groups = [a.item.resampling_unit for a, _ in pairs]
    test = "McNemar, exact" if len(set(groups)) == len(groups) else "McNemar by groups, exact"
    p = metrics.mcnemar(right[:, 0], right[:, 1], groups)
    difference = lambda at: float(right[at, 1].mean() - right[at, 0].mean())  # noqa: E731
    (low, high), _ = _resampled(difference, groups, resamples)
    return Difference(name, float(right[:, 0].mean()), float(right[:, 1].mean()), low, high, p, test, len(pairs))


def _shared(pairs: Sequence[tuple[Judged, Judged]]) -> str:
    """How many items two runs share, and on how many of them they differ."""
    replied = [(a, b) for a, b in pairs if a.item.answer and not a.reply.error and not b.reply.error]
    only_one = sum(bool(a.right) != bool(b.right) for a, b in replied)
    left_out = len(pairs) - len(replied)
    without = (
        f" {left_out:,} of them are left out: a model failed there, or no right answer is known." if left_out else ""
    )
    return f"The runs have {len(pairs):,} items in common.{without} On {only_one:,} items only one run is right."


_OUTCOMES = ("right", "wrong", "unparsed", "failed")


def _outcome(result: Judged) -> str:
    if result.reply.error:
        return "failed"
    return "unparsed" if result.right is None else "right" if result.right else "wrong"


def agreement(first: Run, second: Run) -> tuple[Table, list[str]]:
    """What came of the items that two runs share, the first by rows and the second by columns, and how far they agree.

    Raises:
        TaskError: if the runs have no items in common.
    """
    pairs = [(a, b) for a, b in common(first, second) if a.item.answer]
    counts = Counter((_outcome(a), _outcome(b)) for a, b in pairs)
    left, right = ([name for name in _OUTCOMES if any(key[side] == name for key in counts)] for side in (0, 1))
    rows = tuple((f"{first.scores.model}: {row}", *(f"{counts[row, column]:,}" for column in right)) for row in left)
    header = ("", *(f"{second.scores.model}: {name}" for name in right))
    table = Table(title=f"Agreement of {first.scores.model} and {second.scores.model}", header=header, rows=rows)
    given = [(a.value, b.value) for a, b in pairs if a.value is not None and b.value is not None]
    if not given:
        return table, []
    same, kappa = sum(a == b for a, b in given), _kappa(given)
    chance = "" if kappa is None else f"; Cohen's kappa, which allows for chance, is {kappa:.2f}"
    return table, [
        f"{first.scores.model} and {second.scores.model} give the same answer to {same:,} of the {len(given):,} items "
        f"that both gave an answer to{chance}."
    ]


def _kappa(given: Sequence[tuple[str | None, str | None]]) -> float | None:
    """Cohen's kappa (1960) of two columns of answers; None where both always give the same one."""
    n = len(given)
    left, right = Counter(a for a, _ in given), Counter(b for _, b in given)
    by_chance = sum(left[name] * right[name] for name in left) / n**2
    return None if by_chance >= 1 else (sum(a == b for a, b in given) / n - by_chance) / (1 - by_chance)


def compare_all(runs: Sequence[Run], resamples: int = 2000) -> tuple[list[Table], list[str]]:
    """Paired tests and agreement of several runs, each with each; of many, each with the first.

    Where more than one pair is compared, a table corrects the p of the strict accuracies for that by Holm (1979).

    Raises:
        TaskError: if two of them have no items in common.
    """
    runs = named(runs)
    every = list(combinations(runs, 2))
    pairs = every if len(every) <= MOST_PAIRS else [(runs[0], run) for run in runs[1:]]
    tables: list[Table] = []
    notes: list[str] = []
    strict: list[tuple[str, float]] = []
    for first, second in pairs:
        names = f"{first.scores.model} and {second.scores.model}"
        table, said = compare(first, second, resamples)
        agreed, also = agreement(first, second)
        tables += [table, agreed]
        notes += [f"{names}: {line}" if len(pairs) > 1 else line for line in said] + also
        strict += [(names, found.p) for found in differences(common(first, second), 1)[:1] if found.p is not None]
    if len(strict) > 1:
        corrected = holm([p for _, p in strict])
        rows = tuple((name, _p(p), _p(q)) for (name, p), q in zip(strict, corrected, strict=True))
        title = f"p of accuracy, {STRICT}, corrected for {len(strict)} comparisons"
        tables.append(Table(title=title, header=("models", "p", "p, corrected (Holm)"), rows=rows))
    return tables, notes


def holm(ps: Sequence[float]) -> list[float]:
    """Each p corrected for the number of tests m (Holm, 1979): (m − k) · p of the k-th smallest, k from 0.

    No value is less than one before it, or more than 1.
    """
    corrected, least = [0.0] * len(ps), 0.0
    for rank, at in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        least = max(least, min(1.0, (len(ps) - rank) * ps[at]))
        corrected[at] = least
    return corrected


def _gap(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else second - first


def _resampled(
    difference: Metric, groups: Sequence[str], resamples: int
) -> tuple[tuple[float | None, float | None], list[float]]:
    """The interval of a difference, and its values in all resamples."""
    draws: list[float] = []

    def collected(at: Indices) -> float | None:
        value = difference(at)
        if value is not None:
            draws.append(value)
        return value

    return metrics.bootstrap(collected, groups, resamples), draws


def _tail(draws: Sequence[float]) -> tuple[float | None, bool]:
    """Twice the smaller share of draws on either side of 0; the finest share that so many can tell, if it is 0."""
    if not draws:
        return None, False
    tail = 2 * min(np.mean(np.array(draws) <= 0), np.mean(np.array(draws) >= 0))
    return (2 / len(draws), True) if tail == 0 else (min(1.0, float(tail)), False)


def _signed(found: Difference) -> str:
    interval = "" if found.low is None else f" [{found.low:+.3f}, {found.high:+.3f}]"
    return f"{found.second - found.first:+.3f}{interval}"


def _p(p: float | None, at_most: bool = False) -> str:
    """A p-value as tables show it: three decimals, and below .001 no false precision."""
    if p is None:
        return UNKNOWN_CELL
    if at_most:
        return f"< {max(p, 0.001):.3f}"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


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
