"""Scores of pictures of one's own kind, and the limit of a label that they give, with a finite-sample guarantee.

Conformal risk control (Angelopoulos et al., 2022): let L_i(t) be the share of the pictures of unit i that score above
t. If the units and the next one are exchangeable, then

    E[L_{n+1}(t)] ≤ (n · mean_i L_i(t) + 1) / (n + 1)

and so the least t at which the right side is at most a rate keeps the expected share of wrong labels at that rate. A
unit is a source, or, if there are too few sources, a picture: the promise then holds for pictures of these sources.

Letters: n units, S distinct scores.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...evidence import Frozen

Unit = Literal["source", "picture"]
STEP = 1e-4  # scores are stored to so many
Share = Callable[[float], float]  # from a score to the share of other pictures that score above it


class OwnKind(Frozen):
    """How pictures of one's own kind scored, for which a label would be wrong above a limit.

    Attributes:
        scores: the distinct scores [S], ascending, rounded to `STEP`.
        above: the share of the pictures that score above each [S], every unit weighing the same; falling, 0 at the end.
        units: n.
        unit: what is exchangeable with what comes.
        pictures: how many pictures there were.
        sources: from how many sources.
    """

    scores: tuple[float, ...] = Field(min_length=1)
    above: tuple[float, ...] = Field(min_length=1)
    units: int = Field(ge=1)
    unit: Unit
    pictures: int = Field(ge=1)
    sources: int = Field(ge=1)

    def expected(self, share: float) -> float:
        """The share expected of a new unit where it is `share` on the mean of these, (n p + 1) / (n + 1)."""
        return (self.units * share + 1) / (self.units + 1)

    def limit(self, rate: float, right: Share | None = None) -> float:
        """The least score from which on a label may be given; infinite if these pictures can't show so low a rate.

        Args:
            rate: the expected share of such pictures that may get the label.
            right: of pictures for which the label is right, the share above a score. If given, at most this rate of
                the labels is expected to be wrong as well, at even odds.
        """
        for score, share in zip(self.scores, self.above, strict=True):
            wrong = self.expected(share)
            if wrong <= rate and (right is None or wrong <= rate * (wrong + right(score))):
                return score + STEP / 2
        return float("inf")

    def share_at_least(self, score: float) -> float:
        """The share of these pictures that score at least as high, every unit weighing the same."""
        at = int(np.searchsorted(self.scores, score - STEP / 2)) - 1  # the last score below
        return self.above[at] if at >= 0 else 1.0

    def p_value(self, score: float) -> float:
        """Conformal p-value: the expected share of such pictures that score at least as high."""
        return self.expected(self.share_at_least(score))


def own_kind(scores: NDArray[np.float64], source: list[str], least_sources: int) -> OwnKind:
    """The scores of some pictures.

    Args:
        scores: [pictures]; a high one is wrong.
        source: of each.
        least_sources: with fewer sources than this, pictures are the unit.

    Raises:
        ValueError: if there is no picture.
    """
    if not len(scores):
        raise ValueError("there is no picture to set limits by")
    names, home, counts = np.unique(np.array(source), return_inverse=True, return_counts=True)
    by_source = len(names) >= least_sources
    mass = 1 / (counts[home] * len(names)) if by_source else np.full(len(scores), 1 / len(scores))
    rounded = np.round(scores, 4)
    distinct, place = np.unique(rounded, return_inverse=True)
    at = np.bincount(place, mass, len(distinct))  # [S]
    above = np.maximum(0.0, 1 - np.cumsum(at))
    above[-1] = 0.0
    return OwnKind(
        scores=tuple(distinct.tolist()),
        above=tuple(above.round(9).tolist()),
        units=len(names) if by_source else len(scores),
        unit="source" if by_source else "picture",
        pictures=len(scores),
        sources=len(names),
    )
