"""What can happen to a case: the content of each kind of entry, and the rows that follow from it.

Rows are written from these changes, and `verify` makes the same changes again from the log alone. So the tables and
the log can't say different things without being found out.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field, ValidationError

from ..evidence import Frozen, Hypothesis, Label
from ..text import one_line
from . import case_schema as schema
from .case_log import Entry, canonical
from .case_types import CasebookError

LONGEST = 100_000  # characters of a note or a question
NO_CASE = ""  # in place of a case's id, in entries about the casebook itself


def _storable(text: str) -> str:
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError("has characters that no database keeps")
    return text


Text = Annotated[str, Field(max_length=LONGEST), AfterValidator(_storable)]
Line = Annotated[str, Field(max_length=500), AfterValidator(_storable)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1, strict=True)]
Pixels = Annotated[int, Field(ge=0, le=2**31 - 1, strict=True)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Content(Frozen):
    """The content of an entry.

    `salt` is random, so that after a deletion nobody can find out a short content by trying digests.
    """

    salt: str = Field(default_factory=lambda: secrets.token_hex(16), pattern=r"^[0-9a-f]{32}$")

    def as_payload(self) -> str:
        """The content as it stands in the log."""
        return canonical(self.model_dump(mode="json", by_alias=True))


Said = TypeVar("Said", bound=Content)


class Opened(Content):
    """A case was opened."""

    title: Annotated[Line, Field(min_length=1)]
    reference: Line = ""
    examiner: Line = ""
    reviewer: Line = ""


class Assigned(Content):
    """An examiner or a reviewer was named; None leaves a name as it is."""

    examiner: Line | None = None
    reviewer: Line | None = None


class Added(Content):
    """An exhibit was added."""

    exhibit: Number
    name: Line
    sha256: Digest
    size: Annotated[int, Field(ge=1, strict=True)]
    received: Text = ""


class Recorded(Content):
    """An examination was recorded."""

    exhibit: Number
    record_sha256: Digest
    label: Label


class Asked(Content):
    """A question was asked and answered; `reply` is a `case_types.Reply`, in the form of the version that wrote it."""

    exhibit: Number
    question: Text
    reply: dict[str, Any]


class Noted(Content):
    """A note was written."""

    exhibit: Number | None = None
    text: Annotated[Text, Field(min_length=1)]


class Boxed(Content):
    """A part of an exhibit was marked."""

    exhibit: Number
    x: Pixels
    y: Pixels
    w: Number
    h: Number
    text: Text = ""


class Marked(Content):
    """A verdict was called wrong."""

    exhibit: Number
    truth: Hypothesis
    label: Label | None = None
    keep_picture: Annotated[bool, Field(strict=True)] = False


class Deleted(Content):
    """A case was deleted, or one exhibit of it; the content of the entries named is withdrawn."""

    exhibit: Number | None = None
    entries: tuple[Number, ...] = ()
    sha256: tuple[Digest, ...] = Field(default=(), description="of the exhibits that went")
    records: tuple[Digest, ...] = Field(default=(), description="SHA-256 of the records that went")


class Exported(Content):
    """The case was exported; `head` is the digest of the last entry in the archive."""

    archive_sha256: Digest
    head: Digest


class Imported(Content):
    """The case was imported; `head` is the digest of the last entry in the archive."""

    archive_sha256: Digest
    head: Digest


class PicturesExported(Content):
    """Pictures whose verdict was called wrong left the casebook, to measure and to train with."""

    exhibits: tuple[Number, ...]


class HeadNoted(Content):
    """The end of the log was noted anew on a device where no note, or another one, was found.

    `sequence` and `digest` are those of the note that was set aside; None if there was none.
    """

    device: Line
    sequence: int | None = None
    digest: Line | None = None


ACTIONS: dict[str, type[Content]] = {
    "case.opened": Opened,
    "case.assigned": Assigned,
    "exhibit.added": Added,
    "examination.recorded": Recorded,
    "question.answered": Asked,
    "note.written": Noted,
    "box.drawn": Boxed,
    "verdict.marked": Marked,
    "exhibit.deleted": Deleted,
    "case.deleted": Deleted,
    "case.exported": Exported,
    "case.imported": Imported,
    "pictures.exported": PicturesExported,
    "head.noted": HeadNoted,
}
DELETIONS = ("exhibit.deleted", "case.deleted")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Put:
    """A new row."""

    table: str
    row: Row


@dataclass(frozen=True, slots=True)
class Assign:
    """New values in the row of a case."""

    case_id: str
    values: Row


@dataclass(frozen=True, slots=True)
class Drop:
    """The rows of a case, or of one exhibit of it, are gone."""

    case_id: str
    exhibit: int | None


Change = Put | Assign | Drop


def content(kind: type[Said], **fields: object) -> Said:
    """The content of an entry.

    Raises:
        CasebookError: if a field can't be stored.
    """
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        what = str(first["loc"][0]) if first["loc"] else "entry"
        raise CasebookError(f"{what}: {one_line(first['msg'])}; a text may have {LONGEST:,} characters") from None


def read(entry: Entry) -> Content:
    """The content of an entry that has any.

    Raises:
        ValueError: if it is none of its action.
    """
    kind = ACTIONS.get(entry.action)
    if kind is None:
        raise ValueError("its action is unknown")
    try:
        return kind.model_validate_json(entry.payload or "")
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"its content can't be read ({place or 'all'}: {first['msg']})") from None


def changes(entry: Entry) -> list[Change]:
    """The changes of rows that follow from an entry; none if its content was withdrawn.

    Raises:
        ValueError: if its content is none of its action.
    """
    if entry.payload is None:
        return []
    own = {"case_id": entry.case_id, "number": entry.number, "time": entry.time, "actor": entry.actor}
    match read(entry):
        case Opened() as said:
            row = {"id": entry.case_id, "opened": entry.time, "opened_by": entry.actor, **_plain(said)}
            return [Put(schema.CASES.name, row)]
        case Assigned() as said:
            return [Assign(entry.case_id, {key: value for key, value in _plain(said).items() if value is not None})]
        case Added() as said:
            row = _plain(said)
            number = row.pop("exhibit")
            return [Put(schema.EXHIBITS.name, own | row | {"number": number})]
        case Asked() as said:
            row = {"exhibit": said.exhibit, "question": said.question, "reply": canonical(said.reply)}
            return [Put(schema.TURNS.name, own | row)]
        case Deleted() as said:
            return [Drop(entry.case_id, said.exhibit)]
        case (Recorded() | Noted() | Boxed() | Marked()) as said:
            return [Put(_TABLES[type(said)], own | _plain(said))]
    return []


_TABLES: dict[type[Content], str] = {
    Recorded: schema.EXAMINATIONS.name,
    Noted: schema.NOTES.name,
    Boxed: schema.BOXES.name,
    Marked: schema.MARKS.name,
}


def _plain(said: Content) -> Row:
    return said.model_dump(mode="json", exclude={"salt"})
