import numpy as np
import pytest
from telltale.agent.perception import tower
from telltale.eval.studies import folds


@pytest.fixture
def wide(corpus, monkeypatch):
    """The corpus with features as wide as the tower's, so that the plain probe finds its columns."""
    samples, rows = corpus
    features = np.zeros((len(rows), 6 * tower.WIDTH), np.float32)
    features[:, : rows.shape[1]] = rows
    features[:, folds.LAST.start : folds.LAST.start + rows.shape[1]] = rows
    monkeypatch.setattr(folds, "load_corpus", lambda sets, work: (samples, features))


def test_the_tables_that_are_asked_for_are_printed(wide, study, tmp_path):
    status, out, _ = study("transfer", "--data", "set", "--work", tmp_path, "--tables", "thresholds", "generators")
    assert status == 0
    assert [line for line in out.splitlines() if line.startswith("### ")] == [
        "### At the threshold of 5% false alarms",
        "### One generator left out at a time (its prompts stay in training)",
    ]
    assert "| set | flux | 1.000 |" in out
