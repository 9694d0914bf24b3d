"""How far a figure can be trusted: intervals by resampling, a paired test, the agreement of two judges.

Letters: n items, G groups, R resamples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Indices = NDArray[np.intp]
Metric = Callable[[Indices], float | None]  # from indices of items, some of them several times, to a number


def bootstrap(
    metric: Metric, groups: Sequence[str], resamples: int = 500, seed: int = 0
) -> tuple[float | None, float | None]:
    """A 95% percentile interval by resampling whole groups (Efron, 1979; cluster bootstrap: Field and Welsh, 2007).

    Args:
        metric: a resample for which it is None is left out.
        groups: of each item [n]; items of one group (one picture, one prompt) are drawn together.
        resamples: R.
        seed: of the draws.

    Returns:
        Both ends; None where there are fewer than two groups or most resamples have no value.
    """
    names, home = np.unique(np.asarray(groups), return_inverse=True)
    if len(names) < 2:
        return None, None
    order, sizes = np.argsort(home, kind="stable"), np.bincount(home)
    starts = np.cumsum(sizes) - sizes  # [G], where each group begins in the order
    rng, values = np.random.default_rng(seed), []
    for _ in range(resamples):
        drawn = rng.integers(0, len(names), len(names))  # [G]
        count = sizes[drawn]
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        value = metric(order[np.repeat(starts[drawn], count) + within])
        if value is not None:
            values.append(value)
    if len(values) < resamples / 2:
        return None, None
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def mcnemar(first: ArrayLike, second: ArrayLike) -> float:
    """McNemar's exact test that two models are right equally often on the same items, bool [n] each; its p-value."""
    from scipy.stats import binomtest

    a, b = np.asarray(first, bool), np.asarray(second, bool)
    only_a, only_b = int((a & ~b).sum()), int((~a & b).sum())
    return 1.0 if only_a + only_b == 0 else float(binomtest(only_a, only_a + only_b).pvalue)


def agreement(first: ArrayLike, second: ArrayLike) -> float | None:
    """Cohen's kappa with quadratic weights of whole marks [n], by scikit-learn; None where both are constant."""
    from sklearn.metrics import cohen_kappa_score

    a, b = np.asarray(first, int), np.asarray(second, int)
    if len(a) < 2 or (len(set(a.tolist())) < 2 and len(set(b.tolist())) < 2):
        return None
    return float(cohen_kappa_score(a, b, weights="quadratic"))
