"""What a change of heads or limits does to pictures that were left out: figures before and after.

Letters: n pictures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..agent.reasoning.weighing.terms import Parameters
from ..eval.metrics import auroc
from ..eval.metrics.uncertainty import bootstrap, group_share
from .weighing.own_limits import Promise, limits

Values = NDArray[np.float64]
Truth = NDArray[np.bool_]
Limits = Callable[[str], tuple[float, float]]  # from a fold to the limits of the labels synthetic and real


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95% interval by resampling groups; the ends are None with fewer than two groups."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        if self.value is None:
            return "–"
        form = ".3f" if self.name == AUROC else ".1%"
        if self.low is None or self.high is None:
            return f"{self.value:{form}}"
        return f"{self.value:{form}} [{self.low:{form}}, {self.high:{form}}]"


AUROC = "AUROC"
LABELLED = "pictures that get a label"
WRONG_SYNTHETIC = "photographs called synthetic (wrong)"
RIGHT_REAL = "photographs called real"
RIGHT_SYNTHETIC = "generated pictures called synthetic"
WRONG_REAL = "generated pictures called real (wrong)"


def figures(
    scores: Values, generated: Truth, fold: Sequence[str], limit: Limits, group: Sequence[str] | None = None
) -> list[Figure]:
    """AUROC, and the shares of labels by truth, every group weighing the same.

    Args:
        scores: fused log-odds for *synthetic* [n].
        generated: the truth, bool [n].
        fold: what each was left out with, such as its source.
        limit: the limits for the pictures of a fold.
        group: by which intervals are drawn; by default the folds.
    """
    high, low = (np.array([limit(name)[side] for name in fold]) for side in (0, 1))
    names = np.asarray(fold if group is None else group)
    synthetic, real = scores >= high, scores <= low

    def area(at: NDArray[np.intp]) -> float | None:
        return auroc(scores[at][~generated[at]].tolist(), scores[at][generated[at]].tolist())

    rows = [Figure(AUROC, area(np.arange(len(scores))), *bootstrap(area, names.tolist(), resamples=200))]
    told = [
        (LABELLED, synthetic | real, np.ones(len(scores), bool)),
        (WRONG_SYNTHETIC, synthetic, ~generated),
        (RIGHT_REAL, real, ~generated),
        (RIGHT_SYNTHETIC, synthetic, generated),
        (WRONG_REAL, real, generated),
    ]
    for name, hits, among in told:
        found = group_share(hits[among], names[among].tolist()) if among.any() else (None, None, None)
        rows.append(Figure(name, *found))
    return rows


def fixed(known: Parameters, rate: float) -> Limits:
    """The limits of some parameters, whatever the fold; a label also has to be the likeliest one, by the priors."""
    reference = known.references["synthetic"]
    even = math.log(known.prior["real"] / known.prior["synthetic"])
    pair = max(reference.threshold(rate), even), min(reference.cleared(rate), even)
    return lambda source: pair


def left_out_limits(
    known: Parameters,
    scores: Values,
    generated: Truth,
    source: Sequence[str],
    promise: Promise,
    rate: float,
    fold: Sequence[str] | None = None,
    keep_at: float | None = None,
) -> Limits:
    """For each fold, by default a source, the limits that follow from the pictures of all others."""
    origin, names = np.asarray(source), np.asarray(source if fold is None else fold)

    def of(name: str) -> tuple[float, float]:
        if name not in found:
            rest = names != name
            if not (rest & ~generated).any():
                return float("inf"), float("-inf")
            without = limits(known, scores[rest], generated[rest], origin[rest].tolist(), promise, keep_at)
            found[name] = fixed(without, rate)(name)
        return found[name]

    found: dict[str, tuple[float, float]] = {}
    return of


def table(before: Sequence[Figure] | None, after: Sequence[Figure]) -> list[str]:
    """The figures side by side, as a Markdown table; those that neither column has are left out."""
    lines = ["| figure | before | after |", "| --- | --- | --- |"]
    earlier = before if before is not None else [Figure(row.name, None) for row in after]
    pairs = zip(earlier, after, strict=True)
    lines += [f"| {b.name} | {b} | {a} |" for b, a in pairs if b.value is not None or a.value is not None]
    return lines
