"""A result as the page shows it. Everything that comes out of a file is escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from ..evidence import ClaimJudgement, Evidence, Examination, ExhibitFacts, Statement, Verdict
from ..foreign import Foreign, file_name
from ..report.wording import BEARINGS, WEIGHT_TITLE, below_headline, beside_evidence, beside_label, rejected, weights
from ..sentences import Sentence

CLAIM = Sentence("page_html.claim", "The claim {claim:600}: {bearing}. {because}")
EXPLAINING = Sentence("page_html.weighing", "The explanation is being written.")
THE_PART = Sentence("page_html.the_part", "the part of the picture that {source} names")
NO_FINDINGS = Sentence("page_html.no_findings", "Nothing was measured.")
LIMITS = Sentence("page_html.limits", "What limits this examination")
SECOND_LOOK = Sentence(
    "page_html.second_look", "A second look was taken, because {because}. It is described under Method."
)
STAGES = {
    "exhibit": Sentence("page_html.read_file", "read the file"),
    "provenance": Sentence("page_html.read_metadata", "read what the file says about itself"),
    "detectors": Sentence("page_html.measured", "measured the pixels"),
    "perception": Sentence("page_html.asked_model", "asked the model about visual cues"),
    "verdict": Sentence("page_html.weighed", "weighed the evidence"),
}
_TITLES = ("id", "source", "supports", WEIGHT_TITLE(), "finding and caveats")
_HEAD = "".join(f'<th scope="col">{title}</th>' for title in _TITLES)
_CITED = re.compile(r"\b(E\d{1,4})\b")
_BRACKETS = re.compile(r"\[[^\]\[]{1,200}\]")


def stages_html(finished: Sequence[str]) -> str:
    """How far an examination has come."""
    items, running = [], True
    for stage, name in STAGES.items():
        state = "done" if stage in finished else "now" if running else "later"
        running = running and state == "done"
        items.append(f'<li class="{state}">{html.escape(name())}</li>')
    return f'<div class="verdict waiting" role="status"><ul class="stages">{"".join(items)}</ul></div>'


def verdict_html(verdict: Verdict, facts: ExhibitFacts | None = None) -> str:
    """The label with its headline, the reasons for no label, and beside a label the strength of the evidence.

    Args:
        verdict: the judgement.
        facts: of the file; None while the explanation is still being written.
    """
    below = (*verdict.abstained_because, *beside_label(verdict))
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in below)
    if facts is None:
        last = f'<p class="facts">{html.escape(EXPLAINING())}</p>'
    else:
        size = f"{facts.width}×{facts.height} px · {facts.size:,} bytes · {facts.media_type}"
        last = (
            f'<p class="facts">{html.escape(file_name(facts.name))} · {html.escape(size)}<br>SHA-256 {facts.sha256}</p>'
        )
    said = f"<b>{verdict.label}</b><p><strong>{html.escape(verdict.headline)}</strong></p>{lines}{last}"
    return f'<div class="verdict {verdict.label}">{said}</div>'


def answer_html(record: Examination) -> str:
    """The claim, the explanation and what limits the examination; citations are links."""
    lines = [] if record.claim is None else [f"<p>{linked(_claim(record.claim))}</p>"]
    lines += [f"<p>{linked(statement.text)}</p>" for statement in below_headline(record.explanation)]
    if record.explanation.dropped:
        lines.append(f"<p><small>({html.escape(rejected(record.explanation.dropped))})</small></p>")
    if record.second_look is not None:
        because = "; ".join(record.second_look.because)
        lines.append(f"<p>{linked(SECOND_LOOK(because=because))}</p>")
    if record.limitations:
        items = "".join(f"<li>{html.escape(line)}</li>" for line in record.limitations)
        lines.append(f'<div class="limits"><strong>{html.escape(LIMITS())}</strong><ul>{items}</ul></div>')
    return f'<div class="answer">{"".join(lines)}</div>'


def writing_html(statements: Iterable[Statement]) -> str:
    """The sentences of an explanation that were written so far; citations are links."""
    return f'<div class="answer">{"".join(f"<p>{linked(each.text)}</p>" for each in statements)}</div>'


def linked(text: str) -> str:
    """A text with its citations of evidence, which stand in square brackets, as links; everything else is escaped."""

    def link(match: re.Match[str]) -> str:
        return _CITED.sub(r'<a href="#row-\1" data-cite="\1" aria-label="Finding \1">\1</a>', match[0])

    return _BRACKETS.sub(link, html.escape(text))


def _claim(judgement: ClaimJudgement) -> str:
    bearing, because = BEARINGS[judgement.bearing](), " ".join(judgement.because)
    return CLAIM(claim=Foreign(judgement.claim), bearing=bearing, because=because)


def evidence_html(
    evidence: Sequence[Evidence], verdict: Verdict, crops: Mapping[str, str] = MappingProxyType({})
) -> str:
    """A table of the findings, and one of all cues to open; the cues that support something stand in both.

    Without a label the strength of the evidence follows the findings.

    Args:
        evidence: the findings.
        verdict: the judgement.
        crops: addresses of the parts that findings name, by their ids.
    """
    added = weights(verdict)
    cues = [item for item in evidence if item.kind == "cue"]
    first = [item for item in evidence if item.kind != "cue" or item.supports != "neutral"]
    page = _table(first, added, {item.id for item in first}, crops) if first else f"<p>{html.escape(NO_FINDINGS())}</p>"
    if strength := beside_evidence(verdict):
        page += f"<p>{html.escape(strength)}</p>"
    if cues:
        own = {item.id for item in cues} - {item.id for item in first}
        page += f"<details><summary>Visual cues</summary>{_table(cues, added, own, crops)}</details>"
    return page


def _table(
    evidence: Sequence[Evidence], added: Mapping[str, str], named: Iterable[str], crops: Mapping[str, str]
) -> str:
    """The table; rows of the evidence that is `named` can be linked to, so that no name stands twice on the page."""
    rows = "".join(_row(item, added.get(item.id, ""), item.id in named, crops.get(item.id)) for item in evidence)
    return f'<table class="evidence"><tr>{_HEAD}</tr>{rows}</table>'


def _row(item: Evidence, added: str, named: bool, crop: str | None) -> str:
    asides = "".join(f"<small>{html.escape(aside)}</small>" for aside in item.asides)
    if crop is not None:
        told = html.escape(THE_PART(source=item.source))
        asides += f'<img class="crop" src="{html.escape(crop)}" alt="{told}" loading="lazy">'
    number, place = html.escape(item.id), ""
    if (r := item.region) and item.id:
        number = (
            f'<a href="#viewer" data-cite="{number}" data-from="row" aria-label="{number}, show the place">{number}</a>'
        )
        place = f"<small>{r.w}×{r.h} px at {r.x}, {r.y}</small>"
    cells = (number, html.escape(item.source) + place, item.supports, added, html.escape(item.statement) + asides)
    heads = ("", "", "supports", WEIGHT_TITLE(), "")
    told = "".join(
        f'<td data-head="{head}">{cell}</td>' if head else f"<td>{cell}</td>"
        for head, cell in zip(heads, cells, strict=True)
    )
    anchor = f' id="row-{html.escape(item.id)}"' if named else ""
    return f"<tr{anchor}>{told}</tr>"
