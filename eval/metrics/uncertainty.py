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


def group_share(
    hits: ArrayLike, groups: Sequence[str], resamples: int = 500, seed: int = 0
) -> tuple[float, float | None, float | None]:
    """The share of hits where every group weighs the same, with a 95% interval by resampling groups.

    If every item is a hit, or none is, resampling shows no spread. The far end is then that of Clopper and Pearson
    (1934) for G groups of which all or none are hit: 1 − 0.025^(1/G) from the share.

    Args:
        hits: bool [n].
        groups: of each item [n]; a group's share is the mean of its items.
        resamples: R.
        seed: of the draws.

    Returns:
        The share and both ends; None for the ends where there are fewer than two groups.

    Raises:
        ValueError: if there are no items.
    """
    hit = np.asarray(hits, bool)
    if not len(hit):
        raise ValueError("a share of no items has no value")
    _, home, sizes = np.unique(np.asarray(groups), return_inverse=True, return_counts=True)
    weight = 1 / sizes[home]  # [n]: a group that is drawn twice weighs twice
    share = float(np.average(hit, weights=weight))
    if hit.all() or not hit.any():
        return share, *alike(len(sizes), hit=bool(hit.all()))
    return share, *bootstrap(lambda at: float(np.average(hit[at], weights=weight[at])), groups, resamples, seed)


def alike(groups: int, *, hit: bool) -> tuple[float | None, float | None]:
    """The 95% interval of a share of 1 or 0, by Clopper and Pearson (1934); resampling would show no spread.

    Args:
        groups: G, all of which are hit, or none.
        hit: whether they are.

    Returns:
        Both ends, the far one 1 − 0.025^(1/G) away; None where there are fewer than two groups.
    """
    if groups < 2:
        return None, None
    reach = 1 - 0.025 ** (1 / groups)
    return (1 - reach, 1.0) if hit else (0.0, reach)


def mcnemar(first: ArrayLike, second: ArrayLike, groups: Sequence[str] | None = None) -> float:
    """An exact test that two models are right equally often on the same items; its p-value.

    Without groups this is McNemar's test. Items of one group (one picture asked about twice, one scene) tend to be
    answered alike, so that they are worth less than as many items on their own; the test then finds differences that
    are none. With groups, whole groups change sides instead of items (Fisher's test of signs, 1935):

        d_g = Σ (second right − first right) over group g,   p = P(|Σ ± d_g| ≥ |Σ d_g|), both signs equally likely

    The distribution is counted, not drawn. Where every group is one item it is the binomial of McNemar's test.

    Args:
        first: whether the first model is right, bool [n].
        second: the same of the second.
        groups: of each item [n]; None where every item stands alone.
    """
    difference = np.asarray(second, int) - np.asarray(first, int)
    if groups is not None:
        _, home = np.unique(np.asarray(groups, str), return_inverse=True)
        difference = np.bincount(home, difference).round().astype(int)
    steps = np.abs(difference[difference != 0])
    if not len(steps):
        return 1.0
    if (steps == steps[0]).all():
        from scipy.stats import binomtest

        return float(binomtest(int((difference > 0).sum()), len(steps)).pvalue)
    chance = np.ones(1)  # of each sum from −reach to reach in steps of 2, of the groups so far
    for step in np.sort(steps):
        wider = np.zeros(len(chance) + step)
        wider[: len(chance)] += chance / 2
        wider[step:] += chance / 2
        chance = wider
    sums = np.arange(len(chance)) * 2 - steps.sum()
    return min(1.0, float(chance[np.abs(sums) >= abs(int(difference.sum()))].sum()))


def agreement(first: ArrayLike, second: ArrayLike) -> float | None:
    """Cohen's kappa with quadratic weights of whole marks [n], by scikit-learn; None where both are constant."""
    from sklearn.metrics import cohen_kappa_score

    a, b = np.asarray(first, int), np.asarray(second, int)
    if len(a) < 2 or (len(set(a.tolist())) < 2 and len(set(b.tolist())) < 2):
        return None
    return float(cohen_kappa_score(a, b, weights="quadratic"))
