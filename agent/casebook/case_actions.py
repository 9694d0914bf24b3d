"""What can happen to a case: the kinds of entries, and the rows that follow from each.

Rows are written from these changes, and `verify` makes the same changes again from the log alone. So the tables and
the log can't say different things without being found out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from . import case_schema as schema
from .case_contents import (
    Added,
    Asked,
    Assigned,
    Boxed,
    Challenged,
    Content,
    Deleted,
    Exported,
    HeadNoted,
    Imported,
    Judged,
    Marked,
    Noted,
    Opened,
    PicturesExported,
    Recorded,
    ReportsWritten,
    TruthStated,
)
from .case_log import Entry, canonical

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
    "reports.written": ReportsWritten,
    "truth.stated": TruthStated,
    "judgement.given": Judged,
    "challenge.entered": Challenged,
    "head.noted": HeadNoted,
}
# What has no rows and is read from the log itself.
_ROWLESS = (PicturesExported, ReportsWritten, TruthStated, Judged, Challenged)
WITHOUT_ROWS: dict[type[Content], str] = {kind: action for action, kind in ACTIONS.items() if kind in _ROWLESS}
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
