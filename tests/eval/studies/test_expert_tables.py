import json

import numpy as np
import pytest
from telltale.eval.studies import expert_tables
from telltale.eval.studies.expert_files import read_experts

from tests.eval.studies.made import expert_entries


@pytest.fixture
def file(tmp_path):
    written = tmp_path / "experts.json"
    written.write_text(json.dumps(expert_entries()))
    return written


def test_fusing_other_peoples_detectors_beats_each_of_them(file, study):
    status, out, _ = study("experts", file)
    assert status == 0
    area = {}
    for line in out.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if " alone" in line or "ours" in line:
            area[cells[1], cells[2]] = float(cells[3])
    singles = [value for (name, _), value in area.items() if "alone" in name]
    assert len(singles) == 4 and area["ours, experts and VLMs", "five folds"] > max(singles)


def test_an_attack_on_one_expert_turns_no_verdict(file):
    rows = {row[0]: row for row in expert_tables.attack_table(read_experts(file), ["V"])}
    assert rows["nobody"][3] == "100.0%"
    for name in ("A", "B", "C", "V"):
        turned = float(rows[name][5].split("%")[0])
        assert turned < 2.0


def test_the_best_threshold_for_f1_follows_the_rate():
    total, truth = np.array([0.0, 1.0, 2.0, 3.0]), np.array([False, True, False, True])
    even, rare = (expert_tables.best_f1_threshold(total, truth, rate) for rate in (0.5, 0.001))
    assert even < 1.0 < 2.0 < rare
