"""A case goes into an archive and out of it again; an archive that was altered or that is hostile is refused."""

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from telltale.agent.casebook import Casebook, CasebookError
from telltale.agent.casebook.case_log import FIRST, Entry

from .conftest import fill
from .test_casebook import state


@pytest.fixture(scope="module")
def packed_once(tmp_path_factory) -> tuple[Path, str]:
    """An archive of a case with one of everything, and its last digest."""
    folder = tmp_path_factory.mktemp("packed")
    with Casebook.open(str(folder / "casebook.db"), actor="Ann") as casebook:
        fill(casebook)
        return folder / "case.zip", casebook.export_case(casebook.cases()[0].id, folder / "case.zip")


@pytest.fixture
def packed(packed_once, tmp_path) -> tuple[Path, str]:
    """A copy of it."""
    return Path(shutil.copy(packed_once[0], tmp_path)), packed_once[1]


@pytest.fixture(scope="module")
def strict(tmp_path_factory):
    """A casebook that stays empty, since it takes nothing that was altered."""
    with Casebook.open(str(tmp_path_factory.mktemp("strict") / "casebook.db"), actor="Bert") as opened:
        yield opened


@pytest.fixture
def other(tmp_path):
    with Casebook.open(str(tmp_path / "other.db"), actor="Bert") as opened:
        yield opened


def changed(file: Path, name: str, change, **options) -> Path:
    """A copy of an archive in which a member is another; None for a change takes it out."""
    copy = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(copy, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename.startswith(name):
                if change is None:
                    continue
                data = change(data)
            new.writestr(member.filename, data, options.get("kind", member.compress_type))
    return copy


def chained(lines: list[dict]) -> tuple[bytes, str]:
    """A log whose digests fit, whatever it says, and the last digest: what somebody hostile can make."""
    before, out = FIRST, []
    for number, line in enumerate(lines, start=1):
        entry = Entry.made(
            line["case_id"], number, line["time"], line["actor"], line["action"], line["payload"], before
        )
        before = entry.digest
        out.append(json.dumps({name: getattr(entry, name) for name in Entry.__dataclass_fields__}))
    return "\n".join(out).encode(), before


def forged(file: Path, change) -> Path:
    """A copy of an archive whose log was changed, with digests that fit."""
    with zipfile.ZipFile(file) as old:
        lines = [json.loads(line) for line in old.read("log.jsonl").splitlines()]
        manifest = json.loads(old.read("manifest.json"))
    change(lines)
    log, head = chained(lines)
    copy = changed(file, "log.jsonl", lambda data: log)
    manifest |= {"head": head, "entries": len(lines)}
    copy = copy.rename(file.with_name("half.zip"))
    return changed(copy, "manifest.json", lambda data: json.dumps(manifest).encode())


def test_a_case_is_the_same_in_another_casebook(filled, other, tmp_path):
    file = tmp_path / "case.zip"
    head = filled.export_case(filled.cases()[0].id, file)
    case = other.import_case(file, head=head)
    assert state(other) == state(filled)[:1]
    assert [entry.digest for entry in other.log(case.id)[:-1]] == [e.digest for e in filled.log(case.id)[:-1]]
    assert other.log(case.id)[-1].action == "case.imported" and filled.log(case.id)[-1].action == "case.exported"
    for casebook in (filled, other):
        found = casebook.verify(head=head)
        assert not found.findings and not found.remarks
    other.write_note(case.id, "goes on here")
    again = file.with_name("again.zip")
    assert other.export_case(case.id, again) == other.log(case.id)[-2].digest


def test_a_case_goes_from_one_database_to_the_other(postgresql, packed, other, tmp_path):
    with Casebook.open(postgresql) as casebook:
        case = casebook.import_case(packed[0])
        casebook.delete(f"{case.id}/2")
        casebook.write_note(case.id, "lines\u2028of\x85all\r\nkinds")
        casebook.export_case(case.id, tmp_path / "back.zip")
        other.import_case(tmp_path / "back.zip")
        assert not other.verify().findings
        assert state(other) == state(casebook)


def test_the_archive_holds_what_its_documentation_says(filled, tmp_path):
    case = filled.cases()[0]
    head = filled.export_case(case.id, tmp_path / "case.zip")
    with zipfile.ZipFile(tmp_path / "case.zip") as archive:
        names = archive.namelist()
        manifest = json.loads(archive.read("manifest.json"))
        log = archive.read("log.jsonl").splitlines()
    exhibits = {f"exhibits/{hashlib.sha256(data).hexdigest()}" for data in (b"one", b"two")}
    records = {f"examinations/{one.record_sha256}.json" for one in filled.examinations(case.id)}
    assert set(names) == {"manifest.json", "log.jsonl"} | exhibits | records
    assert manifest == {"schema": "telltale/case/1", "case": case.id, "entries": len(log), "head": head}


def log_of(change):
    """An archive whose log is another text."""
    return lambda file: changed(file, "log.jsonl", change)


def lines_of(change):
    """An archive whose log has other lines."""
    return log_of(lambda data: b"\n".join(change(data.rstrip(b"\n").split(b"\n"))))


def lie(action: str, **fields):
    """An archive in which the first entry of an action says something else, with digests that fit."""
    return lambda file: forged(file, lambda log: _said(log, action, **fields))


def fourth(**fields):
    """An archive in which the fourth entry has other fields, with digests that fit."""
    return lambda file: forged(file, lambda log: log[3].update(fields))


ALTERED = {
    "an exhibit": (lambda file: changed(file, "exhibits/", lambda data: data[::-1] + b"!"), "another size"),
    "an exhibit of the same size": (lambda file: changed(file, "exhibits/", lambda data: b"XXX"), "another SHA-256"),
    "an exhibit is missing": (lambda file: changed(file, "exhibits/", None), "lacks exhibits/"),
    "an examination": (lambda file: changed(file, "examinations/", lambda data: data + b" "), "another SHA-256"),
    "a note": (
        log_of(lambda data: data.replace(b"the exhibit", b"the EXHIBIT")),
        "entry 7 of its log: its content was",
    ),
    "an actor": (log_of(lambda data: data.replace(b'"Ann"', b'"Eve"', 1)), "entry 1 of its log: it was altered"),
    "an entry is missing": (lines_of(lambda lines: lines[:3] + lines[4:]), "entries are missing"),
    "entries in another order": (lines_of(lambda lines: lines[:3] + lines[4:2:-1] + lines[5:]), "entry 5 of its log"),
    "the log ends early": (lines_of(lambda lines: lines[:4]), "does not end where"),
    "the log is no log": (log_of(lambda data: b"{}"), "can't be read"),
    "the log is empty": (log_of(lambda data: b""), "can't be read"),
    "the log is no text": (log_of(lambda data: b"\xff\xfe"), "can't be read"),
    "the log is missing": (lambda file: changed(file, "log.jsonl", None), "log.jsonl is missing"),
    "the manifest": (lambda file: changed(file, "manifest.json", lambda data: b"[" * 100_000), "can't be read"),
    "an answer": (lie("question.answered", reply={"x": 1}), "can't be read"),
    "a number": (lie("exhibit.added", exhibit=9), "out of order"),
    "a type": (lie("exhibit.added", exhibit="1"), "exhibit"),
    "a size": (lie("exhibit.added", size=4), "another size"),
    "an unknown field": (lie("note.written", more=1), "more"),
    "a null character": (lie("note.written", text="a\0b"), "text"),
    "of no exhibit": (lie("box.drawn", exhibit=7), "no exhibit 7"),
    "an unknown action": (fourth(action="shell.run"), "action is unknown"),
    "opened twice": (lambda file: forged(file, lambda log: log.insert(3, log[0])), "begins with the opening"),
    "a time": (fourth(time="yesterday"), "a line of its log"),
    "another case": (fourth(case_id="20260101-aaaaaa"), "of another case"),
}


def _said(log: list[dict], action: str, **fields) -> None:
    line = next(line for line in log if line["action"] == action)
    line["payload"] = json.dumps(json.loads(line["payload"]) | fields)


@pytest.mark.parametrize("name", ALTERED)
def test_an_altered_archive_is_refused_in_one_line(packed, strict, name):
    make, said = ALTERED[name]
    with pytest.raises(CasebookError) as raised:
        strict.import_case(make(packed[0]))
    assert said in str(raised.value) and "\n" not in str(raised.value) and len(str(raised.value)) < 400
    assert strict.cases() == [] and strict.log() == []


def hostile(file: Path, **members: bytes) -> Path:
    copy = file.with_name("hostile.zip")
    copy.write_bytes(file.read_bytes())
    with zipfile.ZipFile(copy, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return copy


@pytest.mark.parametrize(
    "name",
    ["../../evil", "/etc/evil", "exhibits/../evil", "C:\\evil", "exhibits/", "evil\x1b[2J", f"exhibits/{'A' * 64}"],
)
def test_no_archive_writes_where_it_likes(packed, strict, tmp_path, name):
    before = {file.name for file in tmp_path.rglob("*")}
    with pytest.raises(CasebookError, match="which no archive of a case does") as raised:
        strict.import_case(hostile(packed[0], **{name: b"evil"}))
    assert "\x1b" not in str(raised.value)
    assert {file.name for file in tmp_path.rglob("*")} - before == {"hostile.zip"}


def test_bombs_are_refused_before_they_are_unpacked(packed, strict):
    zeros = bytes(2**20)
    compressed = changed(packed[0], "exhibits/", lambda data: zeros, kind=zipfile.ZIP_DEFLATED)
    with pytest.raises(CasebookError, match="compressed or over 64 MB"):
        strict.import_case(compressed)
    with pytest.raises(CasebookError, match="would unpack to 129 MB"):
        strict.import_case(changed(packed[0], "log.jsonl", lambda data: bytes(129 * 2**20)))
    lying = bytearray(packed[0].read_bytes())
    with zipfile.ZipFile(packed[0]) as archive:
        at = archive.getinfo("log.jsonl")
        size = at.file_size.to_bytes(4, "little")
    lying = lying.replace(size, (10).to_bytes(4, "little"))  # claims to be small
    packed[0].with_name("lying.zip").write_bytes(lying)
    with pytest.raises(CasebookError, match=r"can't be read|no whole archive"):
        strict.import_case(packed[0].with_name("lying.zip"))


def test_a_member_that_stands_twice_is_refused(packed, strict):
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = hostile(packed[0], **{"manifest.json": b"{}"})
    with pytest.raises(CasebookError, match="or one twice"):
        strict.import_case(twice)


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_archive_is_refused(strict, tmp_path, data):
    file = tmp_path / "case.zip"
    file.write_bytes(data)
    with pytest.raises(CasebookError, match="no whole archive of a case"):
        strict.import_case(file)
    with pytest.raises(CasebookError, match="no such file"):
        strict.import_case(tmp_path / "none.zip")


def test_a_cut_off_archive_is_refused(packed, strict):
    data = packed[0].read_bytes()
    for part in range(1, 8):
        packed[0].write_bytes(data[: len(data) * part // 8])
        with pytest.raises(CasebookError):
            strict.import_case(packed[0])


def test_a_case_that_is_or_was_here_is_not_taken_again(filled, tmp_path):
    packed = tmp_path / "case.zip"
    filled.export_case(filled.cases()[0].id, packed)
    with pytest.raises(CasebookError, match="is or was in this casebook"):
        filled.import_case(packed)
    filled.delete(filled.cases()[0].id)
    with pytest.raises(CasebookError, match="is or was in this casebook"):
        filled.import_case(packed)
    assert not filled.verify().findings


def test_a_forged_archive_is_found_by_the_digest_that_was_noted(packed, strict):
    file, head = packed
    altered = lie("note.written", text="a lie")(file)
    with pytest.raises(CasebookError, match="not the one given"):
        strict.import_case(altered, head=head)


def test_an_altered_case_is_not_exported_and_no_file_is_overwritten(filled, packed, tmp_path):
    case = filled.cases()[0]
    with pytest.raises(CasebookError, match="there already"):
        filled.export_case(case.id, packed[0])
    with pytest.raises(CasebookError, match="can't be written"):
        filled.export_case(case.id, tmp_path / "no" / "folder.zip")
    exhibit = filled.exhibits(case.id)[0]
    next(tmp_path.glob(f"casebook.db.files/*/{exhibit.sha256}")).write_bytes(b"lie")
    with pytest.raises(CasebookError, match="not exported"):
        filled.export_case(case.id, tmp_path / "new.zip")
    assert not (tmp_path / "new.zip").exists() and not list(tmp_path.glob(".*.new"))


def test_a_refused_archive_leaves_no_trace(packed, other):
    before = other.new_case("here before")
    with pytest.raises(CasebookError):
        other.import_case(changed(packed[0], "exhibits/", lambda data: b"XXX"))
    assert other.cases() == [before] and len(other.log()) == 1 and not other.verify().remarks
