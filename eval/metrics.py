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


def fpr_at_tpr(negative: ArrayLike, positive: ArrayLike, rate: float = 0.95) -> float:
    """Share of the negatives that score at least as high as the threshold which `rate` of the positives reach."""
    low, high = np.asarray(negative, float), np.asarray(positive, float)
    return float(np.mean(low >= np.quantile(high, 1 - rate, method="lower")))


def oscr(unknown: ArrayLike, known: ArrayLike, right: ArrayLike) -> float:
    """Area under the open-set classification rate (Dhamija et al., "Reducing Network Agnostophobia", 2018).

    The curve is the share of known samples that are classified rightly and score at least θ, against the share of
    unknown ones that score at least θ. It is the accuracy where no unknown sample outscores a known one.

    Args:
        unknown: scores [n] of samples of no known class.
        known: scores [m] of samples of known classes.
        right: whether each of those is classified rightly, bool [m].
    """
    low, high = np.asarray(unknown, float), np.asarray(known, float)
    steps = np.unique(np.concatenate([low, high]))[::-1]
    correct = np.sort(high[np.asarray(right, bool)])
    rates = 1 - np.searchsorted(np.sort(low), steps) / len(low)
    hits = (len(correct) - np.searchsorted(correct, steps)) / len(high)
    return float(np.trapezoid(np.concatenate([[0.0], hits]), np.concatenate([[0.0], rates])))


def ece(probability: ArrayLike, truth: ArrayLike, bins: int = 15, equal: str = "width") -> float:
    """Expected calibration error, Σ_b (n_b / N) |acc_b − conf_b| (Naeini et al., 2015; Guo et al., 2017).

    Confidence is the probability of the class that is called at one half, max(p, 1 − p), accuracy whether it is right.

    Args:
        probability: of the positive class [n].
        truth: bool [n].
        bins: how many.
        equal: `width` divides 0.5 to 1 evenly, `frequency` puts as many pictures in each bin.

    Raises:
        ValueError: if `equal` is neither.
    """
    p, y = np.asarray(probability, float), np.asarray(truth, bool)
    confidence, right = np.maximum(p, 1 - p), (p >= 0.5) == y
    if equal == "width":
        home = np.minimum(((confidence - 0.5) * 2 * bins).astype(int), bins - 1)
    elif equal == "frequency":
        home = (rankdata(confidence, method="ordinal") - 1).astype(int) * bins // len(p)
    else:
        raise ValueError(f"bins are of equal width or frequency, not {equal!r}")
    found = 0.0
    for number in range(bins):
        inside = home == number
        if inside.any():
            found += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return float(found)


def brier(probability: ArrayLike, truth: ArrayLike) -> float:
    """Mean squared difference between probability and truth (Brier, 1950)."""
    return float(np.mean((np.asarray(probability, float) - np.asarray(truth, float)) ** 2))


def cllr(log_lr: ArrayLike, truth: ArrayLike) -> float:
    """Log-likelihood-ratio cost in bits (Brümmer and du Preez, 2006); 0 is perfect, 1 says nothing.

    C = ½ mean_{true} log2(1 + 1/LR) + ½ mean_{false} log2(1 + LR); natural log-LRs [n], truth bool [n].
    """
    s, y = np.asarray(log_lr, float), np.asarray(truth, bool)
    return float((np.logaddexp(0, -s[y]).mean() + np.logaddexp(0, s[~y]).mean()) / (2 * np.log(2)))


def accuracy_at(confidence: ArrayLike, right: ArrayLike, coverage: float) -> float:
    """Accuracy on the share of answers that one is surest of; ties in the order given."""
    order = np.argsort(-np.asarray(confidence, float), kind="stable")
    return float(np.asarray(right, bool)[order[: max(1, int(len(order) * coverage))]].mean())


def f1_g_mean(called: ArrayLike, truth: ArrayLike) -> tuple[float, float]:
    """F1 = 2TP / (2TP + FP + FN) and G-mean = √(TPR · TNR) of calls bool [n] against truth bool [n]."""
    c, y = np.asarray(called, bool), np.asarray(truth, bool)
    hit, wrong, missed = (c & y).sum(), (c & ~y).sum(), (~c & y).sum()
    f1 = 2 * hit / max(1, 2 * hit + wrong + missed)
    return float(f1), float(np.sqrt(hit / max(1, y.sum()) * (~c & ~y).sum() / max(1, (~y).sum())))


def summary(log_lr: ArrayLike, truth: ArrayLike) -> tuple[str, ...]:
    """AUROC, ECE of both binnings, Brier, Cllr, and accuracy at 100%, 80% and 50% coverage, as a table shows them.

    Args:
        log_lr: natural log-LRs [n], which are log-odds at even priors.
        truth: bool [n].
    """
    s, y = np.asarray(log_lr, float), np.asarray(truth, bool)
    p = 1 / (1 + np.exp(-s))
    right = (s >= 0) == y
    values = (
        auroc(s[~y], s[y]) or 0.0,
        ece(p, y),
        ece(p, y, 10, "frequency"),
        brier(p, y),
        cllr(s, y),
        *(accuracy_at(np.abs(s), right, coverage) for coverage in (1.0, 0.8, 0.5)),
    )
    return tuple(f"{value:.3f}" for value in values)
