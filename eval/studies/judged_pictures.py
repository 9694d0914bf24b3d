"""Left-out pictures judged by fusion, in several ways to calibrate it.

Letters: n pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...agent.reasoning.weighing.terms import Alternative
from ...finetune.weighing import fusion_fit, term_fit
from ...finetune.weighing.evidence_table import Scores, Table, weights
from ..metrics import summary
from ..tables import TableRow

RATES = (0.02, 0.05, 0.1, 0.2)
USUAL = 0.05
DRAWN = 20000  # pictures, for a figure over weighted ones
# From scores [n], truth [n] and weights [n] to what calibrates other scores.
Calibrate = Callable[[Scores, NDArray[np.bool_], Scores], Callable[[Scores], Scores]]
NestedFold = tuple[NDArray[np.bool_], Scores, Scores]  # the test mask, the test scores, cross-fitted scores of the rest


@dataclass(frozen=True, slots=True)
class Judgements:
    """Left-out pictures: calibrated log-LRs [n], and both limits [2, n] on them by error rate, set on other sources."""

    given: Table
    log_lr: Scores
    limits: dict[float, Scores]

    def called(self, rate: float = USUAL) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which pictures are called the alternative, and which real, bool [n] each."""
        upper, lower = self.limits[rate]
        return self.log_lr >= upper, self.log_lr <= lower


def judge(given: Table, alternative: Alternative, others: Table | None = None) -> Judgements:
    """Judge left-out pictures as at run time: terms, scale and threshold come from the other sources.

    Args:
        given: what is fitted on, fold by fold.
        alternative: what is set against real.
        others: pictures of sets that are not fitted on, to judge instead, each by the fold of its source.
    """
    tested = others or given
    n = len(tested.truth)
    log_lr, limits = np.zeros(n), {rate: np.full((2, n), np.inf) for rate in RATES}
    for train, test in fusion_fit.folds(given):
        mine = np.isin(tested.source, list({*given.source[test].tolist()}))
        terms, reference = fusion_fit.fitted(given.part(train), alternative)
        log_lr[mine] = term_fit.sums(terms, tested.part(mine))
        for rate, limit in limits.items():
            limit[0, mine], limit[1, mine] = reference.threshold(rate), reference.cleared(rate)
    return Judgements(tested, log_lr, limits)


def as_fitted(scores: Scores, truth: NDArray[np.bool_], mass: Scores) -> Callable[[Scores], Scores]:
    """No calibration."""
    return lambda other: other


def by_temperature(scores: Scores, truth: NDArray[np.bool_], mass: Scores) -> Callable[[Scores], Scores]:
    """One factor on the log-LRs."""
    factor = fusion_fit.line(scores, truth, mass)
    return lambda other: factor * other


def by_platt(scores: Scores, truth: NDArray[np.bool_], mass: Scores) -> Callable[[Scores], Scores]:
    """A factor and an offset."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1e6).fit(scores[:, None], truth, mass)
    return lambda other: model.decision_function(other[:, None])


def by_steps(scores: Scores, truth: NDArray[np.bool_], mass: Scores) -> Callable[[Scores], Scores]:
    """Any rising step function, held to 1–99%."""
    from sklearn.isotonic import IsotonicRegression

    model = IsotonicRegression(y_min=0.01, y_max=0.99, out_of_bounds="clip").fit(scores, truth, mass)
    return lambda other: np.log(model.predict(other) / (1 - model.predict(other)))


CALIBRATIONS: dict[str, Calibrate] = {
    "as fitted": as_fitted,
    "temperature (shipped)": by_temperature,
    "Platt": by_platt,
    "isotonic": by_steps,
}


def nested_folds(given: Table, alternative: Alternative, **options: float) -> list[NestedFold]:
    """Every outer fold with its test scores, and with cross-fitted scores of the rest, to calibrate on."""
    found = []
    for train, test in fusion_fit.folds(given):
        rest = given.part(train)
        inner = fusion_fit.crossed(rest, alternative, **options)
        terms = term_fit.fit(rest, alternative, **options)  # type: ignore[arg-type]
        found.append((test, term_fit.sums(terms, given.part(test)), inner))
    return found


def calibrated(given: Table, folds: Sequence[NestedFold], how: Calibrate) -> Scores:
    """Log-LRs [n], each calibrated on other sources."""
    total = np.zeros(len(given.truth))
    for test, scores, inner in folds:
        rest = given.part(~test)
        total[test] = how(inner, rest.truth, weights(rest.truth, rest.source))(scores)
    return total


def figures(log_lr: Scores, given: Table) -> TableRow:
    """`metrics.summary` with both classes weighed alike, and sources by the root of their size."""
    chosen = resampled(given)
    return summary(log_lr[chosen], given.truth[chosen])


def resampled(given: Table, count: int = DRAWN) -> NDArray[np.intp]:
    """Indices [count], each as often as its weight in the fit: classes even, sources by the root of their size."""
    return at_even_steps(weights(given.truth, given.source), count)


def at_even_steps(mass: Scores, count: int = DRAWN) -> NDArray[np.intp]:
    """Indices [count], each as often as its weight [n].

    Drawn at even steps, so that a figure depends neither on chance nor, but for rounding, on the order of the rows.
    """
    share = np.cumsum(mass)
    return np.searchsorted(share / share[-1], (np.arange(count) + 0.5) / count)
