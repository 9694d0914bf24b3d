"""Fusion: a fixed-weight sum of log-odds over three hypotheses. Not calibrated, and it says so.

For each hypothesis h the contributions of the evidence are summed, z_h = Σ_i w_i [i supports h], and the
probabilities are softmax(z). The weights below are judgements, kept low, not fits: so no likelihood ratio and no words
of the ENFSI scale are given. What only repeats another statement of the same source adds nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..evidence import HYPOTHESES, Contribution, Evidence, Hypothesis, Label, Quality, Verdict
from ..intake import SMALL_SIDE

# Natural log-odds by source and by what it supports. Metadata can be forged, so no entry of it decides against
# strong evidence of another kind; a generator's own parameters are seldom written by hand, hence the larger weight.
WEIGHTS: dict[tuple[str, str], float] = {
    ("c2pa", "synthetic"): 3.0,
    ("c2pa", "tampered"): 2.0,
    ("c2pa", "real"): 1.5,
    ("xmp", "synthetic"): 2.5,
    ("xmp", "tampered"): 2.0,
    ("xmp", "real"): 0.5,
    ("iptc", "synthetic"): 2.0,
    ("exif", "synthetic"): 2.0,
    ("exif", "real"): 0.8,
    ("parameters", "synthetic"): 3.0,
    ("spectral", "synthetic"): 2.0,
    ("jpeg", "tampered"): 1.2,
    ("noise", "tampered"): 0.7,
}
# A detector whose score is far beyond its threshold weighs more: source -> (score, weight). Of 509 real pictures
# of many sources 4 raise the ghost alarm and 3 of them exceed 200.
STRONG: dict[str, tuple[float, float]] = {"jpeg": (200.0, 2.0)}
# Detectors whose score is itself a log-odds of generation, measured across sources, and the most that each may add.
LEARNED: dict[str, float] = {"clip": 3.0, "portrait": 2.0, "residual": 1.0}
CUE_WEIGHT = 0.5  # at most, for cues that were measured as reliable; all of one side count as the strongest of them
CLASSIFIER_WEIGHT = 0.7  # any `hf:` classifier: unknown training data, so a nudge in either direction
DECISION = 0.7
CONFLICT = 1.0


def weight(evidence: Evidence) -> float:
    """The log-odds that a piece of evidence adds to the hypothesis it supports; 0 where it supports none."""
    if evidence.supports == "neutral":
        return 0.0
    if evidence.kind == "cue":
        p = min(evidence.score or 0.5, 0.99)
        return min(max(math.log(p / (1 - p)), 0.0), CUE_WEIGHT)
    if evidence.source.startswith("hf:"):
        return CLASSIFIER_WEIGHT
    if evidence.source in LEARNED and evidence.score is not None:
        return min(abs(evidence.score), LEARNED[evidence.source])
    score, strong = STRONG.get(evidence.source, (float("inf"), 0.0))
    if evidence.score is not None and evidence.score >= score:
        return strong
    return WEIGHTS.get((evidence.source, evidence.supports), 0.0)


def fuse(evidence: Sequence[Evidence], quality: Quality) -> Verdict:
    """Weigh numbered evidence into a verdict.

    The label is the likeliest hypothesis where it reaches 0.7, else `inconclusive` with the reasons.
    """
    contributions = _contributions(evidence)
    total: dict[Hypothesis, float] = {
        h: math.fsum(c.log_odds for c in contributions if c.hypothesis == h) for h in HYPOTHESES
    }
    top = max(total.values())
    scale = sum(math.exp(z - top) for z in total.values())
    probabilities: dict[Hypothesis, float] = {h: math.exp(z - top) / scale for h, z in total.items()}
    best = max(HYPOTHESES, key=lambda h: probabilities[h])
    reasons = _reasons(total, best, quality) if probabilities[best] < DECISION else ()
    label: Label = "inconclusive" if reasons else best
    return Verdict(
        label=label,
        probabilities=probabilities,
        calibrated=False,
        contributions=contributions,
        abstained_because=reasons,
    )


def _contributions(evidence: Sequence[Evidence]) -> tuple[Contribution, ...]:
    counted: set[tuple[str, str]] = set()
    found = []
    cues = sorted((item for item in evidence if item.kind == "cue"), key=weight, reverse=True)
    for item in [*(item for item in evidence if item.kind != "cue"), *cues]:
        value = weight(item)
        origin = "cue" if item.kind == "cue" else item.source  # all cues rest on one look
        if value == 0.0 or (origin, item.supports) in counted:
            continue
        counted.add((origin, item.supports))
        hypothesis: Hypothesis = item.supports  # type: ignore[assignment]  # neutral weighs 0
        found.append(Contribution(evidence=item.id, hypothesis=hypothesis, log_odds=value))
    return tuple(found)


def _reasons(total: dict[Hypothesis, float], best: Hypothesis, quality: Quality) -> tuple[str, ...]:
    """Why no verdict is given; never empty."""
    reasons = []
    strong = [h for h in HYPOTHESES if total[h] >= CONFLICT]
    if len(strong) > 1:
        reasons.append(f"The evidence is in conflict: some of it supports {' and some '.join(strong)}.")
    if quality.short_side < SMALL_SIDE:
        reasons.append(f"The picture is too small to measure (short side {quality.short_side} px).")
    if quality.recompressed:
        reasons.append("The file was compressed more than once, which hides most traces.")
    if len(strong) < 2:
        none = "No evidence supports any hypothesis."
        reasons.append(f"The evidence for {best} is weak." if total[best] > 0 else none)
    return tuple(reasons)
