import numpy as np
from telltale.eval.studies import judged_pictures
from telltale.finetune.weighing import evidence_table

from tests.eval.studies.made import table


def test_calibration_is_judged_on_sources_that_no_part_of_it_saw():
    given = table(800)
    folds = judged_pictures.nested_folds(given, "synthetic")
    for how in judged_pictures.CALIBRATIONS.values():
        total = judged_pictures.calibrated(given, folds, how)
        _, ece, _, _, cllr, *_ = (float(value) for value in judged_pictures.figures(total, given))
        assert ece < 0.06 and cllr < 0.75
    best, worst = (judged_pictures.figures(sign * given.scores["clip"], given) for sign in (2, -1))
    assert float(best[0]) > 0.9 and float(worst[0]) < 0.1


def test_other_sets_are_judged_by_the_fold_of_their_source():
    given, other = table(2400, sources=(60, 60)), table(1200, seed=5, sources=(60, 60))
    judged = judged_pictures.judge(given, "synthetic", other)
    assert judged.given is other and np.isfinite(judged.log_lr).all() and (judged.log_lr != 0).all()
    alternative, real = judged.called(0.2)
    assert alternative[other.truth].mean() > 0.5 > alternative[~other.truth].mean()
    assert not (alternative & real).any()


def test_figures_do_not_depend_on_the_order_of_the_rows():
    given = table(900)
    given = given.part(np.flatnonzero((given.source != "r0") | (np.arange(900) % 3 == 0)))  # sources of two sizes
    often = np.bincount(judged_pictures.resampled(given), minlength=len(given.truth))
    mass = evidence_table.weights(given.truth, given.source)
    assert np.abs(often - mass / mass.sum() * 20000).max() <= 1
    shuffled = given.part(np.random.default_rng(0).permutation(len(given.truth)))
    for ours, theirs in zip(*(judged_pictures.figures(g.scores["clip"], g) for g in (given, shuffled)), strict=True):
        assert abs(float(ours) - float(theirs)) < 3e-3
