"""Outputs of other people's detectors, as AgentFoX publishes them, read as a table of scores.

Letters: n pictures.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import numpy as np

from ...agent.reasoning.weighing.terms import FACTS
from ...finetune.weighing.evidence_table import Table


def read_experts(file: Path) -> Table:
    """A JSON object with one entry a picture, as a table of n pictures.

    An entry has `gt_label` (1 is generated), `source_dataset`, `data_source`, and `model_predictions`: by detector a
    probability (`pred_prob`), a calibrated one (`calibration_prob`), or only a label (`pred_label`). A calibrated
    probability becomes a column of its own, named `NAME calibrated`. Quality facts are not known and stay 0.

    Raises:
        ValueError: if the file holds something else.
        OSError: if it can't be read.
    """
    try:
        entries = list(json.loads(file.read_text(encoding="utf-8")).values())
        scores: dict[str, list[float]] = defaultdict(lambda: [np.nan] * len(entries))
        for number, entry in enumerate(entries):
            for name, output in entry["model_predictions"].items():
                for key, suffix in (("pred_prob", ""), ("calibration_prob", " calibrated")):
                    if key in output:
                        scores[name + suffix][number] = float(output[key])
                if "pred_prob" not in output:
                    scores[name][number] = float(output["pred_label"])
        return Table(
            {name: np.array(values) for name, values in scores.items()},
            np.zeros((len(entries), len(FACTS))),
            np.array([entry["gt_label"] == 1 for entry in entries]),
            np.array([entry["source_dataset"] for entry in entries]),
            np.array([entry["data_source"] for entry in entries]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        wanted = "give the outputs of several detectors by picture, as AgentFoX publishes them"
        raise ValueError(f"{file}: can't be read ({error!r}); {wanted}") from None
