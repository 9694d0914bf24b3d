"""Scores of pictures by heads that left out a pair of sources, one of photographs and one of generated pictures.

Letters: n pictures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...finetune.heads import clip_training
from ...finetune.heads.ridge import Ridge
from ...finetune.heads.tower_features import Sample

Scores = NDArray[np.float64]
LEAST = 3  # pictures of each label that a source needs to be tested against itself


class PictureKey(NamedTuple):
    """One picture as it is or as a copy: where it is from, its label, and the tier of the copy."""

    source: str
    generated: bool
    tier: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A real and a generated source that were left out together; the same name twice if it holds both labels.

    Attributes:
        real, generated: names of the sources.
        scores: by tier, of the real [n] and of the generated pictures [m].
    """

    real: str
    generated: str
    scores: dict[str, tuple[Scores, Scores]]


class LeftOutPairs:
    """Every pair of sources of a corpus, scored without both."""

    def __init__(self, samples: Sequence[Sample], ridge: Ridge, tiers: Sequence[str] = ("", "web", "hard")) -> None:
        """Sort the samples.

        Args:
            samples: the corpus, with copies to test (`damage`), which have no weight in the fit.
            ridge: the fit on it.
            tiers: names of the copies; the empty one is the picture as it is.
        """
        self.samples, self.ridge, self.tiers = samples, ridge, tiers
        self.members = clip_training.sources(samples)
        self.pictures: dict[PictureKey, list[tuple[int, ...]]] = defaultdict(list)
        for views in clip_training.pictures(samples):
            first = samples[views[0]]
            self.pictures[PictureKey(first.record.source, first.generated, first.damage)].append(views)
        self.real = sorted({key.source for key in self.pictures if not key.generated})
        self.generated = sorted({key.source for key in self.pictures if key.generated})

    def both(self) -> list[str]:
        """Sources with at least `LEAST` pictures of each label."""
        enough = [
            {k.source for k, v in self.pictures.items() if k.generated is g and len(v) >= LEAST} for g in (False, True)
        ]
        return sorted(enough[0] & enough[1])

    def pair(self, real: str, generated: str) -> Pair:
        """One pair."""
        group = np.concatenate([self.members[name] for name in dict.fromkeys((real, generated))])
        score = np.full(len(self.samples), np.nan)
        score[group] = self.ridge.left_out(group)
        tiers = {
            tier: (self._of(PictureKey(real, False, tier), score), self._of(PictureKey(generated, True, tier), score))
            for tier in self.tiers
        }
        return Pair(real, generated, tiers)

    def crossed(self) -> list[Pair]:
        """Every pair of two different sources, scored once."""
        return self._crossed

    @cached_property
    def _crossed(self) -> list[Pair]:
        return [self.pair(real, made) for real, made in product(self.real, self.generated) if real != made]

    def _of(self, key: PictureKey, score: Scores) -> Scores:
        """Scores [n] of pictures, each combined from its views."""
        return np.array([clip_training.picture_score(self.samples, score, views) for views in self.pictures[key]])
