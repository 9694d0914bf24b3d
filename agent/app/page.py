"""The layout of the page. It loads nothing from other hosts."""

from __future__ import annotations

import html
import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from ..dossier import REPORT_LANGUAGES
from ..evidence import Region
from ..intake import IntakeError
from ..sentences import Sentence
from ..text import one_line
from . import page_report, turns
from .desk import Desk
from .method_html import log_html
from .served_files import ASSETS, OWN

if TYPE_CHECKING:
    from .turns import House, Shown

TITLE = Sentence("page.title", "Is this picture real, and what gives it away?")
PLACEHOLDER = Sentence(
    "page.placeholder",
    "Add pictures, ask about the last one, or write “claim: …” to have a claim about a picture judged",
)
ABOUT_PART = Sentence("page.about_part", "What is measured at {x},{y},{w},{h}?")
AT_ONCE = 96  # messages in work, each with a thread; pictures that wait for their turn included
KEPT = 14_400  # seconds that a visit is remembered after its last message
HEAD = "".join(
    f'<script src="{OWN}/{name}" defer></script>' for name in ("openseadragon.min.js", "viewer.js", "citations.js")
)
# Gradio puts its own container before each rule of `css`, so the rules about that container come as a file, too.
HEAD += f'<link rel="stylesheet" href="{OWN}/page.css">'
CSS = (ASSETS / "page.css").read_text(encoding="utf-8")
_VIEWER, _START, _CARRY = (
    (ASSETS / name).read_text(encoding="utf-8") for name in ("viewer.html", "start.js", "carry.js")
)


def build(house: House) -> Any:
    """The page as a `gradio.Blocks`, not yet served."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr

    with gr.Blocks(title="Telltale", analytics_enabled=False, delete_cache=(3600, 86400)) as page:
        gr.HTML(f"<h1>Telltale</h1><p>{TITLE()}</p>", elem_id="title")
        desks, key = gr.State(None, time_to_live=KEPT), gr.BrowserState(None, storage_key="telltale-desk")
        with gr.Column(elem_id="light-table"):
            verdict = gr.HTML("", elem_id="verdict")
            gr.HTML(
                html_template=_VIEWER,
                js_on_load=_START,
                elem_id="viewer",
                apply_default_css=False,
            )
            answer = gr.HTML("", elem_id="answer")
            with gr.Column(elem_id="talk"):
                chat = gr.Chatbot(
                    cast(Any, Desk().snapshot()),
                    label="Conversation",
                    show_label=False,
                    elem_id="chat",
                    height=420,
                    render_markdown=False,
                    allow_tags=False,
                    feedback_options=None,
                    group_consecutive_messages=False,
                    buttons=["copy"],
                    editable="user",
                )
                with gr.Row(elem_id="ask"):
                    box = gr.MultimodalTextbox(
                        label="Pictures and question",
                        placeholder=PLACEHOLDER(),
                        file_types=["image"],
                        file_count="multiple",
                        sources=["upload"],
                        show_label=False,
                    )
                    stop = gr.Button("Stop", size="sm", interactive=False, elem_id="stop", scale=0)
            with gr.Tabs(elem_id="tabs"):
                with gr.Tab("Evidence"):
                    evidence = gr.HTML("", elem_id="evidence")
                with gr.Tab("File"):
                    file = gr.HTML("", elem_id="file")
                with gr.Tab("Method"):
                    method = gr.HTML("", elem_id="method")
                with gr.Tab("Report"):
                    with gr.Row():
                        ending = gr.Dropdown([".pdf", ".html", ".json"], value=".pdf", label="File")
                        pages = gr.Dropdown(
                            [("all that an expert needs", "full"), ("one page", "one")], value="full", label="Length"
                        )
                        language = gr.Dropdown(list(REPORT_LANGUAGES), value="en", label="Language")
                        examiner = gr.Textbox(label="Examiner")
                        number = gr.Textbox(label="Case number")
                    make = gr.Button("Make the report", size="sm")
                    told = gr.HTML("", elem_id="report-told")
                    report = gr.File(label="Report", interactive=False, visible=False)
                with gr.Tab("Pictures"):
                    pictures = gr.HTML("", elem_id="pictures")
                with gr.Tab("Log"):
                    log = gr.HTML(log_html(()), elem_id="log")
        data = gr.HTML(html_template="", js_on_load=_CARRY, elem_id="viewer-data", visible="hidden")
        parts = [chat, stop, box, verdict, data, answer, evidence, file, method, pictures, log, desks]

        def values(shown: Shown, desk: Desk) -> list[Any]:
            chat_, busy, cleared, *rest = shown
            box_ = {"text": "", "files": []} if cleared else gr.skip()
            others = [gr.skip() if value is turns.KEEP else value for value in rest]
            names = shown._fields[3:]
            desk.panels |= {name: value for name, value in zip(names, rest, strict=True) if value is not turns.KEEP}
            return [chat_, gr.Button(interactive=busy), box_, *others, desk]

        def respond(message: Mapping[str, Any], desk: Desk | None, request: gr.Request) -> Iterator[list[Any]]:
            desk = desk or Desk()
            files = [each if isinstance(each, str) else each["path"] for each in message.get("files") or []]
            for shown in turns.respond(house, message.get("text") or "", files, desk, _user(request)):
                yield values(shown, desk)

        def loaded(name: str | None) -> list[Any]:
            name, desk = house.desks.of(name)
            return [name, *values(turns.Shown(desk.snapshot(), bool(desk.running), **desk.panels), desk)]

        def again(event: gr.RetryData | gr.EditData, desk: Desk | None, request: gr.Request) -> Iterator[list[Any]]:
            desk = desk or Desk()
            index = event.index if isinstance(event.index, int) else event.index[0]
            desk.stop()
            before = desk.rewound(index)
            text = event.value if isinstance(event, gr.EditData) else before
            for shown in turns.respond(house, str(text), [], desk, _user(request)):
                yield values(shown, desk)

        def ask_again(event: gr.RetryData, desk: Desk | None, request: gr.Request) -> Iterator[list[Any]]:
            yield from again(event, desk, request)

        def ask_edited(event: gr.EditData, desk: Desk | None, request: gr.Request) -> Iterator[list[Any]]:
            yield from again(event, desk, request)

        def stopped(desk: Desk | None) -> None:
            if desk is not None:
                desk.stop()

        def reopen(event: gr.EventData, desk: Desk | None) -> list[Any]:
            desk = desk or Desk()
            return values(turns.reopened(house, str(event._data["sha256"]), desk), desk)

        def marked(event: gr.EventData) -> Any:
            part = Region(**{side: int(event._data[side]) for side in "xywh"})
            return gr.MultimodalTextbox(value={"text": ABOUT_PART(**part.model_dump()), "files": []})

        def reported(desk: Desk | None, *given: str) -> list[Any]:
            names = ("ending", "pages", "language", "examiner", "case_number")
            try:
                file = page_report.made(house, desk or Desk(), **cast(Any, dict(zip(names, given, strict=True))))
            except (ValueError, OSError, IntakeError) as error:
                return [html.escape(one_line(error, 300)), gr.File(visible=False)]
            return [html.escape(page_report.MADE()), gr.File(value=str(file), visible=True)]

        for handler, kind in ((respond, gr.Request), (ask_again, gr.RetryData), (ask_edited, gr.EditData)):
            handler.__annotations__ = {"event": kind, "request": gr.Request}  # gradio can't resolve local names
        reopen.__annotations__ = marked.__annotations__ = {"event": gr.EventData}
        # The box is never locked: messages wait for one another, and pictures for their turn in the line of the house.
        box.submit(
            respond, [box, desks], parts, concurrency_limit=AT_ONCE, trigger_mode="multiple", api_visibility="private"
        )
        chat.retry(ask_again, desks, parts, concurrency_limit=AT_ONCE, api_visibility="private")
        chat.edit(ask_edited, desks, parts, concurrency_limit=AT_ONCE, api_visibility="private")
        stop.click(stopped, desks, None, queue=False, api_visibility="private")
        data.apply(reopen, desks, parts, api_visibility="private")
        data.select(marked, None, box, queue=False, api_visibility="private")
        given = [desks, ending, pages, language, examiner, number]
        make.click(reported, given, [told, report], api_visibility="private")
        page.load(loaded, key, [key, *parts], api_visibility="private")
    return page


def _user(request: Any) -> str:
    return str(request.username or request.session_hash)
