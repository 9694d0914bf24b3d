"""Reports as a user asks for them: beside an examination, of a folder, and of saved records."""

import json

import numpy as np
import pytest
from telltale.agent import cli

FAST = ["--no-perceive", "--no-explain", "--detector", "jpeg", "--detector", "noise"]


@pytest.fixture(scope="module")
def saved(tmp_path_factory, astronaut):
    """A picture, and its record as `--json` prints it."""
    from contextlib import redirect_stdout

    from tests.conftest import encode

    folder = tmp_path_factory.mktemp("saved")
    picture, record = folder / "photo.jpg", folder / "record.json"
    picture.write_bytes(encode(astronaut, "JPEG", quality=90))
    with record.open("w") as out, redirect_stdout(out):
        assert cli.main(["examine", *FAST, "--json", str(picture)]) == 0
    return picture, record


def test_an_examination_can_write_a_report(picture, tmp_path, capsys):
    out = tmp_path / "a.html"
    given = ["--examiner", "A. Weber", "--case-number", "4711/26", "--report-date", "2026-02-03"]
    assert cli.main(["examine", *FAST, picture, "--report", str(out), *given]) == 0
    text = out.read_text("utf-8")
    assert "“A. Weber”" in text and "“4711/26”" in text and "<code>2026-02-03</code>" in text
    assert "telltale examine astronaut.jpg --detector jpeg --detector noise --no-explain --no-perceive" in text
    assert f"wrote {out}" in capsys.readouterr().err


def test_a_folder_gives_a_report_each_and_an_index(picture, tmp_path, capsys):
    import shutil

    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in ("one.jpg", "index.jpg", "zwei ü.jpg", ".hidden"):
        shutil.copy(picture, folder / name)
    call = ["examine", *FAST, str(folder), "--report", f"{out}/", "--report-format", "html", "--report-pages", "one"]
    assert cli.main(call) == 0
    assert sorted(file.name for file in out.iterdir()) == [
        "index-report.html",
        "index.html",
        "one.html",
        "zwei__.html",
    ]
    assert "one.html" in (out / "index.html").read_text("utf-8")


def test_a_saved_record_makes_the_same_report_each_time(saved, tmp_path):
    _, record = saved
    files = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    for file in files:
        assert cli.main(["report", str(record), "--out", str(file), "--report-language", "fr"]) == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    assert files[0].read_bytes().startswith(b"%PDF")


def test_the_picture_is_shown_only_if_it_is_the_one(saved, tmp_path, capsys):
    picture, record = saved
    other = tmp_path / "other.jpg"
    other.write_bytes(picture.read_bytes() + b"\0")
    out = tmp_path / "a.json"
    assert cli.main(["report", str(record), "--out", str(out), "--picture", str(other)]) == 2
    assert "its SHA-256 is another" in capsys.readouterr().err
    assert cli.main(["report", str(record), "--out", str(out), "--picture", str(picture)]) == 0
    report = json.loads(out.read_text("utf-8"))
    assert any(block["kind"] == "picture" for section in report["sections"] for block in section["blocks"])
    again = tmp_path / "again.html"
    assert cli.main(["report", str(out), "--out", str(again)]) == 0
    assert again.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{record}", "--out", "a.docx"], "a report ends in .pdf, .html, .json"),
        (["{picture}", "--out", "a.pdf"], "holds no record of an examination"),
        (["/no/such.json", "--out", "a.pdf"], "/no/such.json: no such file or directory"),
    ],
)
def test_wrong_calls_get_one_line(saved, capsys, arguments, message):
    picture, record = saved
    assert cli.main(["report", *(each.format(record=record, picture=picture) for each in arguments)]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 1 and message in errors[0]


def test_several_pictures_need_a_folder(picture, capsys):
    assert cli.main(["examine", *FAST, picture, picture, "--report", "a.pdf"]) == 2
    assert "one file can't take 2 reports" in capsys.readouterr().err


def test_a_date_that_is_none_is_refused(picture):
    with pytest.raises(SystemExit):
        cli.main(["examine", *FAST, picture, "--report", "a.pdf", "--report-date", "yesterday"])


def test_copies_are_scaled_saved_and_scored(astronaut):
    from telltale.agent.detectors.base import Detector, Reading
    from telltale.agent.dossier import copy_scores
    from telltale.agent.dossier.copy_stability import shared_copy
    from telltale.agent.evidence import Quality

    def measure(pixels, quality):
        return Reading("s", float(min(pixels.shape[:2])), "log-odds")

    detectors = [Detector("one", "m", "h", "r", measure, on_crops=True), Detector("two", "m", "h", "r", measure)]
    pixels = np.asarray(astronaut)
    found = copy_scores(pixels, Quality(short_side=512), detectors)
    assert [(each.source, each.side, each.score) for each in found] == [
        ("one", None, 512.0),
        ("one", 1600, 512.0),
        ("one", 768, 512.0),
        ("one", 512, 512.0),
    ]
    assert shared_copy(pixels, 100, 40).shape == (100, 100, 3)
