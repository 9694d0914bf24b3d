"""A casebook whose database is taken away, exchanged, locked, made read-only or stopped while it is used."""

import os
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from telltale.agent import cli
from telltale.agent.casebook import Casebook, CasebookError, case_database


@pytest.fixture
def place(sqlite):
    return sqlite


@pytest.fixture
def opened(place):
    with Casebook.open(place, actor="Ann") as opened:
        opened.new_case("a case")
        yield opened


def refused(work):
    with pytest.raises(CasebookError) as told:
        work()
    assert "\n" not in str(told.value) and "Traceback" not in str(told.value)
    return str(told.value)


@pytest.mark.parametrize("by", [None, "an older copy"])
def test_nothing_is_acknowledged_in_a_file_that_is_gone(opened, place, tmp_path, by):
    """SQLite goes on in a file that has no name any more; what it writes there is lost when the process ends."""
    case = opened.cases()[0].id
    shutil.copy(place, tmp_path / "kept.db")
    if by is None:
        Path(place).unlink()
    else:
        Path(shutil.copy(place, tmp_path / "older.db")).replace(place)
    for work in (lambda: opened.write_note(case, "lost?"), lambda: opened.notes(case)):
        assert "removed or replaced while it was open" in refused(work)
    opened.close()
    if by is None:
        assert "not there any more" in refused(lambda: opened.notes(case)) and not Path(place).exists()
    shutil.copy(tmp_path / "kept.db", place)
    with Casebook.open(place) as again:
        assert again.cases() and not again.notes(case)


def test_a_database_that_another_program_locks_is_named(opened, place, monkeypatch):
    monkeypatch.setattr(case_database, "PATIENCE", 0.2)
    with Casebook.open(place) as second:
        other = sqlite3.connect(place, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        said = refused(lambda: second.write_note(second.cases()[0].id, "a note"))
        other.execute("ROLLBACK")
        other.close()
        assert place in said and "locked" in said and time.monotonic() - began < 5
        second.write_note(second.cases()[0].id, "a note")


def test_a_database_that_can_only_be_read_is_named(opened, place, capsys):
    case = opened.cases()[0].id

    def read_only(connection, record):
        connection.execute("PRAGMA query_only=ON")

    event.listen(Engine, "connect", read_only)
    try:
        assert cli.main(["case", "note", case, "a note", "--casebook", place]) == 2
    finally:
        event.remove(Engine, "connect", read_only)
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and place in err and not opened.notes(case)


def test_a_file_that_became_something_else_is_told_by_the_command(opened, place, capsys):
    opened.close()
    for end in ("-wal", "-shm"):
        Path(place + end).unlink(missing_ok=True)
    Path(place).write_bytes(b"something else " * 1000)
    assert cli.main(["case", "list", "--casebook", place]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and place in err and "not a database" in err


def test_a_server_that_stops_in_the_middle_loses_nothing_that_was_acknowledged(server, postgresql):
    number = int((server / "data/postmaster.pid").read_text().split()[0])
    programs = Path(f"/proc/{number}/exe").resolve().parent
    as_other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    options = f"-k {server} -c listen_addresses='' -c fsync=off -c shared_buffers=16MB"
    start = [programs / "pg_ctl", "-D", server / "data", "-l", server / "log", "-w", "-o", options, "start"]
    with Casebook.open(postgresql, actor="Ann") as casebook:
        case = casebook.new_case("a case").id
        acknowledged = [casebook.write_note(case, "before").text]
        os.kill(number, signal.SIGINT)  # which ends all connections at once
        try:
            until = time.monotonic() + 20
            while (server / "data/postmaster.pid").exists() and time.monotonic() < until:
                time.sleep(0.05)
            for work in (lambda: casebook.write_note(case, "meanwhile"), lambda: casebook.notes(case)):
                assert "check that its server runs" in refused(work)
        finally:
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            subprocess.run([*as_other, *map(str, start)], cwd=server, check=True, **quiet)
        acknowledged.append(casebook.write_note(case, "after").text)
        assert [note.text for note in casebook.notes(case)] == acknowledged
        assert not casebook.verify().findings
