"""The parts of a report, free of any format: what is said, what is quoted, and what is given letter by letter.

A writer for a format needs to know these types and nothing else. Nothing in them is markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..evidence import Label
from ..foreign import Foreign

LENGTH = 400  # characters of a quotation


@dataclass(frozen=True, slots=True)
class Said:
    """A text of our own in English, as sentences make it; it can be translated.

    Attributes:
        text: the text.
        strong: whether it is shown in bold letters.
        language: of `text`, as an ISO 639-1 code; None for that of the document.
    """

    text: str
    strong: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """Text that somebody else wrote; it is shown as a quotation of at most `length` characters."""

    value: Foreign
    length: int = LENGTH

    @property
    def text(self) -> str:
        """The quotation, on one line."""
        return self.value.quoted(self.length)


@dataclass(frozen=True, slots=True)
class Exact:
    """A hash, a version, the title of a publication: shown letter by letter, and never translated.

    Attributes:
        text: the text.
        code: whether it is shown in letters of equal width; not so for names and titles.
    """

    text: str
    code: bool = True


Inline = Said | Quoted | Exact
Line = tuple[Inline, ...]
Cell = tuple[Line, ...]  # paragraphs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a `heading` stands above those that follow in its section, a `note` is smaller."""

    line: Line
    role: Literal["plain", "heading", "note"] = "plain"


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values."""

    rows: tuple[tuple[Line, Cell], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head.

    Attributes:
        head: the names of the columns.
        rows: a cell for each column.
        widths: of the columns, relative to each other.
    """

    head: tuple[Line, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a PNG file, which loses nothing.

    Attributes:
        png: the file.
        size: width and height in pixels.
        alt: what it shows, for those who can't see it.
        caption: the line below it.
        share: of the text's width that it takes at most, 0 to 1.
    """

    png: bytes
    size: tuple[int, int]
    alt: Line
    caption: Line
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class VerdictBox:
    """The label with its headline and what stands below it."""

    label: Label
    name: Said
    headline: Line
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """Commands for a shell, a line each."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """A field to sign in: the role, the name if it is known, and names for the fields of signature and date."""

    role: Said
    name: Foreign | None
    sign: Said
    date: Said


Block = Paragraph | Points | Facts | Table | Picture | VerdictBox | Command | Signature


@dataclass(frozen=True, slots=True)
class Section:
    """A section; `key` is its stable name, in small letters."""

    key: str
    title: Said
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A report.

    Attributes:
        title: its title.
        subject: what it is about: the file's name.
        head: names and values that stand below the title.
        sections: in their order.
        footer: the line at the foot of each page.
        pages: `one` for a summary on one page, else `full`.
        language: ISO 639-1 code.
        created: seconds since 1970 in UTC, None if the date is not given.
        record: the record that it was made from, as JSON.
    """

    title: Said
    subject: Quoted
    head: Facts
    sections: tuple[Section, ...]
    footer: Line
    pages: Literal["one", "full"]
    language: str
    created: int | None
    record: str


def said(text: str) -> Line:
    """A line of a text of ours."""
    return (Said(text),)


def exact(text: object) -> Line:
    """A line that is given letter by letter."""
    return (Exact(str(text)),)


def titled(text: str) -> Line:
    """A line with a name or the title of a publication."""
    return (Exact(text, code=False),)


def cell(*texts: str) -> Cell:
    """A cell with a paragraph for each text of ours; empty ones are left out."""
    return tuple(said(text) for text in texts if text)


def plain(line: Line) -> str:
    """A line as text alone."""
    return " ".join(part.text for part in line)
