"""The layout of the chat page, and its server. The page loads nothing from other hosts."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..investigator import Investigator
from ..sentences import Sentence
from . import turns
from .request_guard import RequestGuard, UploadQuota, is_loopback, own_names
from .upload_folder import upload_folder
from .waiting_line import WaitingLine

if TYPE_CHECKING:
    from ..reasoning.dialogue.conversation import Conversation

TITLE = Sentence("page.title", "Is this picture real, and what gives it away?")
WELCOME = Sentence(
    "page.welcome",
    "Add a picture with the paper clip and send it, with or without a question. Everything stays on this machine, "
    "unless the model that was chosen runs elsewhere.",
)
PLACEHOLDER = Sentence(
    "page.placeholder",
    "Add a picture, ask about the last one, or write “claim: …” to have a claim about a picture judged",
)
AT_ONCE = 96  # messages in work, each with a thread; pictures that wait for their turn included
WAITING = 64  # messages that wait before that
EXAMINED = max(1, (os.cpu_count() or 1) // 4)  # pictures at the same time, each of which uses several cores
SESSIONS = 64  # conversations that are remembered, each with the bytes of its picture
KEPT = 14_400  # seconds that one is remembered after its last message
_KEPT_SETTINGS = ("GRADIO_ANALYTICS_ENABLED", "GRADIO_ROOT_PATH")
CSS = """
.verdict {border-left: 6px solid; padding: .4rem 1rem; margin-bottom: .6rem}
.verdict b {font-size: 1.4rem}
.evidence {border-collapse: collapse; width: 100%; font-size: .9rem}
#evidence .evidence * {border: 0}
#evidence td, #evidence th {border-bottom: 1px solid #8884 !important; padding: .3rem .5rem; text-align: left;
  vertical-align: top}
#evidence td:nth-child(2) {overflow-wrap: anywhere; min-width: 6.5rem; max-width: 8rem}
#evidence td:nth-child(5) {min-width: 14rem}
.evidence small {opacity: .75; display: block}
.file {border-collapse: collapse; width: 100%; font-size: .9rem; table-layout: fixed}
#file .file, #file .file * {border: 0}
#file td, #file th {border-bottom: 1px solid #8884 !important; padding: .3rem .5rem; text-align: left;
  vertical-align: top; overflow-wrap: anywhere}
#file th {width: 34%; font-weight: normal}
#file th small {display: block; opacity: .75}
#file li {margin: .3rem 0 .3rem 1.2rem; overflow-wrap: anywhere}
"""


def build(investigator: Investigator) -> Any:
    """The page as a `gradio.Blocks`, not yet served."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr

    line = WaitingLine(EXAMINED)

    def respond(
        message: dict[str, Any], history: list[dict[str, Any]], conversation: Conversation | None, request: gr.Request
    ) -> Iterator[turns.Shown]:
        user = str(request.username or request.session_hash)
        yield from turns.respond(investigator, message, history, conversation, line, user)

    respond.__annotations__ = {"request": gr.Request}  # gradio can't resolve names that are imported in here

    with gr.Blocks(title="Telltale", analytics_enabled=False, delete_cache=(3600, 86400)) as page:
        gr.HTML(f"<h1>Telltale</h1><p>{TITLE()}</p>")
        state = gr.State(None, time_to_live=KEPT)
        with gr.Row():
            with gr.Column(scale=5):
                chat = gr.Chatbot(
                    [{"role": "assistant", "content": WELCOME()}],
                    label="Conversation",
                    height=560,
                    render_markdown=False,
                    allow_tags=False,
                    feedback_options=None,
                    group_consecutive_messages=False,
                    buttons=["copy"],
                )
                box = gr.MultimodalTextbox(
                    label="Picture and question",
                    placeholder=PLACEHOLDER(),
                    file_types=["image"],
                    file_count="single",
                    sources=["upload"],
                    show_label=False,
                )
            with gr.Column(scale=6):
                verdict = gr.HTML("", elem_id="verdict")
                with gr.Tab("Evidence"):
                    maps = gr.Gallery(
                        label="Maps",
                        format="png",
                        columns=2,
                        height=320,
                        object_fit="contain",
                        visible=False,
                        elem_id="maps",
                    )
                    evidence = gr.HTML("", elem_id="evidence")
                with gr.Tab("File"):
                    file = gr.HTML("", elem_id="file")
        shown = [box, chat, verdict, evidence, file, maps, state]
        # Pictures wait for their turn in `line`, and questions are answered meanwhile.
        box.submit(respond, [box, chat, state], shown, api_visibility="private", concurrency_limit=AT_ONCE)
    return page


def serve(
    investigator: Investigator,
    host: str,
    port: int,
    auth: tuple[str, str] | None,
    names: Sequence[str] = (),
) -> None:
    """Serve the page until interrupted.

    Args:
        investigator: examines the pictures.
        host: address to listen on.
        port: and the port.
        auth: name and password to ask visitors for.
        names: further host names under which the server may be asked.

    Raises:
        ValueError: if others could reach it without a password.
        OSError: if the port is taken.
    """
    if auth is None and not is_loopback(host):
        raise ValueError(
            f"{host}: others could reach the page there; set a name and password with --auth USER:PASSWORD"
        )
    # Uploads may be evidence, and others may use the machine: they go to a folder that is deleted with the server.
    with upload_folder() as uploads:
        for name in [name for name in os.environ if name.startswith("GRADIO_") and name not in _KEPT_SETTINGS]:
            del os.environ[name]  # one of them could open folders, or start further servers
        os.environ["GRADIO_TEMP_DIR"] = str(uploads)
        page = build(investigator).queue(max_size=WAITING, api_open=False)
        from gradio.themes import Soft
        from starlette.middleware import Middleware

        known = [host, *names, *(() if is_loopback(host) else own_names())]
        page.launch(
            server_name=host,
            server_port=port,
            auth=auth,
            theme=Soft(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
            css=CSS,
            share=False,
            max_file_size="64mb",
            footer_links=[],
            ssr_mode=False,
            mcp_server=False,
            run_history=False,
            enable_monitoring=False,
            show_error=False,
            max_threads=AT_ONCE + 32,
            state_session_capacity=SESSIONS,
            allowed_paths=[],
            app_kwargs={
                "middleware": [Middleware(RequestGuard, names=known, quota=UploadQuota(uploads))],
                "docs_url": None,
                "redoc_url": None,
            },
        )
