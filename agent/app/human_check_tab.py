"""The tab of the human check, the form in which a picture is judged, and the pictures that may fool Telltale."""

from __future__ import annotations

import html
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, cast

from ..casebook import CasebookError
from ..casebook.people_results import HEADER, csv_text, judgement_rows
from ..evidence import Hypothesis, Label
from ..sentences import Sentence
from . import case_steps, challenge_steps, human_check
from .case_html import told as told_html
from .case_tab import named
from .desk import Desk, nobody
from .house import Shown, reason_of
from .page_wiring import Wiring

INTRO = Sentence(
    "human_check_tab.intro",
    "Judge the pictures of a case before you see what Telltale says, and compare yourself with it. They come in random "
    "order and without their names. Only your first judgement of a picture counts.",
)
_TRUTHS = ["real", "synthetic", "tampered"]
_ANSWERS = [*((each, each) for each in _TRUTHS), ("can't tell", "inconclusive")]
_TO_PICTURE = (
    "() => document.querySelector('#verdict .judging') && document.getElementById('light-table').scrollIntoView()"
)
_LICENCES = ["CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0"]


class JudgeForm(NamedTuple):
    """The form beside the picture, which shows while a picture is to be judged."""

    answer: Any
    confidence: Any
    button: Any
    told: Any


class HumanCheckTab(NamedTuple):
    """Its parts."""

    tab: Any
    case: Any
    name: Any
    begin: Any
    told: Any
    check: Any
    results: Any
    csv: Any
    file: Any
    entry: list[Any]
    enter: Any
    entered: Any


def lay_out_form() -> JudgeForm:
    """Put the form onto the page."""
    import gradio as gr

    with gr.Column(elem_id="judge"):
        answer = gr.Radio(_ANSWERS, label="What is it?")
        confidence = gr.Slider(0, 100, value=50, step=5, label="How sure are you, in percent?", elem_id="confidence")
        button = gr.Button("Judge, and show the next one", size="sm", elem_classes="act")
        told = gr.HTML("", elem_id="judge-told")
    return JudgeForm(answer, confidence, button, told)


def lay_out() -> HumanCheckTab:
    """Put the tab onto the page."""
    import gradio as gr

    with gr.Tab("Human check") as tab:
        gr.HTML(f"<p>{html.escape(INTRO())}</p>")
        with gr.Row(elem_id="check-choice"):
            case = gr.Dropdown([], label="Case with pictures to judge", scale=3)
            name = gr.Textbox(label="Your name", max_length=100, scale=2)
            begin = gr.Button("Begin", size="sm", elem_classes="act")
        with gr.Row():
            results = gr.Button("Show the results", size="sm", elem_classes="act")
            csv = gr.Button("Write the judgements as CSV", size="sm", elem_classes="act")
        with gr.Accordion("Pictures that fool Telltale", open=False):
            gr.HTML(f"<p>{html.escape(challenge_steps.INTRO())}</p>")
            truth = gr.Radio(_TRUTHS, label="What the picture that is shown is")
            with gr.Row():
                licence = gr.Dropdown(
                    _LICENCES, value=None, allow_custom_value=True, label="Licence under which it may be given away"
                )
                credit = gr.Textbox(label="Whom to name", max_length=500)
                made_with = gr.Textbox(label="Made with", max_length=500)
            agreed = gr.Checkbox(label=challenge_steps.CONSENT())
            enter = gr.Button("Enter the picture", size="sm", elem_classes="act")
            entered = gr.HTML("", elem_id="challenges")
        told = gr.HTML("", elem_id="check-told")
        check = gr.HTML("", elem_id="check")
        file = gr.File(label="Judgements", interactive=False, visible=False)  # the last, since it moves what is below
    entry = [truth, licence, credit, made_with, agreed]
    return HumanCheckTab(tab, case, name, begin, told, check, results, csv, file, entry, enter, entered)


def wire(tab: HumanCheckTab, form: JudgeForm, wiring: Wiring) -> None:
    """Say what its buttons do."""
    import gradio as gr

    house = wiring.house

    def shown(desk: Desk, step: Callable[[], Shown]) -> list[Any]:
        try:
            given, said = step(), ""
        except (ValueError, OSError) as error:
            given, said = Shown(desk.snapshot(), bool(desk.running)), told_html(reason_of(error))
        return [*wiring.values(given, desk), said]

    def begun(desk: Desk | None, case_id: str | None, name: str) -> list[Any]:
        desk = desk or nobody()
        return shown(desk, lambda: human_check.begin(house, desk, case_id or "", name or ""))

    def answered(desk: Desk | None, answer: str | None, confidence: float) -> list[Any]:
        desk = desk or nobody()

        def step() -> Shown:
            if answer not in [value for _, value in _ANSWERS]:
                raise CasebookError("choose what the picture is, or that you can't tell")
            return human_check.judged(house, desk, cast(Label, answer), round(confidence))

        given = shown(desk, step)
        return [*given, gr.skip() if given[-1] else None, gr.skip() if given[-1] else 50]

    def compared(desk: Desk | None, case_id: str | None) -> str:
        try:
            return human_check.table(house, desk or nobody(), case_id or "")
        except (ValueError, OSError) as error:
            return told_html(reason_of(error))

    def written(desk: Desk | None, case_id: str | None) -> list[Any]:
        try:
            case = house.cases.open(case_id or "", (desk or nobody()).user)
            rows = judgement_rows(case.casebook, case.id)
            file = Path(tempfile.mkdtemp(dir=os.environ.get("GRADIO_TEMP_DIR"))) / f"judgements-{case.id}.csv"
            file.write_text(csv_text(HEADER, rows), encoding="utf-8", newline="")
        except (ValueError, OSError) as error:
            return [told_html(reason_of(error)), gr.File(visible=False)]
        return ["", gr.File(value=str(file), visible=True)]

    def challenged(desk: Desk | None, truth: str | None, licence: str | None, *rest: Any) -> list[Any]:
        desk, (credit, made_with, agreed) = desk or nobody(), rest
        try:
            if truth not in _TRUTHS:
                raise CasebookError("choose what the picture is")
            said = challenge_steps.enter(
                house,
                desk,
                cast(Hypothesis, truth),
                licence=licence or "",
                credit=credit or "",
                made_with=made_with or "",
                agreed=bool(agreed),
            )
        except (ValueError, OSError) as error:
            said = reason_of(error)
        parts = case_steps.case_parts(house, desk)
        return [*wiring.values(Shown(desk.snapshot(), bool(desk.running), **parts), desk), told_html(said)]

    def arrived(desk: Desk | None, chosen: str | None) -> list[Any]:
        desk = desk or nobody()
        cases = [(named(case), case.id) for case in house.cases.choices(desk.user)]
        known = [value for _, value in cases]
        first = chosen if chosen in known else next(iter(known), None)
        return [gr.Dropdown(cases, value=first), gr.Textbox(visible=desk.user is None)]

    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    tab.tab.select(arrived, [wiring.desks, tab.case], [tab.case, tab.name], **private)
    tab.begin.click(begun, [wiring.desks, tab.case, tab.name], [*wiring.parts, tab.told], **private).then(
        None, None, None, js=_TO_PICTURE
    )
    given = [wiring.desks, form.answer, form.confidence]
    judged = [*wiring.parts, form.told, form.answer, form.confidence]
    form.button.click(answered, given, judged, **private).then(None, None, None, js=_TO_PICTURE)
    tab.results.click(compared, [wiring.desks, tab.case], tab.check, **private)
    tab.csv.click(written, [wiring.desks, tab.case], [tab.told, tab.file], **private)
    tab.enter.click(challenged, [wiring.desks, *tab.entry], [*wiring.parts, tab.entered], **private)
