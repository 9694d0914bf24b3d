import numpy as np
import pytest
from telltale.agent.perception import tower
from telltale.eval.studies import corpora
from telltale.finetune.heads import tower_features

from tests.eval.studies.made_pairs import sources


@pytest.fixture
def drawn(monkeypatch):
    """The samples that were looked at; no picture is read."""
    seen = []
    blank = np.zeros((224, 224, 3), np.uint8)
    monkeypatch.setattr(tower_features, "pixels_of", lambda sample, generators: seen.append(sample) or blank)
    monkeypatch.setattr(tower, "embed", lambda views: tower.Features(np.ones((len(views), 3), np.float32), None))
    return seen


def test_the_main_corpus_has_hard_copies_of_what_holds_both_labels(tmp_path, drawn, monkeypatch):
    sized = [r.model_copy(update={"original": (900, 900)}) for r in sources()]
    monkeypatch.setattr(corpora, "records_of", lambda sets: sized)
    samples, features = corpora.load_main_corpus([], tmp_path, 4)
    assert drawn == samples and features.shape == (len(samples), 3) and features.dtype == np.float16
    hard = [s for s in samples if s.damage == "hard"]
    assert {s.record.source for s in hard} == {"both 2"}  # the one that is kept as views
    assert {s.record.crop for s in hard} == {0, 1} and len(hard) == 2 * 2 * 4
    assert [s for s in samples if s.damage != "hard"] == tower_features.main_corpus(tower_features.limited(sized, 4))


def test_where_no_source_holds_both_labels_nothing_more_is_tested(tmp_path, drawn, monkeypatch):
    monkeypatch.setattr(corpora, "records_of", lambda sets: sources(both=0))
    samples, features = corpora.load_main_corpus([], tmp_path, 4)
    assert len(samples) == len(features) and not any(s.damage for s in samples)


def test_sources_with_both_labels_are_found():
    samples = tower_features.corpus(sources(), degraded=0)
    assert corpora.sources_with_both_labels(samples) == {"both 0", "both 1", "both 2"}
