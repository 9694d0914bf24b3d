from functools import partial

import pytest
from telltale.eval.robustness import attack_run, statattack

from tests.eval.robustness.made import Brightness


@pytest.mark.slow
def test_a_black_box_search_turns_what_depends_on_brightness(items, tmp_path, monkeypatch):
    # One step by gradients, for its row of the table: how far it gets is a test of `statattack`.
    monkeypatch.setattr(statattack, "white_box", partial(statattack.white_box, steps=1))
    model = Brightness()
    table, turned = attack_run.attack(items, model, tmp_path, queries=12, tokens=4, report=lambda line: None)
    rows = {row[0]: row for row in table.rows}
    before, after = int(rows["black-box"][1]), int(rows["black-box"][2])
    assert before > 0 and after > 0.5 * before
    assert len(turned) >= after and all(path.exists() for _, path in turned)
    asked = model.asked
    attack_run.attack(items, model, tmp_path, queries=12, tokens=4, report=lambda line: None)
    assert model.asked == asked
