"""The fitted parameters of fusion: terms, reference scores and priors, read from one JSON file.

A term turns one source's score into what it adds to the log-odds of a hypothesis against *real*:

    c(x, q) = Σ_j w_j (b_j(z) − m_j) + (z − m_0) Σ_k v_k q_k,     z = (x − centre) / scale, held to [low, high]

where b(z) is z and its hinges max(0, z − knot), m their means over the reference set, and q facts about the quality of
the file. So an average score adds nothing, and a score beyond the range of the reference set adds no more than one at
its edge.

Letters: n pictures, J pieces of a term, K quality facts, Q quantiles.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...detectors.base import share_below
from ...evidence import Frozen, Hypothesis, Quality

FILE = "fusion.json"
SCHEMA = "telltale/fusion/1"
FACTS = ("short_side", "jpeg_quality", "recompressed")
SPANS = ((-0.6, 0.6), (-3.0, 1.25), (0.0, 1.0))  # the range of each fact in the reference set
MARGIN = 0.85  # of the error rate; the rest is a reserve for sources with more errors than those of the reference set
Alternative = Literal["synthetic", "tampered"]
ALTERNATIVES: tuple[Alternative, ...] = get_args(Alternative)
Values = NDArray[np.float64]


class Term(Frozen):
    """How one source's score bears on one hypothesis against real; see the module for the formula."""

    source: str
    hypothesis: Alternative
    transform: Literal["identity", "logit", "log"] = "identity"
    centre: float
    scale: float = Field(gt=0)
    low: float
    high: float
    knots: tuple[float, ...]
    weights: tuple[float, ...]
    means: tuple[float, ...]
    quality: tuple[float, ...] = Field(default=(0.0,) * len(FACTS), description="v, in the order of FACTS")
    unless: tuple[str, ...] = Field(default=(), description="sources that replace this one if they have a score")

    def standard(self, scores: Values) -> Values:
        """Z of scores [n]."""
        return np.clip((transformed(scores, self.transform) - self.centre) / self.scale, self.low, self.high)

    def contributions(self, scores: Values, quality: Values) -> Values:
        """Log-odds [n] of scores [n] under quality facts [n, K]; 0 for a missing score (NaN)."""
        z = self.standard(scores)
        pieces = basis(z, self.knots) - np.array(self.means)  # [n, J]
        log_odds = pieces @ np.array(self.weights) + pieces[:, 0] * (quality @ np.array(self.quality))  # [n]
        return np.where(np.isnan(scores), 0.0, log_odds)


class Reference(Frozen):
    """Fused scores of pictures from sources that the fit left out.

    Attributes:
        real: even quantiles [Q] of the scores of real pictures.
        alternative: the same of pictures of the alternative.
        counts: how many pictures of each there were.
    """

    real: tuple[float, ...]
    alternative: tuple[float, ...]
    counts: tuple[int, int]

    def threshold(self, error_rate: float) -> float:
        """The least T such that labels beyond ±T are wrong seldom enough; infinite if there is none.

        Split-conformal by class: at most the error rate of the real pictures score T or more, at most as many of the
        others score −T or less, and of all labels (classes equally frequent) at most as many are wrong. Both sides
        share one T, because levels tuned for each side carried over to other sources less well.
        """
        return _threshold(self.real, self.alternative, self.counts, error_rate * MARGIN)

    def p_real(self, score: float) -> float:
        """Conformal p-value of *real*: the share of real pictures that score at least as high, (1 + k) / (1 + n)."""
        return _p_value(1 - share_below(self.real, score), self.counts[0])

    def p_alternative(self, score: float) -> float:
        """Conformal p-value of the alternative: the share of its pictures that score at most as high."""
        return _p_value(share_below(self.alternative, score), self.counts[1])


class Parameters(Frozen):
    """Everything that a verdict is computed from.

    Attributes:
        about: names the reference set.
        prior: probabilities of the hypotheses before any evidence; a convention, stated in the output.
        terms: the fitted terms.
        references: scores by alternative, for caps of the likelihood ratio and conformal p-values.
        fallback: scores of *synthetic* by the terms that count only if others are missing (those with `unless`).
        idle: sources that were measured and add nothing beside the terms; they weigh 0 and get no fixed weight.
        adapters: digests of the adapters whose cues were fitted; the cues of other models are not calibrated.
    """

    schema_: Literal["telltale/fusion/1"] = Field(default=SCHEMA, alias="schema")
    about: str
    prior: dict[Hypothesis, float]
    terms: tuple[Term, ...]
    references: dict[Alternative, Reference]
    fallback: Reference | None = None
    idle: tuple[str, ...] = ()
    adapters: tuple[str, ...] = ()

    def term(self, source: str, measured: frozenset[str] = frozenset()) -> Term | None:
        """The term of a source, if it has one that counts beside what else was measured."""
        return next((t for t in self.terms if t.source == source and not measured & set(t.unless)), None)


def transformed(scores: Values, transform: str) -> Values:
    """Scores [n] on the scale on which a term is piecewise linear."""
    if transform == "logit":
        inside = np.clip(scores, 1e-4, 1 - 1e-4)
        return np.log(inside / (1 - inside))
    return np.log(np.maximum(scores, 1e-3)) if transform == "log" else scores


def basis(z: Values, knots: tuple[float, ...]) -> Values:
    """Z and its hinges, [n, J]."""
    return np.stack([z, *(np.maximum(0.0, z - knot) for knot in knots)], 1)


def facts(quality: Quality) -> Values:
    """Quality facts [K], near 0 for a usual file and held within the range of the reference set."""
    return facts_of(quality.short_side, quality.jpeg_quality, quality.recompressed)


def facts_of(short_side: int, jpeg_quality: int | None, recompressed: bool | None) -> Values:
    """The same from single values; an unknown value counts as usual."""
    values = (
        np.log2(max(short_side, 1) / 256),
        0.0 if jpeg_quality is None else (jpeg_quality - 88) / 8,
        float(bool(recompressed)),
    )
    low, high = np.array(SPANS).T
    return np.clip(values, low, high)


@cache
def _threshold(
    real: tuple[float, ...], alternative: tuple[float, ...], counts: tuple[int, int], error_rate: float
) -> float:
    for limit in np.linspace(0, max(real[-1], -alternative[0], 0.0) + 0.01, 401):
        alarm = _p_value(1 - share_below(real, limit), counts[0])
        missed = _p_value(share_below(alternative, -limit), counts[1])
        right = 1 - share_below(alternative, limit) + share_below(real, -limit)
        if max(alarm, missed) <= error_rate and alarm + missed <= error_rate * (alarm + missed + right):
            return float(limit)
    return float("inf")


def _p_value(share: float, count: int) -> float:
    return (1 + count * share) / (1 + count)


def read(file: Path) -> Parameters:
    """Read parameters.

    Raises:
        OSError, ValueError: if the file is missing or holds no parameters.
    """
    return Parameters.model_validate_json(file.read_text(encoding="utf-8"))


def save(parameters: Parameters, file: Path) -> None:
    """Write parameters as JSON."""
    plain = parameters.model_dump(mode="json", by_alias=True)
    text = json.dumps(plain, indent=1)
    lines = re.sub(r"\[[^\[\]{}]*\]", lambda match: " ".join(match[0].split()), text)  # a list of numbers on one line
    file.write_text(lines + "\n", encoding="utf-8")


@cache
def shipped() -> Parameters:
    """The parameters that come with the package."""
    text = (files("telltale.agent.models") / FILE).read_text(encoding="utf-8")
    return Parameters.model_validate_json(text)
