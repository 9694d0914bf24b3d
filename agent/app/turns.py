"""What a message to the page does: examine its picture, judge a claim, answer a question."""

from __future__ import annotations

import os
import tempfile
import traceback
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ..evidence import Dropped, Statement
from ..intake import IntakeError
from ..investigator import Investigation, Investigator
from ..report.wording import rejected
from ..sandbox import Received, receive
from ..sentences import Sentence
from ..text import one_line
from .file_html import file_html
from .page_html import captioned_maps, evidence_html, explanation_text, verdict_html
from .waiting_line import WaitingLine

if TYPE_CHECKING:
    from PIL import Image

    from ..reasoning.dialogue.conversation import Conversation

CLAIM_PREFIX = "claim:"  # begins a message that says what its picture is said to show
WHICH_PICTURE = Sentence("turns.which_picture", "Which picture? Add one with the paper clip first.")
NOT_EXAMINED = Sentence("turns.not_examined", "This picture can't be examined: {reason}")
WAITING = Sentence(
    "turns.waiting", "Waiting for the pictures of others: {ahead} before this one, about {seconds:.0f} s."
)
FAULT = Sentence("turns.fault", "{kind}: {reason}; the other pictures and questions are not affected")
NOT_ANSWERED = Sentence("turns.not_answered", "This question can't be answered: {reason}")
_STAGES = {
    "exhibit": Sentence("turns.read_file", "read the file"),
    "provenance": Sentence("turns.read_metadata", "read what the file says about itself"),
    "detectors": Sentence("turns.measured", "measured the pixels"),
    "perception": Sentence("turns.asked_model", "asked the model about visual cues"),
    "verdict": Sentence("turns.weighed", "weighed the evidence"),
}
_UNFINISHED = "…"
_REASON = 300  # characters
PATIENCE = 2.0  # seconds between two reports of the place in the line
History = list[dict[str, Any]]


class Shown(NamedTuple):
    """A value for each part of the page; `gradio.skip()` leaves a part as it is."""

    box: Any
    chat: Any
    verdict: Any
    evidence: Any
    file: Any
    maps: Any
    conversation: Any


def respond(
    investigator: Investigator,
    message: dict[str, Any],
    history: History,
    conversation: Conversation | None,
    line: WaitingLine | None = None,
    user: str = "",
) -> Iterator[Shown]:
    """Handle one message; yields what the page shows as the work goes on.

    Args:
        investigator: examines pictures.
        message: `text` and `files`, as gradio's text box gives them.
        history: the messages so far, as gradio's chat takes them.
        conversation: about the last picture, or None before the first.
        line: where pictures wait for their turn; by default they do not wait.
        user: whose picture it is.
    """
    import gradio as gr

    question = (message.get("text") or "").strip()
    files = [file if isinstance(file, str) else file.get("path") for file in message.get("files") or []]
    history = list(history)
    if files:
        history.append({"role": "user", "content": {"path": files[0]}})
    if question:
        history.append({"role": "user", "content": question})
    keep = gr.skip()
    closed, opened = gr.MultimodalTextbox(value=None, interactive=False), gr.MultimodalTextbox(interactive=True)
    if not files and conversation is None:
        yield Shown(opened, _said(history, WHICH_PICTURE()), keep, keep, keep, keep, keep)
        return
    second_picture, comparing = None, False
    try:
        comparing = bool(files and question and conversation is not None and conversation.compares(question))
        if comparing:
            second_picture = receive(files[0])
        elif files:
            claim = None
            if question.lower().startswith(CLAIM_PREFIX):
                claim, question = question[len(CLAIM_PREFIX) :], ""
            conversation = yield from examine(investigator, files[0], claim, history, line or WaitingLine(), user)
    except Exception as error:  # whatever a picture does, the page goes on
        failure = NOT_EXAMINED(reason=_reason(error))
        yield Shown(opened, _said(history, failure), keep, keep, keep, keep, keep if comparing else None)
        return
    table = keep
    if question and conversation is not None:
        for grown in answer(conversation, question, second_picture, history):
            yield Shown(closed, grown, keep, keep, keep, keep, keep)
        table = evidence_html(conversation.bench.evidence, conversation.record.verdict)
    yield Shown(opened, history, keep, table, keep, keep, conversation)


def examine(
    investigator: Investigator, file: str, claim: str | None, history: History, line: WaitingLine, user: str
) -> Generator[Shown, None, Conversation]:
    """Examine a picture; yields what the page shows, and returns the conversation about the picture.

    Args:
        investigator: examines it.
        file: the picture.
        claim: what it is said to show.
        history: the messages so far; an answer is added.
        line: where pictures wait for their turn.
        user: whose picture it is.

    Raises:
        IntakeError, ValueError: if the picture can't be examined, or the claim can't be judged.
    """
    import gradio as gr

    keep = gr.skip()
    history.append({"role": "assistant", "content": ""})
    finished: list[str] = []
    investigation: Investigation | None = None
    closed = gr.MultimodalTextbox(value=None, interactive=False)
    yield Shown(closed, history, "", "", "", gr.Gallery(visible=False), None)
    ticket = line.enter(user)
    try:
        while not line.wait(ticket, PATIENCE):
            ahead, seconds = line.ahead(ticket)
            history[-1]["content"] = WAITING(ahead=ahead, seconds=seconds)
            yield Shown(keep, history, keep, keep, keep, keep, keep)
        for stage, result in investigator.stream(file, claim=claim):
            if stage in _STAGES:
                finished.append(f"✓ {_STAGES[stage]()}")
                history[-1]["content"] = "\n".join([*finished, _UNFINISHED])
            if stage == "examination":
                investigation = result
                history[-1]["content"] = explanation_text(result.examination)
            shown = verdict_html(result) if stage == "verdict" else keep
            yield Shown(keep, history, shown, keep, keep, keep, keep)
    except Exception:
        history.pop()
        raise
    finally:
        line.leave(ticket)
    assert investigation is not None  # the stream ends with the examination
    record = investigation.examination
    maps = captioned_maps(investigation, investigator.trace(investigation))
    gallery = gr.Gallery(value=maps, visible=bool(maps))
    table = evidence_html(record.evidence, record.verdict)
    conversation = investigator.converse(investigation)
    yield Shown(keep, history, keep, table, file_html(investigation.contents), gallery, conversation)
    return conversation


def answer(
    conversation: Conversation, question: str, second_picture: Received | None, history: History
) -> Iterator[History]:
    """Answer a question; yields the history as the answer grows."""
    history.append({"role": "assistant", "content": _UNFINISHED})
    yield history
    lines: list[str] = []
    dropped: list[Dropped] = []
    try:
        for result in conversation.ask(question, second_picture):
            if isinstance(result, Statement):
                lines.append(result.text)
            elif isinstance(result, Dropped):
                dropped.append(result)
            else:
                history.insert(-1, {"role": "assistant", "content": {"path": _saved(result.picture)}})
            history[-1]["content"] = "\n".join(lines) or _UNFINISHED
            yield history
    except Exception as error:  # something that the answer needs is not set up, or a fault
        history[-1]["content"] = "\n".join([*lines, NOT_ANSWERED(reason=_reason(error))])
    if dropped:
        history[-1]["content"] += f"\n({rejected(dropped)})"
    yield history


def _reason(error: Exception) -> str:
    """An error in one line; a fault of ours with its kind, and in full for whoever looks for it."""
    if isinstance(error, IntakeError | ValueError | OSError):
        return one_line(error, _REASON)
    if os.environ.get("TELLTALE_DEBUG"):
        traceback.print_exception(error)
    return FAULT(kind=type(error).__name__, reason=one_line(error, _REASON))


def _said(history: History, text: str) -> History:
    return [*history, {"role": "assistant", "content": text}]


def _saved(picture: Image.Image) -> str:
    """A drawn map as a file in the folder of this server."""
    folder = os.environ.get("GRADIO_TEMP_DIR") or tempfile.gettempdir()
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".png", delete=False) as file:
        picture.save(file, "PNG")
    return file.name
