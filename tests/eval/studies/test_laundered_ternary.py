import numpy as np
from telltale.eval.studies import laundered_ternary
from telltale.finetune.heads import laundering_training, tower_features

from tests.eval.studies.made import records


def test_three_ways_are_judged_in_two_stages():
    samples = tower_features.corpus(records(), degraded=1, pseudo=0.5)
    rows = np.random.default_rng(0).normal(size=(len(samples), 6)).astype(np.float32)
    for row, sample in zip(rows, samples, strict=True):  # the first tells a trace, the second a passed photograph
        row[0] += 5.0 if sample.generated else -5.0
        row[1] += 5.0 if sample.kind else -5.0
    assert {laundered_ternary.truth_of(sample) for sample in samples} == {"real", "laundered", "generated"}
    traces = laundered_ternary.trace_log_odds(samples, rows)
    sums, _ = laundering_training.ridge(samples, rows)
    passages = laundering_training.cross(samples, rows, sums)
    by_source, by_kind = laundered_ternary.ternary_tables(samples, traces, passages)
    assert [row[0] for row in by_source] == ["site 0", "site 1", "site 2", "all"] and float(by_source[-1][-1]) > 0.97
    assert {row[0] for row in by_kind} <= {"autoencoder", "super-resolution", "style"}
