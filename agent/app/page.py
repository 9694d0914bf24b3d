"""The chat page: a picture and questions in, stages, evidence, maps and checked answers out.

Whatever comes out of a file is escaped before it is shown, and the page loads nothing from other hosts.
"""

from __future__ import annotations

import html
import os
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..evidence import Dropped, Evidence, Statement, Verdict
from ..intake import Exhibit, IntakeError, receive
from ..investigator import Investigation, Investigator
from ..report.map_files import draw
from ..report.wording import refused
from ..text import percent

if TYPE_CHECKING:
    from ..reasoning.chain import Maps
    from ..reasoning.dialogue.conversation import Conversation

WELCOME = "Add a picture with the paper clip and send it, with or without a question. What is found here stays here."
COLOURS = {"real": "#1a7f37", "synthetic": "#a626a4", "tampered": "#9a6700", "inconclusive": "#0969da"}
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
CLAIM = "claim:"  # how a message begins that says what its picture is meant to show
_STAGES = {
    "exhibit": "read the file",
    "provenance": "read what the file says of itself",
    "detectors": "measured the pixels",
    "perception": "asked the model about visual cues",
    "verdict": "weighed the evidence",
}


def build(investigator: Investigator) -> Any:
    """The page as a `gradio.Blocks`, not yet served."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr

    def respond(message: dict[str, Any], history: list[dict[str, Any]], talk: Conversation | None):
        yield from _respond(investigator, message, history, talk)

    with gr.Blocks(title="Telltale", analytics_enabled=False, delete_cache=(3600, 86400)) as page:
        gr.HTML("<h1>Telltale</h1><p>Is this picture real, and what gives it away?</p>")
        state = gr.State(None)
        with gr.Row():
            with gr.Column(scale=5):
                chat = gr.Chatbot(
                    [{"role": "assistant", "content": WELCOME}],
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
                    placeholder="Add a picture (and “claim: …” to have a claim judged), or ask about the last one",
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
    # Uploads go to a folder of this server's own, gone with it: they may be evidence, and others use the machine too.
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


def _respond(
    investigator: Investigator,
    message: dict[str, Any],
    history: list[dict[str, Any]],
    talk: Conversation | None,
) -> Iterator[tuple[Any, ...]]:
    """Handle one message; yields (box, chat, verdict, evidence, maps, state) as the work goes on."""
    import gradio as gr

    question = (message.get("text") or "").strip()
    files = [file if isinstance(file, str) else file.get("path") for file in message.get("files") or []]
    keep = gr.skip()
    history = list(history)
    if files:
        history.append({"role": "user", "content": {"path": files[0]}})
    if question:
        history.append({"role": "user", "content": question})
    closed = gr.MultimodalTextbox(value=None, interactive=False)
    opened = gr.MultimodalTextbox(interactive=True)
    if not files and talk is None:
        history.append({"role": "assistant", "content": "Which picture? Add one with the paper clip first."})
        yield opened, history, keep, keep, keep, keep
        return
    other, comparing = None, False
    try:
        comparing = bool(files and question and talk is not None and talk.compares(question))
        if comparing:
            other = receive(files[0])
        elif files:
            claim, question = (question[len(CLAIM) :], "") if question.lower().startswith(CLAIM) else (None, question)
            for step, finished in _examine(investigator, files[0], claim, history):
                talk = finished or talk
                yield closed, *step
    except (IntakeError, ValueError) as error:
        history.append({"role": "assistant", "content": f"That can't be examined: {error}"})
        yield opened, history, keep, keep, keep, keep if comparing else None
        return
    shown = keep
    if question and talk is not None:
        for grown in _answered(talk, question, other, history):
            yield closed, grown, keep, keep, keep, keep
        shown = _evidence_html(tuple(talk.bench.evidence), talk.record.verdict)
    yield opened, history, keep, shown, keep, talk


def _examine(
    investigator: Investigator, file: str, claim: str | None, history: list[dict[str, Any]]
) -> Iterator[tuple[tuple[Any, ...], Conversation | None]]:
    """Examine a picture; yields what changes on the page, and at last the conversation about it."""
    import gradio as gr

    keep = gr.skip()
    history.append({"role": "assistant", "content": ""})
    done: list[str] = []
    found: Investigation | None = None
    yield (history, "", "", gr.Gallery(visible=False), None), None
    try:
        for stage, result in investigator.stream(file, claim=claim):
            if stage in _STAGES:
                done.append(_STAGES[stage])
                history[-1]["content"] = "\n".join(f"✓ {line}" for line in done) + "\n…"
            shown = _verdict_html(result) if stage == "verdict" else keep
            if stage == "examination":
                found = result
                history[-1]["content"] = _explanation_text(result)
            yield (history, shown, keep, keep, keep), None
    except (IntakeError, ValueError):
        history.pop()
        raise
    assert found is not None  # the stream ends with the examination
    talk = investigator.converse(found)
    table = _evidence_html(found.examination.evidence, found.examination.verdict)
    yield (history, keep, table, _gallery(found, investigator.trace(found)), talk), talk


def _answered(
    talk: Conversation, question: str, other: Exhibit | None, history: list[dict[str, Any]]
) -> Iterator[list[dict[str, Any]]]:
    """The conversation so far, as the answer to a question grows."""
    history.append({"role": "assistant", "content": "…"})
    yield history
    lines: list[str] = []
    fallen: list[Dropped] = []
    try:
        for result in talk.ask(question, other):
            if isinstance(result, Statement):
                lines.append(result.text)
            elif isinstance(result, Dropped):
                fallen.append(result)
            else:
                history.insert(-1, {"role": "assistant", "content": {"path": _kept(result.picture)}})
            history[-1]["content"] = "\n".join(lines) or "…"
            yield history
    except ValueError as error:  # what the answer needs is not set up
        history[-1]["content"] = "\n".join([*lines, f"That can't be answered: {error}"])
    if fallen:
        history[-1]["content"] += f"\n({refused(fallen)})"
    yield history


def _kept(picture: Any) -> str:
    """A drawn map as a file in the folder of this server."""
    folder = os.environ.get("GRADIO_TEMP_DIR") or tempfile.gettempdir()
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".png", delete=False) as file:
        picture.save(file, "PNG")
    return file.name


def _explanation_text(found: Investigation) -> str:
    record = found.examination
    lines = [f"{record.verdict.label.upper()}. {' '.join(record.verdict.abstained_because)}".strip(), ""]
    if record.claim is not None:
        lines += [f"The claim “{record.claim.claim}”: {record.claim.bearing}. {' '.join(record.claim.because)}", ""]
    lines += [f"• {statement.text}" for statement in record.explanation.statements]
    if record.explanation.dropped:
        lines.append(f"({refused(record.explanation.dropped)})")
    return "\n".join(lines)


def _verdict_html(verdict: Verdict) -> str:
    odds = html.escape(" · ".join(f"{name} {percent(p)}" for name, p in verdict.probabilities.items()))
    kind = "calibrated" if verdict.calibrated else "not calibrated"
    said = (*verdict.abstained_because, *(line for line in (verdict.words, verdict.remark) if line))
    why = "".join(f"<br>{html.escape(line)}" for line in said)
    colour = COLOURS[verdict.label]
    return f'<div class="verdict" style="border-color:{colour}"><b>{verdict.label}</b><br>{odds} ({kind}){why}</div>'


def _evidence_html(evidence: tuple[Evidence, ...], verdict: Verdict) -> str:
    odds = {c.evidence: f"{c.log_odds:+.1f} {c.hypothesis}" for c in verdict.contributions}
    main = "".join(
        _row(item, odds.get(item.id, "")) for item in evidence if item.kind != "cue" or item.supports != "neutral"
    )
    head = "<tr><th>id</th><th>source</th><th>supports</th><th>log-odds</th><th>finding</th></tr>"
    table = f'<table class="evidence">{head}{main}</table>'
    cues = "".join(_row(item, odds.get(item.id, "")) for item in evidence if item.kind == "cue")
    if cues:
        table += f'<details><summary>Visual cues</summary><table class="evidence">{head}{cues}</table></details>'
    return table


def _row(item: Evidence, odds: str) -> str:
    asides = "".join(f"<small>{html.escape(aside)}</small>" for aside in item.asides)
    place = f"<small>{r.w}×{r.h} px at {r.x}, {r.y}</small>" if (r := item.region) else ""
    cells = (item.id, html.escape(item.source) + place, item.supports, odds, html.escape(item.statement) + asides)
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _gallery(found: Investigation, traced: Maps) -> Any:
    """The maps of the detectors, and of the cues that weighed in the verdict."""
    import gradio as gr

    drawn = draw(found.exhibit.pixels, {**found.maps, **traced}, found.examination.evidence)
    pictures = [
        (picture, name if fired or name in traced else f"{name}: no part stands out")
        for name, (picture, fired) in drawn.items()
    ]
    return gr.Gallery(value=pictures, visible=bool(pictures))
