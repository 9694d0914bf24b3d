import json

import numpy as np
import pytest
from telltale.agent.evidence import Flag
from telltale.agent.perception import adapters, models, probes, reliability
from telltale.agent.perception.cue_evidence import to_evidence
from telltale.agent.perception.probes import CueReading
from telltale.finetune.adapters import assess
from telltale.finetune.adapters.assess import Assessed
from telltale.finetune.adapters.probe_data import Example
from telltale.prompts import cues


class Alternating:
    """Examples in which one artifact is there every other time."""

    def __init__(self):
        self.number = 0

    def draw(self, rng):
        self.number += 1
        pixels = np.zeros((8, 8, 3), np.uint8)
        truth = {"edges.blend": self.number % 2 == 0, "edges.clone": self.number % 2 == 0, "edges.halo": False}
        return Example(pixels, truth, "made")


def test_cues_are_ranked_by_balanced_accuracy_and_chance_is_marked(tiny, monkeypatch):
    examples, coin = Alternating(), np.random.default_rng(0)

    def ask(model, pixels, asked):
        there = examples.number % 2 == 0
        p = {"edges.blend": 0.9 if there else 0.2, "edges.clone": coin.random(), "edges.halo": 0.1}
        return [CueReading(cue, float(p[cue.id]), 1.0, 0) for cue in asked]

    monkeypatch.setattr(probes, "ask", ask)
    assessed = assess.assessed(assess.ask(tiny, examples, 200))
    assert [item.cue for item in assessed] == ["edges.blend", "edges.clone"]  # the halo was never there
    assert assessed[0].balanced_accuracy == assessed[0].auroc == 1.0 and assessed[0].reliable
    assert abs(assessed[1].balanced_accuracy - 0.5) < 0.1 and not assessed[1].reliable
    text = "\n".join(assess.table(assessed))
    assert "| edges.clone | 100 | 100 |" in text and "not reliable" in text
    assert "edges.halo" in text.split("Not assessed: ")[1]


def test_a_cue_needs_more_than_luck():
    few = Assessed("c", (0.9, 0.9, 0.1), (0.1, 0.1, 0.9))
    assert few.balanced_accuracy == pytest.approx(2 / 3) and not few.reliable
    many = Assessed("c", (0.9, 0.9, 0.1) * 100, (0.1,) * 300)
    assert many.reliable and many.error == pytest.approx(np.sqrt((2 / 9) / 300) / 2)


def test_a_cue_that_is_often_imagined_is_not_reliable():
    seen = (0.9,) * 80 + (0.1,) * 20
    assert Assessed("c", seen, (0.9,) * 15 + (0.1,) * 85).reliable
    often = Assessed("c", seen, (0.9,) * 16 + (0.1,) * 84)
    assert often.balanced_accuracy > 0.8 and not often.reliable


def test_what_was_measured_travels_with_the_adapter_and_decides_what_counts(tiny_folder, tmp_path, fresh_adapter):
    bare = models.load(str(tiny_folder))
    folder = fresh_adapter(bare.model, "perceive", tmp_path, r=2)
    good, bad = Assessed("edges.blend", (0.9,) * 50, (0.1,) * 50), Assessed("edges.clone", (0.9,) * 50, (0.9,) * 50)
    assess.save([good, bad], folder)
    loaded = models.load(str(tiny_folder), adapter=tmp_path)
    assert loaded.reliability["edges.blend"].reliable and not loaded.reliability["edges.clone"].reliable
    asked = {cue.id: cue for cue in cues()}
    readings = [CueReading(asked[name], 0.8, 1.0, 0) for name in ("edges.blend", "edges.clone", "edges.halo")]
    blend, clone, halo = to_evidence(readings, "m", trained=True, reliability=loaded.reliability)
    assert blend.supports == "tampered" and "balanced accuracy 1.00 on 100" in blend.caveats[0]
    assert clone.supports == halo.supports == "neutral"
    assert "wrong too often" in clone.caveats[0] and "not been measured" in halo.caveats[0]
    assert [item.facts.flags for item in (blend, clone, halo)] == [(), (Flag.UNRELIABLE,), (Flag.UNASSESSED,)]
    assert to_evidence(readings, "m", trained=False, reliability=loaded.reliability)[0].supports == "neutral"


def test_a_damaged_measurement_is_named(tmp_path):
    (tmp_path / reliability.FILE).write_text(json.dumps({"c": {"oops": 1}}))
    with pytest.raises(ValueError, match="assess-cues"):
        reliability.read(tmp_path)
    assert reliability.read(None) == reliability.read(tmp_path / "none") == {}
    assert adapters.ADAPTERS == ("perceive", "explain")
