"""Real/fake calls as arrays, and a figure with its interval.

Letters: n items.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from .. import metrics
from ..items import Figure, Judged, Table
from ..metrics import Indices, Metric

STRICT, LENIENT = "unparsed counted as wrong", "unparsed left out"
ScoredTask = tuple[dict[str, Figure], list[Table], list[str]]  # headline figures, tables, notes


def with_interval(metric: Metric, groups: Sequence[str]) -> Figure:
    """A metric over all items, with its bootstrap interval over their groups [n].

    No interval is given if every resample has the same value: that shows no spread, and not that there is none.
    """
    every = np.arange(len(groups))
    value = metric(every) if len(groups) else None
    low, high = metrics.bootstrap(metric, groups) if value is not None else (None, None)
    if low == high:
        low = high = None
    return Figure(value=value, low=low, high=high, n=len(groups))


def mean_with_interval(values: Iterable[float], groups: Sequence[str]) -> Figure:
    """The mean of a number from 0 to 1 for each item, such as whether it is right, with its interval.

    If all are 0, or all are 1, the interval is that of `metrics.alike`.
    """
    numbers = np.array(list(values), float)
    if len(numbers) and ((numbers == 0).all() or (numbers == 1).all()):
        low, high = metrics.alike(len(set(groups)), hit=bool(numbers[0]))
        return Figure(value=float(numbers[0]), low=low, high=high, n=len(numbers))
    return with_interval(lambda at: float(numbers[at].mean()) if len(at) else None, groups)


def strict_accuracy(judged: Sequence[Judged]) -> Figure:
    """The share of right answers to all items with a known answer; an unparsed reply counts as wrong."""
    known = [result for result in judged if result.item.answer]
    return mean_with_interval([bool(r.right) for r in known], [r.item.resampling_unit for r in known])


class Calls:
    """Real/fake calls of the results that have a truth and a call.

    Attributes:
        results: those results [n].
        fake: whether each is fake, bool [n].
        called: whether it was called fake, bool [n].
        belief: that it is fake, float [n]; NaN where the model stated none.
        groups: that are resampled together [n].
    """

    def __init__(self, judged: Sequence[Judged]) -> None:
        """Take the results that have a truth and a call."""
        self.results = [r for r in judged if r.item.truth is not None and r.called is not None]
        self.fake = np.array([r.item.truth == "fake" for r in self.results], bool)
        self.called = np.array([r.called == "fake" for r in self.results], bool)
        self.belief = np.array([np.nan if r.belief is None else r.belief for r in self.results], float)
        self.groups = [r.item.resampling_unit for r in self.results]

    def __len__(self) -> int:
        """The number of calls, n."""
        return len(self.results)

    @property
    def every(self) -> Indices:
        """The indices of all calls."""
        return np.arange(len(self))

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether each call is right."""
        return self.fake == self.called

    @property
    def has_belief(self) -> NDArray[np.bool_]:
        """Whether a belief was stated with each call."""
        return ~np.isnan(self.belief)

    @property
    def both_classes(self) -> bool:
        """Whether there are real and fake items among them."""
        return bool(self.fake.any() and not self.fake.all())

    def accuracy(self, at: Indices) -> float | None:
        """Share of right calls."""
        return float(self.right[at].mean()) if len(at) else None

    def accuracy_figure(self) -> Figure:
        """Share of right calls, with its interval."""
        return mean_with_interval(self.right, self.groups)

    def recall_figure(self, *, fake: bool) -> Figure:
        """Share of the fake items, or of the real ones, that are called so, with its interval: TPR or TNR."""
        of_class = np.flatnonzero(self.fake == fake)
        return mean_with_interval(self.right[of_class], [self.groups[at] for at in of_class])

    def rates(self, at: Indices) -> tuple[float | None, float | None]:
        """TPR and TNR."""
        return metrics.rates(self.called[at], self.fake[at])

    def balanced(self, at: Indices) -> float | None:
        """Mean of TPR and TNR; None where a class is missing."""
        tpr, tnr = self.rates(at)
        return None if tpr is None or tnr is None else (tpr + tnr) / 2

    def f1(self, at: Indices) -> float | None:
        """F1 of the fakes."""
        return metrics.f1_g_mean(self.called[at], self.fake[at])[0] if self.fake[at].any() else None

    def g_mean(self, at: Indices) -> float | None:
        """Geometric mean of TPR and TNR; None where a class is missing."""
        tpr, tnr = self.rates(at)
        return None if tpr is None or tnr is None else float(np.sqrt(tpr * tnr))

    def auroc(self, at: Indices) -> float | None:
        """Area under the ROC curve of the beliefs that were stated."""
        stated = at[self.has_belief[at]]
        return metrics.auroc(self.belief[stated][~self.fake[stated]], self.belief[stated][self.fake[stated]])

    def all_probabilities(self) -> bool:
        """Whether every call comes with a belief that is a probability."""
        return len(self) > 0 and bool(np.all((self.belief >= 0) & (self.belief <= 1)))
