"""Where a casebook is, and its migrations."""

import sqlite3
import stat
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from telltale.agent.casebook import Casebook, CasebookError, data_folder
from telltale.agent.casebook.case_database import engine_of, place_of
from telltale.agent.casebook.case_schema import REVISION, metadata


def test_the_migrations_make_the_tables_that_the_code_uses(casebook):
    engine = engine_of(casebook.place)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == REVISION
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_default_is_in_the_users_data_folder(data_folder, monkeypatch, tmp_path):
    assert place_of().file == data_folder / "casebook.db"
    monkeypatch.setenv("TELLTALE_CASEBOOK", str(tmp_path / "mine.db"))
    assert place_of().file == tmp_path / "mine.db"
    assert place_of(f"sqlite:///{tmp_path}/theirs.db").file == tmp_path / "theirs.db"


def test_the_data_folder_is_that_of_the_platform(monkeypatch, tmp_path):
    monkeypatch.delenv("TELLTALE_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert data_folder().name == "telltale"


def test_nobody_else_may_read_a_casebook(sqlite, tmp_path):
    with Casebook.open(sqlite) as casebook:
        casebook.add_exhibit(casebook.new_case("a").id, b"one", "a.jpg")
    files = [tmp_path / "casebook.db", *(tmp_path / "casebook.db.files").rglob("*")]
    assert len(files) == 3
    assert all(stat.S_IMODE(file.stat().st_mode) & 0o077 == 0 for file in files)


def test_a_password_is_never_shown(monkeypatch):
    place = place_of("postgresql://ann:secret@db.example/cases")
    assert "secret" not in place.shown and "db.example" in place.shown
    assert place.url.drivername == "postgresql+psycopg"
    assert place.head != place_of("postgresql://ann:secret@db.example/others").head


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://somewhere/cases", "mysql is no database that a casebook can be in"),
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
        ("://", "no casebook's URL"),
    ],
)
def test_other_places_are_refused_in_one_line(url, said):
    with pytest.raises(CasebookError, match=said) as raised:
        Casebook.open(url)
    assert "\n" not in str(raised.value)


def test_what_is_no_casebook_is_refused_in_one_line(tmp_path):
    (tmp_path / "text.db").write_text("no database, but a text that is long enough to be read as one" * 50)
    for place in (tmp_path / "text.db", tmp_path):
        with pytest.raises(CasebookError) as raised:
            Casebook.open(str(place))
        assert str(tmp_path) in str(raised.value) and "\n" not in str(raised.value)
    with pytest.raises(CasebookError, match="no casebook yet"):
        Casebook.open(str(tmp_path / "none.db"), create=False)
    assert not (tmp_path / "none.db").exists()


def test_a_casebook_of_a_newer_version_is_left_alone(sqlite):
    Casebook.open(sqlite).close()
    with sqlite3.connect(sqlite) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(CasebookError, match="update Telltale"):
        Casebook.open(sqlite)


def test_a_server_that_is_not_there_is_named_in_one_line(tmp_path):
    pytest.importorskip("psycopg")
    with pytest.raises(CasebookError, match="can't be used") as raised:
        Casebook.open(f"postgresql://ann:secret@/cases?host={tmp_path}")
    assert "secret" not in str(raised.value) and "\n" not in str(raised.value)


def test_the_driver_is_asked_for_by_its_extra(monkeypatch, capsys):
    from telltale.agent import cli

    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert cli.main(["case", "list", "--casebook", "postgresql://ann@/cases"]) == 2
    assert "pip install telltale[postgres]" in capsys.readouterr().err
