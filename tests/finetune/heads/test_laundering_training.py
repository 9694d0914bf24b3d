import numpy as np
import pytest
from telltale.agent.detectors import laundering as detector
from telltale.finetune.heads import laundering_training, tower_features

from tests.eval.studies.made import records


@pytest.fixture
def corpus():
    """Samples, and features of which the first tells a trace and the second a passed photograph."""
    samples = tower_features.corpus(records(), degraded=1, pseudo=0.5)
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(len(samples), 6)).astype(np.float32)
    for row, sample in zip(rows, samples, strict=True):
        row[0] += 5.0 if sample.generated else -5.0
        row[1] += 5.0 if sample.kind else -5.0
    return samples, rows


def test_no_source_is_learned_from_and_tested(corpus):
    samples, _ = corpus
    for _, indices, stays in laundering_training.tested(samples):
        kinds = {(samples[i].record.label, samples[i].kind is not None) for i in indices}
        assert kinds == {("real", False), ("real", True), ("generated", False)}  # plain, passed, generated
        tested = {samples[i].record.source for i in indices if samples[i].record.label == "generated"}
        assert not tested & {cell.source for cell in stays}
        reals = {samples[i].record.source for i in indices if not samples[i].generated}
        assert {samples[i].record.source for i in indices if samples[i].kind} <= reals


def test_passed_photographs_are_told_from_generated_pictures(corpus, tmp_path):
    samples, rows = corpus
    head, _ = laundering_training.train(samples, rows)
    assert head.auroc > 0.99 and min(head.counts) > 20
    detector.save(head, tmp_path / detector.FILE)
    odds = head.log_odds(rows)
    passed = np.array([s.kind is not None for s in samples])
    made = np.array([s.generated and s.kind is None for s in samples])
    assert odds[passed].min() > odds[made].max() and (odds[passed] > 0).mean() > 0.95
