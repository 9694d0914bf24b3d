"""Casebooks for the tests, in SQLite and on a PostgreSQL server that is started here if one is installed."""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from telltale.agent.casebook import Casebook

from .made import examination_of, measured, statement

COUNT = itertools.count()


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch) -> Path:
    """No test may touch the user's own casebook."""
    monkeypatch.setenv("TELLTALE_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("TELLTALE_CASEBOOK", raising=False)
    monkeypatch.setenv("TELLTALE_ACTOR", "Ann")
    return tmp_path / "data"


def _programs() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    folders += [Path(found).resolve().parent] if found else []
    return next((folder for folder in folders if (folder / "pg_ctl").exists() and (folder / "initdb").exists()), None)


@pytest.fixture(scope="session")
def server():
    """The folder of the socket of a PostgreSQL server, which refuses to run as root."""
    pytest.importorskip("psycopg")
    programs = _programs()
    as_other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if programs is None or (as_other and shutil.which("runuser") is None):
        pytest.skip("no PostgreSQL server is installed")
    folder = Path(tempfile.mkdtemp(prefix="telltale-postgres-"))
    if as_other:
        shutil.chown(folder, "postgres")
    initdb = [programs / "initdb", "-A", "trust", "-U", "telltale", "-D", folder / "data", "--no-sync"]
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c shared_buffers=16MB"
    start = [programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-o", options, "start"]
    stop = [programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"]
    try:
        for command in (initdb, start):
            done = subprocess.run([*as_other, *map(str, command)], cwd=folder, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
        yield folder
    finally:
        subprocess.run([*as_other, *map(str, stop)], cwd=folder, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql(server) -> str:
    """The URL of an empty database."""
    name = f"casebook{next(COUNT)}"
    engine = create_engine(f"postgresql+psycopg://telltale@/postgres?host={server}", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return f"postgresql://telltale@/{name}?host={server}"


@pytest.fixture
def sqlite(tmp_path) -> str:
    """The file of a casebook that is not there yet."""
    return str(tmp_path / "casebook.db")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request) -> str:
    """A place for a casebook in either database."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def casebook(url):
    """An empty casebook in either database."""
    with Casebook.open(url) as opened:
        yield opened


@pytest.fixture(scope="session")
def filled_once(tmp_path_factory) -> Path:
    """The folder of a casebook whose first case has one of everything, and whose second has the same bytes."""
    folder = tmp_path_factory.mktemp("filled")
    with Casebook.open(str(folder / "casebook.db"), actor="Ann") as casebook:
        fill(casebook)
    connection = sqlite3.connect(folder / "casebook.db")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return folder


@pytest.fixture
def filled(filled_once, sqlite):
    """A copy of it, open."""
    shutil.copytree(filled_once, Path(sqlite).parent, dirs_exist_ok=True)
    with Casebook.open(sqlite) as opened:
        yield opened


def fill(casebook: Casebook) -> None:
    """Open two cases that share bytes, and do one of everything in the first."""
    from telltale.agent.casebook import Reply
    from telltale.agent.evidence import Region

    first, second = casebook.new_case("Parcel 4711", examiner="Ann"), casebook.new_case("Another")
    exhibit = casebook.add_exhibit(first.id, b"one", "a.jpg", received="by e-mail")
    casebook.add_exhibit(second.id, b"one", "b.jpg")
    casebook.add_exhibit(first.id, b"two", "c.jpg")
    casebook.record_examination(exhibit, examination_of(b"one"))
    reply = Reply(statements=(statement("Nothing."),), maps=("jpeg",), evidence=(measured(),))
    casebook.record_turn(exhibit, "What speaks against it?", reply)
    casebook.write_note(first.id, "a note on the case")
    casebook.write_note(exhibit, "a note on the exhibit")
    casebook.draw_box(exhibit, Region(x=1, y=2, w=3, h=4), "the crack")
    casebook.assign(first.id, reviewer="Bert")
    casebook.mark_wrong(exhibit, "real", keep_picture=True)
