"""`telltale case report` and what people say of exhibits, as a user calls them."""

import csv
import hashlib
import json

import pytest
from telltale.agent import cli
from telltale.agent.casebook import Casebook
from telltale.agent.casebook.case_people import judge
from telltale.agent.record import Investigation
from telltale.agent.sandbox import receive
from telltale.eval.sets.records import read

from tests.agent.casebook.made import examination_of
from tests.conftest import encode


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """An open casebook that the commands use, too."""
    monkeypatch.setenv("TELLTALE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TELLTALE_CASEBOOK", str(tmp_path / "casebook.db"))
    monkeypatch.setenv("TELLTALE_ACTOR", "Ann")
    with Casebook.open() as casebook:
        yield casebook


def call(*arguments: str, status: int = 0) -> None:
    assert cli.main(["case", *arguments]) == status


def test_each_exhibit_gets_a_report_and_the_log_says_so(opened, tmp_path, capsys, astronaut, record):
    case = opened.new_case("Parcel <4711>", reference="AZ 1", examiner="A. Weber", reviewer="B. Klein").id
    exhibit = opened.add_exhibit(case, encode(astronaut, "JPEG"), "a.jpg", received="by e-mail")
    opened.record_examination(exhibit, record)
    opened.add_exhibit(case, b"not examined", "b.jpg")
    call("report", case, "--out", str(tmp_path / "out"), "--report-format", "html", status=1)  # for one has no report
    assert f"{case}/2: was not examined" in capsys.readouterr().err
    page = (tmp_path / "out/exhibit-1.html").read_text(encoding="utf-8")
    for part in ("A. Weber", "B. Klein", "AZ 1", "by e-mail", exhibit.sha256, "exhibit.added"):
        assert part in page
    index = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert 'href="exhibit-1.html"' in index and exhibit.sha256 in index and "exhibit-2" not in index
    last = opened.log(case)[-1]
    digest = hashlib.sha256(page.encode()).hexdigest()
    assert last.action == "reports.written" and json.loads(last.payload or "")["sha256"] == [digest]
    assert not opened.verify().findings


def test_a_case_without_an_examination_has_no_report(opened, tmp_path, capsys):
    case = opened.new_case("empty").id
    call("report", case, "--out", str(tmp_path / "out"), status=1)
    assert "nothing was written" in capsys.readouterr().err and not (tmp_path / "out").exists()
    (tmp_path / "file").touch()
    call("report", case, "--out", str(tmp_path / "file"), status=2)


def test_a_set_is_judged_and_the_judgements_are_written(opened, tmp_path, capsys):
    manifest = tmp_path / "set.csv"
    lines = [
        "path,label,content",
        "a.jpg,real,",
        "b.jpg,generated,",
        "c.jpg,generated,altered in a part",
        "a.jpg,real,",
    ]
    manifest.write_text("\n".join([*lines, lines[1]]))
    for name in "abc":
        (tmp_path / f"{name}.jpg").write_bytes(name.encode())
    case = opened.new_case("a set").id
    call("check-set", case, str(manifest))
    assert "added 3 pictures" in (err := capsys.readouterr().err) and "has this picture already" in err
    call("judgements", case, status=1)
    opened.record_examination(f"{case}/3", examination_of(b"c", "inconclusive"))
    for number, label in ((1, "real"), (2, "real"), (3, "tampered")):
        judge(opened, f"{case}/{number}", "A. =1", label, confidence=70, seconds=2)
    call("truth", f"{case}/1", "synthetic")
    capsys.readouterr()
    call("judgements", case, "--csv", str(tmp_path / "people.csv"))
    out = capsys.readouterr().out
    assert "“A. =1”: judged 3, median 2.0 s; sure when right 70%, when wrong 70%" in out
    assert "of 3 with a known truth: right 1, wrong 2, no label 0" in out
    assert "Telltale on 1 of the same: right 0, wrong 0, no label 1" in out
    rows = list(csv.DictReader((tmp_path / "people.csv").open()))
    assert [(row["answer"], row["truth"]) for row in rows] == [
        ("real", "synthetic"),
        ("real", "synthetic"),
        ("tampered", "tampered"),
    ]


def test_challenges_leave_with_their_licences(opened, tmp_path, capsys):
    case = opened.new_case("arena").id
    for name, label in (("a", "synthetic"), ("b", "inconclusive")):
        exhibit = opened.add_exhibit(case, name.encode(), f"{name}.jpg")
        opened.record_examination(exhibit, examination_of(name.encode(), label))
        call("challenge", exhibit.address, "--truth", "real", "--licence", "CC0-1.0", "--credit", "@me")
    assert capsys.readouterr().out.splitlines() == [
        f"{case}/1: synthetic, a wrong label: it fooled Telltale",
        f"{case}/2: inconclusive, no wrong label",
    ]
    call("export-challenges", "--out", str(tmp_path / "all"))
    call("export-challenges", case, "--fooled", "--out", str(tmp_path / "fooled"))
    assert len(read(tmp_path / "all/manifest.csv")) == 2
    (one,) = read(tmp_path / "fooled/manifest.csv")
    assert (one.label, one.path.read_bytes()) == ("real", b"a")
    (told,) = csv.DictReader((tmp_path / "fooled/licences.csv").open())
    assert (told["licence"], told["credit"], told["truth"], told["verdict"], told["fooled"]) == (
        "CC0-1.0", "'@me", "real", "synthetic", "yes",
    )  # fmt: skip
    assert [entry.action for entry in opened.log(case)][-1] == "pictures.exported"
    call("export-challenges", "--out", str(tmp_path / "all"), status=2)


def test_copies_are_of_the_detector_that_gave_the_record_its_score(astronaut, record):
    from telltale.agent.case_reports import copies_of
    from telltale.agent.detectors.base import Detector, Reading
    from telltale.agent.evidence import Evidence

    def scored(name, score):
        return Detector(name, "m", "h", "r", lambda pixels, quality: Reading("s", score, "log-odds"), on_crops=True)

    received = receive(encode(astronaut), "a.png")
    evidence = tuple(
        Evidence(id=f"E{n}", source=name, kind="detector", statement="s", score=1.0)
        for n, name in enumerate(("one", "two"), 1)
    )
    found = Investigation(record.model_copy(update={"evidence": evidence}), received.exhibit, received.contents, {})
    detectors = [scored("one", 1.00004), scored("two", 2.0), scored("three", 1.0)]
    assert [(each.source, each.side) for each in copies_of(found, detectors)] == [
        ("one", None), ("one", 1600), ("one", 768), ("one", 512),
    ]  # fmt: skip
