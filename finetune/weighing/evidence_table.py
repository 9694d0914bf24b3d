"""Scores by picture and source of evidence, with the truth: what fusion is fitted on.

Letters: n pictures, K quality facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...agent.detectors import registry
from ...agent.detectors.base import Weighing
from ...agent.reasoning.weighing.terms import FACTS, Alternative, facts_of
from .readings import ReadingRow
from .ways import Truth

CUES = Weighing("synthetic", "logit")  # how the answers of a model to the cues are weighed, if they are fitted
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Table:
    """Pictures of one question, real or the alternative.

    Attributes:
        scores: float64 [n] by source of evidence, NaN for pictures without a score.
        quality: float64 [n, K].
        truth: bool [n], True for the alternative.
        source: the collection of each picture [n].
        generator: the generator of each picture, empty for others [n].
    """

    scores: dict[str, Scores]
    quality: Scores
    truth: NDArray[np.bool_]
    source: NDArray[np.str_]
    generator: NDArray[np.str_]

    def part(self, chosen: NDArray) -> Table:
        """Some of the pictures, by mask or index."""
        return Table(
            {name: values[chosen] for name, values in self.scores.items()},
            self.quality[chosen],
            self.truth[chosen],
            self.source[chosen],
            self.generator[chosen],
        )

    def only(self, names: Sequence[str]) -> Table:
        """With some of the sources of evidence alone."""
        return replace(self, scores={name: self.scores[name] for name in names if name in self.scores})


def table(rows: Sequence[ReadingRow], alternative: Alternative) -> Table:
    """The rows that are real or the alternative, with the scores that bear on it."""
    truths: tuple[Truth, Truth] = ("real", alternative)
    kept = [row for row in rows if row.truth in truths]
    names = sorted({name for row in kept for name in row.scores if bears(name) == alternative})
    return Table(
        {name: np.array([row.scores.get(name, np.nan) for row in kept]) for name in names},
        np.array([facts_of(r.short_side, r.jpeg_quality, r.recompressed) for r in kept]).reshape(-1, len(FACTS)),
        np.array([row.truth == alternative for row in kept]),
        np.array([row.source for row in kept]),
        np.array([row.generator for row in kept]),
    )


def weighing_of(name: str) -> Weighing | None:
    """How a source's scores are weighed, as its detector says, or None if it gets no fitted term."""
    if name.startswith("cue:"):
        return CUES
    detector = registry.available().get(name)
    weighing = detector.weighing if detector is not None else None
    own = weighing is None or weighing.held_to is not None or weighing.apart
    return None if own else weighing


def bears(name: str) -> Alternative | None:
    """The hypothesis that a source's scores bear on, or None if it gets no fitted term."""
    weighing = weighing_of(name)
    return weighing.hypothesis if weighing is not None else None


def shape(name: str) -> tuple[str, int]:
    """How a source's scores are transformed and how many knots its curve has.

    Raises:
        ValueError: if the source gets no fitted term.
    """
    weighing = weighing_of(name)
    if weighing is None:
        raise ValueError(f"{name} gets no fitted term; its detector has no weighing")
    return weighing.transform, weighing.knots


def may_be_idle(name: str) -> bool:
    """Whether a source weighs nothing if the fit finds no use for it: its files are in the reference set."""
    weighing = weighing_of(name)
    return weighing is not None and not weighing.beyond_reference


def weights(truth: NDArray[np.bool_], source: NDArray[np.str_]) -> Scores:
    """Weight of each picture [n], summing to n: either class one half, sources in it as the root of their size."""
    mass = np.zeros(len(truth))
    for label in (False, True):
        chosen = np.flatnonzero(truth == label)
        count = Counter(source[chosen].tolist())
        share = np.array([count[name] ** -0.5 for name in source[chosen].tolist()])
        mass[chosen] = share / share.sum() * len(truth) / 2
    return mass
