from pathlib import Path

import numpy as np
from PIL import Image
from telltale.agent.detectors import clip_heads, portrait
from telltale.agent.perception import tower
from telltale.eval.sets.records import Record
from telltale.eval.studies import faces
from telltale.finetune.heads import tower_features

from tests.agent.detectors.made import made_heads
from tests.eval.studies.made import records


def test_faces_are_tested_on_groups_that_training_left():
    both = [
        Record(path=Path(f"set/f/{label}{n}.jpg"), label=label, source="faces", group=f"{label}{n}", content="face")
        for label in ("real", "generated")
        for n in range(60)
    ]
    samples = tower_features.corpus([*records(), *both], degraded=0)
    rows = np.random.default_rng(0).normal(size=(len(samples), 4)).astype(np.float32)
    for row, sample in zip(rows, samples, strict=True):
        row[0] += 5.0 * sample.generated
    ((where, source, count, general, expert),) = faces.held_out_table(samples, rows)
    assert (where, source) == ("set", "faces") and 8 < int(count) < 45
    assert float(general) > 0.99 and float(expert) > 0.99


def test_faces_from_video_are_counted_by_method(tmp_path, monkeypatch):
    folder = tmp_path / "utils/DDVQA_images/c40/train"
    folder.mkdir(parents=True)
    for name, shade in (("5_1", 200), ("5_2", 10), ("0_1_2", 200), ("0_2_1", 200)):
        Image.new("L", (32, 32), shade).convert("RGB").save(folder / f"{name}.jpg")

    def embed(views):
        bright = (views.mean((1, 2, 3)) > 100).astype(np.float32)
        return tower.Features(np.repeat(bright[:, None], tower.D, 1), None)

    one, flat = np.zeros(tower.D, np.float32), np.zeros(tower.D, np.float32)
    one[0] = 2.0
    monkeypatch.setattr(tower, "embed", embed)
    monkeypatch.setattr(portrait, "shipped", lambda: portrait.PortraitHead(one, -1.0, flat, 1.0, (1, 1), 0.9))
    monkeypatch.setattr(clip_heads, "shipped", lambda: made_heads(weight=flat, bias=-1.0))
    assert faces.video_table(tmp_path, 10) == [
        ("Deepfakes", "2", "100%", "100%", "0%"),
        ("original", "2", "100%", "50%", "0%"),
    ]
