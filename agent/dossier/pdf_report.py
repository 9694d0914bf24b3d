"""A report as a PDF file: tagged for screen readers (PDF/UA-1), and the same bytes for the same report.

The layout is `report.typ`; typst lays it out in this process. The report reaches it as data, so that nothing in a text
can act as markup. A report without a date is dated 1 January 1970 inside the file.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .displayable import displayable
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
    Said,
    Signature,
    Table,
    VerdictBox,
    plain,
)

if TYPE_CHECKING:
    import typst

LAYOUT = "report.typ"
FONT, MONO, CHINESE = "Libertinus Serif", "DejaVu Sans Mono", "Noto Sans SC"
SIZES = {"full": (10.0,), "one": (10.0, 9.3, 8.6, 7.9, 7.2, 6.5)}  # points; the first with which one page is enough
_WORD, _CELL_WORD = 66, 16  # letters of a word that need no place to be broken, in a paragraph and in any cell
_ACROSS, _CODE_ACROSS = 78, 112  # letters that a table has room for across the page, of words and of equal width
_ROW, _TABLE = 1200, 1200  # letters of a cell and of a table above which a row and a table may run over two pages
_REGIONS = {"zh": "cn"}


def to_pdf(document: Document) -> bytes:
    """The report as a PDF file.

    Raises:
        ValueError: if it is in Chinese and the package with a Chinese font is not installed.
    """
    return _compiled(document, "pdf")[0]


def to_pages(document: Document, ppi: float = 100) -> list[bytes]:
    """The pages of the report as PNG files, to look at; arguments and errors as for `to_pdf`."""
    return _compiled(document, "png", ppi)


def _compiled(document: Document, kind: str, ppi: float | None = None) -> list[bytes]:
    fonts = _fonts(document.language)
    import typst

    pictures: dict[str, bytes] = {}
    data = laid_out_parts(document, pictures)
    with tempfile.TemporaryDirectory(prefix="telltale-report-") as place:
        root = Path(place)
        layout = root / LAYOUT
        layout.write_bytes((files("telltale.agent.dossier") / LAYOUT).read_bytes())
        for name, png in pictures.items():
            (root / name).write_bytes(png)
        *larger, smallest = SIZES[document.pages]

        def laid_out(size: float) -> typst.Compiler:
            (root / "data.json").write_text(json.dumps({**data, "size": size}), encoding="utf-8")
            return typst.Compiler(layout, root=root, font_paths=fonts, ignore_system_fonts=True)

        fitting = (size for size in larger if laid_out(size).query("<pages>", field="value", one=True) == "1")
        compiler = laid_out(next(fitting, smallest))
        standards: Any = ["ua-1"] if kind == "pdf" else []
        format_: Any = kind
        made = compiler.compile(format=format_, ppi=ppi, pdf_standards=standards, timestamp=document.created or 0)
    return made if isinstance(made, list) else [made or b""]


def _fonts(language: str) -> typst.Fonts:
    """The fonts that typst brings, and for Chinese one more.

    Raises:
        ValueError: if that one is not installed.
    """
    import typst

    folders: list[Any] = []
    if language == "zh":
        try:
            from pylopdf_fonts_zh_cn import sans_path  # pyright: ignore[reportMissingImports]
        except ImportError:
            raise ValueError(
                "a PDF report in Chinese needs a Chinese font; install it with `pip install telltale[chinese]`, or "
                "write an .html report"
            ) from None
        folders = [sans_path().parent]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


def laid_out_parts(document: Document, pictures: dict[str, bytes] | None = None) -> dict[str, Any]:
    """What the layout reads.

    Args:
        document: the report.
        pictures: gets the PNG files, by the names that the layout has for them.
    """
    language = document.language
    when = None if document.created is None else datetime.fromtimestamp(document.created, UTC)
    chinese = [CHINESE] if language == "zh" else []
    shown = _Shown(language, {} if pictures is None else pictures)
    return {
        "title": shown.text(document.title, _WORD),
        "subject": shown.text(document.subject, _WORD),
        "lang": language,
        "region": _REGIONS.get(language),
        "fonts": [FONT, *chinese, MONO],
        "mono": [MONO, *chinese],
        "pages": document.pages,
        "created": None if when is None else [when.year, when.month, when.day, when.hour, when.minute, when.second],
        "head": shown.block(document.head)["rows"],
        "footer": shown.line(document.footer),
        "sections": [
            {"title": shown.inline(section.title), "blocks": [shown.block(each) for each in section.blocks]}
            for section in document.sections
        ],
    }


class _Shown:
    """The parts of a report as the layout reads them."""

    def __init__(self, language: str, pictures: dict[str, bytes]) -> None:
        self._language, self._pictures = language, pictures

    def text(self, part: Inline, longest: int) -> str:
        return displayable(part.text, self._language, longest)

    def inline(self, part: Inline, longest: int = _WORD) -> Mapping[str, Any]:
        kind = "exact" if isinstance(part, Exact) and part.code else "quoted" if isinstance(part, Quoted) else "said"
        strong = isinstance(part, Said) and part.strong
        language = part.language if isinstance(part, Said) else "en" if isinstance(part, Exact) else None
        return {"kind": kind, "text": self.text(part, longest), "strong": strong, "lang": language}

    def line(self, line: Line, longest: int = _WORD) -> list[Mapping[str, Any]]:
        return [self.inline(part, longest) for part in line]

    def cell(self, cell: Cell) -> list[list[Mapping[str, Any]]]:
        return [self.line(line) for line in cell]

    def block(self, block: Block) -> dict[str, Any]:
        match block:
            case Paragraph(line, role):
                return {"kind": "paragraph", "line": self.line(line), "role": role}
            case Points(items):
                return {"kind": "points", "items": [self.line(item) for item in items]}
            case Facts(rows):
                return {"kind": "facts", "rows": [[self.line(name), self.cell(value)] for name, value in rows]}
            case Table(head, rows, widths):
                return {
                    "kind": "table",
                    "head": [self.line(name, _CELL_WORD) for name in head],
                    "rows": [self._row(row, widths) for row in rows],
                    "widths": list(widths),
                    "long": sum(_letters(cell) for row in rows for cell in row) > _TABLE,
                }
            case Picture(png, _, alt, caption, share):
                name = f"p{len(self._pictures)}.png"
                self._pictures[name] = png
                told = {"alt": displayable(plain(alt), self._language, _WORD), "caption": self.line(caption)}
                return {"kind": "picture", "file": name, "share": share, **told}
            case VerdictBox(label, name, headline, lines):
                told = {"headline": self.line(headline), "lines": [self.line(line) for line in lines]}
                return {"kind": "verdict", "label": label, "name": self.inline(name), **told}
            case Command(lines):
                return {"kind": "command", "lines": [displayable(line, self._language, _WORD) for line in lines]}
            case Signature(role, name, sign, date):
                named = None if name is None else self.inline(Quoted(name, 120))
                fields = {"sign": self.inline(sign), "date": self.inline(date)}
                return {"kind": "signature", "role": self.inline(role), "name": named, **fields}

    def _row(self, row: Sequence[Cell], widths: Sequence[int]) -> list[dict[str, Any]]:
        long = any(_letters(cell) > _ROW for cell in row)
        shares = [width / sum(widths) for width in widths]
        return [{"lines": self._held(cell, share), "long": long} for cell, share in zip(row, shares, strict=True)]

    def _held(self, cell: Cell, share: float) -> list[list[Mapping[str, Any]]]:
        """The lines of a cell; a word is left whole, to be copied as it is, where the column has room for it."""
        rooms = {
            code: max(_CELL_WORD, int(across * share)) for code, across in ((False, _ACROSS), (True, _CODE_ACROSS))
        }
        return [[self.inline(part, rooms[isinstance(part, Exact) and part.code]) for part in line] for line in cell]


def _letters(cell: Cell) -> int:
    return sum(len(plain(line)) for line in cell)
