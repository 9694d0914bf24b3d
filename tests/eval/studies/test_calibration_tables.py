import numpy as np
from telltale.eval.studies import calibration_tables, judged_pictures

from tests.eval.studies.made import table


def test_answers_are_wrong_about_as_often_as_was_promised():
    judged = judged_pictures.judge(table(4000), "synthetic")
    for row in calibration_tables.selective(judged, "synthetic"):
        rate, answered, wrong = (float(value.rstrip("%")) for value in row[1:4])
        assert wrong <= rate + 1.5 and answered > (30 if rate >= 5 else 5)


def test_noise_in_the_labels_costs_little():
    given = table(2000)
    noisy = calibration_tables.with_noise(given, "synthetic")
    assert np.mean((noisy > 0) == given.truth) > 0.8
