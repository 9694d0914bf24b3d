"""A record, a reply and the contents of a file as plain text, for an agent that reads.

All of it is made of sentences of the record, in which what a file says is quoted.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from ..casebook import Reply
from ..evidence import Evidence, Examination
from ..foreign import file_name
from ..reasoning.writing import findings
from ..report.contents_table import show
from ..report.wording import below_headline, beside_evidence, beside_label, rejected
from ..sandbox import Received
from ..text import capitalised

_WIDTH = 160  # columns
_LONGEST = 60_000  # characters


def examination_text(record: Examination) -> str:
    """What was found: the verdict with its reasons, the file, the evidence, the limitations."""
    return "\n".join(_lines(record))


def reply_text(reply: Reply) -> str:
    """The sentences of an answer, and the evidence that was measured for it."""
    lines = [statement.text for statement in reply.statements]
    if reply.dropped:
        lines.append(f"({rejected(reply.dropped)})")
    return "\n".join([*lines, *map(_evidence, reply.evidence)])


def contents_text(received: Received) -> str:
    """What a file holds beside its pixels, in sections."""
    from rich.console import Console

    buffer = io.StringIO()
    console = Console(file=buffer, width=_WIDTH, color_system=None, highlight=False, legacy_windows=False)
    show(console, received.exhibit.facts, received.contents)
    lines = (line.rstrip() for line in buffer.getvalue().splitlines())
    text = "\n".join(line for line in lines if line)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…\n(cut; `telltale inspect` shows all of it)"


def _lines(record: Examination) -> Iterator[str]:
    facts, verdict = record.exhibit, record.verdict
    yield f"{file_name(facts.name)}, SHA-256 {facts.sha256}"
    items = [
        findings.of_verdict(verdict),
        *findings.of_abstention(verdict),
        *findings.of_file(facts),
        *([findings.of_claim(record.claim)] if record.claim is not None else []),
    ]
    for item in items:
        yield f"[{item.cite}] {capitalised(item.text)}"
    for line in beside_label(verdict):
        yield f"[verdict] {line}"
    yield "Evidence:"
    for each in record.evidence:
        yield _evidence(each)
    if strength := beside_evidence(verdict):
        yield f"[verdict] {strength}"
    yield "Explanation:"
    for statement in below_headline(record.explanation):
        yield statement.text
    if record.limitations:
        yield "Limitations:"
        yield from record.limitations


def _evidence(item: Evidence) -> str:
    return f"[{item.id}] ({item.source}; supports: {item.supports}) {' '.join((item.statement, *item.asides))}"
