"""The steps of the human check: pictures of a case are judged one by one, before the verdict is seen."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import Any

from ..casebook import CasebookError, Exhibit
from ..casebook.case_people import judge, judgements
from ..casebook.people_results import results
from ..evidence import Label
from ..intake import IntakeError
from ..sentences import Sentence
from ..text import one_line
from . import case_steps
from .case_html import told
from .desk import Desk
from .house import House, Shown
from .human_check_html import results_html, task_html
from .viewer_data import first_view

NO_NAME = Sentence("human_check.no_name", "Give your name first; the results stand under it.")
NOTHING_LEFT = Sentence(
    "human_check.nothing_left",
    "No picture of this case is left that you have neither judged nor seen with its verdict in this visit.",
)
NO_CHECK = Sentence("human_check.no_check", "No check is going on. Choose a case and begin one.")
TASK = Sentence("human_check.task", "Picture {number} of {total}")
DONE = Sentence(
    "human_check.done", "You have judged all pictures of this check. The tab Human check shows the results."
)
_EMPTY = ("answer", "evidence", "file", "credentials", "method", "compared")
_LONGEST_NAME = 100


@dataclass(eq=False, slots=True)
class Check:
    """A check that goes on.

    Attributes:
        case_id: the case.
        person: who judges.
        left: numbers of the exhibits that come, the next one last.
        total: how many the check began with.
        shown: number of the exhibit that is shown.
        address: of the picture that is shown.
        since: when it was sent, in seconds of the monotonic clock.
    """

    case_id: str
    person: str
    left: list[int]
    total: int
    shown: int = 0
    address: str = ""
    since: float = 0.0


def begin(house: House, desk: Desk, case_id: str, name: str) -> Shown:
    """Begin a check, or go on with it: pictures that the person judged before are left out.

    The order is random, and the same whenever the same person begins. Pictures that lie on the desk are left out, since
    the page has shown their verdicts.

    Args:
        house: which has the casebook.
        desk: of the visitor.
        case_id: whose pictures are judged.
        name: of the person, where the server does not ask for one.

    Raises:
        CasebookError: if the visitor may not see the case, has no name, or has nothing left to judge.
        ValueError: if something is in work.
    """
    if desk.running:
        raise ValueError(case_steps.BUSY())
    person = one_line(desk.user or name, _LONGEST_NAME).strip()
    if not person:
        raise CasebookError(NO_NAME())
    case = house.cases.open(case_id, desk.user)
    done = {one.exhibit for one in judgements(case.casebook, case.id) if one.person == person}
    exhibits = case.casebook.exhibits(case.id)
    left = [one.number for one in exhibits if one.number not in done and one.sha256 not in desk.kept]
    random.Random(f"{case.id} {person}").shuffle(left)
    desk.check = Check(case.id, person, left, len(left))
    shown = _next(house, desk)
    if desk.check is None:
        raise CasebookError(NOTHING_LEFT())
    return shown


def judged(house: House, desk: Desk, label: Label, confidence: int) -> Shown:
    """Write down a judgement of the picture that is shown, and show the next one.

    Args:
        house: which has the casebook.
        desk: of the visitor.
        label: what the picture is taken for; *inconclusive* for *can't tell*.
        confidence: in percent.

    Raises:
        CasebookError: if no check goes on, or another picture was opened, or it was judged before.
    """
    check = desk.check
    if check is None or desk.data is None or desk.data["picture"] != check.address:
        desk.check = None
        raise CasebookError(NO_CHECK())
    seconds = time.monotonic() - check.since
    case = house.cases.open(check.case_id, desk.user)
    exhibit = f"{check.case_id}/{check.shown}"
    judge(case.casebook, exhibit, check.person, label, confidence=confidence, seconds=seconds, by=case.by)
    return _next(house, desk)


def table(house: House, desk: Desk, case_id: str) -> str:
    """How people did on the pictures of a case, in HTML.

    Raises:
        CasebookError: if the visitor may not see the case.
    """
    case = house.cases.open(case_id, desk.user)
    return results_html(results(case.casebook, case.id))


def _next(house: House, desk: Desk) -> Shown:
    check = desk.check
    assert check is not None
    case = house.cases.open(check.case_id, desk.user)
    known = {one.number: one for one in case.casebook.exhibits(case.id)}
    while check.left:
        number = check.left.pop()
        exhibit = known.get(number)
        data = None if exhibit is None else _view(house, case.casebook.data(exhibit), exhibit, check)
        if data is not None:
            check.shown, check.address, check.since = number, data["picture"], time.monotonic()
            desk.look_elsewhere()
            desk.conversation, desk.marked, desk.data, desk.crops = None, None, data, {}
            return _shown(desk, verdict=task_html(data["name"]), viewer=data, check="")
    desk.check = desk.data = None
    return _shown(desk, verdict=told(DONE()), viewer={"picture": None}, check=table(house, desk, case.id))


def _view(house: House, data: bytes, exhibit: Exhibit, check: Check) -> dict[str, Any] | None:
    """The picture with a number in place of its name, which may say what it is; None if it can't be read."""
    try:
        read = house.investigator.read(data, exhibit.name)
    except (IntakeError, OSError):
        return None
    return {
        **first_view(read.exhibit, house.served),
        "sha256": None,
        "name": TASK(number=check.total - len(check.left), total=check.total),
    }


def _shown(desk: Desk, **parts: Any) -> Shown:
    return Shown(desk.snapshot(), bool(desk.running), **dict.fromkeys(_EMPTY, ""), **parts)
