"""A report as one HTML file: everything escaped, pictures inside, no script, and nothing that is loaded from elsewhere.

Its content security policy allows its own style sheet, by its hash, and pictures inside the file.
"""

from __future__ import annotations

import base64
import hashlib
import html
from datetime import UTC, datetime
from typing import assert_never

from .document_parts import (
    Block,
    Cell,
    Command,
    Document,
    Exact,
    Facts,
    Inline,
    Line,
    Paragraph,
    Picture,
    Points,
    Quoted,
    Section,
    Signature,
    Table,
    VerdictBox,
    plain,
)

STYLE = """
:root { color-scheme: light dark; --ink: #1f2933; --faint: #52606d; --rule: #cbd2d9; --ground: #fff; --box: #f5f7fa; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e7eb; --faint: #9aa5b1; --rule: #3e4c59; --ground: #14191f; --box: #1f2933; }
}
body { color: var(--ink); background: var(--ground); font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto;
  max-width: 52rem; padding: 1.5rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; margin-top: 2.2rem; } h3 { font-size: 1rem; margin-bottom: 0.2rem; }
code { font-size: 0.85em; } .note, figcaption, footer { color: var(--faint); font-size: 0.87rem; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: 0.3rem 1.2rem; }
dt { color: var(--faint); } dd { margin: 0; } dd p, td p { margin: 0 0 0.3rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.6rem 0.35rem 0; border-top: 1px solid var(--rule); }
th, td, td:first-child code { overflow-wrap: break-word; } td code, td bdi { overflow-wrap: anywhere; }
th { border-top: 0; } .wide { overflow-x: auto; }
figure { margin: 1rem 0; }
img { max-width: 100%; height: auto; border: 1px solid var(--rule); box-sizing: border-box; }
.verdict { background: var(--box); border-left: 4px solid #7b8794; padding: 0.7rem 1rem; }
.verdict b { display: block; font-size: 1.3rem; text-transform: uppercase; }
.real { border-color: #1b7a43; } .synthetic { border-color: #8a2a83; } .tampered { border-color: #946200; }
pre { background: var(--box); padding: 0.7rem; white-space: pre-wrap; }
.signature { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; margin-top: 1.5rem; }
.signature strong { grid-column: 1 / 3; margin-bottom: 2.5rem; }
.signature span { border-top: 1px solid var(--faint); color: var(--faint); font-size: 0.87rem; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } h2, h3 { break-after: avoid; } }
"""
_TAGS = {"plain": "p", "note": "p", "heading": "h3"}


def to_html(document: Document) -> str:
    """The report as an HTML file."""
    sections = "".join(_section(n, section) for n, section in enumerate(document.sections, start=1))
    when = (
        "" if document.created is None else datetime.fromtimestamp(document.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    )
    head = f"<h1>{_text(document.title)}</h1>{_block(document.head)}"
    foot = f"<footer>{_line(document.footer)}</footer>"
    dated = f'<meta name="date" content="{when}">' if when else ""
    return page(
        f"{plain((document.title,))}: {document.subject.text}", document.language, dated, f"{head}{sections}{foot}"
    )


def page(title: str, language: str, head: str, body: str) -> str:
    """An HTML file with the style sheet of reports.

    Args:
        title: not escaped yet.
        language: ISO 639-1 code.
        head: further elements of the head.
        body: elements of the body.
    """
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"{head}<title>{html.escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _section(number: int, section: Section) -> str:
    blocks = "\n".join(map(_block, section.blocks))
    name = f"section-{html.escape(section.key)}"
    title = f'<h2 id="{name}">{number}. {_text(section.title)}</h2>'
    return f'<section aria-labelledby="{name}">\n{title}\n{blocks}\n</section>\n'


def _text(part: Inline) -> str:
    text = html.escape(part.text)
    match part:
        case Exact(_, code):
            return f"<code>{text}</code>" if code else text
        case Quoted():
            return f"<bdi>{text}</bdi>"
        case _:
            text = f"<strong>{text}</strong>" if part.strong else text
            return f'<span lang="{html.escape(part.language)}">{text}</span>' if part.language else text


def _line(line: Line) -> str:
    return " ".join(map(_text, line))


def _cell(cell: Cell) -> str:
    return _line(cell[0]) if len(cell) == 1 else "".join(f"<p>{_line(line)}</p>" for line in cell)


def _block(block: Block) -> str:
    match block:
        case Paragraph(line, role):
            kind = ' class="note"' if role == "note" else ""
            return f"<{_TAGS[role]}{kind}>{_line(line)}</{_TAGS[role]}>"
        case Points(items):
            return "<ul>" + "".join(f"<li>{_line(item)}</li>" for item in items) + "</ul>"
        case Facts(rows):
            return "<dl>" + "".join(f"<dt>{_line(name)}</dt><dd>{_cell(value)}</dd>" for name, value in rows) + "</dl>"
        case Table(head, rows, _):
            names = "".join(f'<th scope="col">{_line(name)}</th>' for name in head)
            cells = "".join("<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in row) + "</tr>" for row in rows)
            return f'<div class="wide"><table><thead><tr>{names}</tr></thead><tbody>{cells}</tbody></table></div>'
        case Picture():
            return _figure(block)
        case VerdictBox(label, name, headline, lines):
            below = "".join(f"<p>{_line(line)}</p>" for line in lines)
            return f'<div class="verdict {label}"><b>{_text(name)}</b><strong>{_line(headline)}</strong>{below}</div>'
        case Command(lines):
            return "<pre><code>" + html.escape("\n".join(lines)) + "</code></pre>"
        case Signature(role, name, sign, date):
            named = f" {_text(Quoted(name, 120))}" if name is not None else ""
            fields = f"<span>{_text(sign)}</span><span>{_text(date)}</span>"
            return f'<div class="signature"><strong>{_text(role)}{named}</strong>{fields}</div>'
        case _:
            assert_never(block)


def _figure(picture: Picture) -> str:
    data = base64.b64encode(picture.png).decode()
    width, height = picture.size
    source = f'src="data:image/png;base64,{data}" width="{width}" height="{height}"'
    alt = html.escape(plain(picture.alt))
    return f'<figure><img {source} alt="{alt}"><figcaption>{_line(picture.caption)}</figcaption></figure>'
