"""Comparisons and leaderboards, from finished runs on disk."""

import csv

import pytest
from telltale.agent import cli
from telltale.eval import comparing
from telltale.eval.tasks import TaskError

from tests.eval.made import run


def test_two_runs_are_compared_on_the_same_items(finished, tmp_path, capsys):
    chance, good = finished
    table, notes = comparing.compare(chance, good)
    by = {row[0]: row for row in table.rows}
    assert by["accuracy"][2] == "0.938" and "McNemar" in by["accuracy"][4]
    assert "16 items in common. Left out are 0 of them" in notes[0]
    same, _ = comparing.compare(good, good)
    assert same.rows[0][3].startswith("+0.000") and same.rows[0][4] == "1 (McNemar by groups)"
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
