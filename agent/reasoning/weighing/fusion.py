"""Fusion: every piece of evidence adds to log-odds against *real*; the sum is the verdict, and it can be redone.

    z_real = ln π_real + Σ u_i [i supports real],   z_h = ln π_h + Σ_i c_i,h + Σ u_i [i supports h],   P = softmax(z)

π are the stated priors; c_i,h, the log-likelihood ratios of what was measured, come from the fitted terms
(`parameters`); u are fixed weights of what can't be fitted, such as metadata, held to `UNFITTED` for each hypothesis. A
detector of generation thus speaks for or against *synthetic* alone and says nothing of parts that were altered.

A label is given where the log-likelihood ratio lies beyond a split-conformal threshold (Vovk et al., 2005; by class):
in the reference set so few real pictures score as high, so few synthetic ones as low, and so few of the labels are
wrong, as the error rate allows (`Reference.threshold`). Otherwise the verdict is inconclusive, with the reasons.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...detectors.laundering import LAUNDERED
from ...evidence import HYPOTHESES, Contribution, Evidence, Flag, Hypothesis, Label, Quality, Supports, Verdict
from ...intake import SMALL_SIDE
from . import scale
from .abstention import Reason, Why
from .terms import Alternative, Parameters, Reference, facts, shipped

# Natural log-odds by source and by what it supports, of what no reference set tells. Metadata can be forged; a
# generator's own parameters are seldom written by hand, hence the larger weight.
WEIGHTS: dict[tuple[str, str], float] = {
    ("c2pa", "synthetic"): 2.5,
    ("c2pa", "tampered"): 2.0,
    ("c2pa", "real"): 1.5,
    ("xmp", "synthetic"): 2.0,
    ("xmp", "tampered"): 2.0,
    ("xmp", "real"): 0.5,
    ("iptc", "synthetic"): 2.0,
    ("exif", "synthetic"): 2.0,
    ("exif", "real"): 0.8,
    ("parameters", "synthetic"): 2.5,
}
UNFITTED = 3.0  # the most that all unfitted evidence may add to one hypothesis
CUE_WEIGHT = 0.5  # at most, for reliable cues of a model that was not fitted; all of one side count as the strongest
CLASSIFIER_WEIGHT = 0.7  # any detector that was not fitted, such as an `hf:` classifier: a nudge in either direction
DECISIVE = math.log(1000)  # content credentials that are intact and signed by someone whom the user named
ERROR_RATE = 0.05
CONFLICT = 1.0
LEAST = 0.3  # log-LR below which evidence is called neutral
TEMPERS = "Beside the other measurements its weight has the other sign here, so it speaks for neither side by itself."
WORST_QUALITY = 40  # JPEG; the reference set reaches down to 60
PRIOR = "prior"
ALTERNATIVES: tuple[Alternative, ...] = ("synthetic", "tampered")


@dataclass(frozen=True, slots=True)
class Sums:
    """What decides, for one alternative: the fitted log-LR alone, and with the unfitted evidence that speaks for it."""

    fitted: float
    total: float


def weigh(
    evidence: Sequence[Evidence], quality: Quality, parameters: Parameters | None = None, cues_fitted: bool = True
) -> tuple[Evidence, ...]:
    """The evidence with its log-likelihood ratio where a term was fitted for it, and what it then supports.

    The ratio is that of the hypothesis that the source bears on against *real*: negative where it speaks against it.

    Args:
        evidence: numbered.
        quality: of the file, which conditions some terms.
        parameters: by default those that ship.
        cues_fitted: whether the cues come from the model and adapter that the terms were fitted for.
    """
    known = parameters or shipped()
    at = facts(quality)[None]
    measured = frozenset(e.source for e in evidence if e.score is not None and not e.has(Flag.SET_ASIDE))
    found = []
    for item in evidence:
        term = known.term(item.source, measured)
        foreign = item.kind == "cue" and not cues_fitted
        if item.score is None or item.source not in measured or foreign:
            found.append(item)
            continue
        if term is None:
            idle = item.source in known.idle or known.term(item.source) is not None
            found.append(item.model_copy(update={"log_lr": 0.0}) if idle else item)
            continue
        ratio = round(float(term.contributions(np.array([item.score]), at)[0]), 4)
        found.append(_weighed(item, ratio, term.hypothesis))
    return tuple(found)


def _weighed(item: Evidence, ratio: float, hypothesis: Alternative) -> Evidence:
    """Evidence with its ratio and what that speaks for.

    An alteration is found by a detector that points to it or not at all. A term that was fitted beside a stronger one
    may have the other sign than what it found: it then tempers that one and speaks for neither side.
    """
    supports: Supports = "synthetic" if ratio > 0 else "real"
    if hypothesis == "tampered":
        supports = item.supports if ratio > 0 else "neutral"
    elif abs(ratio) >= LEAST and {item.supports, supports} == {"synthetic", "real"}:
        supports, item = "neutral", item.noted(Flag.TEMPERS, caveats=(TEMPERS,))
    if abs(ratio) < LEAST:
        supports = "neutral"
    return item.model_copy(update={"log_lr": ratio, "supports": supports})


def unfitted(item: Evidence) -> float:
    """The fixed log-odds of evidence without a fitted term, for the hypothesis that it supports; 0 where none."""
    if item.supports == "neutral" or item.log_lr is not None:
        return 0.0
    if item.decisive:
        return DECISIVE
    if item.kind == "cue":
        p = min(item.score or 0.5, 0.99)
        return min(max(math.log(p / (1 - p)), 0.0), CUE_WEIGHT)
    if item.kind == "detector":
        return CLASSIFIER_WEIGHT
    return WEIGHTS.get((item.source, item.supports), 0.0)


def fuse(
    evidence: Sequence[Evidence],
    quality: Quality,
    parameters: Parameters | None = None,
    error_rate: float = ERROR_RATE,
) -> Verdict:
    """Weigh evidence that `weigh` has seen into a verdict.

    Args:
        evidence: numbered, with log-likelihood ratios.
        quality: of the file.
        parameters: by default those that ship.
        error_rate: the share of the labels that may be wrong, as far as the reference set speaks for the picture.

    Raises:
        ValueError: if the error rate is not between 0 and 1.
    """
    if not 0 < error_rate < 1:
        raise ValueError(f"an error rate lies between 0 and 1, not at {error_rate:g}")
    known = parameters or shipped()
    contributions = (*_prior(known), *_contributions(evidence, known))
    total: dict[Hypothesis, float] = {
        h: math.fsum(c.log_odds for c in contributions if c.hypothesis == h) for h in HYPOTHESES
    }
    top = max(total.values())
    mass = sum(math.exp(z - top) for z in total.values())
    probabilities: dict[Hypothesis, float] = {h: math.exp(z - top) / mass for h, z in total.items()}
    sums: dict[Alternative, Sums] = {h: _sums(evidence, contributions, h) for h in ALTERNATIVES}
    references = _references(evidence, known)
    p_values = _p_values(sums, references)
    best = max(HYPOTHESES, key=lambda h: probabilities[h])
    proven = {item.supports for item in evidence if item.decisive and item.supports != "neutral"}
    if len(proven) > 1:
        proven.discard("real")  # a capture that was edited since: the later claim says more
    calibrated = any(item.log_lr is not None and known.term(item.source) for item in evidence)
    far = any(item.has(Flag.OUT_OF_DISTRIBUTION) for item in evidence)  # where the reference set does not reach
    reasons: tuple[Reason, ...] = ()
    if len(proven) == 1:
        label: Label = proven.pop()  # type: ignore[assignment]  # not neutral
    else:
        stops = _stops(evidence, quality)
        label = "inconclusive" if stops else _decide(sums, best, references, error_rate)
        if label == "inconclusive":
            reasons = (*stops, *_reasons(contributions, sums, best))
    return Verdict(
        label=label,
        probabilities=probabilities,
        calibrated=calibrated,
        contributions=contributions,
        abstained_because=tuple(reason.text for reason in reasons),
        error_rate=error_rate,
        p_values=p_values,
        remark=_remark(evidence, label),
        **(_ratio(sums, known.about, references, best) if calibrated and not far else {}),
    )


def _prior(parameters: Parameters) -> tuple[Contribution, ...]:
    return tuple(
        Contribution(evidence=PRIOR, hypothesis=h, log_odds=round(math.log(parameters.prior[h]), 4)) for h in HYPOTHESES
    )


def _contributions(evidence: Sequence[Evidence], parameters: Parameters) -> tuple[Contribution, ...]:
    """Fitted log-LRs as they are; of the unfitted evidence each source once, in all at most `UNFITTED` a hypothesis."""
    found = [
        Contribution(evidence=item.id, hypothesis=term.hypothesis, log_odds=item.log_lr)
        for item in evidence
        if item.log_lr and (term := parameters.term(item.source)) is not None
    ]
    spent: dict[Hypothesis, float] = dict.fromkeys(HYPOTHESES, 0.0)
    counted: set[tuple[str, str]] = set()
    for item in sorted(evidence, key=unfitted, reverse=True):
        value = unfitted(item)
        origin = "cue" if item.kind == "cue" else item.source  # all cues rest on one look
        if value == 0.0 or (origin, item.supports) in counted:
            continue
        counted.add((origin, item.supports))
        hypothesis: Hypothesis = item.supports  # type: ignore[assignment]  # neutral weighs 0
        if not item.decisive:
            value = round(min(value, UNFITTED - spent[hypothesis]), 4)
            spent[hypothesis] += value
        if value > 0:
            found.append(Contribution(evidence=item.id, hypothesis=hypothesis, log_odds=value))
    return tuple(found)


def _sums(evidence: Sequence[Evidence], contributions: Sequence[Contribution], hypothesis: Alternative) -> Sums:
    """What decides for one alternative: unfitted evidence may add to what the pixels lean to, never lead.

    Nor may it add to *real*, the side on which forging pays.
    """
    fitted_ids = {item.id for item in evidence if item.log_lr is not None}
    those = [c for c in contributions if c.hypothesis == hypothesis and c.evidence != PRIOR]
    fitted = math.fsum(c.log_odds for c in those if c.evidence in fitted_ids)
    claimed = math.fsum(c.log_odds for c in those if c.evidence not in fitted_ids)
    return Sums(fitted, fitted + claimed if fitted > 0 else fitted)


def _references(evidence: Sequence[Evidence], parameters: Parameters) -> dict[Alternative, Reference]:
    """The reference scores that fit what was measured."""
    found = dict(parameters.references)
    fitted = {item.source for item in evidence if item.log_lr}
    second = {term.source for term in parameters.terms if term.unless}
    first = {term.source for term in parameters.terms if not term.unless and term.hypothesis == "synthetic"}
    if parameters.fallback is not None and fitted & second and not fitted & first:
        found["synthetic"] = parameters.fallback
    return found


def _p_values(sums: dict[Alternative, Sums], references: dict[Alternative, Reference]) -> dict[str, float]:
    found = {}
    for hypothesis, reference in references.items():
        total = sums[hypothesis].total
        found[f"real against {hypothesis}"] = round(reference.p_real(total), 4)
        found[hypothesis] = round(reference.p_alternative(total), 4)
    return found


def _decide(
    sums: dict[Alternative, Sums], best: Hypothesis, references: dict[Alternative, Reference], error_rate: float
) -> Label:
    if best == "real":
        return "real" if -sums["synthetic"].total >= references["synthetic"].threshold(error_rate) else "inconclusive"
    return best if sums[best].total >= references[best].threshold(error_rate) else "inconclusive"


def _stops(evidence: Sequence[Evidence], quality: Quality) -> tuple[Reason, ...]:
    """What forbids a verdict from pixels, whatever the sums say."""
    found = []
    if quality.short_side < SMALL_SIDE:
        found.append(Reason(Why.TOO_SMALL, value=quality.short_side))
    if quality.jpeg_quality is not None and quality.jpeg_quality < WORST_QUALITY:
        found.append(Reason(Why.RECOMPRESSED, value=quality.jpeg_quality))
    if any(item.has(Flag.OUT_OF_DISTRIBUTION) for item in evidence):
        found.append(Reason(Why.OUT_OF_DISTRIBUTION))
    if any(item.has(Flag.UNSTABLE) for item in evidence):
        found.append(Reason(Why.UNSTABLE))
    return tuple(found)


def opposed(contributions: Sequence[Contribution], hypothesis: Alternative) -> tuple[list[str], list[str]]:
    """Ids of what adds at least `CONFLICT` log-odds for a hypothesis, and of what adds as much against it."""
    those = [c for c in contributions if c.evidence != PRIOR]
    pro = [c.evidence for c in those if c.hypothesis == hypothesis and c.log_odds >= CONFLICT]
    con = [c.evidence for c in those if c.hypothesis == hypothesis and c.log_odds <= -CONFLICT]
    return pro, con + [c.evidence for c in those if c.hypothesis == "real" and c.log_odds >= CONFLICT]


def _reasons(
    contributions: Sequence[Contribution], sums: dict[Alternative, Sums], best: Hypothesis
) -> tuple[Reason, ...]:
    """Why no label is given where nothing forbids one; never empty."""
    found: list[Reason] = []
    for hypothesis in ALTERNATIVES:
        for_it, against = opposed(contributions, hypothesis)
        if for_it and against:
            found.append(Reason(Why.CONFLICT, hypothesis, tuple(for_it), tuple(against)))
        if sums[hypothesis].fitted <= 0 and for_it and not found:
            found.append(Reason(Why.NOT_FROM_PIXELS, hypothesis))
    if not found:
        silent = all(c.evidence == PRIOR for c in contributions)
        found.append(Reason(Why.SILENT) if silent else Reason(Why.WEAK, best))
    return tuple(found)


def _remark(evidence: Sequence[Evidence], label: Label) -> str | None:
    """What kind of synthetic picture it is, where the evidence says."""
    passed = next((item for item in evidence if item.source == "laundering" and item.score is not None), None)
    if label != "synthetic" or passed is None or (passed.score or 0.0) <= LAUNDERED:
        return None
    return (
        f"The trace fits real content, passed through a generative model, better than invented content [{passed.id}]."
    )


def _ratio(
    sums: dict[Alternative, Sums], about: str, references: dict[Alternative, Reference], best: Hypothesis
) -> dict[str, Any]:
    """Likelihood ratio of the likeliest hypothesis against real, from fitted evidence alone.

    Where real is the likeliest, it is weighed against the alternative of which the evidence says more.
    """
    rival: Alternative = best if best != "real" else max(ALTERNATIVES, key=lambda h: abs(sums[h].fitted))
    size = min(references[rival].counts)
    ratio = scale.capped(math.exp(sums[rival].fitted), size)
    pair: tuple[Hypothesis, Hypothesis] = ("real", rival) if best == "real" else (rival, "real")
    ratio = 1 / ratio if best == "real" else ratio
    return {
        "likelihood_ratio": float(f"{ratio:.3g}"),
        "words": scale.words(ratio, *pair),
        "propositions": pair,
        "reference_set": about,
        "reference_size": size,
    }
