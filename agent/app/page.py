"""The layout of the page. It loads nothing from other hosts."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from ..evidence import Region
from ..sentences import Sentence
from . import case_steps, case_tab, compare_tab, human_check_tab, report_tab, settings_tab, turns, wrong_verdicts
from .background_work import followed, in_background, kept
from .compare_steps import compared
from .desk import Desk
from .examples import examples_html
from .house import KEEP, Shown
from .method_html import log_html
from .page_wiring import Wiring
from .picture_files import chosen
from .pictures_html import pictures_html
from .served_files import ASSETS, OWN
from .viewer_data import NOTHING

if TYPE_CHECKING:
    from .house import House

TITLE = Sentence("page.title", "Is this picture real, and what gives it away?")
PLACEHOLDER = Sentence("page.placeholder", "Add pictures, or ask about the last one")
ABOUT_PART = Sentence("page.about_part", "What is measured at {x},{y},{w},{h}?")
AT_ONCE = 96  # messages in work, each with a thread; pictures that wait for their turn included
KEPT = 14_400  # seconds that a visit is remembered after its last message
HEAD = f'<link rel="stylesheet" href="{OWN}/page.css">' + "".join(
    f'<script src="{OWN}/{name}" defer></script>' for name in ("openseadragon.min.js", "viewer.js", "citations.js")
)
_VIEWER, _START, _CARRY = (
    (ASSETS / name).read_text(encoding="utf-8") for name in ("viewer.html", "start.js", "carry.js")
)
_TOLD = (
    "(messages) => window.telltale && window.telltale.told && window.telltale.told(messages)"  # which picture is meant
)
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}  # the stages tell how far it is
_LONG: dict[str, Any] = {"concurrency_limit": AT_ONCE, **_PRIVATE}


def build(house: House) -> Any:
    """The page as a `gradio.Blocks`, not yet served."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr

    viewer = _VIEWER.replace("<!-- examples -->", examples_html())
    with gr.Blocks(title="Telltale", analytics_enabled=False, delete_cache=(3600, 86400)) as page:
        gr.HTML(f"<h1>Telltale</h1><p>{TITLE()}</p>", elem_id="title")
        desks, key = gr.State(None, time_to_live=KEPT), gr.BrowserState(None, storage_key="telltale-desk")
        remembered = gr.BrowserState(None, storage_key="telltale-case")
        with gr.Column(elem_id="light-table"):
            verdict = gr.HTML("", elem_id="verdict")
            gr.HTML(
                html_template=viewer,
                js_on_load=_START,
                elem_id="viewer",
                apply_default_css=False,
            )
            answer = gr.HTML("", elem_id="answer")
            with gr.Column(elem_id="talk"):
                form = human_check_tab.lay_out_form()
                chat, box, stop = _talk()
                wrong = wrong_verdicts.lay_out()
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab("Evidence"):
                evidence = gr.HTML("", elem_id="evidence")
            with gr.Tab("File"):
                file = gr.HTML("", elem_id="file")
            with gr.Tab("Credentials"):
                credentials = gr.HTML("", elem_id="credentials")
            with gr.Tab("Method"):
                method = gr.HTML("", elem_id="method")
            with gr.Tab("Pictures"):
                folder = gr.UploadButton(
                    "Examine a folder", file_count="directory", size="sm", elem_id="folder", elem_classes="act"
                )
                pictures = gr.HTML(pictures_html((), None), elem_id="pictures")
            compare = compare_tab.lay_out()
            case = case_tab.lay_out()
            report = report_tab.lay_out()
            with gr.Tab("Log"):
                verify = gr.Button("Verify the log of the case", size="sm", elem_id="verify", elem_classes="act")
                verified = gr.HTML("", elem_id="verified")
                log = gr.HTML(log_html(()), elem_id="log")
            human = human_check_tab.lay_out()
            settings = settings_tab.lay_out()
        data = gr.HTML(html_template="", js_on_load=_CARRY, elem_id="viewer-data", visible="hidden")
        named = {
            "verdict": verdict,
            "viewer": data,
            "answer": answer,
            "evidence": evidence,
            "file": file,
            "credentials": credentials,
            "method": method,
            "pictures": pictures,
            "compared": compare.compared,
            "case": case.shown,
            "log": log,
            "check": human.check,
        }
        parts = [chat, stop, box, *(named[name] for name in Shown._fields[3:]), desks]

        def values(shown: Shown, desk: Desk) -> list[Any]:
            chat_, busy, cleared, *rest = shown
            box_ = {"text": "", "files": []} if cleared else gr.skip()
            others = [gr.skip() if value is KEEP else value for value in rest]
            kept(shown, desk)
            return [chat_, gr.Button(interactive=busy), box_, *others, desk]

        wiring = Wiring(house, desks, parts, values)

        def respond(message: Mapping[str, Any], desk: Desk | None, request: gr.Request) -> Iterator[list[Any]]:
            desk = desk or Desk(user=request.username)
            files = [each if isinstance(each, str) else each["path"] for each in message.get("files") or []]
            steps = turns.respond(house, message.get("text") or "", files, desk, _user(request))
            for shown in in_background(steps, desk):
                yield values(shown, desk)

        def respond_to_folder(files: list[str], desk: Desk | None, request: gr.Request) -> Iterator[list[Any]]:
            desk = desk or Desk(user=request.username)
            for shown in in_background(turns.respond(house, "", chosen(files), desk, _user(request)), desk):
                yield values(shown, desk)

        def loaded(name: str | None, case_id: str | None, request: gr.Request) -> Iterator[list[Any]]:
            known = name
            name, desk = house.desks.of(name, request.username)
            arrived = case_steps.caught_up(house, desk) if name == known else case_tab.on_arrival(wiring, desk, case_id)
            # A value for the viewer, even if it is empty, tells the page that the desk is known.
            shown = arrived or Shown(desk.snapshot(), bool(desk.running), **{"viewer": NOTHING, **desk.panels})
            yield [name, desk.case or case_id, case_tab.choices(wiring, desk), *values(shown, desk)]
            for shown in followed(desk):
                yield [gr.skip(), gr.skip(), gr.skip(), *values(shown, desk)]

        def again(event: gr.RetryData | gr.EditData, desk: Desk | None, request: gr.Request) -> Iterator[list[Any]]:
            desk = desk or Desk(user=request.username)
            index = event.index if isinstance(event.index, int) else event.index[0]
            desk.stop()
            before = desk.rewound(index)
            text = event.value if isinstance(event, gr.EditData) else before
            for shown in in_background(turns.respond(house, str(text), [], desk, _user(request)), desk):
                yield values(shown, desk)

        def ask_again(event: gr.RetryData, desk: Desk | None, request: gr.Request) -> Iterator[list[Any]]:
            yield from again(event, desk, request)

        def ask_edited(event: gr.EditData, desk: Desk | None, request: gr.Request) -> Iterator[list[Any]]:
            yield from again(event, desk, request)

        def stopped(desk: Desk | None) -> None:
            if desk is not None:
                desk.stop()

        def reopen(event: gr.EventData, desk: Desk | None, request: gr.Request) -> Iterator[list[Any]]:
            desk, asked = desk or Desk(user=request.username), event._data
            if "compare" in asked:
                yield values(compared(house, desk, str(asked["compare"])), desk)
                return
            if "example" in asked:
                steps = turns.example(house, str(asked["example"]), desk, _user(request))
            else:
                steps = turns.opened(house, str(asked.get("open")), desk, _user(request))
            for shown in in_background(steps, desk):
                yield values(shown, desk)

        def marked(event: gr.EventData, desk: Desk | None) -> Any:
            part = Region(**{side: int(event._data[side]) for side in "xywh"})
            if desk is not None:
                desk.marked = part
            return gr.MultimodalTextbox(value={"text": ABOUT_PART(**part.model_dump()), "files": []})

        kinds = ((respond, gr.Request), (ask_again, gr.RetryData), (ask_edited, gr.EditData), (reopen, gr.EventData))
        for handler, kind in (*kinds, (respond_to_folder, gr.Request), (loaded, gr.Request), (marked, gr.EventData)):
            handler.__annotations__ = {"event": kind, "request": gr.Request}  # gradio can't resolve local names
        # The box is never locked: messages wait for one another, and pictures for their turn in the line of the house.
        box.submit(respond, [box, desks], parts, trigger_mode="multiple", **_LONG)
        folder.upload(respond_to_folder, [folder, desks], parts, trigger_mode="multiple", **_LONG)
        chat.retry(ask_again, desks, parts, **_LONG)
        chat.edit(ask_edited, desks, parts, **_LONG)
        chat.change(None, chat, None, js=_TOLD, **_PRIVATE)
        stop.click(stopped, desks, None, queue=False, **_PRIVATE)
        data.apply(reopen, desks, parts, **_LONG)
        data.select(marked, desks, box, queue=False, **_PRIVATE)
        case_tab.wire(case, wiring, remembered, verify, verified)
        compare_tab.wire(compare, wiring)
        report_tab.wire(report, wiring)
        human_check_tab.wire(human, form, wiring)
        settings_tab.wire(settings, wiring)
        wrong_verdicts.wire(wrong, wiring)
        page.load(loaded, [key, remembered], [key, remembered, case.choice, *parts], **_LONG)
    return page


def _talk() -> tuple[Any, Any, Any]:
    """The conversation, the box below it and the button that stops what is in work."""
    import gradio as gr

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
    return chat, box, stop


def _user(request: Any) -> str:
    return str(request.username or request.session_hash)
