"""`telltale case` as a user calls it: all that a casebook does, without the page."""

import json

import pytest
from telltale.agent import cli
from telltale.agent.cli import case_pictures
from telltale.agent.investigator import Investigator
from telltale.eval.sets.records import read


@pytest.fixture(autouse=True)
def casebook(tmp_path, monkeypatch):
    monkeypatch.setenv("TELLTALE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TELLTALE_CASEBOOK", str(tmp_path / "casebook.db"))
    monkeypatch.setenv("TELLTALE_ACTOR", "Ann")
    return tmp_path / "casebook.db"


@pytest.fixture
def call(capsys):
    """Call a command that must succeed; returns what it prints."""

    def run(*arguments: str, status: int = 0) -> str:
        assert cli.main(["case", *arguments]) == status, capsys.readouterr().err
        return capsys.readouterr().out

    return run


@pytest.fixture
def case(call) -> str:
    return call("new", "Parcel 4711", "--examiner", "Ann").strip()


@pytest.fixture
def quick(monkeypatch):
    """Commands examine with one detector, and without a model."""

    def investigator_of(arguments, **options) -> Investigator:
        return Investigator(detectors=["jpeg"], perceive=False, explain=False)

    monkeypatch.setattr(case_pictures, "investigator_of", investigator_of)


@pytest.mark.weights
def test_a_case_from_its_opening_to_its_archive(call, case, picture, tmp_path, monkeypatch, quick, encoder):
    assert call("add", case, picture, "--received", "by e-mail", "--examine").startswith(f"{case}/1\n  INCONCLUSIVE  ")
    call("note", f"{case}/1", "looks odd")
    call("box", f"{case}/1", "40,30,20,10", "the crack")
    call("assign", case, "--reviewer", "Bert", "--as", "Chief")
    answer = call("ask", f"{case}/1", "What is the verdict?", "Why?")
    assert "[verdict]" in answer
    shown = call("show", case)
    for part in (
        "“Parcel 4711”",
        "reviewer “Bert”",
        "“by e-mail”",
        "inconclusive",
        "“looks odd”",
        "40,30,20,10",
        "“Why?”",
    ):
        assert part in shown
    assert answer.splitlines()[0] in shown
    assert "Evidence" in call("show", f"{case}/1", "--examination")
    assert json.loads(call("show", f"{case}/1", "--json"))["turns"][1]["question"] == "Why?"
    assert json.loads(call("show", f"{case}/1", "--examination", "--json"))["schema"] == "telltale/examination/1"
    call("show", f"{case}/1", "--save", str(tmp_path / "copy.jpg"))
    assert (tmp_path / "copy.jpg").read_bytes() == (tmp_path / "astronaut.jpg").read_bytes()
    call("mark-wrong", f"{case}/1", "--truth", "real", "--keep-picture")
    call("export-errors", "--out", str(tmp_path / "errors"))
    (record,) = read(tmp_path / "errors/manifest.csv")
    assert (record.label, record.source, record.path.suffix) == ("real", case, ".jpg")
    assert record.path.read_bytes() == (tmp_path / "astronaut.jpg").read_bytes()
    digest = call("export", case, str(tmp_path / "case.zip")).split()[-1]
    assert "no alteration was found" in call("verify", case, "--head", digest)
    monkeypatch.setenv("TELLTALE_CASEBOOK", str(tmp_path / "other.db"))
    assert call("import", str(tmp_path / "case.zip"), "--head", digest).strip() == case
    assert answer.splitlines()[0] in call("show", case)
    actions = [json.loads(line)["action"] for line in call("log", case, "--json").splitlines()]
    assert actions[0] == "case.opened" and actions[-1] == "case.imported" and "pictures.exported" in actions


def test_a_case_without_a_model(call, case, tmp_path):
    for name in ("a.bin", "b.bin"):
        (tmp_path / name).write_bytes(name.encode())
    assert call("add", case, str(tmp_path / "a.bin"), str(tmp_path / "b.bin")) == f"{case}/1\n{case}/2\n"
    assert "2 exhibits" in call("list") and json.loads(call("list", "--json"))["title"] == "Parcel 4711"
    call("delete", f"{case}/2", "--yes")
    assert f"{case}/2" not in call("show", case)
    assert "(content deleted)" in call("log")
    call("delete", case[:12], "--yes")
    assert call("list") == "" and "case.deleted" in call("log", case)
    assert call("verify").endswith("(entry 5)\n")


def test_an_alteration_ends_with_status_one(call, case, casebook):
    import sqlite3

    call("note", case, "the truth")
    with sqlite3.connect(casebook) as connection:
        connection.execute("UPDATE notes SET text = 'a lie'")
    connection.close()
    out = call("verify", status=1)
    assert out.startswith(f"ALTERED  Case {case}: row 2 of the table notes is not what the log says.\n")
    assert json.loads(call("verify", "--json", status=1))["findings"][0]["kind"] == "row"


def test_a_lost_note_of_the_end_can_be_accepted(call, case, casebook):
    casebook.with_name("casebook.db.head").unlink()
    assert call("verify", status=1).startswith("ALTERED  No note of where the log ends")
    assert call("verify", "--accept").startswith("note     At entry 2 the end of the log was noted anew")


def test_marks_without_leave_are_left_out(call, case, picture, tmp_path, capsys):
    from telltale.agent.casebook import Casebook

    from tests.agent.casebook.made import examination_of

    with Casebook.open() as opened:
        for number, truth, keep in ((1, "real", False), (2, "tampered", True)):
            exhibit = opened.add_exhibit(case, str(number).encode(), f"{number}.jpg")
            opened.record_examination(exhibit, examination_of(str(number).encode()))
            opened.mark_wrong(exhibit, truth, keep_picture=keep)
    assert cli.main(["case", "export-errors", "--out", str(tmp_path / "errors")]) == 0
    assert "left out 1: " in capsys.readouterr().err
    (record,) = read(tmp_path / "errors/manifest.csv")
    assert (record.label, record.generator, record.content) == ("generated", f"altered ({case})", "altered in a part")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "nowhere"], "nowhere: there is no such case"),
        (["show", "CASE", "--examination"], "are for an exhibit"),
        (["show", "CASE/1", "--examination"], "no such exhibit"),
        (["box", "CASE/1", "1,2,3"], "is no rectangle"),
        (["ask", "CASE", "why?"], "name an exhibit"),
        (["mark-wrong", "CASE/1", "--truth", "real"], "no such exhibit"),
        (["assign", "CASE"], "nobody is named"),
        (["delete", "CASE"], "--yes"),
        (["note", "CASE", " "], "text: "),
        (["new", " "], "title: "),
        (["import", "none.zip"], "none.zip: no such file"),
        (["export", "CASE", "/no/such/folder/case.zip"], "can't be written"),
        (["verify", "--casebook", "/no/such/casebook.db"], "there is no casebook yet"),
        (["list", "--casebook", "oracle://x"], "is no database"),
    ],
)
def test_wrong_calls_get_one_line_and_status_two(case, capsys, arguments, said):
    assert cli.main(["case", *(word.replace("CASE", case) for word in arguments)]) == 2
    err = capsys.readouterr().err
    assert said in err and err.count("\n") == 1 and "Traceback" not in err


def test_one_bad_file_costs_the_others_nothing(case, picture, tmp_path, capsys):
    assert cli.main(["case", "add", case, str(tmp_path / "none.jpg"), picture]) == 1
    streams = capsys.readouterr()
    assert streams.out == f"{case}/1\n" and "none.jpg: no such file" in streams.err
