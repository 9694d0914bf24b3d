"""The tab that makes a report of the picture that is shown."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

from ..dossier import REPORT_LANGUAGES
from . import case_steps, page_report
from .desk import Desk, nobody
from .house import Shown, reason_of
from .method_html import log_html
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

    def written(desk: Desk, make: Callable[..., tuple[Path, str]], given: Sequence[str]) -> list[Any]:
        try:
            file, said = make(wiring.house, desk, **cast(Any, dict(zip(_NAMES, given, strict=True))))
            told = [html.escape(said), gr.File(value=str(file), visible=True)]
        except (ValueError, OSError) as error:
            told = [html.escape(reason_of(error)), gr.File(visible=False)]
        parts = {"log": log_html(desk.log), **case_steps.case_parts(wiring.house, desk)}
        return [*wiring.values(Shown(desk.snapshot(), bool(desk.running), **parts), desk), *told]

    def reported(desk: Desk | None, *given: str) -> list[Any]:
        return written(
            desk or nobody(), lambda *own, **named: (page_report.made(*own, **named), page_report.MADE()), given
        )

    def reported_all(desk: Desk | None, *given: str) -> list[Any]:
        return written(desk or nobody(), page_report.made_of_case, given)

    whole = [*wiring.parts, tab.told, tab.file]
    tab.make_all.click(reported_all, [wiring.desks, *tab.given], whole, api_visibility="private")
    tab.make.click(reported, [wiring.desks, *tab.given], whole, api_visibility="private")
