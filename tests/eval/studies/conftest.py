import numpy as np
import pytest
from telltale.eval.studies.__main__ import main
from telltale.finetune.heads import tower_features

from tests.eval.studies.made import records


@pytest.fixture
def study(capsys):
    """Runs a study as a command; gives its exit status and what it printed, to standard output and to the other."""

    def run(*argv):
        status = main([str(word) for word in argv])
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def corpus():
    """Samples, and features of which the first tells the label and the second the source."""
    samples = tower_features.corpus(records(), degraded=1, pseudo=0.5)
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(len(samples), 6)).astype(np.float32)
    for row, sample in zip(rows, samples, strict=True):
        row[0] += 4.0 if sample.generated else -4.0
        row[1] += 5.0 * (int(sample.record.source[-1]) % 3)
    return samples, rows
