"""The reference of a score that was measured on left-out sources, each source weighing the same.

Letters: n pictures, Q quantiles.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...agent.detectors import registry
from ...agent.reasoning.weighing.terms import Alternative, Parameters, Reference, Term
from .evidence_table import may_be_idle

LEVELS = 401  # Q
MAIN = "clip"  # the detector that decides about generation
ABOUT = (
    "{real_pictures} photographs of {real} sources and {generated_pictures} generated pictures of {generated} sources, "
    "each scored by weights that left its source out"
)


def even_sources(truth: NDArray[np.bool_], source: Sequence[str]) -> NDArray[np.float64]:
    """Weights [n] that sum to 1: each label one half, and each source of a label the same."""
    homes = list(zip(truth.tolist(), source, strict=True))
    count = Counter(homes)
    mass = np.array([1 / count[home] for home in homes])
    for label in (False, True):
        mass[truth == label] *= 0.5 / mass[truth == label].sum()
    return mass


def weighted_quantiles(values: NDArray, mass: NDArray, levels: int = LEVELS) -> NDArray[np.float64]:
    """Even quantiles [Q] of weighted values [n]."""
    order = np.argsort(values)
    middle = np.cumsum(mass[order]) - mass[order] / 2
    at = (middle - middle[0]) / max(middle[-1] - middle[0], 1e-12)
    return np.interp(np.linspace(0, 1, levels), at, values[order])


def reference_of(
    scores: NDArray, truth: NDArray[np.bool_], source: Sequence[str], copy: NDArray[np.bool_] | None = None
) -> Reference:
    """The reference for thresholds.

    Args:
        scores: log-likelihood ratios [n] of pictures whose source was left out.
        truth: whether each is of the alternative, bool [n].
        source: of each.
        copy: whether each is a copy of another one, which does not count as a picture, bool [n]; None if none is.
    """
    counted = np.ones(len(truth), bool) if copy is None else ~copy
    mass, names = even_sources(truth, source), np.asarray(source)
    real, other = (weighted_quantiles(scores[truth == g], mass[truth == g]).round(4).tolist() for g in (False, True))
    return Reference(
        real=tuple(real),
        alternative=tuple(other),
        counts=(int((~truth & counted).sum()), int((truth & counted).sum())),
        sources=(len(set(names[~truth])), len(set(names[truth]))),
    )


def weighing_generation(
    known: Parameters,
    scores: NDArray,
    truth: NDArray[np.bool_],
    source: Sequence[str],
    copy: NDArray[np.bool_] | None = None,
) -> Parameters:
    """The parameters with what bears on *synthetic* made anew: the main detector's score as it is, and its reference.

    The score is a log-likelihood ratio already. It is held to what the number of sources can show: a ratio of n needs n
    sources of which at most one was seen on the wrong side. Detectors with a range of their own (`Weighing.held_to`)
    are taken as they are, and of the others those whose files are in the reference add nothing.

    Args:
        known: the parameters so far.
        scores: calibrated log-odds [n] of pictures whose source was left out.
        truth: whether each was generated, bool [n].
        source: of each.
        copy: whether each is a copy of another one, as for `reference_of`.
    """
    names = np.asarray(source)
    limit = math.log(min(len(set(names[truth == label].tolist())) for label in (False, True)))
    held = {
        name: each.weighing.held_to
        for name, each in registry.weighed().items()
        if each.weighing is not None and each.weighing.held_to is not None and each.weighing.hypothesis == "synthetic"
    }
    terms = [as_it_is(name, *span) for name, span in {**held, MAIN: (-limit, limit)}.items()]
    terms += [term for term in known.terms if term.hypothesis != "synthetic"]
    weighed = {term.source for term in terms}
    idle = {*known.idle, *filter(may_be_idle, registry.weighed())}
    reference = reference_of(np.clip(scores, -limit, limit), truth, source, copy)
    return known.model_copy(
        update={
            "about": ABOUT.format(
                real=reference.sources[0],
                generated=reference.sources[1],
                real_pictures=reference.counts[0],
                generated_pictures=reference.counts[1],
            ),
            "terms": tuple(terms),
            "references": {**known.references, "synthetic": reference},
            "idle": tuple(sorted(idle - weighed)),
        }
    )


def as_it_is(source: str, low: float, high: float, hypothesis: Alternative = "synthetic") -> Term:
    """A term that adds a score as it is, held to a range of log-odds."""
    low, high = round(low, 4), round(high, 4)
    shape = {"centre": 0.0, "scale": 1.0, "low": low, "high": high, "knots": (), "weights": (1.0,), "means": (0.0,)}
    return Term.model_validate({"source": source, "hypothesis": hypothesis, **shape})
