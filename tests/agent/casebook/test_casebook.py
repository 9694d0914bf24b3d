"""A casebook keeps what it is given, finds it again, and deletes it for good; in SQLite and in PostgreSQL."""

import sqlite3

import pytest
from telltale.agent.casebook import Casebook, CasebookError, Reply
from telltale.agent.evidence import Region

from .conftest import fill
from .made import examination_of, measured, statement


def state(casebook: Casebook) -> list:
    """All that a casebook holds."""
    kinds = (casebook.exhibits, casebook.examinations, casebook.turns, casebook.notes, casebook.boxes, casebook.marks)
    return [(case, [kind(case.id) for kind in kinds]) for case in casebook.cases()]


def test_all_of_it_is_found_again_after_a_reload(casebook, url):
    fill(casebook)
    before = state(casebook)
    with Casebook.open(url, create=False) as again:
        assert state(again) == before
        case, (exhibits, examinations, turns, notes, boxes, marks) = before[0]
        assert (case.title, case.examiner, case.reviewer, case.opened_by) == ("Parcel 4711", "Ann", "Bert", "Ann")
        assert [(one.number, one.name, one.received) for one in exhibits] == [
            (1, "a.jpg", "by e-mail"),
            (2, "c.jpg", ""),
        ]
        assert again.data(exhibits[0]) == b"one" and again.data(f"{case.id}/2") == b"two"
        assert again.record(examinations[0]) == examination_of(b"one")
        assert (turns[0].question, turns[0].reply.statements) == ("What speaks against it?", (statement("Nothing."),))
        assert turns[0].reply.evidence == (measured().model_copy(update={"score": None}),)
        assert [(note.exhibit, note.text) for note in notes] == [
            (None, "a note on the case"),
            (1, "a note on the exhibit"),
        ]
        assert boxes[0].region == Region(x=1, y=2, w=3, h=4) and boxes[0].text == "the crack"
        assert (marks[0].truth, marks[0].label, marks[0].keep_picture) == ("real", "synthetic", True)
        assert [one.exhibit for one in again.misreports()] == [exhibits[0]]
        assert again.notes(exhibits[0]) == notes[1:]
        found = again.verify()
        assert not found.findings and not found.remarks
        assert (found.entries, found.cases, found.documents) == (12, 2, 3)


def test_a_case_is_named_by_the_beginning_of_its_id(casebook):
    case = casebook.new_case("one")
    assert casebook.case(case.id[:10]) == case
    casebook.new_case("two")
    for name, said in [
        (case.id[:4], "2 cases begin so"),
        (case.id[:-1] + "9", "did you mean"),
        ("nowhere", "no such case"),
        ("no where", "names no case"),
        (f"{case.id}/1", "no such exhibit"),
    ]:
        with pytest.raises(CasebookError, match=said):
            casebook.exhibit(name) if "/" in name else casebook.case(name)


def test_a_deletion_leaves_digests_and_nothing_else(casebook):
    fill(casebook)
    first, second = casebook.cases()
    exhibit = casebook.exhibit(f"{first.id}/1")
    casebook.delete(f"{first.id}/2")
    with pytest.raises(CasebookError, match="no such exhibit"):
        casebook.data(f"{first.id}/2")
    assert casebook.add_exhibit(first.id, b"three", "d.jpg").number == 3
    casebook.delete(first.id)
    assert [case.id for case in casebook.cases()] == [second.id]
    assert casebook.data(f"{second.id}/1") == b"one"  # the same bytes, in another case
    log = casebook.log(first.id)
    assert [entry.payload is None for entry in log] == [
        entry.action not in ("exhibit.deleted", "case.deleted") for entry in log
    ]
    assert exhibit.sha256 in (log[-1].payload or "")
    found = casebook.verify()
    assert not found.findings and not found.remarks and found.documents == 1


def test_deleted_bytes_and_words_are_no_longer_on_the_disk(sqlite, tmp_path):
    with Casebook.open(sqlite) as casebook:
        case = casebook.new_case("a case")
        casebook.add_exhibit(case.id, b"the bytes of a picture", "secret-name.jpg")
        casebook.write_note(case.id, "the informant is Zacharias")
        casebook.delete(case.id)
        for file in tmp_path.rglob("*"):
            if file.is_file():
                data = file.read_bytes()
                assert all(word not in data for word in (b"Zacharias", b"secret-name", b"bytes of a picture")), file


def test_a_deletion_that_was_killed_is_finished_by_whoever_opens_next(filled, sqlite, monkeypatch):
    case = filled.cases()[0]
    with monkeypatch.context() as patched:
        patched.setattr("telltale.agent.casebook.case_bytes.FolderBytes.remove", lambda *a: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            filled.delete(case.id)
    assert filled.verify().remarks
    with Casebook.open(sqlite) as again:
        found = again.verify()
        assert not found.findings and not found.remarks and found.documents == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda book, one: book.add_exhibit(one.case_id, b"", "a.jpg"), "a.jpg: this has 0 bytes"),
        (lambda book, one: book.record_examination(one, examination_of(b"other")), "of another file"),
        (lambda book, one: book.mark_wrong(one, "synthetic"), "already is synthetic"),
        (lambda book, one: book.mark_wrong(f"{one.case_id}/2", "real"), "was not examined"),
        (lambda book, one: book.write_note(one, "  "), "^text: "),
        (lambda book, one: book.write_note(one, "a\0b"), "^text: "),
        (lambda book, one: book.write_note(one, "x" * 100_001), "^text: "),
        (lambda book, one: book.exhibit(one.case_id), "name an exhibit of it"),
    ],
)
def test_what_can_not_be_done_is_said_in_one_line(filled, wrong, said):
    before = filled.log()
    with pytest.raises(CasebookError, match=said) as raised:
        wrong(filled, filled.exhibits(filled.cases()[0].id)[0])
    assert "\n" not in str(raised.value)
    assert filled.log() == before


def test_an_exhibit_that_was_altered_on_disk_is_not_given_out(filled, sqlite):
    exhibit = filled.exhibits(filled.cases()[0].id)[0]
    (file,) = filled.place.head.with_name("casebook.db.files").glob(f"*/{exhibit.sha256}")
    file.write_bytes(b"two")
    with pytest.raises(CasebookError, match="altered"):
        filled.data(exhibit)
    file.unlink()
    with pytest.raises(CasebookError, match="missing"):
        filled.data(exhibit)
    filled.add_exhibit(exhibit.case_id, b"one", "again.jpg")  # brings the bytes back
    assert filled.data(exhibit) == b"one"


def test_an_answer_of_another_version_is_named(filled, sqlite):
    with sqlite3.connect(sqlite) as connection:
        connection.execute("UPDATE turns SET reply = '{\"new\":1}'")
    with pytest.raises(CasebookError, match="another version"):
        filled.turns(filled.cases()[0].id)


def test_an_empty_reply_can_be_recorded(casebook):
    exhibit = casebook.add_exhibit(casebook.new_case("a").id, b"one", "a.jpg")
    assert casebook.record_turn(exhibit, "why?", Reply()) == casebook.turns(exhibit)[0]
