"""The verdict: a label where the evidence is strong enough, otherwise the reasons why there is none.

A label is given if the log-likelihood ratio lies beyond a limit of its own: as few of the labels *synthetic*, and as
few of the labels *real*, are expected to be wrong on pictures of a new source as the error rate allows
(`Reference.threshold`, `Reference.cleared`). Otherwise the verdict is inconclusive, with the reasons.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ...detectors.laundering import LAUNDERED
from ...evidence import HYPOTHESES, PRIOR, Contribution, Evidence, Flag, Hypothesis, Label, Quality, Verdict
from ...intake import SMALL_SIDE
from ...sentences import Sentence
from . import scale
from .abstention import Reason, Why
from .fusion import Sums, contributions, probabilities, proven, sums
from .headline import headline, lean
from .terms import ALTERNATIVES, Alternative, Parameters, Reference, shipped

ERROR_RATE = 0.05
DOUBT = math.log(2)  # log-odds for *tampered* above which no picture is called real
STRONG = 1.0  # log-odds of a single piece of evidence that count where evidence disagrees
# JPEG, IJG scale. The reference reaches down to 60; at 40 twice as many labels are wrong as the error rate allows.
WORST_QUALITY = 50
LAUNDERED_CONTENT = Sentence(
    "verdict.laundered_content",
    "The picture looks more like real content that was passed through a generative model than like invented content "
    "[{cite}].",
)

DECLARED_EDIT = Sentence(
    "verdict.declared_edit",
    "The file itself declares that only parts of the picture were made with AI [{cite}]; measured as a whole, it looks "
    "generated.",
)


def fuse(
    evidence: Sequence[Evidence],
    quality: Quality,
    parameters: Parameters | None = None,
    error_rate: float = ERROR_RATE,
) -> Verdict:
    """Combine evidence that went through `fusion.weigh` into a verdict.

    Args:
        evidence: numbered, with log-likelihood ratios.
        quality: of the file.
        parameters: by default those that ship.
        error_rate: the share of the labels that may be wrong, as far as the reference set represents the picture.

    Raises:
        ValueError: if the error rate is not between 0 and 1.
    """
    if not 0 < error_rate < 1:
        raise ValueError(f"the error rate must be between 0 and 1, not {error_rate:g}; 0.05 is usual")
    known = parameters or shipped()
    parts = contributions(evidence, known)
    shares = probabilities(parts)
    likeliest = max(HYPOTHESES, key=lambda h: shares[h])
    totals: dict[Alternative, Sums] = {h: sums(evidence, parts, h) for h in ALTERNATIVES}
    calibrated = any(item.log_lr is not None and known.term(item.source) for item in evidence)
    reached = not any(item.has(Flag.OUT_OF_DISTRIBUTION) for item in evidence)  # by the reference set
    reasons: tuple[Reason, ...] = ()
    signed: Label | None = proven(evidence)
    label = signed
    if label is None:
        declared, stops = (*_declared(evidence), *_broken_credentials(evidence)), _stops(evidence, quality)
        altered = _signs_of_alteration(parts) if likeliest == "real" else ()
        label = "inconclusive" if stops or altered else _decide(totals, likeliest, known.references, error_rate)
        if label == "real" and declared:
            label = "inconclusive"
        if label == "inconclusive":
            stated = (*declared, *stops, *altered)
            reasons = (*stated, *_reasons(evidence, parts, totals, likeliest, stated=bool(stated)))
    leaning = lean(shares, totals, reasons) if label == "inconclusive" else None
    return Verdict(
        label=label,
        headline=headline(label, reasons, leaning, error_rate, signed=signed is not None),
        lean=leaning,
        probabilities=shares,
        calibrated=calibrated,
        contributions=parts,
        abstained_because=tuple(reason.text for reason in reasons),
        error_rate=error_rate,
        p_values=_p_values(totals, known.references),
        remark=_remark(evidence, label),
        **(_ratio(totals, known.about, known.references, likeliest) if calibrated and reached else {}),
    )


def opposed(parts: Sequence[Contribution], hypothesis: Alternative) -> tuple[list[str], list[str]]:
    """Ids of the evidence that adds at least `STRONG` log-odds for a hypothesis, and of that against it."""
    measured = [c for c in parts if c.evidence != PRIOR]
    pro = [c.evidence for c in measured if c.hypothesis == hypothesis and c.log_odds >= STRONG]
    con = [c.evidence for c in measured if c.hypothesis == hypothesis and c.log_odds <= -STRONG]
    return pro, con + [c.evidence for c in measured if c.hypothesis == "real" and c.log_odds >= STRONG]


def _declared(evidence: Sequence[Evidence]) -> tuple[Reason, ...]:
    """What the file declares about AI: no label *real* may pass over it, and it is said first if there is no label."""
    declared = [item for item in evidence if item.has(Flag.DECLARES) and item.supports in ALTERNATIVES]
    return (Reason(Why.DECLARED, pro=tuple(item.id for item in declared)),) if declared else ()


def _broken_credentials(evidence: Sequence[Evidence]) -> tuple[Reason, ...]:
    """Content credentials that no longer fit the file: no label *real* may pass over them either."""
    broken = tuple(item.id for item in evidence if item.has(Flag.MISMATCH))
    return (Reason(Why.CREDENTIALS, pro=broken),) if broken else ()


def _p_values(totals: Mapping[Alternative, Sums], references: Mapping[Alternative, Reference]) -> dict[str, float]:
    """Conformal p-values of *real* against each alternative, and of each alternative."""
    values = {}
    for hypothesis, reference in references.items():
        total = totals[hypothesis].total
        values[f"real against {hypothesis}"] = round(reference.p_real(total), 4)
        values[hypothesis] = round(reference.p_alternative(total), 4)
    return values


def _decide(
    totals: Mapping[Alternative, Sums],
    likeliest: Hypothesis,
    references: Mapping[Alternative, Reference],
    error_rate: float,
) -> Label:
    """The likeliest hypothesis if it lies beyond its threshold."""
    if likeliest == "real":
        sure = totals["synthetic"].total <= references["synthetic"].cleared(error_rate)
    else:
        sure = totals[likeliest].total >= references[likeliest].threshold(error_rate)
    return likeliest if sure else "inconclusive"


def _signs_of_alteration(parts: Sequence[Contribution]) -> tuple[Reason, ...]:
    """That the evidence points to an alteration, even if too weakly for that label; it forbids the label *real*.

    A method that found nothing does not cancel what another one found, since each finds alterations of its own kinds.
    """
    about = [c for c in parts if c.hypothesis == "tampered" and c.evidence != PRIOR and c.log_odds > 0]
    if math.fsum(c.log_odds for c in about) <= DOUBT:
        return ()
    return (Reason(Why.MAY_BE_ALTERED, pro=tuple(c.evidence for c in about)),)


def forbidden(evidence: Sequence[Evidence], quality: Quality) -> bool:
    """Whether something forbids a label that rests on pixels, whatever the evidence adds up to."""
    return bool(_stops(evidence, quality))


def _stops(evidence: Sequence[Evidence], quality: Quality) -> tuple[Reason, ...]:
    """What forbids a label that rests on pixels, whatever the evidence adds up to."""
    stops = []
    if quality.short_side < SMALL_SIDE:
        stops.append(Reason(Why.TOO_SMALL, value=quality.short_side))
    if quality.jpeg_quality is not None and quality.jpeg_quality < WORST_QUALITY:
        stops.append(Reason(Why.RECOMPRESSED, value=quality.jpeg_quality))
    if any(item.has(Flag.OUT_OF_DISTRIBUTION) for item in evidence):
        stops.append(Reason(Why.OUT_OF_DISTRIBUTION))
    if any(item.has(Flag.UNSTABLE) for item in evidence):
        stops.append(Reason(Why.UNSTABLE))
    return tuple(stops)


def _reasons(
    evidence: Sequence[Evidence],
    parts: Sequence[Contribution],
    totals: Mapping[Alternative, Sums],
    likeliest: Hypothesis,
    *,
    stated: bool,
) -> tuple[Reason, ...]:
    """Why no label is given although nothing forbids one; never empty unless another reason was stated."""
    reasons: list[Reason] = []
    for hypothesis in ALTERNATIVES:
        pro, con = opposed(parts, hypothesis)
        if pro and con:
            reasons.append(Reason(Why.CONFLICT, hypothesis, tuple(pro), tuple(con)))
        if totals[hypothesis].fitted <= 0 and pro and not reasons and not stated:
            reasons.append(Reason(Why.NOT_FROM_PIXELS, hypothesis))
    if not reasons and not stated:
        if all(c.evidence == PRIOR for c in parts):
            return (Reason(Why.SILENT),)
        return _too_few_signs(evidence) if likeliest == "real" else (Reason(Why.WEAK, likeliest),)
    return tuple(reasons)


def _too_few_signs(evidence: Sequence[Evidence]) -> tuple[Reason, ...]:
    """Why there is no label where *real* is the likeliest: no sign was found that speaks against it, or few."""
    signs = [item for item in evidence if item.supports in ALTERNATIVES]
    counted = tuple(item.id for item in signs if item.log_lr != 0.0)  # 0 in what was measured to add nothing
    if counted:
        return (Reason(Why.FAINT, pro=counted),)
    without = (Reason(Why.WITHOUT_WEIGHT, pro=tuple(item.id for item in signs)),) if signs else ()
    return (Reason(Why.NOTHING_FOUND), *without)


def _remark(evidence: Sequence[Evidence], label: Label) -> str | None:
    """What the file declares other than the label, or what kind of synthetic picture it is."""
    edited = next((item for item in evidence if item.has(Flag.DECLARES) and item.supports == "tampered"), None)
    if label == "synthetic" and edited is not None:
        return DECLARED_EDIT(cite=edited.id)
    trace = next((item for item in evidence if item.source == "laundering" and item.score is not None), None)
    if label != "synthetic" or trace is None or (trace.score or 0.0) <= LAUNDERED:
        return None
    return LAUNDERED_CONTENT(cite=trace.id)


def _ratio(
    totals: Mapping[Alternative, Sums],
    about: str,
    references: Mapping[Alternative, Reference],
    likeliest: Hypothesis,
) -> dict[str, Any]:
    """The likelihood ratio of the likeliest hypothesis against *real*, from fitted evidence alone; fields of `Verdict`.

    If *real* is the likeliest, it is compared with the alternative about which the evidence says more.
    """
    rival: Alternative = likeliest if likeliest != "real" else max(ALTERNATIVES, key=lambda h: abs(totals[h].fitted))
    size = min(references[rival].sources)
    ratio = scale.capped(math.exp(totals[rival].fitted), size)
    pair: tuple[Hypothesis, Hypothesis] = ("real", rival) if likeliest == "real" else (rival, "real")
    ratio = 1 / ratio if likeliest == "real" else ratio
    return {
        "likelihood_ratio": float(f"{ratio:.3g}"),
        "words": scale.words(ratio, *pair),
        "propositions": pair,
        "reference_set": about,
        "reference_size": size,
    }
