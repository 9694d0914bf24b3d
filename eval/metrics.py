"""Metrics, each with its definition and source; scikit-learn's where it has them.

Letters: n items, G groups, R resamples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

Indices = NDArray[np.intp]


def auroc(negative: ArrayLike, positive: ArrayLike) -> float | None:
    """Area under the ROC curve: P(positive score > negative score) + ½ P(equal), by scikit-learn.

    Args:
        negative: scores [n] of the negative class.
        positive: scores [m] of the positive class.

    Returns:
        A number in 0 to 1, or None where a class is empty.
    """
    from sklearn.metrics import roc_auc_score

    low, high = np.asarray(negative, float), np.asarray(positive, float)
    if len(low) == 0 or len(high) == 0:
        return None
    truth = np.repeat([0, 1], [len(low), len(high)])
    return float(roc_auc_score(truth, np.concatenate([low, high])))


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
    """Accuracy on the share of answers that one is surest of; ties in the order given."""
    order = np.argsort(-np.asarray(confidence, float), kind="stable")
    return float(np.asarray(right, bool)[order[: max(1, int(len(order) * coverage))]].mean())


def f1_g_mean(called: ArrayLike, truth: ArrayLike) -> tuple[float, float]:
    """F1 = 2TP / (2TP + FP + FN) and G-mean = √(TPR · TNR), of calls bool [n] against truth bool [n].

    Counted here, since scikit-learn's `f1_score` takes 8 ms for 10,000 items and an interval needs 500 of them; a test
    holds it to that.
    """
    c, y = np.asarray(called, bool), np.asarray(truth, bool)
    hits, wrong = int((c & y).sum()), int((c != y).sum())
    kept = hits / max(1, y.sum()) * (~c & ~y).sum() / max(1, (~y).sum())
    return 2 * hits / max(1, 2 * hits + wrong), float(np.sqrt(kept))


def rates(called: ArrayLike, truth: ArrayLike) -> tuple[float | None, float | None]:
    """TPR and TNR of calls bool [n] against truth bool [n]; None where a class is empty."""
    c, y = np.asarray(called, bool), np.asarray(truth, bool)
    return (float(c[y].mean()) if y.any() else None), (float((~c[~y]).mean()) if (~y).any() else None)


def bias_index(recall_natural: float, recall_generated: float) -> float | None:
    """LOKI's normalised bias index (R_nat − R_ai) / (R_nat + R_ai), −1 … 1; None where both recalls are 0."""
    total = recall_natural + recall_generated
    return (recall_natural - recall_generated) / total if total else None


def loki_accuracy(category: Sequence[str], fake: ArrayLike, right: ArrayLike) -> tuple[float | None, dict[str, float]]:
    """LOKI's accuracy: mean recall of either kind by category k, weighed by how many are fake (Ye et al., 2024).

    acc_k = (recall_fake_k + recall_real_k) / 2 over both phrasings; overall Σ n_fake_k · acc_k / Σ n_fake_k. As in its
    harness, a category without real pictures takes the real ones of all where those are of a single category (3D), else
    its recall of fakes alone.

    Args:
        category: of each item [n].
        fake: whether the item is about a fake, bool [n].
        right: whether it was answered rightly, bool [n].

    Returns:
        The overall accuracy, None without fakes, and that of each category with fakes.
    """
    names, f, r = np.asarray(category), np.asarray(fake, bool), np.asarray(right, bool)
    lone = len(set(names[~f])) == 1
    by: dict[str, float] = {}
    weights = []
    for name in dict.fromkeys(names[f].tolist()):
        of_fake = f & (names == name)
        of_real = ~f if lone else ~f & (names == name)
        found = float(r[of_fake].mean())
        by[name] = (found + (float(r[of_real].mean()) if of_real.any() else found)) / 2
        weights.append(int(of_fake.sum()))
    return (float(np.average(list(by.values()), weights=weights)) if by else None), by


def bootstrap(
    metric: Callable[[Indices], float | None], groups: Sequence[str], resamples: int = 500, seed: int = 0
) -> tuple[float | None, float | None]:
    """A 95% percentile interval by resampling whole groups (Efron, 1979; cluster bootstrap: Field and Welsh, 2007).

    Args:
        metric: from indices of items, some of them several times, to a number; None is left out.
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
    starts = np.cumsum(sizes) - sizes  # where each group begins in the order
    rng, found = np.random.default_rng(seed), []
    for _ in range(resamples):
        drawn = rng.integers(0, len(names), len(names))
        count = sizes[drawn]
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        value = metric(order[np.repeat(starts[drawn], count) + within])
        if value is not None:
            found.append(value)
    if len(found) < resamples / 2:
        return None, None
    low, high = np.percentile(found, [2.5, 97.5])
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


def iou(one: Sequence[float], other: Sequence[float]) -> float:
    """Intersection over union of two boxes (x, y, w, h)."""
    (x, y, w, h), (u, v, s, t) = one, other
    wide = max(0.0, min(x + w, u + s) - max(x, u))
    high = max(0.0, min(y + h, v + t) - max(y, v))
    union = w * h + s * t - wide * high
    return wide * high / union if union > 0 else 0.0


def best_iou(found: Sequence[Sequence[float]], annotated: Sequence[Sequence[float]]) -> float:
    """Mean over annotated boxes of the IoU with the box that was found nearest to each; 0 where none was found."""
    return float(np.mean([max((iou(box, one) for one in found), default=0.0) for box in annotated]))


def disparity(group: Sequence[str], right: ArrayLike, least: int = 10) -> tuple[float | None, dict[str, float]]:
    """Largest less smallest accuracy over groups of at least `least` items, and each of them; None below two groups."""
    names, r = np.asarray(group), np.asarray(right, bool)
    by = {str(n): float(r[names == n].mean()) for n in sorted(set(group)) if (names == n).sum() >= least}
    return (max(by.values()) - min(by.values()) if len(by) > 1 else None), by


def risk_coverage(confidence: ArrayLike, right: ArrayLike) -> list[tuple[float, float]]:
    """(coverage, share of wrong answers) at 5% steps, the surest first (El-Yaniv and Wiener, 2010)."""
    steps = np.arange(1, 21) / 20
    return [(float(c), 1 - accuracy_at(confidence, right, float(c))) for c in steps]


def rouge_l(said: str, references: Sequence[str]) -> float:
    """ROUGE-L F-measure with the stemmer against the best reference (Lin, 2004), by `rouge_score`."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(["rougeL"], use_stemmer=True)
    return float(scorer.score_multi(list(references), said)["rougeL"].fmeasure)


def css(said: Sequence[str], references: Sequence[Sequence[str]], encoder: Any) -> list[float]:
    """Cosine of sentence embeddings with the best reference, an item each; name the encoder with every number.

    Args:
        said: texts [n].
        references: of each [n].
        encoder: a `SentenceTransformer`.
    """
    ours = encoder.encode(list(said), normalize_embeddings=True, show_progress_bar=False)
    flat = [text for texts in references for text in texts]
    theirs = encoder.encode(flat, normalize_embeddings=True, show_progress_bar=False)
    starts = np.cumsum([0, *map(len, references)])
    return [float((theirs[a:b] @ mine).max()) for mine, a, b in zip(ours, starts, starts[1:], strict=False)]


def sentence_encoder() -> Any:
    """all-MiniLM-L6-v2 as `telltale model setup` keeps it, as a `SentenceTransformer`.

    Raises:
        ModelError: if it is not set up.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    from ..agent.perception.encoder import SIZE, check

    return SentenceTransformer(modules=[Transformer(str(check())), Pooling(SIZE, "mean")], device="cpu")


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
