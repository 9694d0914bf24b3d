"""An examination as a terminal shows it."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from ..evidence import ClaimJudgement, Evidence, Examination, Flag, SecondLook
from ..perception.cue_evidence import UNASSESSED, UNTRAINED
from ..reasoning.weighing.fusion import PRIOR
from ..text import percent
from .wording import refused

COLOURS = {
    "real": "green",
    "synthetic": "magenta",
    "tampered": "yellow",
    "inconclusive": "cyan",
    "neutral": "white",
}


_MARKS = (
    ("†", Flag.UNRELIABLE, "When measured, this model was near chance about these cues; they carry no weight."),
    ("?", Flag.UNASSESSED, f"{UNASSESSED} They carry no weight."),
    ("‡", Flag.UNTRAINED, UNTRAINED),
)


def show(console: Console, examination: Examination) -> None:
    """Print one examination: verdict, explanation, evidence, cues, limitations."""
    console.print(render(examination))


def render(examination: Examination) -> RenderableType:
    """One examination as something that rich can print."""
    return Group(*_parts(examination))


def _parts(record: Examination) -> Iterator[RenderableType]:
    facts, verdict, explanation = record.exhibit, record.verdict, record.explanation
    colour = COLOURS[verdict.label]
    quality = facts.quality
    jpeg = f" · JPEG quality ≈ {quality.jpeg_quality}" if quality.jpeg_quality else ""
    odds = " · ".join(f"{name} {percent(p)}" for name, p in verdict.probabilities.items())
    kind = "" if verdict.calibrated else " (uncalibrated)"
    head = Text.assemble((verdict.label.upper(), f"bold {colour}"), f"   {odds}{kind}\n")
    for reason in verdict.abstained_because:
        head.append(f"{reason}\n", style="italic")
    for line in (verdict.words, verdict.remark):
        if line:
            head.append(f"{line}\n")
    head.append(f"{facts.media_type} · {facts.width}×{facts.height}{jpeg} · {facts.size:,} bytes\n", style="dim")
    head.append(f"SHA-256 {facts.sha256}", style="dim")
    yield Panel(head, title=escape(facts.name), title_align="left", border_style=colour, box=box.ROUNDED)
    if explanation.statements:
        text = Text()
        for statement in explanation.statements:
            text.append(f"• {statement.text}", style="" if statement.written_by == "model" else "italic")
            text.append("\n")
        own = "in the evidence's own words"
        worded = f"put to the model {explanation.model}; {refused(explanation.dropped)}"
        text.append(own if explanation.model is None else worded, style="dim")
        yield Panel(text, title="Explanation", title_align="left", box=box.ROUNDED)
    if record.claim is not None:
        yield _claim(record.claim)
    yield _evidence_table(record)
    if record.second_look is not None:
        yield _second_look(record.second_look)
    if cues := [item for item in record.evidence if item.kind == "cue"]:
        yield _cue_table(cues)
    if record.limitations:
        notes = Text("\n".join(f"• {line}" for line in record.limitations))
        yield Panel(notes, title="Limitations", title_align="left", border_style="dim", box=box.ROUNDED)
    spent = " · ".join(f"{stage} {seconds:.2f} s" for stage, seconds in record.timings.items() if seconds >= 0.005)
    yield Text(spent, style="dim")


def _claim(judgement: ClaimJudgement) -> Panel:
    text = Text.assemble((judgement.bearing.upper(), "bold"), f"   “{judgement.claim}”\n", " ".join(judgement.because))
    if judgement.cites:
        text.append(f" [{', '.join(judgement.cites)}]")
    return Panel(text, title="Claim", title_align="left", box=box.ROUNDED)


def _second_look(look: SecondLook) -> Text:
    text = Text(f"Second look, since {'; '.join(look.because)}:\n", style="dim")
    for place in look.looks:
        r = place.region
        read = ", ".join(f"{name} {before:+.2f} → {there:+.2f}" for name, (before, there) in place.scores.items())
        text.append(f"  {r.w}×{r.h} px at {r.x}, {r.y}: {read or 'nothing could be read'}\n")
    text.append(f"  {look.before} before, {look.after} after. {' '.join(look.still)}\n")
    return text


def _evidence_table(record: Examination) -> Table:
    weight = {c.evidence: c for c in record.verdict.contributions if c.evidence != PRIOR}
    table = Table(title="Evidence", title_justify="left", box=box.SIMPLE_HEAD, expand=True)
    table.add_column("id", no_wrap=True)
    table.add_column("source", no_wrap=True)
    table.add_column("supports", no_wrap=True)
    table.add_column("log-odds", justify="right", no_wrap=True)
    table.add_column("finding", ratio=1)
    for item in record.evidence:
        if item.kind == "cue" and item.supports == "neutral":
            continue
        finding = Text(item.statement)
        for aside in item.asides:
            finding.append(f"\n{aside}", style="dim italic")
        supports = Text(item.supports, style=COLOURS[item.supports])
        odds = f"{weight[item.id].log_odds:+.1f} {weight[item.id].hypothesis}" if item.id in weight else ""
        table.add_row(item.id, item.source, supports, odds, finding)
    return table


def _cue_table(cues: list[Evidence]) -> Group:
    """All cues in three columns; a mark tells those that carry no weight, and a line below why."""
    table = Table(title="Visual cues, P(yes)", title_justify="left", box=None, show_header=False, expand=True)
    for _ in range(3):
        table.add_column("", no_wrap=True, ratio=3)
        table.add_column("", justify="right", no_wrap=True)
    for row in range(0, len(cues), 3):
        cells = []
        for item in cues[row : row + 3]:
            mark = next((mark for mark, flag, _ in _MARKS if item.has(flag)), " ")
            cells += [f"{item.id} {item.source.removeprefix('cue:')}", f"{item.score:.2f}{mark}"]
        table.add_row(*cells)
    notes = [f"{mark} {why}" for mark, flag, why in _MARKS if any(item.has(flag) for item in cues)]
    return Group(table, Text("\n".join(notes), style="dim italic"))
