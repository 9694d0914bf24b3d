from pathlib import Path

import numpy as np
from telltale.eval.sets.records import Record
from telltale.eval.studies import folds
from telltale.finetune.heads import tower_features
from telltale.finetune.heads.clip_training import Fold


def test_thresholds_of_accuracy_do_not_see_what_they_judge():
    scores, truth = np.array([0.0, 1.0, 2.0, 3.0]), np.array([False, False, True, True])
    assert folds.best_threshold(scores, truth) == 1.0
    records = [Record(path=Path("s/x/1.jpg"), label="real", source=f"r{n // 4}", group=str(n)) for n in range(8)]
    records += [Record(path=Path("s/x/2.jpg"), label="generated", source=f"g{n // 4}", group=str(n)) for n in range(8)]
    samples = tower_features.corpus(records, degraded=0)
    both = [
        Fold("g0", np.array([0, 1, 2, 3, 8, 9, 10, 11]), ()),
        Fold("g1", np.array([4, 5, 6, 7, 12, 13, 14, 15]), ()),
    ]
    low = np.array([0.0, 0.1, 0.2, 0.3, 1.0, 1.1, 1.2, 1.3])  # fold g0 is told apart at .3, its place is 0 to 1.3
    high = np.array([2.0, 2.1, 2.2, 2.3, 9.0, 9.1, 9.2, 9.3])
    right = folds.accuracies(samples, [(both[0], low), (both[1], high)])
    assert right == {("s", "g0"): 0.5, ("s", "g1"): 0.5}  # at the threshold of the other, all are of one label


def test_pictures_are_chosen_at_even_steps_from_every_source(corpus):
    samples, _ = corpus
    part = folds.evenly_chosen(samples, 7)
    sources = [samples[i].record.source for i in part]
    assert {sources.count(name) for name in set(sources)} == {7} and len(set(sources)) == 9
    assert all(samples[i].variant == 0 for i in part)


def test_each_source_is_left_out_against_each_part_of_the_real_ones_or_once(corpus):
    samples, rows = corpus
    shipped = folds.outcomes(samples, rows, folds.SHIPPED)
    assert len(shipped) == 3 * 4
    assert [fold.left_out for fold in folds.one_fold_a_source(samples)] == ["site 0", "site 1", "site 2"]


def test_sources_with_both_labels_are_told(corpus):
    samples, _ = corpus
    assert folds.sources_with_both_labels(samples) == set()
    face = Record(path=Path("set/r/f.jpg"), label="real", source="site 0", group="f")
    assert folds.sources_with_both_labels([*samples, *tower_features.corpus([face], degraded=0)]) == {"site 0"}
