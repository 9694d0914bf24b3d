"""The tab of similar pictures, each of which can be laid over the one that is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from .compare_steps import similar
from .desk import Desk, nobody
from .page_wiring import Wiring


class CompareTab(NamedTuple):
    """Its parts."""

    tab: Any
    compared: Any
    similar: Any


def lay_out() -> CompareTab:
    """Put the tab onto the page."""
    import gradio as gr

    with gr.Tab("Compare") as tab:
        compared = gr.HTML("", elem_id="compared")
        found = gr.HTML("", elem_id="similar")
    return CompareTab(tab, compared, found)


def wire(tab: CompareTab, wiring: Wiring) -> None:
    """Look for similar pictures when the tab is chosen."""

    def chosen(desk: Desk | None) -> Iterator[str]:
        yield from similar(wiring.house, desk or nobody())

    tab.tab.select(chosen, wiring.desks, tab.similar, show_progress="hidden", api_visibility="private")
