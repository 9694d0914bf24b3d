"""Pages, comparisons, leaderboards, exports: from finished runs on disk."""

import csv
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from telltale.agent import cli
from telltale.eval import comparing, runs
from telltale.eval.page import examples, thumbnails
from telltale.eval.page.plots import draw as plots
from telltale.eval.tasks import TaskError


def run(labelled, folder, model, *more):
    command = ["eval", "csv", "--data", str(labelled), "--model", model, "--out", str(folder), *more]
    assert cli.main(command) == 0
    return runs.read(folder)


@pytest.fixture
def finished(labelled, tmp_path):
    """A run by chance, and one that is right about everything but one picture."""
    chance = run(labelled, tmp_path / "runs/chance", "chance")
    rows = []
    for one in chance.judged:
        fake = one.item.truth == "fake" and one.item.id != "generated/0.png?fake"
        reply = {"text": "Yes." if fake else "No.", "options": [0.9, 0.1] if fake else [0.2, 0.8]}
        rows.append({"id": one.item.id, "key": "", "reply": reply})
    (tmp_path / "good.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n")
    return chance, run(labelled, tmp_path / "runs/good", f"saved:{tmp_path / 'good.jsonl'}")


def test_a_page_stands_alone_and_shows_the_surest_mistake(finished, tmp_path, capsys):
    chance, good = finished
    assert cli.main(["eval", "page", str(good.folder), str(chance.folder), "--out", str(tmp_path / "p.html")]) == 0
    page = (tmp_path / "p.html").read_text()
    assert not re.search(r"(?:src|href)\s*=\s*[\"'](?!data:|#)", page)  # nothing is loaded from elsewhere
    assert "saved:good.jsonl" in page and "chance" in page and page.count("<svg") >= 5
    (worst,) = examples([good, chance], wrong=True)
    assert worst["item"].id == "generated/0.png?fake" and len(worst["replies"]) == 2
    assert thumbnails(good.judged[0])[0].startswith("data:image/jpeg;base64,")
    assert "Surest and wrong (saved:good.jsonl)" in page


def test_the_same_data_give_the_same_plots(finished):
    assert plots(finished) == plots(finished)


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium here")
def test_a_browser_shows_the_page_without_errors(finished, tmp_path):
    from playwright.sync_api import sync_playwright

    comparing_page = tmp_path / "p.html"
    assert cli.main(["eval", "page", *(str(one.folder) for one in finished), "--out", str(comparing_page)]) == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        errors = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(comparing_page.as_uri())
        assert page.locator("h1").inner_text() == "csv"
        assert page.locator("svg").count() >= 5
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.locator(".example img").first.evaluate("image => image.naturalWidth") > 0
        browser.close()
    assert errors == []


def test_two_runs_are_compared_on_the_same_items(finished, tmp_path, capsys):
    chance, good = finished
    table, notes = comparing.compare(chance, good)
    by = {row[0]: row for row in table.rows}
    assert by["accuracy"][2] == "0.938" and "McNemar" in by["accuracy"][4]
    assert "16 items in common, 0 of them" in notes[0]
    same, _ = comparing.compare(good, good)
    assert same.rows[0][3].startswith("+0.000") and same.rows[0][4] == "1 (McNemar)"
    capsys.readouterr()
    assert cli.main(["eval", "compare", str(chance.folder), str(good.folder), "--out", str(tmp_path / "c.html")]) == 0
    assert "| accuracy |" in capsys.readouterr().out and "csv: paired" in (tmp_path / "c.html").read_text()


def test_runs_without_common_items_are_not_compared(finished, labelled, tmp_path, draw):
    other = tmp_path / "other/manifest.csv"
    draw(tmp_path / "other/x.png")
    draw(tmp_path / "other/y.png")
    other.write_text("path,label\nx.png,real\ny.png,generated\n")
    with pytest.raises(TaskError, match="no items in common"):
        comparing.compare(finished[0], run(other, tmp_path / "runs/other", "chance"))


def test_a_leaderboard_puts_the_best_on_top(finished, tmp_path, capsys):
    (table,) = comparing.leaderboard([tmp_path / "runs"])
    assert [row[0] for row in table.rows] == ["saved:good.jsonl", "chance"]
    assert cli.main(["eval", "leaderboard", str(tmp_path / "runs"), "--csv", str(tmp_path / "board.csv")]) == 0
    with (tmp_path / "board.csv").open(newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0][:3] == ["task", "model", "scored"] and rows[1][1] == "saved:good.jsonl"


def test_loki_replies_are_written_as_its_harness_does_and_read_back(tmp_path, capsys):
    from tests.eval.test_tasks import loki_records

    file = tmp_path / "q.json"
    file.write_text(json.dumps(loki_records()))
    base = ["eval", "loki-judgement", "--data", str(file)]
    assert cli.main([*base, "--model", "constant:Yes", "--out", str(tmp_path / "run")]) == 0
    assert (
        cli.main(["eval", "export", str(tmp_path / "run"), "--format", "loki", "--out", str(tmp_path / "log.json")])
        == 0
    )
    log = json.loads((tmp_path / "log.json").read_text())
    assert [entry["accuracy"] for entry in log] == [True, False]
    assert set(log[0]) == {
        *(
            "parsed_response",
            "accuracy",
            "contexts",
            "response",
            "metric",
            "target",
            "question_type",
            "doc",
            "media_path",
        ),
    }
    assert cli.main([*base, "--model", f"saved:{tmp_path / 'log.json'}", "--out", str(tmp_path / "again")]) == 0
    one, other = runs.read(tmp_path / "run"), runs.read(tmp_path / "again")
    assert [j.value for j in one.judged] == [j.value for j in other.judged] == ["yes", "yes"]
    capsys.readouterr()
    assert (
        cli.main(["eval", "export", str(tmp_path / "run"), "--format", "fakebench", "--out", str(tmp_path / "f.json")])
        == 2
    )
    assert "not of FakeBench" in capsys.readouterr().err


def test_fakebench_replies_are_written_to_be_sent_in(tmp_path, draw):
    root = tmp_path / "FakeBench"
    draw(root / "FakeBench_images/fake_images/sd-1.jpg")
    (root / "Evaluation").mkdir()
    (root / "Evaluation/FakeQA.json").write_text(
        json.dumps([{"image_id": "sd-1.jpg", "Q1": "Texture?", "Q2": "Edges?"}])
    )
    run = [
        "eval",
        "fakebench",
        "--part",
        "qa",
        "--data",
        str(root),
        "--model",
        "constant:Odd.",
        "--out",
        str(tmp_path / "run"),
    ]
    assert cli.main(run) == 0
    out = tmp_path / "sent.json"
    assert cli.main(["eval", "export", str(tmp_path / "run"), "--format", "fakebench", "--out", str(out)]) == 0
    assert json.loads(out.read_text()) == [{"image_id": "sd-1.jpg", "A1": "Odd.", "A2": "Odd."}]


def test_the_module_can_be_started_by_launchers(labelled, tmp_path):
    import sys

    command = [sys.executable, "-m", "telltale.eval", "list"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(tmp_path))
    assert done.returncode == 0 and "loki-judgement" in done.stdout
