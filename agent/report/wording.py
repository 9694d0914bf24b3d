"""Sentences about a result that the terminal, the page and the command line share."""

from __future__ import annotations

from collections.abc import Sequence

from ..evidence import Bearing, Dropped
from ..sentences import Sentence

REJECTED_ONE = Sentence("wording.rejected_one", "1 rejected sentence")
REJECTED = Sentence("wording.rejected", "{count} rejected sentences")
REPLACED = Sentence("wording.replaced", "{rejected} ({count} replaced at a second attempt)")
CLAIM_OVERALL = Sentence("wording.claim_overall", "The claim, judged over all pictures: {bearing}. {because}")
BEARINGS: dict[Bearing, Sentence] = {
    "supports": Sentence("wording.claim_supported", "the evidence supports it"),
    "contradicts": Sentence("wording.claim_contradicted", "the evidence contradicts it"),
    "does not bear": Sentence("wording.claim_untouched", "the evidence does not bear on it"),
}


def rejected(dropped: Sequence[Dropped]) -> str:
    """How many sentences of the model the grounding check rejected, and how many a second attempt replaced."""
    text = REJECTED_ONE() if len(dropped) == 1 else REJECTED(count=len(dropped))
    replaced = sum(sentence.mended for sentence in dropped)
    return REPLACED(rejected=text, count=replaced) if replaced else text
