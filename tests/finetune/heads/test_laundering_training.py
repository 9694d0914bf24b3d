import numpy as np
import pytest
from telltale.agent.detectors import laundering as detector
from telltale.finetune.heads import clip_training, laundering_training, tower_features

from tests.eval.studies.made import records
from tests.finetune.heads.made import features


@pytest.fixture
def corpus():
    """Samples, and features of which the first tells a trace and the second a passed photograph."""
    samples = tower_features.corpus(records(), degraded=1, pseudo=0.5)
    return samples, features(samples, 6, gap=5.0)


def test_photographs_take_no_part_and_every_sample_is_scored_without_its_source(corpus):
    samples, rows = corpus
    ridge = laundering_training.fit(samples, rows)
    scores = clip_training.without_source(samples, ridge)
    assert np.isfinite(scores).all()
    group = clip_training.sources(samples)["camera 2"]
    assert np.allclose(scores[group], ridge.left_out(group))
    shifted = rows.copy()
    photographs = [i for i, s in enumerate(samples) if not s.generated]
    shifted[photographs] += 100.0
    assert np.allclose(laundering_training.fit(samples, shifted).head()(rows), ridge.head()(rows), atol=1e-4)


def test_passed_photographs_are_told_from_generated_pictures(corpus, tmp_path):
    samples, rows = corpus
    head = laundering_training.train(samples, rows)
    assert head.auroc > 0.99 and min(head.counts) > 20
    detector.save(head, tmp_path / detector.FILE)
    odds = head.log_odds(rows)
    passed = np.array([s.kind is not None for s in samples])
    made = np.array([s.generated and s.kind is None for s in samples])
    assert odds[passed].min() > odds[made].max() and (odds[passed] > 0).mean() > 0.95


def test_the_scale_rests_on_pictures_as_they_are_and_on_passed_ones(corpus):
    samples, rows = corpus
    passed, made = laundering_training.train(samples, rows).counts
    assert passed == sum(s.kind is not None for s in samples) and made == 60


@pytest.mark.parametrize("label", ["real", "generated"])
def test_without_passed_or_generated_pictures_there_is_nothing_to_learn(label):
    some = tower_features.corpus([r for r in records() if r.label == label], degraded=0, pseudo=0.5)
    with pytest.raises(ValueError, match="both labels"):
        laundering_training.fit(some, features(some))
