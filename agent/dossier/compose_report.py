"""The whole report, or the one page for a desk, put together from an examination or from its record alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from ..evidence import Examination
from ..foreign import Foreign
from ..provenance.contents import Contents
from ..record import Investigation
from ..sentences import Sentence
from . import (
    conclusion_sections,
    error_sections,
    exhibit_pictures,
    finding_sections,
    item_sections,
    method_sections,
    standards_sections,
)
from . import report_labels as labels
from .copy_stability import CopyScore
from .document_parts import (
    Block,
    Cell,
    Document,
    Exact,
    Facts,
    Line,
    Paragraph,
    Points,
    Quoted,
    Said,
    Section,
    exact,
    said,
)
from .exhibit_pictures import Pixels
from .localised_report import ENGLISH, localised

Pages = Literal["one", "full"]
NAME = 120  # characters of a name or of a case number
NO_LIMITATION = Sentence("compose_report.no_limitation", "The record names no limitation beyond those above.")
DESK_FINDINGS = Sentence("compose_report.desk_findings", "What it rests on")
DESK_LIMITS = Sentence("compose_report.desk_limits", "What limits it")
DESK_UNCHECKED = Sentence(
    "compose_report.desk_unchecked",
    "Not checked: invisible watermarks such as SynthID, whether the picture was published before, who or what is "
    "shown. Ask the sender for the original file, and try several reverse image searches.",
)
DESK_FULL = Sentence("compose_report.desk_full", "The full report has the evidence, the methods and the error rates.")
DESK_LEFT_OUT = Sentence("compose_report.desk_left_out", "The full report has {count:.0f} more findings.")
_SHORT = 420  # characters of a sentence on the one page, above which it is left to the full report


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a report says that no record holds.

    Attributes:
        examiner: who examined the picture.
        reviewer: who checks the examiner's work.
        case_number: of the case.
        request: what was asked for.
        received: how the file was received.
        created: when the report is made; None leaves the date out.
        command: the call that examined the picture; None for one that the record tells of.
        log: lines of the log of a case.
    """

    examiner: str | None = None
    reviewer: str | None = None
    case_number: str | None = None
    request: str | None = None
    received: str | None = None
    created: datetime | None = None
    command: str | None = None
    log: Sequence[str] = field(default=())


def of_investigation(
    investigation: Investigation,
    particulars: Particulars | None = None,
    *,
    pages: Pages = "full",
    language: str = ENGLISH,
    copies: Sequence[CopyScore] = (),
) -> Document:
    """The report of a finished examination, with pictures and with what the file holds.

    Args:
        investigation: the examination.
        particulars: names and numbers that no record holds.
        pages: `one` for one page, else `full`.
        language: one of `REPORT_LANGUAGES`.
        copies: the scores of copies, from `copy_scores`.

    Raises:
        ValueError: if it can't be written in that language.
    """
    shown = Pixels(investigation.exhibit.pixels, investigation.maps)
    held = investigation.contents
    return _report(investigation.examination, particulars or Particulars(), pages, language, shown, held, copies)


def of_record(
    record: Examination, particulars: Particulars | None = None, *, pages: Pages = "full", language: str = ENGLISH
) -> Document:
    """The report of a saved record, which has no pictures; arguments as for `of_investigation`."""
    return _report(record, particulars or Particulars(), pages, language, None, None, ())


def _report(
    record: Examination,
    given: Particulars,
    pages: Pages,
    language: str,
    shown: Pixels | None,
    held: Contents | None,
    copies: Sequence[CopyScore],
) -> Document:
    worded = conclusion_sections.in_own_words(record, language)
    full = pages == "full"
    sections = _full(record, worded, given, shown, held, copies) if full else _desk(record, worded, shown)
    created = None if given.created is None else int(given.created.timestamp())
    title = (labels.DESK_TITLE if pages == "one" else labels.TITLE)()
    document = Document(
        title=Said(title),
        subject=Quoted(Foreign(record.exhibit.name)),
        head=_head(record, given),
        sections=sections,
        footer=(Said(labels.FOOTER()), Exact(record.exhibit.sha256)),
        pages=pages,
        language=ENGLISH,
        created=created,
        record=json.dumps(json.loads(record.model_dump_json(by_alias=True)), ensure_ascii=False),
    )
    return localised(document, language)


def _head(record: Examination, given: Particulars) -> Facts:
    day = None if given.created is None else _day(given.created.astimezone(UTC))
    rows: list[tuple[Line, Cell]] = [
        (said(labels.FILE()), ((Quoted(Foreign(record.exhibit.name)),),)),
        (said(labels.CASE()), (_named(given.case_number),)),
        (said(labels.EXAMINER()), (_named(given.examiner),)),
        (said(labels.DATE()), (exact(day) if day else said(labels.NOT_GIVEN()),)),
        (said(labels.MADE_WITH()), (exact(f"Telltale {record.versions.get('telltale', '')}".strip()),)),
    ]
    return Facts(tuple(rows))


def _day(when: datetime) -> str:
    """Day and time; midnight alone is that of a day for which no time was given."""
    midnight = when.hour == when.minute == when.second == 0
    return when.strftime("%Y-%m-%d" if midnight else "%Y-%m-%d %H:%M UTC")


def _named(text: str | None) -> Line:
    return said(labels.NOT_GIVEN()) if not text else (Quoted(Foreign(text), NAME),)


def _full(
    record: Examination,
    worded: Examination,
    given: Particulars,
    shown: Pixels | None,
    held: Contents | None,
    copies: Sequence[CopyScore],
) -> tuple[Section, ...]:
    pictures: list[Block] = []
    details: list[Block] = []
    if shown is not None:
        pictures = [exhibit_pictures.whole(shown, record.evidence)]
        details = list(exhibit_pictures.crops(shown, record.evidence))
        if shown.maps:
            details.append(Paragraph(said(exhibit_pictures.MAP_CAVEAT())))
        details += exhibit_pictures.maps(shown, record.evidence)
    lines = record.limitations
    limitations = Points(tuple(map(said, lines))) if lines else Paragraph(said(NO_LIMITATION()))
    return (
        conclusion_sections.summary(worded, pictures),
        conclusion_sections.question(record, _foreign(given.request)),
        item_sections.item(record, _foreign(given.received)),
        item_sections.suitability(record),
        finding_sections.findings(record, details),
        finding_sections.scores(record),
        conclusion_sections.conclusion(record),
        error_sections.errors(record),
        error_sections.stability(record, copies),
        method_sections.unchecked(),
        Section("limitations", Said(labels.LIMITATIONS()), (limitations,)),
        method_sections.methods(record),
        item_sections.contents(held, record),
        standards_sections.standards(record),
        method_sections.log(record, given.log),
        method_sections.reproduction(record, given.command),
        standards_sections.signatures(_foreign(given.examiner), _foreign(given.reviewer)),
    )


def _foreign(text: str | None) -> Foreign | None:
    return Foreign(text) if text else None


def _desk(record: Examination, worded: Examination, shown: Pixels | None) -> tuple[Section, ...]:
    """One page: the verdict, the picture, three findings, what limits it, what was not checked."""
    first: list[Block] = [conclusion_sections.verdict_box(record)]
    if shown is not None:
        first.append(exhibit_pictures.whole(shown, record.evidence, 600, 0.4))
    findings = [line for line in conclusion_sections.main_findings(worded, 5) if _fits(line)][:3]
    more = len(finding_sections.shown_findings(record)) - len(findings)
    if findings:
        first += [Paragraph(said(DESK_FINDINGS()), "heading"), Points(tuple(findings))]
        if more > 0:
            first.append(Paragraph(said(DESK_LEFT_OUT(count=more)), "note"))
    first += conclusion_sections.claim(record)
    limits = [line for line in record.limitations if len(line) <= _SHORT][:3]
    if limits:
        first += [Paragraph(said(DESK_LIMITS()), "heading"), Points(tuple(map(said, limits)))]
    first.append(Paragraph(error_sections.rate_of(record)))
    first.append(Paragraph(said(DESK_UNCHECKED())))
    first.append(Paragraph(said(DESK_FULL()), "note"))
    first.append(conclusion_sections.writing_notes(worded)[0])
    return (Section("summary", Said(labels.SUMMARY()), tuple(first)),)


def _fits(line: Line) -> bool:
    return sum(len(part.text) for part in line) <= _SHORT
