"""Fit what bears on *tampered*: `telltale finetune fusion`.

The detectors that are worth weighing are chosen by what they cost on left-out sources; their terms are fitted on all
pictures, and scaled by what they give on left-out sources, whose fused scores are the reference for thresholds.

Letters: n pictures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from ...agent.console import Progress
from ...agent.detectors import registry
from ...agent.reasoning.weighing.terms import Alternative, Parameters, Reference, Term
from ..progress_steps import tracked
from .evidence_table import Scores, Table, may_be_idle, table, weights
from .readings import ReadingRow
from .source_reference import as_it_is, reference_of
from .term_fit import fit, sums

GAIN = 0.002  # bits of Cllr that a source must save to be worth weighing


def silent(text: str) -> None:
    """Report nothing."""


def folds(given: Table) -> list[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """(train, test) masks: each source of the alternative with one share of the real sources, so that all are tested.

    A source with both classes leaves whole. Where the alternative is made from real pictures, the sources are the same.
    """
    real = Counter(given.source[~given.truth].tolist())
    other = sorted(set(given.source[given.truth].tolist()))
    apart = [name for name in other if name not in real] or other
    count = max(2, min(len(apart), 6))
    fold = {name: number % count for number, name in enumerate(other)}
    sizes = [0] * count
    for name, pictures in sorted(real.items(), key=lambda item: (-item[1], item[0])):
        fold.setdefault(name, sizes.index(min(sizes)))
        sizes[fold[name]] += pictures
    home = np.array([fold[name] for name in given.source.tolist()])
    return [(home != number, home == number) for number in range(count) if (home == number).any()]


def crossed(given: Table, alternative: Alternative, **options: float) -> Scores:
    """Summed log-LRs [n], each by terms that were fitted without the picture's source; options as for `fit`."""
    total = np.zeros(len(given.truth))
    for train, test in folds(given):
        total[test] = sums(fit(given.part(train), alternative, **options), given.part(test))  # type: ignore[arg-type]
    return total


def line(scores: Scores, truth: NDArray[np.bool_], mass: Scores) -> float:
    """The factor on the log-LRs that makes them likeliest (temperature scaling; even odds stay even)."""
    sign = np.where(truth, -1.0, 1.0)

    def loss(factor: float) -> float:
        return float((mass * np.logaddexp(0, sign * factor * scores)).sum())

    minimum: Any = minimize_scalar(loss, bounds=(0.05, 3.0), method="bounded")
    return float(minimum.x)


def select(given: Table, alternative: Alternative, report: Progress = silent) -> list[str]:
    """The sources worth weighing: added one by one while the cost on left-out sources falls by `GAIN` or more.

    The cost is Cllr with the weights of the fit; what only helps on sources that were fitted on is left out. So is what
    was measured on one source of the alternative alone, since it can't be tried on another.
    """
    mass = weights(given.truth, given.source)
    chosen: list[str] = []
    cost = 1.0
    wide = [n for n, s in given.scores.items() if len({*given.source[~np.isnan(s) & given.truth].tolist()}) > 1]
    while rest := [name for name in wide if name not in chosen]:
        tried = tracked(rest, len(rest), "kinds of evidence tried")
        trials = {name: _cost(crossed(given.only([*chosen, name]), alternative), given.truth, mass) for name in tried}
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


def run(rows: Sequence[ReadingRow], known: Parameters, report: Progress = silent) -> Parameters:
    """The parameters with what bears on *tampered* fitted anew: terms on all rows, their scale on left-out sources."""
    whole = table(rows, "tampered")
    terms, reference = fitted(whole.only(select(whole, "tampered", report)), "tampered")
    apart = {name for name, each in registry.weighed().items() if each.weighing is not None and each.weighing.apart}
    kept = tuple(term for term in known.terms if term.hypothesis != "tampered" and term.source not in apart)
    own = tuple(term for term in known.terms if term.source in apart)
    idle = {name for row in rows for name in row.scores if may_be_idle(name)}
    return known.model_copy(
        update={
            "terms": (*kept, *terms, *held(), *own),
            "references": {**known.references, "tampered": reference},
            "idle": tuple(sorted({*known.idle, *idle})),
        }
    )


def held() -> list[Term]:
    """The terms of detectors of alterations with a range of their own (`Weighing.held_to`), taken as they are."""
    weighed = ((name, each.weighing) for name, each in registry.weighed().items() if each.weighing is not None)
    return [
        as_it_is(name, *weighing.held_to, weighing.hypothesis)
        for name, weighing in weighed
        if weighing.held_to is not None and weighing.hypothesis == "tampered"
    ]


def fitted(given: Table, alternative: Alternative) -> tuple[list[Term], Reference]:
    """Terms on all pictures, scaled by what they give on left-out sources, and the reference scores of these."""
    total = crossed(given, alternative)
    factor = line(total, given.truth, weights(given.truth, given.source))
    terms = [scaled(term, factor) for term in fit(given, alternative)]
    return terms, reference_of(total * factor, given.truth, given.source.tolist())


def scaled(term: Term, factor: float) -> Term:
    """A term whose contributions are multiplied."""
    return term.model_copy(
        update={
            "weights": tuple(round(w * factor, 5) for w in term.weights),
            "quality": tuple(round(v * factor, 5) for v in term.quality),
        }
    )
