from pathlib import Path

import numpy as np
import pytest
from telltale.eval.sets.records import Record
from telltale.eval.studies import families
from telltale.finetune.heads import clip_training, tower_features

MAKERS = ("stylegan2", "glide", "dalle3", "gpt-4o", "sdxl", "flux-dev", "midjourney-7")


@pytest.fixture
def corpus(monkeypatch):
    """Each family has a direction of its own; real pictures lie about the middle."""
    monkeypatch.setattr(clip_training, "DIRECTIONS", 6)
    found = [
        Record(path=Path(f"set/{m}/{n}.jpg"), label="generated", source=m, group=f"{m}{n}", generator=m)
        for m in MAKERS
        for n in range(40)
    ]
    found += [
        Record(path=Path(f"set/c{s}/{n}.jpg"), label="real", source=f"c{s}", group=f"c{s}{n}")
        for s in range(3)
        for n in range(40)
    ]
    samples = tower_features.corpus(found, degraded=0)
    rows = np.random.default_rng(0).normal(size=(len(samples), 8)).astype(np.float32)
    for row, sample in zip(rows, samples, strict=True):
        row[MAKERS.index(sample.record.generator) if sample.generated else 6] += 8.0
    return samples, rows


def test_known_families_are_told_apart_and_each_is_unknown_once(corpus):
    table = families.families_table(*corpus)
    assert [row[0] for row in table] == list(clip_training.FAMILIES)
    for _, counts, accuracy, area, alarms, curve, named, wrongly in table:
        assert counts.endswith(("/ 40", "/ 80")) and float(accuracy) > 0.95
        assert float(named.split("%")[0]) > 10 and float(wrongly.rstrip("%")) < 30
        assert 0.5 < float(area) <= 1 and float(curve) <= float(accuracy) and float(alarms.rstrip("%")) < 100


def test_distances_know_real_from_made_without_their_own_source(corpus):
    rows = {(place, source): (float(one), float(two)) for place, source, one, two in families.distances_table(*corpus)}
    assert set(rows) == {("set", maker) for maker in MAKERS}
    assert np.mean([one for one, _ in rows.values()]) > 0.9
