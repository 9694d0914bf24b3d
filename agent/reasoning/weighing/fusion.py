"""Fusion: each piece of evidence adds to the log-odds of a hypothesis; the sums give the probabilities.

    z_real = ln π_real + Σ u_i [i supports real],   z_h = ln π_h + Σ_i c_i,h + Σ u_i [i supports h],   P = softmax(z)

π are the stated priors. c_i,h are the log-likelihood ratios of what was measured, from the fitted terms (`terms`). u
are fixed weights of what cannot be fitted, such as metadata; they add at most `UNFITTED` to a hypothesis. A detector of
generation thus speaks for or against *synthetic* alone and says nothing about parts that were altered. Every summand is
in the record, so the arithmetic can be redone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...evidence import HYPOTHESES, PRIOR, Contribution, Evidence, Flag, Hypothesis, Quality, Supports
from .terms import Alternative, Parameters, facts, shipped

# Natural log-odds by what it supports, for what no reference set can measure. Metadata can be forged, so none of it
# adds to *real*, the side on which forging pays.
WEIGHTS: dict[Supports, float] = {"synthetic": 2.5, "tampered": 2.0}
UNFITTED = 3.0  # the most that all unfitted evidence may add to one hypothesis
CUE_WEIGHT = 0.5  # the most for reliable cues of a model that was not fitted; only the strongest of a side counts
CLASSIFIER_WEIGHT = 0.7  # any detector that was not fitted, such as an `hf:` classifier: a nudge in either direction
DECISIVE = math.log(1000)  # by which a trusted signature leads the next hypothesis, whatever else was measured
LEAST = 0.3  # log-LR below which evidence is called neutral
_BY_PRECEDENCE: tuple[Hypothesis, ...] = ("synthetic", "tampered", "real")


@dataclass(frozen=True, slots=True)
class Sums:
    """What decides about one alternative, in log-odds.

    Attributes:
        fitted: the sum of the fitted log-likelihood ratios.
        total: the same with the unfitted evidence that may be added to it.
    """

    fitted: float
    total: float


def weigh(
    evidence: Sequence[Evidence], quality: Quality, parameters: Parameters | None = None, cues_fitted: bool = True
) -> tuple[Evidence, ...]:
    """Give each piece of evidence with a fitted term its log-likelihood ratio, and what it supports by that ratio.

    The ratio is that of the hypothesis that the source bears on against *real*: negative if it speaks against it.

    Args:
        evidence: numbered.
        quality: of the file, on which some terms depend.
        parameters: by default those that ship.
        cues_fitted: whether the cues come from the model and adapter for which the terms were fitted.
    """
    known = parameters or shipped()
    quality_facts = facts(quality)[None]  # [1, K]
    weighed = []
    for item in evidence:
        term = known.term(item.source)
        foreign = item.kind == "cue" and not cues_fitted
        if item.score is None or item.has(Flag.SET_ASIDE) or foreign:
            weighed.append(item)
            continue
        if term is None:
            idle = item.source in known.idle and not item.has(Flag.KNOWN)
            weighed.append(item.model_copy(update={"log_lr": 0.0}) if idle else item)
            continue
        ratio = round(float(term.contributions(np.array([item.score]), quality_facts)[0]), 4)
        weighed.append(_with_ratio(item, ratio, term.hypothesis))
    return tuple(weighed)


def _with_ratio(item: Evidence, ratio: float, hypothesis: Alternative) -> Evidence:
    """Evidence with its log-likelihood ratio and what it then supports.

    A detector of alterations points to one, or it says nothing; that it found none never speaks for one.
    """
    if hypothesis == "tampered" and item.supports == "neutral":
        ratio = min(ratio, 0.0)
    supports: Supports = "synthetic" if ratio > 0 else "real"
    if hypothesis == "tampered":
        supports = item.supports if ratio > 0 else "neutral"
    if abs(ratio) < LEAST:
        supports = "neutral"
    return item.model_copy(update={"log_lr": ratio, "supports": supports})


def unfitted(item: Evidence) -> float:
    """The fixed log-odds of evidence without a fitted term, for the hypothesis that it supports; 0 if it has none."""
    if item.supports == "neutral" or item.log_lr is not None or item.decisive:
        return 0.0
    if item.kind == "cue":
        p = min(item.score or 0.5, 0.99)
        return min(max(math.log(p / (1 - p)), 0.0), CUE_WEIGHT)
    if item.has(Flag.KNOWN):
        return WEIGHTS.get(item.supports, 0.0)  # a known photograph may still have been altered since
    if item.kind == "detector":
        return CLASSIFIER_WEIGHT
    return WEIGHTS.get(item.supports, 0.0)


def proven(evidence: Sequence[Evidence]) -> Hypothesis | None:
    """What trusted signatures prove, None if nothing.

    A picture that was generated stays so, whatever was done to it later, and an altered capture is one no longer.
    """
    declared = {item.supports for item in evidence if item.decisive}
    return next((h for h in _BY_PRECEDENCE if h in declared), None)


def contributions(evidence: Sequence[Evidence], parameters: Parameters) -> tuple[Contribution, ...]:
    """Everything that is added up: the priors, then what each piece of evidence adds."""
    priors = (
        Contribution(evidence=PRIOR, hypothesis=h, log_odds=round(math.log(parameters.prior[h]), 4)) for h in HYPOTHESES
    )
    parts = (*priors, *_fitted_contributions(evidence, parameters), *_unfitted_contributions(evidence))
    return (*parts, *_decisive_contribution(evidence, parts))


def _fitted_contributions(evidence: Sequence[Evidence], parameters: Parameters) -> list[Contribution]:
    """The fitted log-likelihood ratios as they are."""
    return [
        Contribution(evidence=item.id, hypothesis=term.hypothesis, log_odds=item.log_lr)
        for item in evidence
        if item.log_lr and (term := parameters.term(item.source)) is not None
    ]


def _unfitted_contributions(evidence: Sequence[Evidence]) -> list[Contribution]:
    """The unfitted evidence, each source once, strongest first; at most `UNFITTED` in all for a hypothesis."""
    added: list[Contribution] = []
    spent: dict[Hypothesis, float] = dict.fromkeys(HYPOTHESES, 0.0)
    counted: set[tuple[str, str]] = set()
    for item in sorted(evidence, key=unfitted, reverse=True):
        value = unfitted(item)
        origin = "cue" if item.kind == "cue" else item.source  # all cues rest on one look
        if value == 0.0 or (origin, item.supports) in counted:
            continue
        counted.add((origin, item.supports))
        hypothesis: Hypothesis = item.supports  # type: ignore[assignment]  # neutral evidence has the value 0
        value = round(min(value, UNFITTED - spent[hypothesis]), 4)
        spent[hypothesis] += value
        if value > 0:
            added.append(Contribution(evidence=item.id, hypothesis=hypothesis, log_odds=value))
    return added


def _decisive_contribution(evidence: Sequence[Evidence], parts: Sequence[Contribution]) -> list[Contribution]:
    """What a trusted signature adds: as much as its hypothesis needs to lead the next one by `DECISIVE`."""
    hypothesis = proven(evidence)
    if hypothesis is None:
        return []
    first = next(item for item in evidence if item.decisive and item.supports == hypothesis)
    z = _totals(parts)
    lead = z[hypothesis] - max(z[h] for h in HYPOTHESES if h != hypothesis)
    return [Contribution(evidence=first.id, hypothesis=hypothesis, log_odds=round(max(DECISIVE - lead, 0.0), 4))]


def probabilities(parts: Sequence[Contribution]) -> dict[Hypothesis, float]:
    """The softmax of the summed contributions."""
    total = _totals(parts)
    top = max(total.values())
    mass = sum(math.exp(z - top) for z in total.values())
    return {h: math.exp(z - top) / mass for h, z in total.items()}


def _totals(parts: Sequence[Contribution]) -> dict[Hypothesis, float]:
    return {h: math.fsum(c.log_odds for c in parts if c.hypothesis == h) for h in HYPOTHESES}


def sums(evidence: Sequence[Evidence], parts: Sequence[Contribution], hypothesis: Alternative) -> Sums:
    """What decides about one alternative.

    Unfitted evidence may add to what the pixels lean to, but never lead.
    """
    fitted_ids = {item.id for item in evidence if item.log_lr is not None}
    own = [c for c in parts if c.hypothesis == hypothesis and c.evidence != PRIOR]
    fitted = math.fsum(c.log_odds for c in own if c.evidence in fitted_ids)
    claimed = math.fsum(c.log_odds for c in own if c.evidence not in fitted_ids)
    return Sums(fitted, fitted + claimed if fitted > 0 else fitted)
