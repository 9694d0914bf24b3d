"""The tab of settings: what examines the pictures, and what the same evidence gives at another error rate."""

from __future__ import annotations

import html
from typing import Any, NamedTuple

from ..casework import weighed
from ..sentences import Sentence
from .case_html import told
from .desk import Desk
from .page_html import verdict_html
from .page_wiring import Wiring

RATE = Sentence(
    "settings_tab.rate",
    "The error rate is the share of labels that may be wrong. A lower one means fewer labels, and fewer wrong ones.",
)
AT_RATE = Sentence(
    "settings_tab.at_rate",
    "At an error rate of {rate:.1%} the same evidence gives this. The record and the report keep the verdict above; "
    "start Telltale with another error rate to examine with it.",
)
NO_PICTURE = Sentence("settings_tab.no_picture", "Examine a picture first; its evidence is weighed again.")
FIXED = Sentence(
    "settings_tab.fixed",
    "The model is loaded when the server starts and serves all visitors, so it can't be changed here. Start “telltale "
    "chat” with the option --model, --bundle or --adapter to use another one.",
)


class SettingsTab(NamedTuple):
    """Its parts."""

    tab: Any
    rate: Any
    button: Any
    weighed: Any
    in_use: Any


def lay_out() -> SettingsTab:
    """Put the tab onto the page."""
    import gradio as gr

    with gr.Tab("Settings") as tab, gr.Row():
        with gr.Column(min_width=360):
            gr.HTML(f"<p>{html.escape(RATE())}</p>")
            rate = gr.Slider(0.1, 20, value=5, step=0.1, label="Error rate in percent", elem_id="error-rate")
            button = gr.Button("Weigh the evidence again", size="sm", elem_classes="act")
            again = gr.HTML("", elem_id="weighed-again")
        with gr.Column(min_width=360):
            gr.HTML(f"<h2>In use</h2><p>{html.escape(FIXED())}</p>")
            in_use = gr.HTML("", elem_id="in-use")
    return SettingsTab(tab, rate, button, again, in_use)


def wire(tab: SettingsTab, wiring: Wiring) -> None:
    """Say what its button does."""

    def weigh(desk: Desk | None, percent: float) -> str:
        if desk is None or desk.conversation is None:
            return told(NO_PICTURE())
        rate = min(max(float(percent), 0.1), 20) / 100
        verdict = weighed(wiring.house.investigator, desk.conversation.record, rate)
        return f"{told(AT_RATE(rate=rate))}{verdict_html(verdict, desk.conversation.record.exhibit)}"

    def tools() -> str:
        rows = "".join(
            f"<tr><th>{html.escape(name)}</th><td>{html.escape(value)}</td></tr>"
            for name, value in wiring.house.investigator.versions().items()
        )
        return f'<table class="file">{rows}</table>'

    tab.button.click(weigh, [wiring.desks, tab.rate], tab.weighed, api_visibility="private")
    tab.tab.select(tools, None, tab.in_use, show_progress="hidden", api_visibility="private")
