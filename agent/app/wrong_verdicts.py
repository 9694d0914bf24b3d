"""A visitor says that a verdict is wrong: the picture is kept, if that is agreed, to measure and to train with."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple, cast

from ..casebook import CasebookError
from ..evidence import Hypothesis
from ..sentences import Sentence
from . import case_steps
from .case_html import told
from .desk import Desk, nobody
from .house import House, Shown, reason_of
from .page_cases import OpenCase
from .page_wiring import Wiring

NO_PICTURE = Sentence("wrong_verdicts.no_picture", "Examine a picture first; this is about the one that is shown.")
NOT_AGREED = Sentence(
    "wrong_verdicts.not_agreed",
    "No case is open, so nothing may be kept. Open a case, or allow that the picture is kept and exported.",
)
MARKED = Sentence(
    "wrong_verdicts.marked",
    "Written down as exhibit {address}. The verdict stays as it is. The command “telltale case export-errors” makes a "
    "set for measuring and training of all pictures that may be exported.",
)
COLLECTION = "Wrong verdicts"  # title of the case that holds the pictures of visits without a case
_TRUTHS = ["real", "synthetic", "tampered"]


def mark(house: House, desk: Desk, truth: Hypothesis, *, may_be_exported: bool) -> str:
    """Say that the verdict on the picture that is shown is wrong; returns what to tell.

    Args:
        house: which has the casebook.
        desk: of the visitor.
        truth: what the picture is.
        may_be_exported: whether the picture may leave the casebook. Without an open case it is kept only if so.

    Raises:
        CasebookError: if no picture is shown, or nothing may be kept, or the verdict says the same.
    """
    kept = desk.shown
    if kept is None:
        raise CasebookError(NO_PICTURE())
    case = house.cases.of(desk)
    if case is None:
        if not may_be_exported:
            raise CasebookError(NOT_AGREED())
        case = collection(house, desk, COLLECTION)
    if kept.record.verdict.label == truth:
        raise CasebookError(f"the verdict already is {truth}; there is nothing to mark")
    data = kept.read()
    exhibit = case.add(data, kept.record.exhibit.name, hashlib.sha256(data).hexdigest())
    if not case.casebook.examinations(exhibit):
        case.record(exhibit, kept.record)
    case.casebook.mark_wrong(exhibit, truth, keep_picture=may_be_exported, by=case.by)
    return MARKED(address=exhibit.address)


class WrongPart(NamedTuple):
    """Its parts on the page."""

    truth: Any
    consent: Any
    button: Any
    told: Any


def lay_out() -> WrongPart:
    """Put it onto the page."""
    import gradio as gr

    with gr.Accordion("This verdict is wrong", open=False, elem_id="wrong"):
        truth = gr.Radio(_TRUTHS, label="What the picture is")
        consent = gr.Checkbox(label="The picture may be kept and exported, to measure and train with")
        button = gr.Button("Write it down", size="sm", elem_classes="act")
        said = gr.HTML("", elem_id="wrong-told")
    return WrongPart(truth, consent, button, said)


def wire(part: WrongPart, wiring: Wiring) -> None:
    """Say what its button does."""

    def marked(desk: Desk | None, truth: str | None, consent: bool) -> list[Any]:
        desk = desk or nobody()
        try:
            if truth not in _TRUTHS:
                raise CasebookError("choose what the picture is")
            said = mark(wiring.house, desk, cast(Hypothesis, truth), may_be_exported=consent)
        except (ValueError, OSError) as error:
            said = reason_of(error)
        shown = Shown(desk.snapshot(), bool(desk.running), **case_steps.case_parts(wiring.house, desk))
        return [*wiring.values(shown, desk), told(said)]

    given = [wiring.desks, part.truth, part.consent]
    part.button.click(marked, given, [*wiring.parts, part.told], api_visibility="private")


def collection(house: House, desk: Desk, title: str) -> OpenCase:
    """The visitor's own case of that title, which is opened if there is none."""
    for case in house.cases.visible(desk.user):
        if case.title == title and desk.user in (None, case.opened_by):
            return house.cases.open(case.id, desk.user)
    return house.cases.begin(title, desk.user, reference="", examiner="", reviewer="")
