from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from telltale.agent.detectors import portrait as detector
from telltale.eval.sets.records import Record
from telltale.finetune.heads import portrait_training, tower_features


@pytest.fixture
def corpus():
    """Faces lie apart in the second feature; among them the third tells the label, elsewhere it tells nothing."""
    found = [
        Record(path=Path(f"set/{c}/{label}{n}.jpg"), label=label, source=c, group=f"{c}{label}{n}", content=c)
        for c in ("face", "scene")
        for label in ("real", "generated")
        for n in range(60)
    ]
    samples = tower_features.corpus(found, degraded=1)
    rows = np.random.default_rng(0).normal(size=(len(samples), 8)).astype(np.float32)
    for row, sample in zip(rows, samples, strict=True):
        face = sample.record.content == "face"
        row[1] += 5.0 if face else -5.0
        row[2] += (4.0 if sample.generated else -4.0) if face else 0.0
    return samples, rows


def test_portraits_are_let_through_and_told_apart(corpus, tmp_path):
    samples, rows = corpus
    head = portrait_training.train(samples, rows)
    face = np.array([s.record.content == "face" for s in samples])
    made = np.array([s.generated for s in samples])
    assert (head.portrait(rows) == face).all()
    assert head.auroc > 0.99 and head.counts == (60, 60)
    assert (head.log_odds(rows[face]) > 0).tolist() == made[face].tolist()

    detector.save(head, tmp_path / "head.safetensors")
    again = detector.read(tmp_path / "head.safetensors")
    assert again.counts == head.counts and np.allclose(again.log_odds(rows), head.log_odds(rows))


def test_without_faces_of_both_labels_there_is_nothing_to_learn(corpus):
    samples, rows = corpus
    one = [i for i, s in enumerate(samples) if s.record.content == "scene" or s.generated]
    with pytest.raises(ValueError, match="both labels"):
        portrait_training.train([samples[i] for i in one], rows[one])


def test_crops_of_portraits_are_no_portraits(corpus):
    samples, rows = corpus
    crops = [replace(s, record=s.record.model_copy(update={"crop": 1, "picture": s.record.path.name})) for s in samples]
    spoilt = portrait_training.train([*samples, *crops], np.concatenate([rows, -rows]))
    assert np.allclose(spoilt.weight, portrait_training.train(samples, rows).weight, atol=1e-5)
    assert spoilt.counts == (60, 60)
