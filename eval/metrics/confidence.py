"""Whether stated probabilities can be trusted: calibration, proper scores, accuracy on the surest answers.

Letters: n items.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .ranking import auroc


def ece(probability: ArrayLike, truth: ArrayLike, bins: int = 15, equal: str = "width") -> float:
    """Expected calibration error, Σ_b (n_b / N) |acc_b − conf_b| (Naeini et al., 2015; Guo et al., 2017).

    Confidence is the probability of the class that is called at one half, max(p, 1 − p). Accuracy is the share of right
    calls.

    Args:
        probability: of the positive class [n].
        truth: bool [n].
        bins: how many.
        equal: `width` divides 0.5 to 1 evenly, `frequency` puts as many pictures in each bin. Pictures of equal
            confidence share a bin, that of their middle, so that the order of the pictures changes nothing.

    Raises:
        ValueError: if `equal` is neither, or there are no pictures.
    """
    p, y = np.asarray(probability, float), np.asarray(truth, bool)
    if not len(p):
        raise ValueError("the calibration of no answers has no value")
    confidence, right = np.maximum(p, 1 - p), (p >= 0.5) == y
    if equal == "width":
        home = np.minimum(((confidence - 0.5) * 2 * bins).astype(int), bins - 1)
    elif equal == "frequency":
        from scipy.stats import rankdata

        home = ((rankdata(confidence, method="average") - 0.5) * bins / len(p)).astype(int)
    else:
        raise ValueError(f"bins are of equal width or frequency, not {equal!r}")
    error = 0.0
    for number in range(bins):
        inside = home == number
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return float(error)


def brier(probability: ArrayLike, truth: ArrayLike) -> float:
    """Mean squared difference between probability and truth (Brier, 1950), by scikit-learn."""
    from sklearn.metrics import brier_score_loss

    return float(brier_score_loss(np.asarray(truth, bool), np.asarray(probability, float), pos_label=True))


def cllr(log_lr: ArrayLike, truth: ArrayLike) -> float:
    """Log-likelihood-ratio cost in bits (Brümmer and du Preez, 2006); 0 is perfect, 1 says nothing.

    C = ½ mean_{true} log2(1 + 1/LR) + ½ mean_{false} log2(1 + LR); natural log-LRs [n], truth bool [n].
    """
    s, y = np.asarray(log_lr, float), np.asarray(truth, bool)
    return float((np.logaddexp(0, -s[y]).mean() + np.logaddexp(0, s[~y]).mean()) / (2 * np.log(2)))


def accuracy_at(confidence: ArrayLike, right: ArrayLike, coverage: float) -> float:
    """Accuracy on the `coverage` share of answers with the highest confidence, at least one.

    Answers of equal confidence count with the share of them that is right: what a draw among them gives on average.
    """
    hits = _surest_first(confidence, right)
    return float(hits[: max(1, int(len(hits) * coverage + 1e-9))].mean())  # 0.55 · 100 is 55, whatever a float says


def _surest_first(confidence: ArrayLike, right: ArrayLike) -> NDArray[np.float64]:
    """Whether each answer is right, float64 [n], the surest first; tied answers have the mean of their tie."""
    c, r = np.asarray(confidence, float), np.asarray(right, float)
    values, home = np.unique(-c, return_inverse=True)
    return (np.bincount(home, r, len(values)) / np.bincount(home, minlength=len(values)))[np.sort(home)]


def risk_coverage(confidence: ArrayLike, right: ArrayLike) -> list[tuple[float, float]]:
    """(coverage, share of wrong answers) at 5% steps, the surest first (El-Yaniv and Wiener, 2010)."""
    steps = np.arange(1, 21) / 20
    return [(float(c), 1 - accuracy_at(confidence, right, float(c))) for c in steps]


def aurc(confidence: ArrayLike, right: ArrayLike) -> tuple[float, float] | None:
    """Area under the risk–coverage curve, and its excess over that of the best order (Geifman et al., 2019).

        AURC = 1/n Σ_k r_k,   r_k = 1/k · the wrong ones among the k surest answers

    The best order puts every right answer before every wrong one. Answers of equal confidence count with the mean of
    their tie. 0 is best; where confidence says nothing, AURC is the share of wrong answers.

    Args:
        confidence: of each answer [n].
        right: whether each is, bool [n].

    Returns:
        Both areas, or None without answers.
    """
    wrong = 1 - _surest_first(confidence, right)
    if not len(wrong):
        return None
    counts = np.arange(1, len(wrong) + 1)
    area, least = (float((np.cumsum(part) / counts).mean()) for part in (wrong, np.sort(1 - np.asarray(right, float))))
    return area, area - least


def summary(log_lr: ArrayLike, truth: ArrayLike) -> tuple[str, ...]:
    """AUROC, ECE of both binnings, Brier, Cllr, and accuracy at 100%, 80% and 50% coverage, as cells of a table.

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
