"""The headline of a verdict: what it comes to, in a sentence or two, made here alone and shown wherever a verdict is.

It follows from the label, the first reason for no label, and the lean. A lean is what an inconclusive verdict comes
nearest to. That no trace was found is not evidence of a camera, so a verdict that leans to *real* says so first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...evidence import HYPOTHESES, Hypothesis, Label
from ...sentences import Sentence
from .abstention import Reason, Why
from .fusion import Sums
from .terms import Alternative

CLEAR = 2.0  # times as probable as the next hypothesis; the assumed prior by itself makes nothing so
# Reasons beside which the sum of the evidence says nothing, whatever it comes to.
_UNRELIABLE = frozenset({Why.TOO_SMALL, Why.RECOMPRESSED, Why.OUT_OF_DISTRIBUTION, Why.UNSTABLE, Why.CONFLICT})
_NOTHING = frozenset({Why.NOTHING_FOUND, Why.WITHOUT_WEIGHT})

MEASURED: dict[Label, Sentence] = {
    "real": Sentence(
        "headline.measured_real",
        "The picture measures like a photograph, so clearly that at most {share} of such labels are expected to be "
        "wrong. Parts that were altered are seldom found.",
    ),
    "synthetic": Sentence(
        "headline.measured_synthetic",
        "The picture carries traces of a generative model, so clearly that at most {share} of such labels are expected "
        "to be wrong.",
    ),
    "tampered": Sentence(
        "headline.measured_tampered",
        "A part of the picture carries traces of an alteration, so clearly that at most {share} of such labels are "
        "expected to be wrong.",
    ),
}
SIGNED: dict[Label, Sentence] = {
    "real": Sentence(
        "headline.signed_real",
        "Content credentials of a signer whom you trust say that a camera took the picture. Parts that were altered "
        "before it was signed are seldom found.",
    ),
    "synthetic": Sentence(
        "headline.signed_synthetic",
        "Content credentials of a signer whom you trust say that the picture was generated.",
    ),
    "tampered": Sentence(
        "headline.signed_tampered",
        "Content credentials of a signer whom you trust say that the picture was altered.",
    ),
}
LEANS: dict[Hypothesis, Sentence] = {
    "synthetic": Sentence(
        "headline.leans_synthetic", "The picture leans to generated, but not surely enough for a label."
    ),
    "tampered": Sentence("headline.leans_tampered", "The picture leans to altered, but not surely enough for a label."),
}
ABSTAINED: dict[Why, Sentence] = {
    Why.DECLARED: Sentence(
        "headline.declared",
        "The file itself says that AI made or altered the picture, but the pixels are not enough to confirm it.",
    ),
    Why.CREDENTIALS: Sentence(
        "headline.credentials",
        "The content credentials no longer fit the file, so one or the other was changed after signing. That alone "
        "does not show what was changed.",
    ),
    Why.TOO_SMALL: Sentence("headline.too_small", "The picture is too small to tell."),
    Why.RECOMPRESSED: Sentence("headline.recompressed", "The picture is compressed too strongly to tell."),
    Why.OUT_OF_DISTRIBUTION: Sentence(
        "headline.out_of_distribution",
        "The picture is unlike every picture of known origin, so the measurements can't tell.",
    ),
    Why.UNSTABLE: Sentence(
        "headline.unstable",
        "A slightly altered copy of the picture measures quite differently, so the measurements can't tell.",
    ),
    Why.MAY_BE_ALTERED: Sentence(
        "headline.may_be_altered",
        "There are signs that a part of the picture was altered, but they are too weak for a label.",
    ),
    Why.CONFLICT: Sentence("headline.conflict", "The findings contradict each other, so there is no label."),
    Why.NOT_FROM_PIXELS: Sentence(
        "headline.not_from_pixels",
        "Only findings that can be forged or are not calibrated speak against a photograph; the pixels do not confirm "
        "them.",
    ),
    Why.SILENT: Sentence("headline.silent", "Nothing was measured that tells whether the picture is real."),
    Why.NOTHING_FOUND: Sentence(
        "headline.nothing_found", "No sign of generation was found. That does not show that it is real."
    ),
    Why.FAINT: Sentence(
        "headline.faint", "There are signs of generation or of an alteration, but they are too faint for a label."
    ),
    Why.WEAK: Sentence("headline.weak", "The measurements do not settle whether the picture is real."),
}
NOTHING_THAT_COUNTS = Sentence(
    "headline.nothing_that_counts", "No sign of generation that counts was found. That does not show that it is real."
)


def lean(
    shares: Mapping[Hypothesis, float], totals: Mapping[Alternative, Sums], reasons: Sequence[Reason]
) -> Hypothesis | None:
    """The hypothesis to which an inconclusive verdict leans, None if to none.

    It has to be `CLEAR` times as probable as the next one, calibrated measurements have to point to it by themselves,
    and no reason may stand against relying on them. *Real* also asks that nothing was found that speaks against it.

    Args:
        shares: probabilities by hypothesis.
        totals: what the evidence says about each alternative.
        reasons: why there is no label.
    """
    leading = max(HYPOTHESES, key=lambda h: shares[h])
    rival = max(share for hypothesis, share in shares.items() if hypothesis != leading)
    whys = {reason.why for reason in reasons}
    if shares[leading] < CLEAR * rival or whys & _UNRELIABLE:
        return None
    if leading == "real":
        return "real" if whys <= _NOTHING and totals["synthetic"].fitted < 0 else None
    return leading if totals[leading].fitted > 0 else None


def headline(
    label: Label, reasons: Sequence[Reason], leaning: Hypothesis | None, error_rate: float, *, signed: bool
) -> str:
    """What a verdict comes to.

    Args:
        label: of the verdict.
        reasons: why there is no label, the most important first; empty if there is one.
        leaning: the hypothesis to which an inconclusive verdict leans.
        error_rate: the share of the labels that may be wrong, 0 to 1.
        signed: whether a trusted signature decided, and not the measurements.

    Raises:
        ValueError: if the verdict is inconclusive without a reason.
    """
    if label != "inconclusive":
        return SIGNED[label]() if signed else MEASURED[label](share=rate(error_rate))
    if not reasons:
        raise ValueError("an inconclusive verdict needs a reason")
    first = reasons[0].why
    if first is Why.WEAK and leaning in LEANS:
        return LEANS[leaning]()
    if any(reason.why is Why.WITHOUT_WEIGHT for reason in reasons):
        return NOTHING_THAT_COUNTS()
    return ABSTAINED[first]()


def rate(share: float) -> str:
    """An error rate in percent, in up to three figures: “5%”, “0.5%”."""
    return f"{100 * share:.3g}%"
