from telltale.eval.studies import methods, representations


def test_the_names_of_the_options_are_those_of_the_losses():
    assert (*representations.LOSSES, methods.TWO_STEPS) == methods.LEARNED


def test_every_way_to_train_learns_the_label_and_the_calibration_comes_from_other_folds(corpus):
    samples, rows = corpus
    chosen = ["cross-entropy", methods.TWO_STEPS]
    results: dict = {}
    for name, scored in methods.learned(samples, rows, 40, chosen):
        results.setdefault(name, []).append(scored)
    assert list(results) == chosen and all(len(folds) == 3 for folds in results.values())
    for name, folds in results.items():
        ((_, place, mean, worst, faces, raw, scaled),) = methods.rows_of(name, samples, folds)
        assert place == "set" and float(mean) >= float(worst) > 0.9 and faces == "–"
        assert 0 <= float(scaled) <= float(raw) + 0.05
