"""Deletion: rows and bytes go for good, what the log said of them is withdrawn, and the log keeps the digests."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, select, union

from . import case_schema as schema
from .case_actions import DELETIONS, read
from .case_bytes import Bytes
from .case_contents import Deleted
from .case_database import Place, in_one_line
from .case_log import Entry
from .case_types import CasebookError
from .case_writer import Writer, entries_of, link_of, locked


def delete(writer: Writer, case_id: str, exhibit: int | None, actor: str) -> Entry:
    """Delete the rows of a case, or of one exhibit of it, and withdraw what the log said of them.

    The bytes go with `finish`, once these rows are gone for good.
    """
    files, records = schema.EXHIBITS.c, schema.EXAMINATIONS.c
    of_files, of_records = files.case_id == case_id, records.case_id == case_id
    if exhibit is not None:
        of_files, of_records = of_files & (files.number == exhibit), of_records & (records.exhibit == exhibit)
    numbers = [entry.number for entry in entries_of(writer.connection, case_id) if _goes(entry, exhibit)]
    said = Deleted(
        exhibit=exhibit,
        entries=tuple(numbers),
        sha256=_digests(writer.connection, files.sha256, of_files),
        records=_digests(writer.connection, records.record_sha256, of_records),
    )
    entry = writer.append(case_id, "case.deleted" if exhibit is None else "exhibit.deleted", said, actor)
    writer.withdraw(case_id, numbers)
    return entry


def finish(connection: Connection, content: Bytes) -> None:
    """Delete the bytes that a deletion in the log names and that no row has.

    This also finishes a deletion whose process was killed. Bytes that no deletion names are left alone.
    """
    chosen = select(schema.LOG).where(schema.LOG.c.action.in_(DELETIONS))
    named: set[str] = set()
    for row in connection.execute(chosen).mappings():
        try:
            said = read(link_of(row).entry)
        except ValueError:  # it was altered, which `verify` finds
            continue
        if isinstance(said, Deleted):
            named |= {*said.sha256, *said.records}
    if named:
        used = set(connection.execute(union(select(schema.EXHIBITS.c.sha256), _records())).scalars())
        for sha256 in named - used:
            content.remove(connection, sha256)


def forget_old_pages(engine: Engine, place: Place) -> None:
    """Let SQLite's log of writes begin anew, so that it holds no deleted row; it overwrites pages with zeros itself."""
    if place.file is None:
        return
    with locked(place), in_one_line(place.shown):
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()


def _digests(connection: Connection, column, where) -> tuple[str, ...]:
    return tuple(sorted(set(connection.execute(select(column).where(where)).scalars())))


def _records():
    return select(schema.EXAMINATIONS.c.record_sha256)


def _goes(entry: Entry, exhibit: int | None) -> bool:
    """Whether the content of an entry goes with a case (None) or an exhibit."""
    if entry.payload is None or entry.action in DELETIONS:
        return False
    try:
        return exhibit is None or getattr(read(entry), "exhibit", None) == exhibit
    except ValueError as error:
        raise CasebookError(
            f"entry {entry.number} of the log: {error}; see what `telltale case verify` finds"
        ) from None
