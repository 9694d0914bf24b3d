"""The rows of a case as they follow from its log, and the deletions in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from . import case_schema as schema
from .case_actions import DELETIONS, Assign, Change, Drop, Put, Row, changes, read
from .case_contents import Deleted
from .case_log import Entry

Rows = dict[int, Row]  # by number; of the table `cases`, by 0
OPENED, ADDED, CASE_DELETED = "case.opened", "exhibit.added", "case.deleted"


class ReplayError(ValueError):
    """An entry that can't follow from those before it; `number` is its own."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(f"entry {number}: {reason}")
        self.number, self.reason = number, reason


@dataclass(frozen=True, slots=True)
class Replayed:
    """What follows from a log: rows by table and number, and the numbers of the exhibits that were ever added."""

    tables: dict[str, Rows] = field(default_factory=lambda: {table.name: {} for table in schema.OF_CASES})


def withdrawn(entries: Sequence[Entry]) -> frozenset[int]:
    """The numbers of the entries whose content the deletions in a log have withdrawn.

    Only an earlier entry that is itself no deletion can be withdrawn. A deletion that can't be read withdraws nothing.
    """
    gone: set[int] = set()
    kinds = {entry.number: entry.action for entry in entries}
    for entry in entries:
        if entry.action in DELETIONS and entry.payload is not None:
            try:
                said = read(entry)
            except ValueError:
                continue
            if isinstance(said, Deleted):
                gone |= {n for n in said.entries if n < entry.number and kinds.get(n) not in DELETIONS}
    return frozenset(gone)


def replay(entries: Sequence[Entry]) -> Replayed:
    """Make the changes of all entries of one case, from nothing.

    Raises:
        ReplayError: if an entry can't be read, or can't follow from those before it.
    """
    made, added, deleted = Replayed(), 0, False
    for entry in entries:
        if (entry.number == 1) != (entry.action == OPENED):
            raise ReplayError(entry.number, "a log begins with the opening of its case, and has no other")
        if deleted:
            raise ReplayError(entry.number, "the case was deleted before")
        added += entry.action == ADDED
        deleted = entry.action == CASE_DELETED
        try:
            for change in changes(entry):
                _make(made, entry, change, added)
        except ReplayError:
            raise
        except ValueError as error:
            raise ReplayError(entry.number, str(error)) from None
    return made


def _make(made: Replayed, entry: Entry, change: Change, added: int) -> None:
    cases, exhibits = made.tables[schema.CASES.name], made.tables[schema.EXHIBITS.name]
    match change:
        case Put(table, row):
            number = row.get("number", 0)
            if table == schema.EXHIBITS.name and number != added:
                raise ReplayError(entry.number, f"exhibit {number} is out of order")
            exhibit = row.get("exhibit")
            if exhibit is not None and exhibit not in exhibits:
                raise ReplayError(entry.number, f"there is no exhibit {exhibit}")
            made.tables[table][number] = row
        case Assign(_, values):
            if 0 not in cases:
                raise ReplayError(entry.number, "there is no case")
            cases[0] = cases[0] | values
        case Drop(_, exhibit) if (exhibit is None) != (entry.action == CASE_DELETED):
            raise ReplayError(entry.number, "it does not say whether the case was deleted or an exhibit")
        case Drop(_, None):
            for rows in made.tables.values():
                rows.clear()
        case Drop(_, int(exhibit)):
            exhibits.pop(exhibit, None)
            for table in schema.OF_EXHIBITS:
                rows = made.tables[table.name]
                made.tables[table.name] = {n: row for n, row in rows.items() if row["exhibit"] != exhibit}
