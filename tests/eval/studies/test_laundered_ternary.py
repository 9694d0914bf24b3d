import numpy as np
from telltale.eval.studies import laundered_ternary
from telltale.finetune.heads import tower_features

from tests.eval.studies.made import records


def test_three_ways_are_judged_in_two_stages():
    samples = tower_features.corpus(records(), degraded=1, pseudo=0.5)
    rows = np.random.default_rng(0).normal(size=(len(samples), 6)).astype(np.float32)
    for row, sample in zip(rows, samples, strict=True):  # the first tells a trace, the second a passed photograph
        row[0] += 5.0 if sample.generated else -5.0
        row[1] += 5.0 if sample.kind else -5.0
    assert {laundered_ternary.truth_of(sample) for sample in samples} == {"real", "laundered", "generated"}
    by_source, by_kind = laundered_ternary.ternary_tables(samples, *laundered_ternary.log_odds(samples, rows))
    assert [row[0] for row in by_source] == [*sorted({r.source for r in records()}), "all"]
    cells = dict(zip(laundered_ternary.CLASSES, by_source[0][1:4], strict=True))
    assert cells["generated"] == "–" and cells["real"].startswith("100% / 0%")  # camera 0 has photographs alone
    assert float(by_source[-1][-1]) > 0.97
    assert {row[0] for row in by_kind} <= {"autoencoder", "super-resolution", "style"}
