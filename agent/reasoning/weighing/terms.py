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
from typing import Literal, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...detectors.base import share_below
from ...evidence import Frozen, Hypothesis, Quality
from .own_kind import OwnKind

FILE = "fusion.json"
SCHEMA = "telltale/fusion/1"
FACTS = ("short_side", "jpeg_quality", "recompressed")
SPANS = ((-0.6, 0.6), (-3.0, 1.25), (0.0, 1.0))  # the range of each fact in the reference set
# Of the error rate. Where both labels show like content, about 2.3 times as many labels are wrong as on the mean of all
# sources, which content helps (`telltale.eval.studies.source-pairs`).
MARGIN = 0.4
Alternative = Literal["synthetic", "tampered"]
ALTERNATIVES: tuple[Alternative, ...] = get_args(Alternative)
Values = NDArray[np.float64]
Share = TypeVar("Share", float, NDArray[np.float64])


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

    The unit is the source: new pictures come from new sources, and pictures of one source resemble one another. A label
    is given from a limit on, at which two conditions hold for the labels at even odds. By conformal risk control
    (Angelopoulos et al., 2022) at most the error rate is expected to be wrong on a new source like those of the
    reference: a share that is p on the mean of n sources counts as (n p + 1) / (n + 1). And on the sources of the
    reference themselves at most `MARGIN` of the rate is wrong.

    Attributes:
        real: even quantiles [Q] of the scores of real pictures, each source weighing the same.
        alternative: the same of pictures of the alternative.
        counts: how many pictures of each there were.
        sources: how many sources of each.
        own_real: real pictures of one's own kind; if given, they set the limit of the alternative's label in place of
            `real` (`own_kind`), and the margin is not asked for, since their content is that of the pictures to come.
        own_alternative: pictures of the alternative of one's own kind, by their scores with the sign changed; if given,
            they set the limit of the label *real*.
    """

    real: tuple[float, ...]
    alternative: tuple[float, ...]
    counts: tuple[int, int]
    sources: tuple[int, int]
    own_real: OwnKind | None = None
    own_alternative: OwnKind | None = None

    def threshold(self, error_rate: float) -> float:
        """The least score at which the label of the alternative is given; infinite if there is none."""
        if self.own_real is not None:
            own = self.own_alternative
            if own is not None:
                return self.own_real.limit(error_rate, lambda score: _reached(own, score))
            return self.own_real.limit(error_rate, lambda score: 1 - share_below(self.alternative, score))
        return _limit(self.real, self.alternative, self.sources[0], error_rate)

    def cleared(self, error_rate: float) -> float:
        """The greatest score at which the label *real* is given, by the same rule; minus infinity if there is none."""
        if self.own_alternative is not None:
            own = self.own_real
            if own is not None:
                return -self.own_alternative.limit(error_rate, lambda score: _reached(own, score))
            return -self.own_alternative.limit(error_rate, lambda score: share_below(self.real, -score))
        return -_limit(_mirrored(self.alternative), _mirrored(self.real), self.sources[1], error_rate)

    def p_real(self, score: float) -> float:
        """Conformal p-value of *real*: the share of real pictures that score at least as high, (1 + n p) / (1 + n)."""
        if self.own_real is not None:
            return self.own_real.p_value(score)
        return _bounded(1 - share_below(self.real, score), self.sources[0])

    def p_alternative(self, score: float) -> float:
        """Conformal p-value of the alternative: the share of its pictures that score at most as high."""
        if self.own_alternative is not None:
            return self.own_alternative.p_value(-score)
        return _bounded(share_below(self.alternative, score), self.sources[1])


class Parameters(Frozen):
    """Everything that a verdict is computed from.

    Attributes:
        about: names the reference set.
        prior: probabilities of the hypotheses before any evidence; a convention, stated in the output.
        terms: the fitted terms.
        references: scores by alternative, for caps of the likelihood ratio and conformal p-values.
        idle: sources that were measured and add nothing beside the terms; they weigh 0 and get no fixed weight.
        adapters: digests of the adapters whose cues were fitted; the cues of other models are not calibrated.
    """

    schema_: Literal["telltale/fusion/1"] = Field(default=SCHEMA, alias="schema")
    about: str
    prior: dict[Hypothesis, float]
    terms: tuple[Term, ...]
    references: dict[Alternative, Reference]
    idle: tuple[str, ...] = ()
    adapters: tuple[str, ...] = ()

    def term(self, source: str) -> Term | None:
        """The term of a source, if it has one."""
        return next((t for t in self.terms if t.source == source), None)


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
def _limit(against: tuple[float, ...], inside: tuple[float, ...], sources: int, error_rate: float) -> float:
    """The least score from which on few enough labels are wrong.

    Args:
        against: even quantiles of the scores for which the label would be wrong.
        inside: of those for which it would be right.
        sources: how many sources `against` is from.
        error_rate: the share of the labels that may be wrong, at even odds.
    """
    limits = np.linspace(min(against[0], inside[0]), max(against[-1], inside[-1]), 801)
    wrong, right = (1 - np.interp(limits, q, np.linspace(0, 1, len(q))) for q in (against, inside))
    expected = _bounded(wrong, sources)
    surely = (right > 0) & (expected <= error_rate * (expected + right))
    allowed = np.flatnonzero(surely & (wrong <= MARGIN * error_rate * (wrong + right)))
    return float(limits[allowed[0]]) if len(allowed) else float("inf")


def _reached(other: OwnKind, score: float) -> float:
    """The share of the pictures of the other label, which count with the sign changed, that lie beyond a score."""
    return 1 - other.share_at_least(-score)


def _mirrored(quantiles: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(-value for value in reversed(quantiles))


def _bounded(share: Share, count: int) -> Share:
    """What a share on the mean of so many sources may be on another one."""
    return (1 + count * share) / (1 + count)


def read(file: Path) -> Parameters:
    """Read parameters.

    Raises:
        OSError, ValueError: if the file is missing or holds no parameters.
    """
    return Parameters.model_validate_json(file.read_text(encoding="utf-8"))


def save(parameters: Parameters, file: Path) -> None:
    """Write parameters as JSON."""
    plain = parameters.model_dump(mode="json", by_alias=True, exclude_none=True)
    text = json.dumps(plain, indent=1)
    lines = re.sub(r"\[[^\[\]{}]*\]", lambda match: " ".join(match[0].split()), text)  # a list of numbers on one line
    file.write_text(lines + "\n", encoding="utf-8")


def known_in(folder: Path) -> Parameters:
    """The parameters in a folder, or those that come with the package where it has none."""
    return read(folder / FILE) if (folder / FILE).exists() else shipped()


@cache
def shipped() -> Parameters:
    """The parameters that come with the package."""
    text = (files("telltale.agent.models") / FILE).read_text(encoding="utf-8")
    return Parameters.model_validate_json(text)
