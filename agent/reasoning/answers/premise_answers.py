"""What a message takes for granted or wants agreed to: set right before its question is answered."""

from __future__ import annotations

from datetime import UTC, datetime

from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.statements import label_named, taken_for_granted
from ..writing.findings import of_verdict
from .agreement_answers import agreed
from .answer_case import Case, of_record
from .claim_answers import compared_times
from .lead_answers import led

NOT_SAID = Sentence("premise_answers.not_said", "That is not what the examination says.")
NOT_CONFIRMED = Sentence(
    "premise_answers.not_confirmed", "No time is confirmed here: this tool only tells what the file says."
)


def corrected(case: Case, message: str) -> list[Item]:
    """What is not so in what a message takes for granted, and the yes or no that it wants; empty if it is neither.

    Args:
        case: the question.
        message: all of it, in the user's words.
    """
    granted = taken_for_granted(message)
    items = agreed(case, message) or led(case)
    if not granted:
        return items
    label = label_named(granted)
    if label is not None and label != case.verdict.label:
        items += [of_record(NOT_SAID()), of_verdict(case.verdict)]
    told, _ = compared_times(case.file, message, datetime.now(UTC).date())
    if told:
        items += [of_record(NOT_CONFIRMED()), *told]
    return items
