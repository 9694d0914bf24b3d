import json

import numpy as np
import pytest
from telltale.eval.studies.expert_files import read_experts


def test_external_detectors_are_read_as_a_table(tmp_path):
    entries = {
        f"p{n}": {
            "gt_label": n % 2,
            "source_dataset": f"d{n % 3}",
            "data_source": "s",
            "model_predictions": {
                "A": {"pred_label": 1, "pred_prob": n / 10, "calibration_prob": 0.5},
                "B": {"pred_label": n % 2},
            },
        }
        for n in range(6)
    }
    del entries["p3"]["model_predictions"]["B"]
    file = tmp_path / "experts.json"
    file.write_text(json.dumps(entries))
    table = read_experts(file)
    assert set(table.scores) == {"A", "A calibrated", "B"}
    assert table.scores["A"].tolist() == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5] and np.isnan(table.scores["B"][3])
    assert table.truth.tolist() == [False, True] * 3 and table.source[4] == "d1"


@pytest.mark.parametrize("text", ["no JSON", "[1, 2]", '{"p": {"gt_label": 1}}'])
def test_another_file_is_refused_by_its_name(tmp_path, text):
    file = tmp_path / "experts.json"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"experts\.json"):
        read_experts(file)
