"""How much two places that look copied count: from the score of the best pair to a log-likelihood ratio.

Among pictures in which a pair is shown, with every source weighing the same and both classes one half of all pictures,

    ln P(score | a part was copied) / P(score | untouched) = base + slope · logit(score)

Of the untouched pictures `REPEATING` are made ones with innocent repeats, of which photographers' sites hold too few.
One more source of untouched pictures is added, in which a pair is always shown, with the scores of copies: it stands
for the next source, as in the references of the labels. So n sources give no more than a ratio of about n + 1.

Letters: n pictures.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ...agent.locating.copy_finding import THRESHOLD
from ...agent.reasoning.weighing.terms import Parameters, Term, transformed
from .copied_rows import COPIED, UNTOUCHED, CopiedRow

FOLDS = 5  # of sources
SOURCE = "clones"  # the detector
# Of pictures altered in a part, those with a part copied within them: assumed. In the others a pair is shown as seldom
# as in untouched pictures, so the ratio for *altered in a part* is SHARE · ratio + 1 − SHARE.
SHARE = 1 / 3
# Of untouched pictures, those in which like prints, a reflection, a collage or text repeat: assumed.
REPEATING = 0.05
KNOTS = 3  # between the threshold and the highest score, at which the curve bends
HIGHEST = 0.99  # score beyond which more proves no more: few copies reach it
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Curve:
    """The log-likelihood ratio of *a part was copied* by the score, where a pair is shown.

    Attributes:
        base, slope: of the line in logit(score).
        sources: of untouched pictures and of copies that it was fitted on.
    """

    base: float
    slope: float
    sources: tuple[int, int]

    def copies(self, scores: Values) -> Values:
        """Log-likelihood ratios [n] of *copied*, held to what the sources can show; 0 where no pair is shown."""
        limit = math.log(min(self.sources))
        return np.where(scores < THRESHOLD, 0.0, np.clip(self.base + self.slope * logits(scores), -limit, limit))

    def altered(self, scores: Values) -> Values:
        """Log-likelihood ratios [n] of *altered in a part*; not below 0, since a shown pair is no sign of a camera."""
        return np.maximum(np.log(SHARE * np.exp(self.copies(scores)) + 1 - SHARE), 0.0)


def logits(scores: Values) -> Values:
    """Scores [n] on the scale of the curve."""
    return transformed(np.minimum(scores, HIGHEST), "logit")


def fit(rows: Sequence[CopiedRow]) -> Curve:
    """The curve from rows that were tested, copied and untouched.

    Raises:
        ValueError: if one of the two is missing.
    """
    used = weighed(rows)
    scores, truth, sources = columns(used)
    repeats = np.array([row.way not in (COPIED, UNTOUCHED) for row in used], bool)
    plain = ~truth & ~repeats
    if not plain.any() or not truth.any():
        raise ValueError("the weight of copies needs pictures with a copied part and untouched ones")
    counts = tuple(len({s for s, t in zip(sources, chosen, strict=True) if t}) for chosen in (plain, truth))
    shown = scores >= THRESHOLD
    hits = shown & truth
    if not hits.any():
        return Curve(0.0, 0.0, (counts[0], counts[1]))
    mass = np.zeros(len(used))  # each class sums to 1
    mass[truth], mass[plain] = even(sources, truth), even(sources, plain)
    if repeats.any():
        mass[plain] *= 1 - REPEATING
        mass[repeats] = REPEATING * even(sources, repeats)
    mass[~truth] *= counts[0] / (counts[0] + 1)  # the one more source weighs as much as each of the others
    more = mass[hits] / mass[hits].sum() / (counts[0] + 1)
    z = logits(np.concatenate([scores[shown], scores[hits]]))
    sign = np.concatenate([np.where(truth[shown], -1.0, 1.0), np.ones(int(hits.sum()))])
    weight = np.concatenate([mass[shown], more])

    def loss(line: Values) -> float:
        return float((weight * np.logaddexp(0, sign * (line[0] + line[1] * z))).sum() / weight.sum())

    found: Any = minimize(loss, np.zeros(2), bounds=((None, None), (0.0, None)), method="L-BFGS-B")
    return Curve(float(found.x[0]), float(found.x[1]), (counts[0], counts[1]))


def even(sources: Sequence[str], chosen: NDArray[np.bool_]) -> Values:
    """Weights of the chosen pictures that sum to 1, each source weighing the same."""
    names = [name for name, taken in zip(sources, chosen, strict=True) if taken]
    count = Counter(names)
    return np.array([1 / count[name] for name in names]) / len(count)


def crossed(rows: Sequence[CopiedRow]) -> Values:
    """Log-likelihood ratios of *copied* [n] of rows, each by a curve that left the row's source out.

    Raises:
        ValueError: if there are fewer than `FOLDS` sources.
    """
    names = sorted({row.source for row in rows})
    if len(names) < FOLDS:
        raise ValueError(f"photographs of {FOLDS} sources or more are needed, not of {len(names)}")
    fold = {name: number % FOLDS for number, name in enumerate(np.random.default_rng(0).permutation(names).tolist())}
    home = np.array([fold[row.source] for row in rows])
    scores, total = np.array([row.score for row in rows]), np.zeros(len(rows))
    for number in range(FOLDS):
        curve = fit([row for row, of in zip(rows, home, strict=True) if of != number])
        total[home == number] = curve.copies(scores[home == number])
    return total


def weighed(rows: Sequence[CopiedRow]) -> list[CopiedRow]:
    """The rows that the curve is fitted on: those of pictures that could be searched."""
    return [row for row in rows if row.tested]


def columns(rows: Sequence[CopiedRow]) -> tuple[Values, NDArray[np.bool_], list[str]]:
    """Scores [n], whether a part was copied [n], and sources of rows."""
    scores = np.array([row.score for row in rows], np.float64)
    return scores, np.array([row.way == COPIED for row in rows], bool), [row.source for row in rows]


def term_of(curve: Curve) -> Term:
    """The curve of *altered in a part* as a term of fusion: straight between knots, and 0 below the threshold."""
    low, high = (float(value) for value in logits(np.array([THRESHOLD, HIGHEST])))
    ends = np.linspace(low, high, KNOTS + 2)
    worth = curve.altered(1 / (1 + np.exp(-ends)) + 1e-9)
    step = 0.05  # the rise at the threshold
    places = np.concatenate([[low - step], ends])
    slopes = np.diff(np.concatenate([[0.0], worth])) / np.diff(places)
    weights = np.diff(slopes, prepend=0.0)
    means = (places[0], *(0.0 for _ in weights[1:]))
    return Term(
        source=SOURCE,
        hypothesis="tampered",
        transform="logit",
        centre=0.0,
        scale=1.0,
        low=round(float(places[0]), 4),
        high=round(high, 4),
        knots=tuple(round(float(value), 4) for value in places[1:-1]),
        weights=tuple(round(float(value), 5) for value in weights),
        means=tuple(round(float(value), 4) for value in means),
    )


def joined(known: Parameters, curve: Curve) -> Parameters:
    """The parameters with the weight of copies in place of the one that they had."""
    kept = tuple(term for term in known.terms if term.source != SOURCE)
    return known.model_copy(update={"terms": (*kept, term_of(curve))})
