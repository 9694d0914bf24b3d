from telltale.eval.robustness import attack_run

from tests.eval.robustness.made import Brightness


def test_a_black_box_search_turns_what_depends_on_brightness(items, tmp_path):
    model = Brightness()
    table, turned = attack_run.attack(items, model, tmp_path, queries=12, tokens=4, report=lambda line: None)
    rows = {row[0]: row for row in table.rows}
    before, after = int(rows["black-box"][1]), int(rows["black-box"][2])
    assert before > 0 and after > 0.5 * before
    assert len(turned) >= after and all(path.exists() for _, path in turned)
    asked = model.asked
    attack_run.attack(items, model, tmp_path, queries=12, tokens=4, report=lambda line: None)
    assert model.asked == asked
