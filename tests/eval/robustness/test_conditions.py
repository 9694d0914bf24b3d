from telltale.eval.robustness.condition_report import condition_table, curves, worst
from telltale.eval.robustness.conditions import UNCHANGED, framed, framings, measure
from telltale.eval.tasks import get

from tests.eval.robustness.made import Brightness


def test_conditions_are_measured_against_the_unchanged(items, tmp_path):
    model = Brightness()
    conditions = measure(get("csv"), items, model, tmp_path, ["noise", "caption"], report=lambda line: None)
    assert [c.family for c in conditions].count("framing") == len(framings())
    asked = model.asked
    measure(get("csv"), items, model, tmp_path, ["noise", "caption"], report=lambda line: None)
    assert model.asked == asked  # resumed
    table = condition_table(conditions)
    rows = {(row[0], row[1]): row for row in table.rows}
    plain = rows[UNCHANGED, ""]
    cells = {key: dict(zip(table.header, row, strict=True)) for key, row in rows.items()}
    assert plain[9].startswith("0.000 [0.000, 0.") and plain[10] == "0.000"  # no change in few pictures proves little
    assert rows["framing", "tested"][9:11] == plain[9:11]  # it does not read
    assert float(rows["caption", "3"][10]) > float(rows["caption", "1"][10]) > 0
    strict = cells[UNCHANGED, ""]["accuracy, unparsed counted as wrong"]
    assert " [" in strict and strict == cells[UNCHANGED, ""]["accuracy, unparsed left out"]
    assert len(curves(conditions)) == 2
    for before, after in worst(conditions):
        assert before.right and after.right is False


def test_a_framing_stands_around_the_question(items):
    wrapped = framed(items, "administrator")
    assert wrapped[0].question.endswith(items[0].question) and "administrator" in wrapped[0].question
    assert wrapped[0].id != items[0].id and wrapped[0].answer == items[0].answer
