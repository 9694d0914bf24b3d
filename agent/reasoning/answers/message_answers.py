"""A message of two lines to whoever sent or posted a picture: what its file says, and a request for the original."""

from __future__ import annotations

from ...sentences import Sentence
from ..stance import Role
from .answer_case import Answered, Case, of_record
from .file_case import said

DECLARED = Sentence(
    "message_answers.declared",
    "You could write: “The file of your picture declares that AI made or altered it. Please explain that, and send the "
    "original file with its earlier stages.”",
)
MEASURED = Sentence(
    "message_answers.measured",
    "You could write: “A check by software, which can be wrong, found signs in your picture that it was made or "
    "altered by AI or an editing program. Please send the original file, and tell how it was made.”",
)
OPEN = Sentence(
    "message_answers.open",
    "You could write: “This copy does not show whether your picture is unaltered. Please send the original file "
    "straight from the device, and tell when, where and with what it was taken.”",
)
NO_MORE = Sentence(
    "message_answers.no_more",
    "Accuse nobody with it: the result shows neither who did something nor why, and a file's data can be forged.",
)


def message_to(case: Case) -> Answered:
    """A short message to somebody, the finding that it rests on, and what must not be written."""
    declared = case.file.declared[:1]
    measured = OPEN if case.verdict.label in ("inconclusive", "real") else MEASURED
    first = DECLARED if declared else measured
    return Answered(
        [said(first()), *case.file.cited(declared), of_record(NO_MORE(), Role.RESERVATION)],
        about=declared,
    )
