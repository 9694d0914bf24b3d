"""Entering a picture that may lead Telltale astray, with consent and licence; it stays in the casebook."""

from __future__ import annotations

import hashlib

from ..casebook import CasebookError
from ..casebook.case_people import challenges, enter_challenge
from ..evidence import Hypothesis
from ..sentences import Sentence
from .desk import Desk
from .house import House
from .wrong_verdicts import NO_PICTURE, collection

INTRO = Sentence(
    "challenge_steps.intro",
    "Find or make a picture to which Telltale gives a wrong label. Examine it, then enter it here. It is kept on the "
    "machine that serves this page; “telltale case export-challenges” writes such pictures with their licences.",
)
CONSENT = Sentence(
    "challenge_steps.consent",
    "The picture may be kept, and given away under this licence. Whoever can be recognised in it agrees.",
)
NOT_AGREED = Sentence(
    "challenge_steps.not_agreed", "Nothing was kept: name a licence, and agree that the picture may be given away."
)
FOOLED = Sentence(
    "challenge_steps.fooled",
    "Entered as exhibit {address}. Telltale said {label} of a picture that is {truth}: a wrong label.",
)
NOT_FOOLED = Sentence(
    "challenge_steps.not_fooled", "Entered as exhibit {address}. Telltale gave no wrong label; its verdict is {label}."
)
COUNT = Sentence("challenge_steps.count", "Entered in this case: {entered}. With a wrong label: {fooled}.")
COLLECTION = "Pictures that may fool Telltale"  # title of the case that holds the pictures of visits without a case


def enter(
    house: House, desk: Desk, truth: Hypothesis, *, licence: str, credit: str, made_with: str, agreed: bool
) -> str:
    """Enter the picture that is shown; returns what to tell.

    Args:
        house: which has the casebook.
        desk: of the visitor.
        truth: what the picture is.
        licence: under which it may be given away.
        credit: whom to name.
        made_with: with what it was made.
        agreed: whether it may be kept and given away.

    Raises:
        CasebookError: if no picture is shown, or nothing may be kept.
    """
    kept = desk.shown
    if kept is None:
        raise CasebookError(NO_PICTURE())
    if not agreed or not licence.strip():
        raise CasebookError(NOT_AGREED())
    case = house.cases.of(desk) or collection(house, desk, COLLECTION)
    data = kept.read()
    exhibit = case.add(data, kept.record.exhibit.name, hashlib.sha256(data).hexdigest())
    if not case.casebook.examinations(exhibit):
        case.record(exhibit, kept.record)
    given = {"licence": licence, "credit": credit, "made_with": made_with, "by": case.by}
    one = enter_challenge(case.casebook, exhibit, truth, **given)
    said = FOOLED if one.fooled else NOT_FOOLED
    told = said(address=exhibit.address, label=one.label, **({"truth": truth} if one.fooled else {}))
    entered = challenges(case.casebook, case.id)
    return f"{told} {COUNT(entered=len(entered), fooled=sum(each.fooled for each in entered))}"
