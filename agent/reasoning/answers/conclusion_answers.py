"""Answers to conclusions that do not follow: from a screenshot, from missing data, from an edit, from how it looks.

None of them begins with a yes, whatever the verdict is: that the verdict says the same does not make the reason right.
"""

from __future__ import annotations

from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.asked_conclusions import Premise, premise_of
from ..stance import Role
from ..writing.findings import of_verdict
from .answer_case import Answered, Case, of_record
from .file_case import claimed
from .follow_up_details import fields_with, names_in
from .signer_claims import by_signature

REASONS: dict[Premise, Sentence] = {
    Premise.SCREENSHOT: Sentence(
        "conclusion_answers.screenshot",
        "That does not follow: a screenshot can show a real photograph as well as a fake one, and taking it removes "
        "the data of the picture that it shows.",
    ),
    Premise.NO_DATA: Sentence(
        "conclusion_answers.no_data",
        "That does not follow: most platforms and many programs remove such data and marks, so that they are missing "
        "shows neither that a picture is real nor that it is a fake.",
    ),
    Premise.NOTHING_FOUND: Sentence(
        "conclusion_answers.nothing_found",
        "That does not follow: where nothing was found, or no label was given, the picture can be real or a fake.",
    ),
    Premise.SIGNED: Sentence(
        "conclusion_answers.signed",
        "That does not follow: a valid signature shows who signed the file and that it was not changed since, and not "
        "that what it shows is real.",
    ),
    Premise.EDITED: Sentence(
        "conclusion_answers.edited",
        "That does not follow: most edits, such as a crop or a correction of colours, are harmless, and the name of a "
        "program does not tell what was done with it.",
    ),
    Premise.DATA: Sentence(
        "conclusion_answers.data",
        "That does not follow: anyone can write such data into a file, copy them from another one or take them out.",
    ),
    Premise.LOOKS: Sentence(
        "conclusion_answers.looks",
        "That does not follow: blur, smooth skin, odd hands and unreadable letters occur in photographs too, through "
        "motion, compression and the processing of phones, and pictures by AI can be without them.",
    ),
    Premise.COPY: Sentence(
        "conclusion_answers.copy",
        "That does not follow: platforms make all pictures smaller and compress them, whether they are real or not.",
    ),
}
NOT_PROVEN = Sentence(
    "conclusion_answers.not_proven",
    "It is not proven: a finding makes an explanation more or less likely, and what a file says can be written by "
    "anyone.",
)


def concluded(case: Case) -> Answered:
    """That a conclusion does not follow, why, and what the verdict is."""
    premise = premise_of(case.asked.text)
    if premise is Premise.SIGNED and (wrong := by_signature(case)):  # who is named as the signer need not have signed
        return Answered([*wrong, of_verdict(case.verdict)])
    first = REASONS[premise] if premise is not None else NOT_PROVEN
    declared: list[Item] = case.file.cited(case.file.declared[:1])
    reservation = claimed(case.file)[:1] if declared else []
    named = fields_with(case, names_in(case.asked.text))[:1] if premise is Premise.DATA and not declared else []
    return Answered([of_record(first(), Role.RESERVATION), *named, of_verdict(case.verdict), *declared, *reservation])
