from dataclasses import replace

import numpy as np
import pytest
from telltale.agent.detectors import clip_heads, registry
from telltale.finetune.weighing import left_out, ways

from tests.finetune.weighing.made import GENERATORS


def test_only_detectors_that_learned_nothing_are_read_as_they_are(records):
    picture, _ = ways.exhibit(records[0], "as it is", GENERATORS, records[:6])
    assert set(left_out.untrained(picture)) == {"spectral", "jpeg", "noise"}


def test_every_trained_detector_that_is_weighed_is_read_with_weights_that_left_the_source_out(monkeypatch):
    assert left_out.without_scorer() == []
    clip = registry.BUILT_IN["clip"]
    monkeypatch.setattr(registry, "weighed", lambda: {"clip": clip, "another": clip})
    assert left_out.without_scorer() == ["another"]


@pytest.mark.weights
def test_scores_come_from_weights_that_left_the_source_out(records, small_folder):
    shipped = clip_heads.shipped()
    zero = replace(shipped, weight=np.zeros_like(shipped.weight), bias=0.0, slope=1.0, offset=0.25)
    far = np.ones(len(shipped.reference_real), bool)
    held = left_out.LeftOut({"camera 0": zero}, {}, None, {"camera 0": far})
    picture, _ = ways.exhibit(records[0], "as it is", GENERATORS, records[:6])
    found = left_out.measure(picture, records[0], held, lambda record, exhibit: {"cue:a": 0.4})
    assert found["clip"] == 0.25 and found["cue:a"] == 0.4 and {"nearest", "distance"} <= set(found)
    unknown = left_out.measure(picture, records[1], held, left_out.no_cues)
    assert "clip" not in unknown
