from telltale.eval.studies import folds


def test_the_tables_that_are_asked_for_are_printed(corpus, study, tmp_path, monkeypatch):
    monkeypatch.setattr(folds, "load_corpus", lambda sets, work: corpus)  # these tables read whatever columns there are
    status, out, _ = study("transfer", "--data", "set", "--work", tmp_path, "--tables", "thresholds", "generators")
    assert status == 0
    assert [line for line in out.splitlines() if line.startswith("### ")] == [
        "### At the threshold of 5% false alarms",
        "### One generator left out at a time (its prompts stay in training)",
    ]
    assert "| set | flux | 1.000 |" in out
