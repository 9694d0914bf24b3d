"""Comparisons and leaderboards, from finished runs on disk."""

import csv

import pytest
from telltale.agent import cli
from telltale.eval import comparing
from telltale.eval.items import Item, Judged, Reply
from telltale.eval.tasks import TaskError

from tests.eval.made import run


def test_two_runs_are_compared_on_the_same_items(finished, tmp_path, capsys):
    chance, good = finished
    table, notes = comparing.compare(chance, good, 100)
    by = {row[0]: row for row in table.rows}
    strict = by["accuracy, unparsed counted as wrong"]
    assert strict[2] == "0.938" and strict[5] == "McNemar by groups, exact" and strict[6] == "16"
    assert "16 items in common. On " in notes[0]
    same, _ = comparing.compare(good, good, 100)
    assert same.rows[0][3].startswith("+0.000") and same.rows[0][4] == "1.000"
    capsys.readouterr()
    assert cli.main(["eval", "compare", str(chance.folder), str(good.folder), "--out", str(tmp_path / "c.html")]) == 0
    assert "| accuracy, unparsed counted as wrong |" in capsys.readouterr().out
    assert "csv: paired tests of chance and saved:good.jsonl" in (tmp_path / "c.html").read_text()


def made(number, value, error=""):
    item = Item(id=str(number), kind="judgement", media=(), question="?", answer="yes", truth="fake")
    return Judged(item, Reply(error=error), value, None if value is None else value == "yes", None)


def test_an_unparsed_reply_is_wrong_in_the_headline_and_left_out_below_it():
    """On 10 items the first is always right; the second is right on 4 and unparsed on 6: p = 2 · 0.5^6."""
    pairs = [(made(n, "yes"), made(n, "yes" if n < 4 else None)) for n in range(10)]
    strict, lenient = comparing.differences(pairs)
    assert (strict.first, strict.second, strict.n) == (1.0, 0.4, 10) and strict.p == pytest.approx(2 * 0.5**6)
    assert strict.test == "McNemar, exact"
    assert (lenient.first, lenient.second, lenient.n, lenient.p) == (1.0, 1.0, 4, 1.0)


def test_a_failed_item_is_in_no_comparison():
    pairs = [(made(0, "yes"), made(0, "no")), (made(1, "yes"), made(1, None, error="lost"))]
    assert [found.n for found in comparing.differences(pairs)] == [1]


def test_agreement_is_counted_by_outcome(finished):
    chance, good = finished
    table, _ = comparing.agreement(chance, good)
    assert table.header == ("", "saved:good.jsonl: right", "saved:good.jsonl: wrong")
    assert sum(int(cell) for row in table.rows for cell in row[1:]) == 16
    _, same = comparing.agreement(good, good)
    assert "the same answer to 16 of the 16 items" in same[0] and "is 1.00" in same[0]


def test_several_tests_are_corrected_for_their_number(finished):
    """Holm: .01 · 3, .03 · 2, and .04 · 1 is not less than the one before it."""
    assert comparing.holm([0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.03, 0.06])
    tables, _ = comparing.compare_all([*finished, finished[0]], 20)
    assert len(tables) == 7 and "corrected for 3 comparisons" in tables[-1].title


def test_runs_that_took_pictures_into_their_own_folders_are_compared(labelled, tmp_path):
    first, second = (run(labelled, tmp_path / name, "chance", "--delivery", "web") for name in ("a", "b"))
    assert first.judged[0].item.media != second.judged[0].item.media
    assert "16 items in common" in comparing.compare(first, second, 20)[1][0]


def test_runs_without_common_items_are_not_compared(finished, labelled, tmp_path, draw):
    other = tmp_path / "other/manifest.csv"
    draw(tmp_path / "other/x.png")
    draw(tmp_path / "other/y.png")
    other.write_text("path,label\nx.png,real\ny.png,generated\n")
    with pytest.raises(TaskError, match="no items in common"):
        comparing.compare(finished[0], run(other, tmp_path / "runs/other", "chance"))


def test_one_run_is_nothing_to_compare(finished, capsys):
    assert cli.main(["eval", "compare", str(finished[0].folder)]) == 2
    assert "name two or more" in capsys.readouterr().err


def test_a_leaderboard_puts_the_best_on_top(finished, tmp_path, capsys):
    (table,) = comparing.leaderboard([tmp_path / "runs"])
    assert [row[0] for row in table.rows] == ["saved:good.jsonl", "chance"]
    assert cli.main(["eval", "leaderboard", str(tmp_path / "runs"), "--csv", str(tmp_path / "board.csv")]) == 0
    with (tmp_path / "board.csv").open(newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0][:3] == ["task", "model", "scored"] and rows[1][1] == "saved:good.jsonl"
