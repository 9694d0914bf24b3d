import numpy as np
import pytest
from telltale.eval.metrics import auroc
from telltale.eval.studies.pair_scores import LeftOutPairs
from telltale.finetune.heads import clip_training

from tests.eval.studies.made_pairs import COUNT, corpus, fitted

TELLING = 1.6, 0.5  # how far the label and the source move features


@pytest.fixture(scope="module")
def told():
    """Pairs of a corpus whose first feature tells the label."""
    return LeftOutPairs(*fitted(*TELLING))


def test_sources_are_sorted_by_the_labels_that_they_hold(told):
    both = ["both 0", "both 1", "both 2"]
    assert told.both() == both
    assert told.real == [*both, *(f"camera {n}" for n in range(5))]
    assert told.generated == [*both, *(f"maker {n}" for n in range(4))]


def test_a_source_with_few_pictures_of_a_label_is_not_tested_against_itself():
    samples, ridge = fitted(4.0, 0.5)
    few = [s for s in samples if not (s.record.source == "both 0" and s.generated and s.record.group[-1] not in "01")]
    assert LeftOutPairs(few, ridge).both() == ["both 1", "both 2"]


def test_every_pair_of_different_sources_comes_once(told):
    names = [(pair.real, pair.generated) for pair in told.crossed()]
    assert len(names) == len(set(names)) == 8 * 7 - 3 and all(real != made for real, made in names)


def test_both_sources_of_a_pair_are_left_out_together(told):
    pair = told.pair("camera 1", "maker 2")
    members = clip_training.sources(told.samples)
    group = np.concatenate([members["camera 1"], members["maker 2"]])
    head, (_, rows) = told.ridge.head(group), corpus(*TELLING)
    for tier, scores in pair.scores.items():
        for name, generated, values in zip(("camera 1", "maker 2"), (False, True), scores, strict=True):
            chosen = [
                i
                for i in members[name]
                if told.samples[i].damage == tier
                and told.samples[i].variant == 0
                and told.samples[i].generated is generated
            ]
            assert len(values) == COUNT and np.allclose(values, head(rows[chosen]), atol=2e-3)


def test_a_picture_kept_as_views_has_one_score(told):
    pair = told.pair("both 2", "both 2")
    assert {tier: [len(values) for values in scores] for tier, scores in pair.scores.items()} == {
        tier: [COUNT, COUNT] for tier in ("", "web", "hard")
    }


def test_an_informative_feature_tells_pairs_apart_and_copies_less_well(told):
    areas = {tier: np.mean([auroc(*pair.scores[tier]) for pair in told.crossed()]) for tier in ("", "web", "hard")}
    assert areas[""] > 0.85 and areas[""] > areas["web"] > areas["hard"] > 0.55
    assert all(auroc(*told.pair(name, name).scores[""]) > 0.8 for name in told.both())


def test_a_feature_that_tells_the_source_alone_tells_nothing_of_left_out_pairs():
    pairs = LeftOutPairs(*fitted(0.0, 3.0))
    own = [auroc(*pairs.pair(name, name).scores[""]) for name in pairs.both()]
    assert np.mean(own) == pytest.approx(0.5, abs=0.2)
    assert np.mean([auroc(*pair.scores[""]) for pair in pairs.crossed()]) == pytest.approx(0.5, abs=0.15)
