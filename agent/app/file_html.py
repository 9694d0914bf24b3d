"""What a file holds beside its pixels, as the page shows it; all text out of the file is quoted and escaped."""

from __future__ import annotations

import html
from collections.abc import Iterator

from ..foreign import Foreign
from ..provenance.contents import Contents, Part
from ..provenance.credential_types import Manifest
from ..report.contents_sections import GENERATION, Row, sorted_rows
from ..report.contents_table import NOTHING
from ..sentences import Sentence

LENGTH, LONGER = 400, 4_000  # characters of a value; of a prompt
_MOST = 200  # rows of a section, and of the parts of a manifest
TRUSTED = Sentence("file_html.trusted", "The signer is trusted.")
NOT_TRUSTED = Sentence("file_html.not_trusted", "The signer is not on a list of trusted signers.")
INTACT = Sentence("file_html.intact", "Hashes and signature match.")
FAILED = Sentence("file_html.failed", "These checks failed: {codes}.")
BARE = Sentence("file_html.bare", "It has no credentials of its own.")
IN_FULL = Sentence("file_html.in_full", "The command “telltale inspect” shows every value in full.")


def file_html(contents: Contents) -> str:
    """Everything in the file, in sections."""
    return "".join(_blocks(contents)) or f"<p>{html.escape(NOTHING())}</p>"


def _blocks(contents: Contents) -> Iterator[str]:
    if contents.credentials is not None:
        yield f"<h2>Content credentials</h2><ul>{_manifest(contents.credentials, 0)}</ul>"
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


def _manifest(manifest: Manifest, depth: int) -> str:
    """A manifest as an item of a list, with its steps and, below them, its ingredients."""
    lines = []
    if not manifest.has_manifest:
        lines.append(html.escape(BARE()))
    else:
        lines.append(html.escape((TRUSTED if manifest.trusted else NOT_TRUSTED)()))
        failed = ", ".join(dict.fromkeys(status.code for status in manifest.failures))
        lines.append(html.escape(FAILED(codes=failed) if failed else INTACT()))
    for name, value in (("signer", manifest.signer), ("made with", manifest.program), ("signed", manifest.signed_at)):
        if value:
            lines.append(f"{name} {_quoted(value, LENGTH)}")
    steps = []
    for action in manifest.actions[:_MOST]:
        told = [_quoted(action.action, LENGTH)]
        for name, value in (("by", action.agent), ("source type", action.source_type), ("at", action.when)):
            if value:
                told.append(f"{name} {_quoted(value, LENGTH)}")
        if action.description:
            told.append(_quoted(action.description, LENGTH))
        steps.append(f"<li>{', '.join(told)}</li>")
    below = "".join(_manifest(each, depth + 1) for each in manifest.ingredients[:_MOST]) if depth < 12 else ""
    title = _quoted(manifest.title or manifest.label, LENGTH)
    kind = "" if manifest.relationship == "self" else f" <small>{manifest.relationship}</small>"
    parts = f"<ul>{''.join(steps)}{below}</ul>" if steps or below else ""
    return f"<li><b>{title}</b>{kind}<br>{'<br>'.join(lines)}{parts}</li>"


def _quoted(value: Foreign, length: int) -> str:
    return html.escape(value.quoted(length))
