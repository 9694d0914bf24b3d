"""Scores and maps joined, with whole sources left out; whatever is chosen is chosen in inner folds.

Letters: n pictures; S columns; M maps; h, w the grid of a picture's maps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression

from .joined_readings import MAPS, SCORES, Said

SETS: Mapping[str, tuple[int, ...]] = {  # columns that may be joined: the scores, then the traces of `altered_part`
    "those that may weigh now": (0, 1, 2),
    "all scores": tuple(range(len(SCORES))),
    "all scores and traces": tuple(range(len(SCORES) + 8)),
}
PENALTIES = (0.01, 0.1, 1.0)  # inverse strengths of the ridge, on columns of deviation 1
CELL_PENALTY = 1.0
LIMITS = np.linspace(-4.0, 3.0, 29)  # log-odds of a cell from which it counts as altered
FROM_SURE = 1e-3  # shares of a map are held to so much and its rest
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fit:
    """A logistic regression on standardised columns: log-odds = (values − mean) / spread · weights + bias."""

    columns: tuple[int, ...]
    middle: Floats
    mean: Floats
    spread: Floats
    weights: Floats
    bias: float

    def log_odds(self, values: Floats) -> Floats:
        """For pictures [n, all columns]; a value that is missing counts as the middle of the others."""
        chosen = values[:, self.columns]
        filled = np.where(np.isnan(chosen), self.middle, chosen)
        return (filled - self.mean) / self.spread @ self.weights + self.bias


def columns_of(said: Sequence[Said]) -> Floats:
    """Scores and traces side by side [n, S]."""
    return np.array([[*one.scores, *one.traces] for one in said], np.float64)


def folds(said: Sequence[Said]) -> list[str]:
    """The fold of every picture: its source if that has altered pictures, or else one of these, a source as a whole."""
    known = sorted({one.sought.source for one in said if one.sought.known})
    others = sorted({one.sought.source for one in said if not one.sought.known})
    home = {name: name for name in known} | {name: known[at % len(known)] for at, name in enumerate(others)}
    return [home[one.sought.source] for one in said]


def fitted(said: Sequence[Said], columns: tuple[int, ...], penalty: float) -> Fit:
    """Fit to pictures; each label weighs the same, and within it each source."""
    values, truth = columns_of(said)[:, columns], np.array([one.sought.altered for one in said])
    known = [column[~np.isnan(column)] for column in values.T]
    middle = np.array([float(np.median(column)) if len(column) else 0.0 for column in known])
    filled = np.where(np.isnan(values), middle, values)
    mean, spread = filled.mean(axis=0), filled.std(axis=0) + 1e-9
    homes = [(one.sought.source, one.sought.altered) for one in said]
    weights = np.array([1 / homes.count(home) for home in homes])
    for label in (truth, ~truth):
        weights[label] *= len(said) / 2 / weights[label].sum()
    model = LogisticRegression(C=penalty, max_iter=1000).fit((filled - mean) / spread, truth, weights)
    return Fit(columns, middle, mean, spread, np.asarray(model.coef_[0], np.float64), float(model.intercept_[0]))


def left_out(
    said: Sequence[Said], homes: Sequence[str], rule: Callable[[Sequence[Said], Sequence[str]], Fit]
) -> tuple[Floats, dict[str, Fit]]:
    """Log-odds [n] of every picture by a rule that saw neither its fold, and the fit for each fold."""
    places, scores, fits = np.array(homes), np.zeros(len(said)), {}
    for home in sorted(set(homes)):
        rest = [at for at in range(len(said)) if homes[at] != home]
        fits[home] = rule([said[at] for at in rest], [homes[at] for at in rest])
        tested = np.flatnonzero(places == home).tolist()
        scores[tested] = fits[home].log_odds(columns_of([said[at] for at in tested]))
    return scores, fits


def chosen(said: Sequence[Said], homes: Sequence[str]) -> Fit:
    """The set of columns and the penalty with the least log-loss on the inner folds, fitted to all of these."""
    losses = {}
    for columns in SETS.values():
        for penalty in PENALTIES:
            inner, _ = left_out(said, homes, plain(columns, penalty))
            losses[columns, penalty] = _loss(said, inner)
    return fitted(said, *min(losses, key=losses.__getitem__))


def plain(columns: tuple[int, ...], penalty: float) -> Callable[[Sequence[Said], Sequence[str]], Fit]:
    """A rule that chooses nothing."""
    return lambda said, _: fitted(said, columns, penalty)


def _loss(said: Sequence[Said], log_odds: Floats) -> float:
    """The log-loss; each label weighs the same, and within it each source."""
    homes = [(one.sought.altered, one.sought.source) for one in said]
    losses = np.logaddexp(0, np.where([one.sought.altered for one in said], -log_odds, log_odds))
    by_home = {home: losses[[at for at, each in enumerate(homes) if each == home]].mean() for home in set(homes)}
    return float(sum(np.mean([v for home, v in by_home.items() if home[0] is label]) for label in (True, False)))


def limit(untouched: Floats, share: float) -> float:
    """The lowest score above which no more than a share of the untouched pictures lie."""
    ordered = np.sort(untouched)[::-1]
    return float(ordered[min(int(share * len(ordered)), len(ordered) - 1)])


# ---- maps


def cells_of(one: Said) -> Floats:
    """The maps of a picture on scales that a straight line may fit, [h · w, M]."""
    values = one.maps.astype(np.float64).reshape(len(MAPS), -1).T
    values[:, 0] = logit(np.clip(values[:, 0], FROM_SURE, 1 - FROM_SURE))
    return values


def truth_of(one: Said) -> Bools:
    """The cells that were altered by more than half, [h · w]."""
    assert one.mask is not None
    return one.mask.ravel() > 0.5


Ruled = Callable[[Sequence[Said]], Callable[[Said], Floats]]  # from pictures to a rule for the cells of another


def single_map(at: int) -> Ruled:
    """One map alone, calibrated."""
    return lambda said: _cell_rule(said, (at,))


def mean_map(said: Sequence[Said]) -> Callable[[Said], Floats]:
    """All maps, weighed together."""
    return _cell_rule(said, tuple(range(len(MAPS))))


def max_map(said: Sequence[Said]) -> Callable[[Said], Floats]:
    """The highest of the maps, each calibrated."""
    rules = [_cell_rule(said, (at,)) for at in range(len(MAPS))]
    return lambda one: np.max([rule(one) for rule in rules], axis=0)


def two_map(said: Sequence[Said]) -> Callable[[Said], Floats]:
    """The higher one of `altered_part` and `clones`, each calibrated."""
    rules = [_cell_rule(said, (at,)) for at in (0, 1)]
    return lambda one: np.max([rule(one) for rule in rules], axis=0)


def as_shown(at: int) -> Callable[[Said], Bools]:
    """The cells that are above the shipped limit of `altered_part` or in a copied place of `clones`, by their place."""
    return lambda one: cells_of(one)[:, at] > (shipped_limits()[0] if at == 0 else 0.5)


@cache
def shipped_limits() -> tuple[float, float]:
    """Log-odds of a cell from which `altered_part` takes it for a part, and of a picture from which it shows one."""
    from ...agent.locating.fused_map import shipped

    head = shipped()
    return (np.inf, np.inf) if head is None else (head.part, head.alarm)


def _cell_rule(said: Sequence[Said], columns: tuple[int, ...]) -> Callable[[Said], Floats]:
    values = [cells_of(one)[:, columns] for one in said]
    weights = np.concatenate(
        [np.full(len(each), 1 / len(each) / _of_source(said, one)) for each, one in _zip(values, said)]
    )
    every, truth = np.concatenate(values), np.concatenate([truth_of(one) for one in said])
    mean, spread = every.mean(axis=0), every.std(axis=0) + 1e-9
    model = LogisticRegression(C=CELL_PENALTY, max_iter=1000)
    model.fit((every - mean) / spread, truth, weights * len(every) / weights.sum())
    return lambda one: np.asarray(model.decision_function((cells_of(one)[:, columns] - mean) / spread), np.float64)


def _zip(values: Sequence[Floats], said: Sequence[Said]) -> Iterator[tuple[Floats, Said]]:
    return zip(values, said, strict=True)


def _of_source(said: Sequence[Said], one: Said) -> int:
    return sum(other.sought.source == one.sought.source for other in said)


def map_scores(
    said: Sequence[Said], others: Sequence[tuple[Said, str]], ruled: Ruled
) -> tuple[list[tuple[Said, float, Floats]], list[tuple[Said, float]]]:
    """F1 of every picture with a mask, by a rule and a limit that saw nothing of its source, and its log-odds.

    Then untouched pictures, each with the source that it is left out with: the share of their cells above the limit.
    """
    sources, result, drawn_falsely = sorted({one.sought.source for one in said}), [], []
    for source in sources:
        rest = [one for one in said if one.sought.source != source]
        inner: list[tuple[Said, Floats]] = []
        for other in sorted({one.sought.source for one in rest}):
            rule = ruled([one for one in rest if one.sought.source != other])
            inner += [(one, rule(one)) for one in rest if one.sought.source == other]
        means = [
            np.mean([f1(drawn > least, truth_of(one)) / _of_source(rest, one) for one, drawn in inner])
            for least in LIMITS
        ]
        best, rule = LIMITS[int(np.argmax(means))], ruled(rest)
        for one in said:
            if one.sought.source == source:
                drawn = rule(one)
                result.append((one, f1(drawn > best, truth_of(one)), drawn))
        drawn_falsely += [(one, float((rule(one) > best).mean())) for one, home in others if home == source]
    return result, drawn_falsely


def f1(found: Bools, truth: Bools) -> float:
    """2 · both / (found + altered); 0 where nothing is found."""
    return 2 * int((found & truth).sum()) / max(int(found.sum()) + int(truth.sum()), 1)


def probabilities(log_odds: Floats) -> Floats:
    """Log-odds as probabilities."""
    return np.asarray(expit(log_odds), np.float64)
