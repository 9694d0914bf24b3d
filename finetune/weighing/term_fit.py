"""Fit the terms of one alternative against *real*.

A logistic regression without an intercept on the pieces of every term (see `telltale.agent.reasoning.weighing.terms`),
with a ridge penalty; that a separate regression for each alternative gives the terms of a multinomial one is due to
Begg and Gray (1984). Each class weighs one half and each source within it the square root of its size, so the sums
are log-likelihood ratios at even odds.

Letters: n pictures, J pieces of a term, K quality facts, P weights of all terms, S slopes.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import block_diag
from scipy.optimize import minimize
from scipy.special import expit

from ...agent.reasoning.weighing.terms import FACTS, SPANS, Alternative, Term, basis, transformed
from .evidence_table import Scores, Table, shape, weights

PENALTY = 10.0
FLOOR = 0.3  # of the deviation of a piece, so that what is rare is held down by the penalty
LEAST = 40  # pictures with a score, of either class, below which a source gets no term


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
        shapes: gives transform and number of knots of a source.
        conditioned: whether the terms may depend on the quality of the file.
        rising: whether a term may only rise with its score, under every quality; free, it can take a negative slope
            beside a stronger one.

    Raises:
        ValueError: if a class is missing.
    """
    if given.truth.all() or not given.truth.any():
        raise ValueError("fusion needs pictures of both classes, real ones and others")
    mass = weights(given.truth, given.source)
    shaped, columns = [], []
    for name, scores in given.scores.items():
        measured = ~np.isnan(scores)
        if min(measured[given.truth].sum(), measured[~given.truth].sum()) < LEAST:
            continue
        transform, count = shapes(name)
        term = _shape(name, alternative, transform, count, scores[measured], mass[measured])
        z = term.standard(np.where(measured, scores, 1.0))
        pieces = basis(z, term.knots) - np.array(term.means)  # [n, J]
        extra = pieces[:, :1] * given.quality if conditioned else pieces[:, :0]  # [n, K] or nothing
        block = np.where(measured[:, None], np.concatenate([pieces, extra], 1), 0.0)
        shaped.append((term, len(term.means), np.maximum(block.std(0), FLOOR)))
        columns.append(block / shaped[-1][2])
    if not columns:
        return ()
    slopes = None
    if rising:
        slopes = np.asarray(block_diag(*(_slopes(pieces, conditioned) / spread for _, pieces, spread in shaped)))
    weight = _solve(np.concatenate(columns, 1), given.truth, mass, penalty, slopes)
    terms, start = [], 0
    for term, pieces, spread in shaped:
        solved = weight[start : start + len(spread)] / spread
        start += len(spread)
        conditions = tuple(solved[pieces:].round(5).tolist()) or (0.0,) * len(FACTS)
        update = {"weights": tuple(solved[:pieces].round(5).tolist()), "quality": conditions}
        terms.append(term.model_copy(update=update))
    return tuple(terms)


def _slopes(pieces: int, conditioned: bool) -> Scores:
    """The matrix [S, J + K] from weights to slopes, over every segment and every extreme of quality."""
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
        slopes: the matrix [S, P] from weights to slopes; None leaves the slopes free.

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
    solution: Any = minimize(
        loss,
        np.zeros(columns.shape[1]),
        jac=True,
        method="SLSQP",
        constraints=() if slopes is None else rise,
        options={"maxiter": 1000, "ftol": 1e-10},
    )
    if not solution.success:
        raise ValueError(f"the terms of fusion were not found: {solution.message}")
    return solution.x


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
