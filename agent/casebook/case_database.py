"""The database of a casebook: where it is, how it is reached, and its migrations.

SQLite writes ahead to a log, is synchronous, and a transaction that writes takes its lock at the beginning. In
PostgreSQL an advisory lock does the same. So two processes that write at once do so one after the other.
"""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from ..text import lowered, one_line
from .case_bytes import Bytes, FolderBytes, TableBytes
from .case_schema import REVISION
from .case_types import CasebookError

PATIENCE = 60  # seconds to wait for another process that writes
_ADVISORY_LOCK = 0x7E117A1E  # one number for all casebooks of a PostgreSQL database
_CHECK = "check the place, its rights and the room there"
_CHECK_SERVER = "check that its server runs, then look whether the last entry is there"
_KINDS = "a file, sqlite:///FILE or postgresql://USER@HOST/NAME"
_FILE, _IDENTITY = "file", "identity"  # of a connection to SQLite: what is open
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a casebook is.

    Attributes:
        url: of its database.
        shown: the same for a line of our own; a password is left out.
        head: the file with the note of where the log ends.
        lock: the file that the processes of this machine lock to write.
        content: where bytes are kept.
    """

    url: URL
    shown: str
    head: Path
    lock: Path
    content: Bytes

    @property
    def file(self) -> Path | None:
        """The database, if it is a file."""
        return Path(self.url.database or "") if self.url.get_backend_name() == "sqlite" else None


def data_folder() -> Path:
    """Where casebooks are kept by default: `TELLTALE_DATA`, else `telltale` in the user's data folder."""
    from platformdirs import user_data_path

    chosen = os.environ.get("TELLTALE_DATA")
    return Path(chosen) if chosen else user_data_path("telltale", appauthor=False)


def place_of(name: str | None = None) -> Place:
    """The place of a casebook.

    Args:
        name: a URL or a file; by default `TELLTALE_CASEBOOK`, else `casebook.db` in the data folder.

    Raises:
        CasebookError: if it is neither.
    """
    name = name or os.environ.get("TELLTALE_CASEBOOK") or str(data_folder() / "casebook.db")
    try:
        url = make_url(name) if "://" in name else URL.create("sqlite", database=name)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError):
        raise CasebookError(f"{one_line(name)}: this is no casebook's URL; give {_KINDS}") from None
    shown = one_line(url.render_as_string(hide_password=True), 200)
    if backend == "sqlite":
        if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
            raise CasebookError(f"{shown}: a casebook in memory would be lost; give {_KINDS}")
        file = Path(url.database).expanduser().resolve()
        shown, beside = one_line(file, 200), [file.with_name(file.name + end) for end in (".head", ".lock", ".files")]
        return Place(URL.create("sqlite", database=str(file)), shown, beside[0], beside[1], FolderBytes(beside[2]))
    if backend in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
        same = f"{url.host}:{url.port or 5432}/{url.database}?{url.query.get('host', '')}"
        stem = data_folder() / "heads" / hashlib.sha256(same.encode()).hexdigest()[:16]
        return Place(url, shown, stem.with_suffix(".head"), stem.with_suffix(".lock"), TableBytes())
    raise CasebookError(f"{shown}: {one_line(backend, 40)} is no database that a casebook can be in; give {_KINDS}")


def engine_of(place: Place) -> Engine:
    """An engine whose transactions are as this module says.

    Raises:
        ImportError: if the database's driver is not installed.
    """
    if place.file is None:
        engine = create_engine(place.url, pool_pre_ping=True)
        event.listen(engine, "begin", _begin_in_postgresql)
        return engine
    engine = create_engine(place.url, connect_args={"timeout": PATIENCE})
    event.listen(engine, "do_connect", _refuse_missing)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_in_sqlite)
    return engine


def _refuse_missing(dialect, record, arguments, options) -> None:
    """Do not let SQLite make an empty database where one was taken away; a new casebook is begun on purpose."""
    if not Path(arguments[0]).exists():
        raise CasebookError(f"{one_line(arguments[0], 200)}: the casebook is not there any more; put the file back")


def _set_up_sqlite(connection, record) -> None:
    connection.isolation_level = None  # transactions are begun below and not by the driver
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    record.info[_FILE] = file = Path(connection.execute("PRAGMA database_list").fetchone()[2])
    record.info[_IDENTITY] = _identity(file)


def _identity(file: Path) -> tuple[int, int] | None:
    """What tells a file from another one at the same place; None if there is none."""
    try:
        state = file.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino


def _begin_in_sqlite(connection: Connection) -> None:
    """Begin, if the file that is open is still the one at its place: SQLite would go on in a file that is gone.

    Raises:
        CasebookError: if it was removed or replaced.
    """
    file = connection.info[_FILE]
    if connection.info[_IDENTITY] != _identity(file):
        raise CasebookError(
            f"{one_line(file, 200)}: the casebook was removed or replaced while it was open, so nothing was written; "
            "put the file back, or open the casebook again and see what `telltale case verify` finds"
        )
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _begin_in_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")


@contextmanager
def transaction(engine: Engine, *, writes: bool) -> Iterator[Connection]:
    """A transaction: one that writes, which waits for all others that do, or one that sees a single state."""
    options: dict = {"writes": writes}
    if not writes and engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def in_one_line(shown: str) -> Iterator[None]:
    """Tell an error of the database in one line.

    Raises:
        CasebookError: in place of an error of the database or of the system.
    """
    try:
        yield
    except SQLAlchemyError as error:
        orig = getattr(error, "orig", None)
        fix = _CHECK if isinstance(orig, sqlite3.Error) else _CHECK_SERVER
        raise CasebookError(f"{shown}: the casebook can't be used ({one_line(orig or error, 200)}); {fix}") from None
    except OSError as error:
        raise CasebookError(f"{shown}: the casebook can't be used ({told(error)})") from None


def told(error: OSError) -> str:
    """An error of the system and what to do, in a phrase."""
    fix = "make room, and try again" if error.errno in _NO_ROOM else _CHECK
    return f"{lowered(error.strerror or type(error).__name__)}; {fix}"


def revision_of(connection: Connection) -> str | None:
    """The migration that a database is at; None if it holds no casebook."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(connection: Connection, shown: str) -> None:
    """Bring the tables to the newest form, in the transaction of the connection.

    Raises:
        CasebookError: if a newer version of Telltale has made them.
    """
    now = revision_of(connection)
    if now == REVISION:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if now is not None and now not in known:
        raise CasebookError(f"{shown}: a newer version of Telltale has written this casebook; update Telltale")
    command.upgrade(config, "head")
