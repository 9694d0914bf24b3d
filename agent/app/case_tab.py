"""The tab of the case: open one, begin one, leave it, and write into it; and the button that verifies its log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..casebook import Case
from ..foreign import Foreign
from ..sentences import Sentence
from . import case_steps
from .case_html import told as told_html
from .desk import Desk, nobody
from .house import Shown, reason_of
from .page_wiring import Wiring

NONE_OPEN = Sentence("case_tab.none_open", "No case: nothing is kept")
PRIVATE = Sentence(
    "case_tab.private",
    "Pictures, examinations, questions and answers are kept once a case is open, in a casebook on the machine that "
    "serves this page. Without a case nothing is kept.",
)


class CaseTab(NamedTuple):
    """Its parts."""

    choice: Any
    enter: Any
    leave: Any
    told: Any
    shown: Any
    new: list[Any]
    begin: Any
    note: list[Any]
    write: Any
    part: Any
    keep: Any
    roles: list[Any]
    assign: Any


def lay_out() -> CaseTab:
    """Put the tab onto the page."""
    import gradio as gr

    with gr.Tab("Case"):
        gr.HTML(f"<p>{PRIVATE()}</p>")
        with gr.Row(elem_id="case-choice"):
            choice = gr.Dropdown([(NONE_OPEN(), "")], value="", label="Case", scale=4)
            enter = gr.Button("Open", size="sm", elem_classes="act")
            leave = gr.Button("Close", size="sm", elem_classes="act")
        with gr.Accordion("New case", open=False):
            with gr.Row():
                title = gr.Textbox(label="Title", max_length=500)
                reference = gr.Textbox(label="Reference", max_length=500)
            with gr.Row():
                examiner = gr.Textbox(label="Examiner of the case", max_length=500)
                reviewer = gr.Textbox(label="Reviewer", max_length=500)
            visit = gr.Checkbox(value=True, label="Take the pictures of this visit into it")
            begin = gr.Button("Begin the case", size="sm", elem_classes="act")
        with gr.Accordion("Write into the case", open=False):
            note = gr.Textbox(label="Note", lines=2, max_length=20_000)
            about = gr.Checkbox(value=True, label="about the picture that is shown")
            write = gr.Button("Write the note", size="sm", elem_classes="act")
            part = gr.Textbox(label="What is in the part that is marked in the picture?", max_length=2_000)
            keep = gr.Button("Keep the marked part", size="sm", elem_classes="act")
            with gr.Row():
                new_examiner = gr.Textbox(label="New examiner", max_length=500)
                new_reviewer = gr.Textbox(label="New reviewer", max_length=500)
            assign = gr.Button("Name examiner and reviewer", size="sm", elem_classes="act")
        told = gr.HTML("", elem_id="case-told")
        shown = gr.HTML("", elem_id="case")  # the last, since it grows
    new, roles = [title, reference, examiner, reviewer, visit], [new_examiner, new_reviewer]
    return CaseTab(choice, enter, leave, told, shown, new, begin, [note, about], write, part, keep, roles, assign)


def wire(tab: CaseTab, wiring: Wiring, remembered: Any, verify: Any, verified: Any) -> None:
    """Say what its buttons do.

    Args:
        tab: its parts.
        wiring: of the page.
        remembered: where the browser keeps the id of the case.
        verify: the button that verifies the log.
        verified: where the outcome goes.
    """
    import gradio as gr

    house = wiring.house
    whole = [*wiring.parts, tab.told, tab.choice, remembered]

    def moved(desk: Desk, step: Callable[[], Shown]) -> list[Any]:
        try:
            shown, said = step(), ""
        except (ValueError, OSError) as error:
            shown, said = Shown(desk.snapshot(), bool(desk.running)), reason_of(error)
        return [*wiring.values(shown, desk), told_html(said), choices(wiring, desk), desk.case or ""]

    def entered(desk: Desk | None, case_id: str) -> list[Any]:
        desk = desk or nobody()
        return moved(desk, lambda: case_steps.enter(house, desk, case_id) if case_id else case_steps.leave(house, desk))

    def left(desk: Desk | None) -> list[Any]:
        return entered(desk, "")

    def begun(desk: Desk | None, title: str, reference: str, examiner: str, reviewer: str, visit: bool) -> list[Any]:
        desk = desk or nobody()
        return moved(
            desk,
            lambda: case_steps.begin(
                house, desk, title, reference=reference, examiner=examiner, reviewer=reviewer, keep_visit=visit
            ),
        )

    def wrote(desk: Desk | None, step: Callable[[Desk], str], cleared: Any) -> list[Any]:
        desk = desk or nobody()
        try:
            said, left_over = step(desk), cleared
        except (ValueError, OSError) as error:
            said, left_over = reason_of(error), gr.skip()
        shown = Shown(desk.snapshot(), bool(desk.running), **case_steps.case_parts(house, desk))
        return [*wiring.values(shown, desk), told_html(said), left_over]

    def noted(desk: Desk | None, text: str, about: bool) -> list[Any]:
        return wrote(desk, lambda own: case_steps.write_note(house, own, text, about_picture=about), "")

    def kept(desk: Desk | None, text: str) -> list[Any]:
        return wrote(desk, lambda own: case_steps.keep_part(house, own, text), "")

    def assigned(desk: Desk | None, examiner: str, reviewer: str) -> list[Any]:
        return wrote(desk, lambda own: case_steps.assign(house, own, examiner, reviewer), gr.skip())

    def checked(desk: Desk | None) -> str:
        try:
            return case_steps.verified(house, desk or nobody())
        except (ValueError, OSError) as error:
            return told_html(reason_of(error))

    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    some = [*wiring.parts, tab.told]
    tab.enter.click(entered, [wiring.desks, tab.choice], whole, **private)
    tab.leave.click(left, wiring.desks, whole, **private)
    tab.begin.click(begun, [wiring.desks, *tab.new], whole, **private)
    tab.write.click(noted, [wiring.desks, *tab.note], [*some, tab.note[0]], **private)
    tab.keep.click(kept, [wiring.desks, tab.part], [*some, tab.part], **private)
    tab.assign.click(assigned, [wiring.desks, *tab.roles], [*some, tab.roles[0]], **private)
    verify.click(checked, wiring.desks, verified, **private)


def choices(wiring: Wiring, desk: Desk) -> Any:
    """The cases that a visitor may choose from, the one that is open chosen."""
    import gradio as gr

    cases = [(named(case), case.id) for case in wiring.house.cases.choices(desk.user)]
    known = desk.case if desk.case in [value for _, value in cases] else ""
    return gr.Dropdown([(NONE_OPEN(), ""), *cases], value=known or "")


def on_arrival(wiring: Wiring, desk: Desk, remembered: str | None) -> Shown | None:
    """Open the case that the browser remembers, or the one that the server begins with; None if there is none.

    Args:
        wiring: of the page.
        desk: a new one.
        remembered: id of a case; empty if the visitor has left it, None if the visitor is new.
    """
    case_id = wiring.house.cases.first if remembered is None else remembered
    if not case_id:
        return None
    try:
        return case_steps.enter(wiring.house, desk, case_id)
    except (ValueError, OSError):  # it was deleted, or is not the visitor's
        return None


def named(case: Case) -> str:
    """A case as it stands in a list to choose from."""
    reference = f" · {Foreign(case.reference):40}" if case.reference else ""
    return f"{Foreign(case.title):60}{reference} · {case.id}"
