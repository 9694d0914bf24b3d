"""Metrics, each with its definition and source."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import rankdata


def auroc(negative: ArrayLike, positive: ArrayLike) -> float | None:
    """Area under the ROC curve: P(positive score > negative score) + ½ P(equal), by ranks (Mann-Whitney U).

    Args:
        negative: scores [n] of the negative class.
        positive: scores [m] of the positive class.

    Returns:
        A number in 0 to 1, or None where a class is empty.
    """
    low, high = np.asarray(negative, float), np.asarray(positive, float)
    if len(low) == 0 or len(high) == 0:
        return None
    ranks = rankdata(np.concatenate([low, high]))
    return float((ranks[len(low) :].sum() - len(high) * (len(high) + 1) / 2) / (len(low) * len(high)))
