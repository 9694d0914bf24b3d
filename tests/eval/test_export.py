"""Replies in the formats of other harnesses."""

import json

from telltale.agent import cli
from telltale.eval import runs

from tests.eval.tasks.made import loki_records


def test_loki_replies_are_written_as_its_harness_does_and_read_back(tmp_path, capsys):
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
