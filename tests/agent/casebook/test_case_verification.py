"""The log, the tables, the note of the end and the bytes are filled; every alteration is found."""

import hashlib
import json
import sqlite3

import pytest
from telltale.agent.casebook import Casebook, CasebookError, Kind
from telltale.agent.casebook.case_head import write_head
from telltale.agent.casebook.case_log import FIRST, Entry, Link

from .conftest import fill

NOTE = "(SELECT max(sequence) FROM log WHERE action = 'note.written')"
LAST = "(SELECT max(sequence) FROM log)"
ATTACKS = {
    "edit: the actor": (f"UPDATE log SET actor = 'Eve' WHERE sequence = {NOTE}", Kind.LOG),
    "edit: the time": (f"UPDATE log SET time = '2020' || substr(time, 5) WHERE sequence = {NOTE}", Kind.LOG),
    "edit: the action": (f"UPDATE log SET action = 'box.drawn' WHERE sequence = {NOTE}", Kind.LOG),
    "edit: the content": (
        f"UPDATE log SET payload = replace(payload, 'note', 'lie') WHERE sequence = {NOTE}",
        Kind.LOG,
    ),
    "edit: the content is taken away": (f"UPDATE log SET payload = NULL WHERE sequence = {NOTE}", Kind.LOG),
    "edit: a digest": (f"UPDATE log SET digest = '{'a' * 64}' WHERE sequence = {NOTE}", Kind.LOG),
    "edit: a link": (f"UPDATE log SET link_previous = '{'a' * 64}' WHERE sequence = {NOTE}", Kind.LOG),
    "edit: to another case": ("UPDATE log SET case_id = '20260101-aaaaaa', number = 1 WHERE sequence = 5", Kind.LOG),
    "delete: an entry": (f"DELETE FROM log WHERE sequence = {NOTE}", Kind.LOG),
    "delete: the first": ("DELETE FROM log WHERE sequence = 1", Kind.LOG),
    "delete: and close the gap": (
        "DELETE FROM log WHERE sequence = 4; UPDATE log SET sequence = -sequence + 1 WHERE sequence > 4;"
        "UPDATE log SET sequence = -sequence WHERE sequence < 0",
        Kind.LOG,
    ),
    "reorder: two entries": (
        "UPDATE log SET sequence = -5 WHERE sequence = 5; UPDATE log SET sequence = 5 WHERE sequence = 6;"
        "UPDATE log SET sequence = 6 WHERE sequence = -5",
        Kind.LOG,
    ),
    "truncate: the last entry": (f"DELETE FROM log WHERE sequence = {LAST}", Kind.HEAD),
    "truncate: with its row": (f"DELETE FROM log WHERE sequence = {LAST}; DELETE FROM marks", Kind.HEAD),
    "truncate: half": ("DELETE FROM log WHERE sequence > 6", Kind.HEAD),
    "truncate: all": (
        "DELETE FROM log; DELETE FROM cases; DELETE FROM exhibits; DELETE FROM examinations; DELETE FROM turns;"
        "DELETE FROM notes; DELETE FROM boxes; DELETE FROM marks",
        Kind.HEAD,
    ),
    "row: changed": ("UPDATE notes SET text = 'lie' WHERE exhibit IS NULL", Kind.ROW),
    "row: another verdict": ("UPDATE examinations SET label = 'real'", Kind.ROW),
    "row: another answer": ("UPDATE turns SET reply = replace(reply, 'Nothing', 'Much')", Kind.ROW),
    "row: another digest": (
        "UPDATE exhibits SET sha256 = (SELECT sha256 FROM exhibits ORDER BY size LIMIT 1)",
        Kind.ROW,
    ),
    "row: another reviewer": ("UPDATE cases SET reviewer = 'Eve' WHERE examiner = 'Ann'", Kind.ROW),
    "row: deleted": ("DELETE FROM boxes", Kind.ROW),
    "row: a case deleted": ("DELETE FROM cases WHERE examiner = 'Ann'", Kind.ROW),
    "row: put in": ("INSERT INTO notes SELECT case_id, 99, exhibit, text, time, actor FROM notes LIMIT 1", Kind.ROW),
    "row: true as another number": ("UPDATE marks SET keep_picture = 2", Kind.ROW),
    "row: true as a text": ("UPDATE marks SET keep_picture = 'x'", Kind.ROW),
    "row: the same text as bytes": ("UPDATE notes SET text = CAST(text AS BLOB)", Kind.ROW),
    "row: numbered by a text": ("UPDATE notes SET number = 'x' WHERE exhibit IS NULL", Kind.ROW),
    "row: of a case named by bytes": ("UPDATE boxes SET case_id = CAST(case_id AS BLOB)", Kind.ROW),
    "edit: the content as bytes": (f"UPDATE log SET payload = CAST(payload AS BLOB) WHERE sequence = {NOTE}", Kind.LOG),
    "edit: numbered by a text": (f"UPDATE log SET number = 'x' WHERE sequence = {NOTE}", Kind.LOG),
    "edit: a digest as bytes": (f"UPDATE log SET digest = CAST(digest AS BLOB) WHERE sequence = {NOTE}", Kind.LOG),
    "table: a trigger": (
        "CREATE TRIGGER late AFTER INSERT ON notes BEGIN UPDATE notes SET text = 'lie'; END",
        Kind.TABLE,
    ),
    "table: a column": ("ALTER TABLE notes ADD COLUMN lie TEXT DEFAULT 'x'", Kind.TABLE),
    "table: an index": ("DROP INDEX log_by_case", Kind.TABLE),
    "table: a default": (
        "ALTER TABLE notes RENAME TO old; CREATE TABLE notes (number INTEGER NOT NULL PRIMARY KEY, exhibit INTEGER, "
        "case_id VARCHAR NOT NULL, text TEXT NOT NULL DEFAULT 'lie', time VARCHAR NOT NULL, actor TEXT NOT NULL); "
        "INSERT INTO notes SELECT number, exhibit, case_id, text, time, actor FROM old; DROP TABLE old",
        Kind.TABLE,
    ),
    "table: bytes where none belong": (f"INSERT INTO content VALUES ('{'a' * 64}', x'00')", Kind.TABLE),
    "row: of no case": (
        "INSERT INTO cases SELECT '20260101-aaaaaa', title, '', '', '', opened, opened_by FROM cases LIMIT 1",
        Kind.ROW,
    ),
}


def run(casebook: Casebook, script: str) -> None:
    connection = sqlite3.connect(casebook.place.file)
    connection.executescript(script)
    connection.close()


@pytest.mark.parametrize("name", ATTACKS)
def test_an_alteration_of_the_database_is_found(filled, name):
    script, kind = ATTACKS[name]
    run(filled, script)
    found = filled.verify()
    assert kind in {finding.kind for finding in found.findings}, found
    assert all(finding.text.endswith(".") and "\n" not in finding.text for finding in found.findings)


@pytest.mark.parametrize("name", [name for name in ATTACKS if name.startswith("truncate")])
def test_nothing_is_written_behind_a_log_whose_end_is_gone(filled, name):
    run(filled, ATTACKS[name][0])
    with pytest.raises(CasebookError, match="telltale case verify"):
        filled.new_case("covers the traces")


def test_altered_and_missing_bytes_are_found(filled):
    exhibit = filled.exhibits(filled.cases()[0].id)[0]
    examined = filled.examinations(exhibit)[0]
    for sha256 in (exhibit.sha256, examined.record_sha256):
        (file,) = filled.place.head.with_name("casebook.db.files").glob(f"*/{sha256}")
        kept = file.read_bytes()
        file.write_bytes(kept[:-1] + b"X")
        altered = filled.verify().findings
        file.unlink()
        missing = filled.verify().findings
        file.write_bytes(kept)
        assert {one.kind for one in (*altered, *missing)} == {Kind.BYTES}
        assert altered[0].text != missing[0].text
    assert not filled.verify().findings


def test_a_lost_note_of_the_end_is_found_and_stays_in_the_log(filled):
    filled.place.head.unlink()
    assert [one.kind for one in filled.verify().findings] == [Kind.HEAD]
    filled.write_note(filled.cases()[0].id, "life goes on")
    found = filled.verify()
    assert not found.findings and len(found.remarks) == 1
    assert [entry.action for entry in filled.log()][-2:] == ["head.noted", "note.written"]


@pytest.mark.parametrize("text", ["", "no head", "12 abc", "99999999999999999999 " + "a" * 64])
def test_a_spoilt_note_of_the_end_is_found(filled, text):
    filled.place.head.write_text(text)
    assert [one.kind for one in filled.verify().findings] == [Kind.HEAD]


def test_a_restored_copy_can_be_accepted_and_the_log_says_so(filled):
    run(filled, ATTACKS["truncate: with its row"][0])
    filled.accept_head()
    found = filled.verify()
    assert not found.findings and len(found.remarks) == 1
    last = filled.log()[-1]
    assert last.action == "head.noted" and json.loads(last.payload or "")["sequence"] == 12


def forge(casebook: Casebook) -> None:
    """Change a note, and make the log, the row and the note of the end fit it: what one with all rights can do."""
    connection = sqlite3.connect(casebook.place.file)
    connection.row_factory = sqlite3.Row
    connection.execute("UPDATE notes SET text = 'a lie' WHERE exhibit IS NULL")
    before, last, sequence = {}, FIRST, 0
    for row in connection.execute("SELECT * FROM log ORDER BY sequence").fetchall():
        payload = row["payload"].replace("a note on the case", "a lie")
        fields = (row["case_id"], row["number"], row["time"], row["actor"], row["action"], payload)
        entry = Entry.made(*fields, before.get(row["case_id"], FIRST))
        link = Link.made(entry, row["sequence"], last)
        before[entry.case_id], last, sequence = entry.digest, link.digest, link.sequence
        connection.execute(
            "UPDATE log SET payload=?, payload_sha256=?, previous=?, digest=?, link_previous=?, link_digest=? "
            "WHERE sequence=?",
            (payload, entry.payload_sha256, entry.previous, entry.digest, link.previous, link.digest, link.sequence),
        )
    connection.commit()
    connection.close()
    from telltale.agent.casebook import Head

    write_head(casebook.place.head, Head(sequence, last))


def test_a_log_that_was_written_anew_is_found_by_the_note_of_its_end(filled):
    note = filled.place.head.read_text()
    forge(filled)
    filled.place.head.write_text(note)
    assert [one.kind for one in filled.verify().findings] == [Kind.HEAD]


def test_only_a_digest_noted_elsewhere_finds_a_log_that_was_written_anew_with_its_note(filled):
    noted, of_case = filled.verify().head.digest, filled.log(filled.cases()[0].id)[-1].digest
    assert not filled.verify(head=noted).findings and not filled.verify(head=of_case.upper()).findings
    forge(filled)
    assert not filled.verify().findings  # the limit of what a casebook can show by itself
    for digest in (noted, of_case):
        assert [one.kind for one in filled.verify(head=digest).findings] == [Kind.HEAD]


def test_one_case_can_be_checked_by_itself(filled):
    first, second = filled.cases()
    run(filled, "UPDATE notes SET text = 'lie'")
    assert not filled.verify(second.id).findings
    assert {one.case_id for one in filled.verify(first.id).findings} == {first.id}


def test_files_of_no_exhibit_are_a_remark(filled):
    data = b"left by a process that was killed"
    folder = filled.place.head.with_name("casebook.db.files") / hashlib.sha256(data).hexdigest()[:2]
    folder.mkdir(exist_ok=True)
    (folder / hashlib.sha256(data).hexdigest()).write_bytes(data)
    found = filled.verify()
    assert not found.findings and len(found.remarks) == 1


def test_a_deletion_that_the_log_does_not_hold_withdraws_nothing(filled):
    case = filled.cases()[0]
    filled.delete(f"{case.id}/1")
    run(filled, "UPDATE log SET payload = NULL WHERE action = 'note.written'")  # one of the two is covered
    assert [one.number for one in filled.verify().findings if one.kind is Kind.LOG] == [6]


def test_alterations_are_found_in_postgresql(postgresql):
    from sqlalchemy import create_engine

    with Casebook.open(postgresql) as casebook:
        fill(casebook)
        engine = create_engine(casebook.place.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for script, kind in (
                ("UPDATE content SET data = 'lie' WHERE sha256 = (SELECT sha256 FROM exhibits LIMIT 1)", Kind.BYTES),
                ("UPDATE notes SET text = 'lie'", Kind.ROW),
                (f"UPDATE log SET actor = 'Eve' WHERE sequence = {NOTE}", Kind.LOG),
                (f"DELETE FROM log WHERE sequence = {LAST}", Kind.HEAD),
            ):
                connection.exec_driver_sql(script)
                assert kind in {finding.kind for finding in casebook.verify().findings}
        engine.dispose()


OF_POSTGRESQL = {
    "trigger": (
        "CREATE FUNCTION lie() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.text='lie'; RETURN NEW; END$$",
        "CREATE TRIGGER t BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION lie()",
    ),
    "rule": ("CREATE RULE r AS ON INSERT TO notes DO INSTEAD NOTHING",),
    "view": ("CREATE VIEW v AS SELECT * FROM notes",),
    "stored view": ("CREATE MATERIALIZED VIEW v AS SELECT * FROM notes",),
    "policy": (
        "ALTER TABLE notes ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE notes FORCE ROW LEVEL SECURITY",
        "CREATE POLICY p ON notes USING (text <> 'x')",
    ),
    "heir": ("CREATE TABLE more () INHERITS (notes)",),
    "type": ("ALTER TABLE notes ALTER COLUMN text TYPE varchar(9999)",),
    "column": ("ALTER TABLE notes ADD COLUMN lie text DEFAULT 'x'",),
    "empty": ("ALTER TABLE notes ALTER COLUMN text DROP NOT NULL",),
    "default": ("ALTER TABLE notes ALTER COLUMN text SET DEFAULT 'lie'",),
    "key": ("ALTER TABLE notes DROP CONSTRAINT notes_pkey",),
    "index": ("DROP INDEX log_by_case",),
}


@pytest.mark.parametrize("name", OF_POSTGRESQL)
def test_what_could_change_entries_unseen_is_found_in_postgresql(name, postgresql):
    from sqlalchemy import create_engine

    with Casebook.open(postgresql) as casebook:
        fill(casebook)
        assert not casebook.verify().findings
        engine = create_engine(casebook.place.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for script in OF_POSTGRESQL[name]:
                connection.exec_driver_sql(script)
        engine.dispose()
        assert {finding.kind for finding in casebook.verify().findings} == {Kind.TABLE}
