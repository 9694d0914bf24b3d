"""The one table writer: Markdown, columns, CSV."""

import csv

from telltale.eval import tables
from telltale.eval.items import Table

HEADER, ROWS = ("name", "value"), [("a", "1"), ("b, [c]", "2")]


def test_a_table_is_printed_as_markdown(capsys):
    tables.show("Title", HEADER, ROWS)
    assert capsys.readouterr().out == "\n### Title\n\n| name | value |\n|---|---|\n| a | 1 |\n| b, [c] | 2 |\n"


def test_columns_are_aligned_and_show_brackets(capsys):
    tables.show_columns(HEADER, ROWS)
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines[0].split() == ["name", "value"] and lines[2] == "b, [c]  2"


def test_csv_files_are_named_after_their_titles(tmp_path):
    tables.write_tables(tmp_path / "run", [Table(title="By category (%)", header=HEADER, rows=tuple(ROWS))])
    assert (tmp_path / "run/by-category.csv").read_text().splitlines() == ["name,value", "a,1", '"b, [c]",2']


def test_no_cell_of_a_csv_file_is_a_formula(tmp_path):
    rows = [("=1+1", "-0.5"), ("+41 now", "@SUM(A1)"), ("a=b", "+3%"), ("-", "\t=2")]
    tables.write_csv(tmp_path / "a.csv", HEADER, rows)
    with (tmp_path / "a.csv").open(newline="") as file:
        written = [tuple(row) for row in csv.reader(file)]
    assert written[1:] == [("'=1+1", "-0.5"), ("'+41 now", "'@SUM(A1)"), ("a=b", "+3%"), ("'-", "'\t=2")]


def test_an_unknown_number_is_a_dash():
    assert tables.number(None) == "–" and tables.number(0.12345) == "0.123" and tables.number(4, 2) == "4.00"
