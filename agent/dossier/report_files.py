"""A report as a file, by the ending of its name; and an index of many."""

from __future__ import annotations

import html
import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..evidence import Examination, Label
from ..file_bytes import write_whole
from ..foreign import file_name
from ..sentences import Sentence
from ..translation import MARKS, translated
from . import report_labels as labels
from .document_parts import Document
from .html_report import page, to_html
from .json_report import to_json
from .localised_report import ENGLISH
from .pdf_report import to_pdf

ENDINGS = (".pdf", ".html", ".json")
INDEX = "index.html"
INDEX_TITLE = Sentence("report_files.title", "Reports, sorted by verdict")
INDEX_COUNT = Sentence("report_files.count", "Pictures: {count:,}")
INDEX_NAME = Sentence("report_files.verdict", "Verdict")
INDEX_HEADLINE = Sentence("report_files.headline", "In short")
INDEX_REPORT = Sentence("report_files.report", "Report")
_ORDER: tuple[Label, ...] = ("tampered", "synthetic", "inconclusive", "real")


@dataclass(frozen=True, slots=True)
class Indexed:
    """A report in an index: its file's name, and the record that it was made from."""

    file: str
    record: Examination


def checked_ending(file: Path) -> Path:
    """The file, if a report can be written to it.

    Raises:
        ValueError: if its name has another ending.
    """
    if file.suffix.lower() not in ENDINGS:
        raise ValueError(f"{file_name(file)}: a report ends in {', '.join(ENDINGS)}; name it so")
    return file


def content(document: Document, ending: str) -> bytes:
    """A report in the format of an ending.

    Raises:
        ValueError: if there is no such format, or if a font for it is missing.
    """
    if ending == ".pdf":
        return to_pdf(document)
    if ending == ".html":
        return to_html(document).encode()
    if ending == ".json":
        return to_json(document).encode()
    raise ValueError(f"there is no report that ends in {ending}; use {', '.join(ENDINGS)}")


def write(document: Document, file: Path) -> None:
    """Write a report; a file that was there is replaced once the new one is complete.

    Raises:
        ValueError: if the name has another ending than `ENDINGS`, or if a font is missing.
        OSError: if it can't be written.
    """
    write_whole(file, content(document, checked_ending(file).suffix.lower()))


def write_index(folder: Path, reports: Sequence[Indexed], language: str = ENGLISH) -> Path:
    """Write `index.html` with a row for each report, sorted by verdict, with the hash of the picture; returns it."""

    def said(text: str) -> str:
        if language == ENGLISH:
            return html.escape(text)
        return html.escape(translated(text, language) or f"{MARKS[language]} {text}")

    rows = []
    for each in sorted(reports, key=lambda one: (_ORDER.index(one.record.verdict.label), one.file)):
        verdict, facts = each.record.verdict, each.record.exhibit
        cells = (
            f"<strong>{said(verdict.label)}</strong>",
            f"<bdi>{html.escape(file_name(facts.name))}</bdi><br><code>{facts.sha256}</code>",
            said(verdict.headline),
            f'<a href="{urllib.parse.quote(each.file)}">{html.escape(each.file)}</a>',
        )
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    names = (INDEX_NAME, labels.FILE, INDEX_HEADLINE, INDEX_REPORT)
    head = "".join(f'<th scope="col">{said(name())}</th>' for name in names)
    title = INDEX_TITLE()
    body = f"<h1>{said(title)}</h1><p>{said(INDEX_COUNT(count=len(reports)))}</p>"
    table = f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    shown = title if language == ENGLISH else translated(title, language) or title
    file = folder / INDEX
    write_whole(file, page(shown, language, "", body + table).encode())
    return file
