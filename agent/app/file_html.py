"""What a file holds beside its pixels, as the page shows it; all text out of the file is quoted and escaped."""

from __future__ import annotations

import html
from collections.abc import Iterator

from ..foreign import Foreign
from ..provenance.contents import Contents, Part
from ..report.contents_sections import GENERATION, Row, sorted_rows
from ..report.contents_table import NOTHING
from ..sentences import Sentence

LENGTH, LONGER = 400, 4_000  # characters of a value; of a prompt
_MOST = 200  # rows of a section
CREDENTIALS = Sentence("file_html.credentials", "The file holds content credentials; the tab Credentials shows them.")
IN_FULL = Sentence("file_html.in_full", "The command “telltale inspect” shows every value in full.")


def file_html(contents: Contents) -> str:
    """Everything in the file, in sections."""
    return "".join(_blocks(contents)) or f"<p>{html.escape(NOTHING())}</p>"


def _blocks(contents: Contents) -> Iterator[str]:
    if contents.credentials is not None:
        yield f"<p>{html.escape(CREDENTIALS())}</p>"
    for title, rows in sorted_rows(contents.fields).items():
        if rows:
            length = LONGER if title == GENERATION else LENGTH
            cells = "".join(_row(row, length) for row in rows[:_MOST])
            yield f'<h2>{html.escape(title)}</h2><table class="file">{cells}</table>'
    if contents.parts:
        cells = "".join(_part(part) for part in contents.parts[:_MOST])
        yield f'<h2>Embedded pictures and data</h2><table class="file">{cells}</table>'
    if contents.warnings:
        lines = "".join(f"<li>{html.escape(line)}</li>" for line in contents.warnings)
        yield f"<h2>Warnings</h2><ul>{lines}</ul>"
    if contents.fields:
        yield f"<p><small>{html.escape(IN_FULL())}</small></p>"


def _row(row: Row, length: int) -> str:
    named = len(row.fields) > 1 and not row.items
    values = "<br>".join(
        (f"<small>{html.escape(field.path[-1] if field.path else field.name)}</small> " if named else "")
        + _quoted(field.value, length)
        for field in row.fields[:_MOST]
    )
    return f"<tr><th>{html.escape(row.name)}<small>{html.escape(row.place)}</small></th><td>{values}</td></tr>"


def _part(part: Part) -> str:
    size = f"{part.width}×{part.height} px" if part.width and part.height else ""
    count = "" if part.size is None else f"{part.size:,} bytes"
    told = " · ".join(text for text in (part.media_type or "", size, count, part.where) if text)
    return f"<tr><th>{html.escape(part.kind)}</th><td>{html.escape(told)}</td></tr>"


def _quoted(value: Foreign, length: int) -> str:
    return html.escape(value.quoted(length))
