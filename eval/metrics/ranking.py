"""How well scores rank one class above another.

Letters: n negative and m positive samples.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike


def auroc(negative: ArrayLike, positive: ArrayLike) -> float | None:
    """Area under the ROC curve: P(positive score > negative score) + ½ P(equal), by the sum of ranks.

        AUROC = (Σ ranks of the positives − m (m + 1) / 2) / (n m)        (Mann and Whitney, 1947)

    A bootstrap calls this thousands of times, where scikit-learn spends most of the time on checking its input.

    Args:
        negative: scores [n] of the negative class.
        positive: scores [m] of the positive class.

    Returns:
        A number in 0 to 1, or None where a class is empty.

    Raises:
        ValueError: if a score is not a number.
    """
    from scipy.stats import rankdata

    low, high = np.asarray(negative, float), np.asarray(positive, float)
    n, m = len(low), len(high)
    if n == 0 or m == 0:
        return None
    scores = np.concatenate([low, high])
    if np.isnan(scores).any():
        raise ValueError("a score is not a number, so the pictures can't be ranked")
    return float((rankdata(scores)[n:].sum() - m * (m + 1) / 2) / (n * m))


def fpr_at_tpr(negative: ArrayLike, positive: ArrayLike, rate: float = 0.95) -> float | None:
    """Share of the negatives [n] that score at least the highest threshold which `rate` of the positives [m] reach.

        threshold = the k-th highest positive score, k = ⌈rate · m⌉

    So of 20 positives 19 must reach it, and the lowest of them is the threshold, not the lowest of all 20. None where a
    class is empty.
    """
    low, high = np.asarray(negative, float), np.sort(np.asarray(positive, float))[::-1]
    if not len(low) or not len(high):
        return None
    needed = max(1, int(np.ceil(rate * len(high) - 1e-9)))  # 0.95 · 20 is 19, whatever a float makes of it
    return float(np.mean(low >= high[needed - 1]))


def cross_auroc(scores: ArrayLike, fake: ArrayLike, source: Sequence[str]) -> dict[tuple[str, str], float]:
    """AUROC of the real pictures of one set against the generated ones of another, for every such pair of sets.

    A mean of AUROCs set by set hides that scores shift from set to set; a threshold does not survive such a shift. Real
    pictures of a that score as high as generated ones of b show it.

    Args:
        scores: that grow with the belief that a picture is generated [n].
        fake: whether each picture is generated, bool [n].
        source: the set of each picture [n].

    Returns:
        The AUROC by (set of the real pictures, set of the generated ones); both names are the same where the pictures
        come from one set.

    Raises:
        ValueError: if a score is not a number.
    """
    s, y, names = np.asarray(scores, float), np.asarray(fake, bool), np.asarray(source, str)
    real = {str(name): s[~y & (names == name)] for name in np.unique(names[~y])}
    made = {str(name): s[y & (names == name)] for name in np.unique(names[y])}
    areas = {(a, b): auroc(low, high) for a, low in real.items() for b, high in made.items()}
    return {pair: area for pair, area in areas.items() if area is not None}


def oscr(unknown: ArrayLike, known: ArrayLike, right: ArrayLike) -> float:
    """Area under the open-set classification rate (Dhamija et al., "Reducing Network Agnostophobia", 2018).

    The curve is the share of known samples that are classified rightly and score at least θ, against the share of
    unknown samples that score at least θ. It equals the accuracy where no unknown sample outscores a known one.

    Args:
        unknown: scores [n] of samples of no known class.
        known: scores [m] of samples of known classes.
        right: whether each known sample is classified rightly, bool [m].
    """
    low, high = np.asarray(unknown, float), np.asarray(known, float)
    steps = np.unique(np.concatenate([low, high]))[::-1]
    correct = np.sort(high[np.asarray(right, bool)])
    rates = 1 - np.searchsorted(np.sort(low), steps) / len(low)
    hits = (len(correct) - np.searchsorted(correct, steps)) / len(high)
    return float(np.trapezoid(np.concatenate([[0.0], hits]), np.concatenate([[0.0], rates])))
