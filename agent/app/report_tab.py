"""The tab that makes a report of the picture that is shown."""

from __future__ import annotations

import html
from typing import Any, NamedTuple, cast

from ..dossier import REPORT_LANGUAGES
from ..intake import IntakeError
from ..text import one_line
from . import page_report
from .desk import Desk, nobody
from .page_wiring import Wiring

_LANGUAGES = {"en": "English", "de": "Deutsch", "fr": "français", "es": "español", "zh": "中文"}
_NAMES = ("ending", "pages", "language", "examiner", "case_number")


class ReportTab(NamedTuple):
    """Its parts."""

    given: list[Any]
    make: Any
    make_all: Any
    told: Any
    file: Any


def lay_out() -> ReportTab:
    """Put the tab onto the page."""
    import gradio as gr

    with gr.Tab("Report"):
        with gr.Row():
            ending = gr.Dropdown([".pdf", ".html", ".json"], value=".pdf", label="File")
            pages = gr.Dropdown(
                [("all that an expert needs", "full"), ("one page", "one")], value="full", label="Length"
            )
            languages = [(_LANGUAGES.get(each, each), each) for each in REPORT_LANGUAGES]
            language = gr.Dropdown(languages, value="en", label="Language")
            examiner = gr.Textbox(label="Examiner")
            number = gr.Textbox(label="Case number")
        with gr.Row():
            make = gr.Button("Make the report", size="sm", elem_classes="act")
            make_all = gr.Button("Make reports of the whole case", size="sm", elem_classes="act")
        told = gr.HTML("", elem_id="report-told")
        file = gr.File(label="Report", interactive=False, visible=False)
    return ReportTab([ending, pages, language, examiner, number], make, make_all, told, file)


def wire(tab: ReportTab, wiring: Wiring) -> None:
    """Say what its button does."""
    import gradio as gr

    def reported(desk: Desk | None, *given: str) -> list[Any]:
        try:
            file = page_report.made(wiring.house, desk or nobody(), **cast(Any, dict(zip(_NAMES, given, strict=True))))
        except (ValueError, OSError, IntakeError) as error:
            return [html.escape(one_line(error, 300)), gr.File(visible=False)]
        return [html.escape(page_report.MADE()), gr.File(value=str(file), visible=True)]

    def reported_all(desk: Desk | None, *given: str) -> list[Any]:
        try:
            named = cast(Any, dict(zip(_NAMES, given, strict=True)))
            file, said = page_report.made_of_case(wiring.house, desk or nobody(), **named)
        except (ValueError, OSError, IntakeError) as error:
            return [html.escape(one_line(error, 300)), gr.File(visible=False)]
        return [html.escape(said), gr.File(value=str(file), visible=True)]

    tab.make_all.click(reported_all, [wiring.desks, *tab.given], [tab.told, tab.file], api_visibility="private")
    tab.make.click(reported, [wiring.desks, *tab.given], [tab.told, tab.file], api_visibility="private")
