"""The commands on finished runs: what they refuse."""

import json

from telltale.agent import cli

from tests.eval.tasks.made import loki_records


def test_runs_of_several_tasks_do_not_share_a_page(finished, tmp_path, capsys):
    file = tmp_path / "q.json"
    file.write_text(json.dumps(loki_records()))
    loki = str(tmp_path / "loki")
    assert cli.main(["eval", "loki-judgement", "--data", str(file), "--model", "chance", "--out", loki]) == 0
    capsys.readouterr()
    assert cli.main(["eval", "page", str(finished[0].folder), loki, "--out", str(tmp_path / "p.html")]) == 2
    error = capsys.readouterr().err
    assert "csv, loki-judgement" in error and "telltale eval leaderboard" in error and error.count("\n") == 1


def test_a_run_without_written_answers_can_not_be_marked(finished, capsys):
    folder = str(finished[0].folder)
    assert cli.main(["eval", "judge", folder, "--judge", "small"]) == 2
    error = capsys.readouterr().err
    assert f"{folder}: has no written answers" in error and error.count("\n") == 1
