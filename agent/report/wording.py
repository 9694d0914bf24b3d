"""Sentences about a result that the terminal, the page and the command line share."""

from __future__ import annotations

from collections.abc import Sequence

from ..evidence import PRIOR, Bearing, Dropped, Explanation, Statement, Verdict
from ..sentences import Sentence
from ..text import percent

REJECTED_ONE = Sentence("wording.rejected_one", "1 rejected sentence")
REJECTED = Sentence("wording.rejected", "{count} rejected sentences")
REPLACED = Sentence("wording.replaced", "{rejected} ({count} replaced at a second attempt)")
CLAIM_OVERALL = Sentence("wording.claim_overall", "The claim, judged over all pictures: {bearing}. {because}")
BEARINGS: dict[Bearing, Sentence] = {
    "supports": Sentence("wording.claim_supported", "the evidence supports it"),
    "contradicts": Sentence("wording.claim_contradicted", "the evidence contradicts it"),
    "does not bear": Sentence("wording.claim_untouched", "the evidence does not bear on it"),
}
WEIGHT_TITLE = Sentence("wording.weight_title", "in the verdict")
FOR = Sentence("wording.for", "for {about}: {weight:.1f}")
AGAINST = Sentence("wording.against", "against {about}: {weight:.1f}")
CALIBRATED = Sentence("wording.calibrated", "calibrated")
NOT_CALIBRATED = Sentence("wording.not_calibrated", "not calibrated")
SHARES = Sentence("wording.shares", "Added up, the evidence gives {odds} ({kind}).")
SHARES_LEAN = Sentence(
    "wording.shares_lean",
    "The evidence leans to {lean}, but that is no label. Added up with the assumed prior, it gives {odds} ({kind}).",
)
SHARES_OPEN = Sentence(
    "wording.shares_open",
    "The evidence does not lean to any label in a way that can be relied on. Added up with the assumed prior, it gives "
    "{odds} ({kind}).",
)


def shares(verdict: Verdict) -> str:
    """The probabilities of a verdict; without a label it is first said that they are no answer."""
    odds = ", ".join(f"{hypothesis} {percent(p)}" for hypothesis, p in verdict.probabilities.items())
    kind = (CALIBRATED if verdict.calibrated else NOT_CALIBRATED)()
    if verdict.label != "inconclusive":
        return SHARES(odds=odds, kind=kind)
    return (SHARES_OPEN if verdict.lean is None else SHARES_LEAN)(odds=odds, kind=kind, lean=verdict.lean)


def beside_label(verdict: Verdict) -> list[str]:
    """What stands below a label: the strength of the evidence, and a remark; without a label nothing."""
    return [line for line in (*_strength(verdict), verdict.remark) if line] if verdict.label != "inconclusive" else []


def beside_evidence(verdict: Verdict) -> str:
    """The strength of the evidence where there is no label, lest it be taken for one; empty if there is a label."""
    return " ".join(filter(None, _strength(verdict))) if verdict.label == "inconclusive" else ""


def _strength(verdict: Verdict) -> tuple[str, str | None]:
    return shares(verdict), verdict.words


def weights(verdict: Verdict) -> dict[str, str]:
    """What each piece of evidence does in the verdict, by its id: which hypothesis it speaks for or against, how much.

    The number is the log-odds (natural logarithm) without its sign, which the words tell.
    """
    return {
        part.evidence: (FOR if part.log_odds > 0 else AGAINST)(about=part.hypothesis, weight=abs(part.log_odds))
        for part in verdict.contributions
        if part.evidence != PRIOR
    }


def below_headline(explanation: Explanation) -> list[Statement]:
    """The statements of an explanation but the first, which says the verdict, where that stands above already."""
    said = list(explanation.statements)
    return said[1:] if said and said[0].cites == ("verdict",) else said


def rejected(dropped: Sequence[Dropped]) -> str:
    """How many sentences of the model the grounding check rejected, and how many a second attempt replaced."""
    text = REJECTED_ONE() if len(dropped) == 1 else REJECTED(count=len(dropped))
    replaced = sum(sentence.mended for sentence in dropped)
    return REPLACED(rejected=text, count=replaced) if replaced else text
