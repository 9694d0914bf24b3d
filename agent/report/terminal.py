"""An examination as a terminal shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from rich import box
from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from ..evidence import ClaimJudgement, Evidence, Examination, Explanation, Flag, SecondLook, Verdict
from ..foreign import Foreign, file_name
from ..sentences import Sentence
from ..text import capitalised
from .seen_table import seen_table
from .wording import BEARINGS, WEIGHT_TITLE, below_headline, beside_evidence, beside_label, rejected, weights

COLOURS = {
    "real": "green",
    "synthetic": "magenta",
    "tampered": "yellow",
    "inconclusive": "white",  # neither good nor bad
    "neutral": "white",
}
WRITTEN_BY_MODEL = Sentence("terminal.written_by_model", "written by the model {model}; {rejected}")
OWN_WORDS = Sentence("terminal.own_words", "in the evidence's own words; no language model was used")
SECOND_LOOK_ONE = Sentence(
    "terminal.second_look_one", "Strong findings disagree ({disagreement}), so one place was measured again."
)
SECOND_LOOK = Sentence(
    "terminal.second_look", "Strong findings disagree ({disagreement}), so {count} places were measured again."
)
NOTHING_READ = Sentence("terminal.nothing_read", "Nothing could be measured there.")
LABEL_KEPT = Sentence("terminal.label_kept", "The label is {label}, as it was before.")
LABEL_CHANGED = Sentence("terminal.label_changed", "The label changed from {before} to {after}.")
_CUE_COLUMNS = 3
CUES = Sentence("terminal.cues", "Visual cues: probability with which the model says yes")
WEIGHTLESS = Sentence("terminal.weightless", "Answers of the model left out here: {count}, because {why}")
# Why the answer about a cue carries no weight.
_WEIGHTLESS = {
    Flag.UNRELIABLE: Sentence("terminal.cue_unreliable", "in tests such answers were wrong too often."),
    Flag.UNASSESSED: Sentence("terminal.cue_unassessed", "it was not measured how often they are right."),
    Flag.UNTRAINED: Sentence(
        "terminal.cue_untrained", "the part of this model that connects pictures with language is untrained."
    ),
}


def show(console: Console, examination: Examination) -> None:
    """Print one examination: verdict, explanation, claim, evidence, second look, cues, limitations, times."""
    console.print(render(examination))


def render(examination: Examination) -> RenderableType:
    """One examination as something that rich can print."""
    return Group(*_parts(examination))


def _parts(record: Examination) -> Iterator[RenderableType]:
    yield _verdict(record)
    if record.explanation.statements:
        yield _explanation(record.explanation)
    if record.claim is not None:
        yield _claim(record.claim)
    yield _evidence_table(record)
    if record.seen_by_models:
        yield seen_table(record.seen_by_models, record.evidence)
    if strength := beside_evidence(record.verdict):
        yield Text(f"{strength}\n", style="dim")
    if record.second_look is not None:
        yield _second_look(record.second_look, {item.source for item in record.evidence if item.kind == "cue"})
    if cues := [item for item in record.evidence if item.kind == "cue"]:
        yield _cue_table(cues)
    if record.limitations:
        lines = Text("\n".join(f"• {line}" for line in record.limitations))
        yield Panel(lines, title="Limitations", title_align="left", border_style="dim", box=box.ROUNDED)
    times = [(stage.replace("_", " "), seconds) for stage, seconds in record.timings.items() if seconds >= 0.005]
    yield Text(" · ".join(f"{stage} {seconds:.2f} s" for stage, seconds in times), style="dim")


def _verdict(record: Examination) -> Panel:
    facts, verdict = record.exhibit, record.verdict
    colour = COLOURS[verdict.label]
    text = Text.assemble((verdict.label.upper(), f"bold {colour}"), "   ", (f"{verdict.headline}\n", "bold"))
    for reason in verdict.abstained_because:
        text.append(f"{reason}\n", style="italic")
    for line in beside_label(verdict):
        text.append(f"{line}\n")
    jpeg = f" · JPEG quality ≈ {facts.quality.jpeg_quality}" if facts.quality.jpeg_quality else ""
    text.append(f"{facts.media_type} · {facts.width}×{facts.height}{jpeg} · {facts.size:,} bytes\n", style="dim")
    text.append(f"SHA-256 {facts.sha256}", style="dim")
    return Panel(text, title=escape(file_name(facts.name)), title_align="left", border_style=colour, box=box.ROUNDED)


def _explanation(explanation: Explanation) -> Panel:
    """The sentences; those that no model wrote are in italics."""
    text = Text()
    for statement in below_headline(explanation):
        text.append(f"• {statement.text}\n", style="" if statement.written_by == "model" else "italic")
    if explanation.model is None:
        text.append(OWN_WORDS(), style="dim")
    else:
        text.append(WRITTEN_BY_MODEL(model=explanation.model, rejected=rejected(explanation.dropped)), style="dim")
    return Panel(text, title="Explanation", title_align="left", box=box.ROUNDED)


def _claim(judgement: ClaimJudgement) -> Panel:
    bearing = f"{capitalised(BEARINGS[judgement.bearing]())}."
    text = Text.assemble(f"{Foreign(judgement.claim):600}\n", (bearing, "bold"), f" {' '.join(judgement.because)}")
    if judgement.cites:
        text.append(f" [{', '.join(judgement.cites)}]")
    return Panel(text, title="Claim", title_align="left", box=box.ROUNDED)


def _evidence_table(record: Examination) -> Table:
    """Every finding but what a model alone says, which supports nothing, with what it does in the verdict."""
    added = weights(record.verdict)
    seen = {ident for view in record.seen_by_models for ident in (view.evidence, *(a.evidence for a in view.artifacts))}
    table = Table(title="Evidence", title_justify="left", box=box.SIMPLE_HEAD, expand=True)
    table.add_column("id", no_wrap=True)
    table.add_column("source", no_wrap=True)
    table.add_column("supports", no_wrap=True)
    table.add_column(WEIGHT_TITLE(), no_wrap=True)
    table.add_column("finding and caveats", ratio=1)
    for item in record.evidence:
        if (item.kind == "cue" and item.supports == "neutral") or item.id in seen:
            continue
        finding = Text(item.statement)
        for aside in item.asides:
            finding.append(f"\n{aside}", style="dim italic")
        supports = Text(item.supports, style=_colour_of(item, record.verdict))
        table.add_row(item.id, item.source, supports, added.get(item.id, ""), finding)
    return table


def _colour_of(item: Evidence, verdict: Verdict) -> str:
    """The colour of what a finding supports; the one of *real* is kept for pictures that have this label."""
    kept = item.supports == "real" and verdict.label != "real"
    return COLOURS["neutral" if kept else item.supports]


def _second_look(log: SecondLook, cues: Collection[str]) -> Group:
    """Why there was a second look, the scores of the whole picture and of each place, and what came of it.

    Args:
        log: what was measured again.
        cues: the sources whose scores are probabilities; the others are log-odds, shown with their sign.
    """

    def shown(source: str, score: float) -> str:
        return f"{score:.2f}" if source in cues else f"{score:+.2f}"

    disagreement, count = "; ".join(log.because), len(log.looks)
    intro = (
        SECOND_LOOK_ONE(disagreement=disagreement)
        if count == 1
        else SECOND_LOOK(disagreement=disagreement, count=count)
    )
    label = (
        LABEL_KEPT(label=log.after) if log.before == log.after else LABEL_CHANGED(before=log.before, after=log.after)
    )
    parts: list[RenderableType] = [Text("Second look", style="italic"), Text(intro, style="dim")]
    whole = {source: before for look in log.looks for source, (before, _) in look.scores.items()}
    if whole:
        table = Table(box=box.SIMPLE_HEAD)
        table.add_column("score of", no_wrap=True)
        table.add_column("whole picture", justify="right")
        for region in (look.region for look in log.looks):
            table.add_column(f"{region.w}×{region.h} px\nat {region.x}, {region.y}", justify="right", no_wrap=True)
        for source, before in whole.items():
            there = (shown(source, look.scores[source][1]) if source in look.scores else "" for look in log.looks)
            table.add_row(source, shown(source, before), *there)
        parts.append(table)
    else:
        parts.append(Text(NOTHING_READ(), style="dim"))
    parts.append(Text(" ".join((label, *log.still)) + "\n", style="dim"))
    return Group(*parts)


def _cue_table(cues: list[Evidence]) -> Group:
    """The probability of yes for every cue that can count; how many answers carry no weight, and why."""
    counting = [item for item in cues if _why_weightless(item) is None]
    parts: list[RenderableType] = []
    if counting:
        table = Table(title=CUES(), title_justify="left", box=None, show_header=False, expand=True)
        for _ in range(_CUE_COLUMNS):
            table.add_column("", no_wrap=True, ratio=3)
            table.add_column("", justify="right", no_wrap=True)
        for start in range(0, len(counting), _CUE_COLUMNS):
            row = counting[start : start + _CUE_COLUMNS]
            names = ((f"{item.id} {item.source.removeprefix('cue:')}", f"{item.score:.2f}") for item in row)
            table.add_row(*(cell for pair in names for cell in pair))
        parts.append(table)
    because = Counter(why for item in cues if (why := _why_weightless(item)) is not None)
    notes = [WEIGHTLESS(count=count, why=why()) for why, count in because.items()]
    return Group(*parts, Text("\n".join(notes), style="dim italic"))


def _why_weightless(item: Evidence) -> Sentence | None:
    """Why an answer about a cue carries no weight; None if it can carry some."""
    return next((why for flag, why in _WEIGHTLESS.items() if item.has(flag)), None)
