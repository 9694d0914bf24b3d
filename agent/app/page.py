"""The layout of the chat page, and its server. The page loads nothing from other hosts."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..investigator import Investigator
from ..sentences import Sentence
from . import turns

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
"""


def build(investigator: Investigator) -> Any:
    """The page as a `gradio.Blocks`, not yet served."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr

    def respond(
        message: dict[str, Any], history: list[dict[str, Any]], conversation: Conversation | None
    ) -> Iterator[turns.Shown]:
        yield from turns.respond(investigator, message, history, conversation)

    with gr.Blocks(title="Telltale", analytics_enabled=False, delete_cache=(3600, 86400)) as page:
        gr.HTML(f"<h1>Telltale</h1><p>{TITLE()}</p>")
        state = gr.State(None)
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
        box.submit(respond, [box, chat, state], [box, chat, verdict, evidence, maps, state], api_visibility="private")
    return page


def serve(investigator: Investigator, host: str, port: int, auth: tuple[str, str] | None) -> None:
    """Serve the page until interrupted.

    Raises:
        OSError: if the port is taken.
    """
    # Uploads may be evidence, and others may use the machine: they go to a folder that is deleted with the server.
    with tempfile.TemporaryDirectory(prefix="telltale-") as uploads:
        os.environ["GRADIO_TEMP_DIR"] = uploads
        page = build(investigator).queue(default_concurrency_limit=1)
        from gradio.themes import Soft

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
        )
