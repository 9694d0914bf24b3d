"""What each piece of evidence does in a verdict: it speaks for or against a hypothesis, has little weight, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...evidence import PRIOR, Contribution, Evidence, Hypothesis, Verdict
from ..stance import Role, Stance, Way
from .verdict import STRONG

LEAST = 0.05  # log-odds below which a contribution is not mentioned


@dataclass(frozen=True, slots=True)
class EvidenceRole:
    """The part of a piece of evidence in a verdict.

    Attributes:
        stance: the same as an answer gives it.
        weight: its log-odds without sign.
    """

    stance: Stance
    weight: float


NO_ROLE = EvidenceRole(Stance(Role.NO_WEIGHT), 0.0)


def likeliest(verdict: Verdict) -> Hypothesis:
    """The hypothesis with the greatest probability."""
    return max(verdict.probabilities, key=lambda h: verdict.probabilities[h])


def roles(evidence: Sequence[Evidence], verdict: Verdict) -> dict[str, EvidenceRole]:
    """The part of each piece of evidence that has weight, by its id.

    What speaks against the likeliest hypothesis is marked as dissent. A small weight has no direction worth a word if
    the evidence by itself supports something else or nothing.
    """
    by_id = {item.id: item for item in evidence}
    leading = likeliest(verdict)
    return {ident: _role(by_id.get(ident), part, leading) for ident, part in _strongest(verdict).items()}


def _strongest(verdict: Verdict) -> dict[str, Contribution]:
    """The largest contribution of each piece of evidence."""
    strongest: dict[str, Contribution] = {}
    for part in verdict.contributions:
        before = strongest.get(part.evidence)
        if part.evidence == PRIOR or abs(part.log_odds) < LEAST:
            continue
        if before is None or abs(part.log_odds) > abs(before.log_odds):
            strongest[part.evidence] = part
    return strongest


def _role(item: Evidence | None, part: Contribution, leading: Hypothesis) -> EvidenceRole:
    weight, about = abs(part.log_odds), part.hypothesis
    way: Way = "for" if part.log_odds > 0 else "against"
    agrees = item is not None and item.supports == (about if way == "for" else "real")
    if not agrees and weight < STRONG:
        return EvidenceRole(Stance(Role.LITTLE_WEIGHT), weight)
    dissents = about != leading if way == "for" else about == leading
    return EvidenceRole(Stance(Role.WEIGHS, way, about, dissents=dissents), weight)
