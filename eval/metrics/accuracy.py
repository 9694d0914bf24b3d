"""How often calls are right, by class and by group.

Letters: n items.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike


def rates(called: ArrayLike, truth: ArrayLike) -> tuple[float | None, float | None]:
    """TPR and TNR of calls bool [n] against truth bool [n]; None where a class is empty."""
    c, y = np.asarray(called, bool), np.asarray(truth, bool)
    return (float(c[y].mean()) if y.any() else None), (float((~c[~y]).mean()) if (~y).any() else None)


def f1_g_mean(called: ArrayLike, truth: ArrayLike) -> tuple[float, float]:
    """F1 = 2TP / (2TP + FP + FN) and G-mean = √(TPR · TNR), of calls bool [n] against truth bool [n].

    Counted here, since scikit-learn's `f1_score` takes 8 ms for 10,000 items and an interval needs 500 of them; a test
    compares both.
    """
    c, y = np.asarray(called, bool), np.asarray(truth, bool)
    hits, wrong = int((c & y).sum()), int((c != y).sum())
    product = hits / max(1, y.sum()) * (~c & ~y).sum() / max(1, (~y).sum())
    return 2 * hits / max(1, 2 * hits + wrong), float(np.sqrt(product))


def bias_index(recall_natural: float, recall_generated: float) -> float | None:
    """LOKI's normalised bias index (R_nat − R_ai) / (R_nat + R_ai), −1 … 1; None where both recalls are 0."""
    total = recall_natural + recall_generated
    return (recall_natural - recall_generated) / total if total else None


def loki_accuracy(category: Sequence[str], fake: ArrayLike, right: ArrayLike) -> tuple[float | None, dict[str, float]]:
    """LOKI's accuracy: mean recall of either class by category k, weighted by the number of fakes (Ye et al., 2024).

    acc_k = (recall_fake_k + recall_real_k) / 2 over both phrasings; overall Σ n_fake_k · acc_k / Σ n_fake_k. As in
    LOKI's own harness, a category without real pictures takes the real pictures of all categories if those share a
    single category (3D); otherwise it takes its recall of fakes alone.

    Args:
        category: of each item [n].
        fake: whether the item is about a fake, bool [n].
        right: whether it was answered rightly, [n]; a number between 0 and 1 is the chance that it is.

    Returns:
        The overall accuracy, None without fakes, and that of each category with fakes.
    """
    names, f, r = np.asarray(category), np.asarray(fake, bool), np.asarray(right, float)
    single_category = len(set(names[~f])) == 1
    by: dict[str, float] = {}
    weights = []
    for name in dict.fromkeys(names[f].tolist()):
        of_fake = f & (names == name)
        of_real = ~f if single_category else ~f & (names == name)
        recall_fake = float(r[of_fake].mean())
        by[name] = (recall_fake + (float(r[of_real].mean()) if of_real.any() else recall_fake)) / 2
        weights.append(int(of_fake.sum()))
    return (float(np.average(list(by.values()), weights=weights)) if by else None), by


def disparity(group: Sequence[str], right: ArrayLike, least: int = 10) -> tuple[float | None, dict[str, float]]:
    """Largest minus smallest accuracy over groups of at least `least` items, and each accuracy; None below two groups.

    Args:
        group: of each item [n].
        right: bool [n].
        least: items that a group must have.
    """
    names, r = np.asarray(group), np.asarray(right, bool)
    by = {str(n): float(r[names == n].mean()) for n in sorted(set(group)) if (names == n).sum() >= least}
    return (max(by.values()) - min(by.values()) if len(by) > 1 else None), by
