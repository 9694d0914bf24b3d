"""Writing: one transaction that adds entries to the log and makes the changes of rows that follow from them."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.engine import RowMapping

from ..text import one_line
from . import case_schema as schema
from .case_actions import Assign, Change, Drop, Put, changes
from .case_contents import NO_CASE, Content, HeadNoted
from .case_database import PATIENCE, Place, in_one_line, told, transaction
from .case_head import Head, read_head, write_head
from .case_log import FIRST, Entry, Link
from .case_types import CasebookError

_LOG = schema.LOG.c


@dataclass
class Writer:
    """One transaction that writes.

    Attributes:
        connection: in the transaction.
        place: of the casebook.
        last: the last entry of the log.
    """

    connection: Connection
    place: Place
    last: Link | None

    def append(self, case_id: str, action: str, content: Content, actor: str) -> Entry:
        """Add an entry to the log of a case, and make the changes that follow from it."""
        before = last_of_case(self.connection, case_id)
        number, previous = (before.number + 1, before.digest) if before else (1, FIRST)
        time = datetime.now(UTC).isoformat(timespec="microseconds")
        entry = Entry.made(case_id, number, time, actor, action, content.as_payload(), previous)
        self.adopt(entry)
        for change in changes(entry):
            _make(self.connection, change)
        return entry

    def adopt(self, entry: Entry) -> None:
        """Add an entry to the log of the casebook as it is, without changes of rows."""
        sequence, previous = (self.last.sequence + 1, self.last.digest) if self.last else (1, FIRST)
        self.last = Link.made(entry, sequence, previous)
        values = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
        link = {"sequence": sequence, "link_previous": previous, "link_digest": self.last.digest}
        self.connection.execute(insert(schema.LOG).values(**values, **link))

    def put_rows(self, table: str, rows: Sequence[dict]) -> None:
        """Add rows that were found by `case_replay.replay`."""
        for row in rows:
            _make(self.connection, Put(table, row))

    def withdraw(self, case_id: str, numbers: Sequence[int]) -> None:
        """Delete the contents of entries; a deletion in the log names them."""
        for number in numbers:
            of_entry = (_LOG.case_id == case_id) & (_LOG.number == number)
            self.connection.execute(update(schema.LOG).where(of_entry).values(payload=None))


@contextmanager
def locked(place: Place) -> Iterator[None]:
    """Keep other processes of this machine from writing.

    Raises:
        CasebookError: if another process writes for too long, or the lock's file can't be written.
    """
    try:
        place.lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(place.lock, timeout=PATIENCE, poll_interval=0.01)
        lock.acquire()
    except Timeout:
        raise CasebookError(f"{place.shown}: another process has been writing for {PATIENCE} s; try again") from None
    except OSError as error:
        raise CasebookError(f"{place.lock}: can't be written ({error.strerror}); check its rights") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def writing(engine: Engine, place: Place, *, accept: bool = False, actor: str = "") -> Iterator[Writer]:
    """A transaction that writes; when the block ends without an error, what it wrote is safe and its end is noted.

    Args:
        engine: of the casebook.
        place: of the casebook.
        accept: note the end of the log anew if another end was noted.
        actor: who accepts it.

    Raises:
        CasebookError: if the log does not hold the entry that was noted as its last, or the database can't be used.
    """
    with locked(place):
        with in_one_line(place.shown), transaction(engine, writes=True) as connection:
            writer = Writer(connection, place, last_link(connection))
            _check_head(writer, accept, actor)
            yield writer
        if writer.last is not None:
            _note_end(place, Head(writer.last.sequence, writer.last.digest))


def _note_end(place: Place, head: Head) -> None:
    try:
        write_head(place.head, head)
    except OSError as error:
        raise CasebookError(
            f"{place.head}: the entry is in the casebook, but the note of where its log ends could not be written "
            f"({told(error)}); do not make the entry a second time"
        ) from None


def _check_head(writer: Writer, accept: bool, actor: str) -> None:
    noted, last = read_head(writer.place.head), writer.last
    if noted is None and last is None:
        return
    if noted is not None and link_digest(writer.connection, noted.sequence) == noted.digest:
        return
    if noted is not None and not accept:
        raise CasebookError(
            f"{writer.place.shown}: the log does not hold the entry that was noted as its last; nothing was written; "
            "see what `telltale case verify` finds"
        )
    device = one_line(platform.node(), 100)
    said = HeadNoted(device=device, sequence=noted and noted.sequence, digest=noted and noted.digest)
    writer.append(NO_CASE, "head.noted", said, actor or "telltale")


def link_digest(connection: Connection, sequence: int) -> str | None:
    """The link digest of an entry of the log, that before the first at 0; None if there is no such entry."""
    if sequence == 0:
        return FIRST
    return connection.execute(select(_LOG.link_digest).where(_LOG.sequence == sequence)).scalar()


def last_link(connection: Connection) -> Link | None:
    """The last entry of the log."""
    row = connection.execute(select(schema.LOG).order_by(_LOG.sequence.desc()).limit(1)).mappings().first()
    return None if row is None else link_of(row)


def last_of_case(connection: Connection, case_id: str) -> Entry | None:
    """The last entry of the log of a case."""
    chosen = select(schema.LOG).where(_LOG.case_id == case_id).order_by(_LOG.number.desc()).limit(1)
    row = connection.execute(chosen).mappings().first()
    return None if row is None else link_of(row).entry


def entries_of(connection: Connection, case_id: str) -> list[Entry]:
    """The log of a case."""
    chosen = select(schema.LOG).where(_LOG.case_id == case_id).order_by(_LOG.number)
    return [link_of(row).entry for row in connection.execute(chosen).mappings()]


def count_of(connection: Connection, case_id: str, action: str) -> int:
    """How often something was done to a case."""
    chosen = select(func.count()).select_from(schema.LOG).where(_LOG.case_id == case_id, _LOG.action == action)
    return connection.execute(chosen).scalar_one()


def link_of(row: RowMapping | Mapping[str, Any]) -> Link:
    """An entry from its row."""
    entry = Entry(**{name: row[name] for name in Entry.__dataclass_fields__})
    return Link(entry, row["sequence"], row["link_previous"], row["link_digest"])


def _make(connection: Connection, change: Change) -> None:
    match change:
        case Put(table, row):
            connection.execute(insert(schema.metadata.tables[table]).values(**row))
        case Assign(case_id, values):
            if values:
                connection.execute(update(schema.CASES).where(schema.CASES.c.id == case_id).values(**values))
        case Drop(case_id, None):
            connection.execute(delete(schema.CASES).where(schema.CASES.c.id == case_id))
            for table in (schema.EXHIBITS, *schema.OF_EXHIBITS):
                connection.execute(delete(table).where(table.c.case_id == case_id))
        case Drop(case_id, exhibit):
            gone = (schema.EXHIBITS.c.case_id == case_id) & (schema.EXHIBITS.c.number == exhibit)
            connection.execute(delete(schema.EXHIBITS).where(gone))
            for table in schema.OF_EXHIBITS:
                connection.execute(delete(table).where((table.c.case_id == case_id) & (table.c.exhibit == exhibit)))
