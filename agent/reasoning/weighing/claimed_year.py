"""A year that a claim names beside the years that stand in the text of the picture; it never changes a judgement."""

from __future__ import annotations

from collections.abc import Sequence

from ...evidence import ClaimJudgement, Evidence
from ...sentences import Sentence
from ...text_reading.years import years_in, years_of

OTHER_YEAR = Sentence(
    "claimed_year.other_year",
    "The claim names the year {claimed}, but a line of text in the picture names {shown}. A text can name another year "
    "for many reasons, so compare the two yourself.",
)


def with_years(judgement: ClaimJudgement, evidence: Sequence[Evidence]) -> ClaimJudgement:
    """The same judgement, with a sentence if the picture's text names years and none of them is one that is claimed.

    Args:
        judgement: on a claim.
        evidence: numbered; the item that holds lines of text is cited.
    """
    item = next((one for one in evidence if one.facts.texts), None)
    claimed = years_of(judgement.claim)
    shown = years_in(line for line in item.facts.texts if line.readable) if item is not None else []
    if item is None or not claimed or not shown or set(claimed) & set(shown):
        return judgement
    because = (*judgement.because, OTHER_YEAR(claimed=claimed[0], shown=shown[0]))
    return judgement.model_copy(update={"because": because, "cites": (*judgement.cites, item.id)})
