"""Fit the terms of fusion: `telltale finetune fusion`.

Each alternative is fitted against *real* by a logistic regression without an intercept on the pieces of every term
(see `telltale.agent.reasoning.weighing.terms`), with a ridge penalty; that a separate regression for each alternative
gives the terms of a multinomial one is due to Begg and Gray (1984). Each class weighs one half and each source within
it the square root of its size, so the sums are log-likelihood ratios at even odds.

Letters: n pictures, J pieces of a term, K quality facts, P weights of all terms.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import block_diag
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit

from ...agent.evidence import Hypothesis
from ...agent.reasoning.weighing.terms import FACTS, SPANS, Alternative, Parameters, Reference, Term, basis, transformed
from .evidence_table import Scores, Table, bears, shape, table, weights
from .readings import ReadingRow

PENALTY = 10.0
PRIOR: dict[Hypothesis, float] = {"real": 0.5, "synthetic": 0.4, "tampered": 0.1}
# The head for portraits knows one collection of either kind, so it can't be fitted across sources; its scores are
# log-odds on faces kept from it, and are held to what some 140 of either kind can show.
PORTRAIT = Term(
    source="portrait",
    hypothesis="synthetic",
    centre=0.0,
    scale=1.0,
    low=-1.5,
    high=3.0,
    knots=(),
    weights=(1.0,),
    means=(0.0,),
)
OPEN = ("spectral",)  # holds for files as a generator saved them, of which the reference set has none
GAIN = 0.002
FLOOR = 0.3  # of the deviation of a piece, so that what is rare is held down by the penalty
LEVELS = 201
LEAST = 40  # pictures with a score, of either class, below which a source gets no term
ABOUT = "pictures of public collections, 224–384 px, each scored by weights that left its source out"


def fit(
    given: Table,
    alternative: Alternative,
    penalty: float = PENALTY,
    shapes: Callable[[str], tuple[str, int]] = shape,
    conditioned: bool = True,
    rising: bool = False,
) -> tuple[Term, ...]:
    """Fit the terms of one alternative.

    Args:
        given: pictures of both classes.
        alternative: what is set against real.
        penalty: of the ridge; standardised pieces, in units of one picture.
        shapes: transform and number of knots of a source.
        conditioned: whether the terms may depend on the quality of the file.
        rising: whether a term may only rise with its score, under every quality; free, it can take a negative slope
            beside a stronger one.

    Raises:
        ValueError: if a class is missing.
    """
    if given.truth.all() or not given.truth.any():
        raise ValueError("fusion needs pictures of both classes")
    mass = weights(given.truth, given.source)
    shaped, columns = [], []
    for name, scores in given.scores.items():
        there = ~np.isnan(scores)
        if min(there[given.truth].sum(), there[~given.truth].sum()) < LEAST:
            continue
        transform, count = shapes(name)
        term = _shape(name, alternative, transform, count, scores[there], mass[there])
        z = term.standard(np.where(there, scores, 1.0))
        pieces = basis(z, term.knots) - np.array(term.means)  # [n, J]
        extra = pieces[:, :1] * given.quality if conditioned else pieces[:, :0]  # [n, K] or nothing
        block = np.where(there[:, None], np.concatenate([pieces, extra], 1), 0.0)
        shaped.append((term, len(term.means), np.maximum(block.std(0), FLOOR)))
        columns.append(block / shaped[-1][2])
    if not columns:
        return ()
    slopes = None
    if rising:
        slopes = np.asarray(block_diag(*(_slopes(pieces, conditioned) / spread for _, pieces, spread in shaped)))
    weight = _solve(np.concatenate(columns, 1), given.truth, mass, penalty, slopes)
    found, start = [], 0
    for term, pieces, spread in shaped:
        solved = weight[start : start + len(spread)] / spread
        start += len(spread)
        conditions = tuple(solved[pieces:].round(5).tolist()) or (0.0,) * len(FACTS)
        update = {"weights": tuple(solved[:pieces].round(5).tolist()), "quality": conditions}
        found.append(term.model_copy(update=update))
    return tuple(found)


def _slopes(pieces: int, conditioned: bool) -> Scores:
    """What gives the slopes of a term from its weights: [S, J + K] over every segment and every extreme of quality."""
    segments = np.tril(np.ones((pieces, pieces)))  # a hinge counts from its knot on
    if not conditioned:
        return segments
    extremes = np.array(list(itertools.product(*SPANS)))  # [2^K, K]
    return np.array([[*segment, *quality] for segment in segments for quality in extremes])


def _solve(
    columns: Scores, truth: NDArray[np.bool_], mass: Scores, penalty: float, slopes: Scores | None
) -> NDArray[np.float64]:
    """Weights [P] of the least logistic loss with a ridge, such that no slope is below 0.

    Args:
        columns: standardised pieces [n, P].
        truth: the classes [n].
        mass: weights of the pictures [n].
        penalty: of the ridge.
        slopes: what gives the slopes from the weights, [S, P]; None leaves them free.

    Raises:
        ValueError: if no solution is found.
    """
    signed = columns * np.where(truth, 1.0, -1.0)[:, None]
    share = mass / mass.sum()
    ridge = penalty / mass.sum()

    def loss(weight: Scores) -> tuple[float, Scores]:
        margin = signed @ weight
        value = share @ np.logaddexp(0, -margin) + ridge / 2 * weight @ weight
        return float(value), ridge * weight - signed.T @ (share * expit(-margin))

    rise = {"type": "ineq", "fun": lambda weight: slopes @ weight, "jac": lambda weight: slopes}
    found: Any = minimize(
        loss,
        np.zeros(columns.shape[1]),
        jac=True,
        method="SLSQP",
        constraints=() if slopes is None else rise,
        options={"maxiter": 1000, "ftol": 1e-10},
    )
    if not found.success:
        raise ValueError(f"the terms of fusion were not found: {found.message}")
    return found.x


def _shape(name: str, alternative: Alternative, transform: str, count: int, scores: Scores, mass: Scores) -> Term:
    """A term without weights: scale and knots at quantiles, means over the classes at even odds."""
    x = transformed(scores, transform)
    centre, scale = float(np.median(x)), float(np.quantile(x, 0.84) - np.quantile(x, 0.16)) / 2
    scale = scale if scale > 1e-6 else float(x.std()) + 1e-6
    z = (x - centre) / scale
    low, high = (float(v) for v in np.quantile(z, [0.01, 0.99]))
    z = np.clip(z, low, high)
    knots = tuple(np.unique(np.quantile(z, np.linspace(0, 1, count + 2)[1:-1]).round(4)).tolist())
    means = (basis(z, knots) * mass[:, None]).sum(0) / mass.sum()
    return Term.model_validate(
        {
            "source": name,
            "hypothesis": alternative,
            "transform": transform,
            "centre": round(centre, 5),
            "scale": round(scale, 6),
            "low": round(low, 4),
            "high": round(high, 4),
            "knots": knots,
            "weights": (0.0,) * (len(knots) + 1),
            "means": tuple(means.round(5).tolist()),
        }
    )


def sums(terms: Sequence[Term], given: Table) -> Scores:
    """The summed log-likelihood ratios [n] of pictures."""
    total = np.zeros(len(given.truth))
    for term in terms:
        if term.source in given.scores:
            total += term.contributions(given.scores[term.source], given.quality)
    return total


def folds(given: Table) -> list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """(train, test) masks: each source of the alternative with one share of the real sources, so that all are tested.

    A source with both classes leaves whole. Where the alternative is made from real pictures, the sources are the same.
    """
    real = Counter(given.source[~given.truth].tolist())
    other = sorted(set(given.source[given.truth].tolist()))
    apart = [name for name in other if name not in real] or other
    count = max(2, min(len(apart), 6))
    fold: dict[str, int] = {name: number % count for number, name in enumerate(other)}
    sizes = [0] * count
    for name, pictures in sorted(real.items(), key=lambda item: (-item[1], item[0])):
        fold.setdefault(name, sizes.index(min(sizes)))
        sizes[fold[name]] += pictures
    home = np.array([fold[name] for name in given.source.tolist()])
    return [(home != number, home == number) for number in range(count) if (home == number).any()]


def crossed(given: Table, alternative: Alternative, **options: float) -> Scores:
    """Summed log-LRs [n], each by terms that were fitted without the picture's source."""
    total = np.zeros(len(given.truth))
    for train, test in folds(given):
        total[test] = sums(fit(given.part(train), alternative, **options), given.part(test))  # type: ignore[arg-type]
    return total


def line(scores: Scores, truth: NDArray[np.bool_], mass: Scores) -> float:
    """The factor on the log-LRs that makes them likeliest (temperature scaling; even odds stay even)."""
    sign = np.where(truth, -1.0, 1.0)

    def loss(factor: float) -> float:
        return float((mass * np.logaddexp(0, sign * factor * scores)).sum())

    found: Any = minimize_scalar(loss, bounds=(0.05, 3.0), method="bounded")
    return float(found.x)


def select(given: Table, alternative: Alternative, report: Callable[[str], None] = lambda line: None) -> list[str]:
    """The sources worth weighing: added one by one while the cost on left-out sources falls by `GAIN` or more.

    The cost is Cllr with the weights of the fit; what only helps on sources that were fitted on is left out. So is what
    was measured on one source of the alternative alone, since it can't be tried on another.
    """
    mass = weights(given.truth, given.source)
    chosen: list[str] = []
    cost = 1.0
    wide = [n for n, s in given.scores.items() if len({*given.source[~np.isnan(s) & given.truth].tolist()}) > 1]
    while rest := [name for name in wide if name not in chosen]:
        trials = {name: _cost(crossed(given.only([*chosen, name]), alternative), given.truth, mass) for name in rest}
        best = min(trials, key=lambda name: trials[name])
        if trials[best] > cost - GAIN:
            break
        cost = trials[best]
        chosen.append(best)
        report(f"{alternative}: {best}, Cllr {cost:.3f}")
    return chosen


def _cost(scores: Scores, truth: NDArray[np.bool_], mass: Scores) -> float:
    """Cllr of weighted pictures, in bits."""
    sign = np.where(truth, -1.0, 1.0)
    return float((mass * np.logaddexp(0, sign * scores)).sum() / mass.sum() / np.log(2))


def run(
    rows: Sequence[ReadingRow], adapters: Sequence[str] = (), report: Callable[[str], None] = lambda line: None
) -> Parameters:
    """Fit everything: terms on all rows, their scale and the references on rows of left-out sources.

    What is not worth weighing beside the first terms of *synthetic* is fitted once more without them, for examinations
    in which they are missing.
    """
    terms: list[Term] = [PORTRAIT]
    references: dict[Alternative, Reference] = {}
    for alternative in ("synthetic", "tampered"):
        whole = table(rows, alternative)
        found, references[alternative] = fitted(whole.only(select(whole, alternative, report)), alternative)
        terms += found
    whole = table(rows, "synthetic")
    first = tuple(term.source for term in terms if term.hypothesis == "synthetic")
    rest = whole.only([name for name in whole.scores if name not in first])
    others = select(rest, "synthetic", lambda line: report(f"without {', '.join(first)}, {line}"))
    fallback = None
    if others:
        found, fallback = fitted(rest.only(others), "synthetic")
        terms += [term.model_copy(update={"unless": first}) for term in found]
    return Parameters(
        about=ABOUT,
        prior=PRIOR,
        terms=tuple(terms),
        references=references,
        fallback=fallback,
        idle=tuple(
            name for name in sorted({n for row in rows for n in row.scores}) if bears(name) and name not in OPEN
        ),
        adapters=tuple(adapters),
    )


def fitted(given: Table, alternative: Alternative) -> tuple[list[Term], Reference]:
    """Terms on all pictures, scaled by what they give on left-out sources, and the reference scores of these."""
    total = crossed(given, alternative)
    factor = line(total, given.truth, weights(given.truth, given.source))
    return [scaled(term, factor) for term in fit(given, alternative)], reference(total * factor, given)


def scaled(term: Term, factor: float) -> Term:
    """A term whose contributions are multiplied."""
    return term.model_copy(
        update={
            "weights": tuple(round(w * factor, 5) for w in term.weights),
            "quality": tuple(round(v * factor, 5) for v in term.quality),
        }
    )


def reference(scores: Scores, given: Table) -> Reference:
    """Weighted quantiles of the fused scores of either class."""
    mass = weights(given.truth, given.source)
    levels = np.linspace(0, 1, LEVELS)

    def quantiles(chosen: NDArray[np.bool_]) -> tuple[float, ...]:
        order = np.argsort(scores[chosen])
        share = np.cumsum(mass[chosen][order])
        return tuple(
            np.interp(levels, (share - share[0]) / (share[-1] - share[0]), scores[chosen][order]).round(4).tolist()
        )

    return Reference(
        real=quantiles(~given.truth),
        alternative=quantiles(given.truth),
        counts=(int((~given.truth).sum()), int(given.truth.sum())),
    )
