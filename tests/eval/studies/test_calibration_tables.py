import numpy as np
from telltale.eval.studies import calibration_tables, judged_pictures

from tests.eval.studies.made import table


def test_answers_are_wrong_about_as_often_as_was_promised():
    judged = judged_pictures.judge(table(6000, sources=(150, 150)), "synthetic")
    rows = list(calibration_tables.selective(judged, "synthetic"))
    assert len(rows) == len(judged_pictures.RATES)
    for row in rows:
        rate, answered = (float(value.rstrip("%")) for value in row[1:3])
        assert answered > (20 if rate >= 5 else -1)
        assert row[3] == "–" or float(row[3].rstrip("%")) <= rate + 1.5


def test_few_sources_are_not_enough_for_an_answer_at_a_low_rate():
    judged = judged_pictures.judge(table(1000), "synthetic")
    rows = {float(row[1].rstrip("%")): row for row in calibration_tables.selective(judged, "synthetic")}
    assert rows[min(rows)][3] == "–" and float(rows[min(rows)][2].rstrip("%")) == 0


def test_noise_in_the_labels_costs_little():
    given = table(2000)
    noisy = calibration_tables.with_noise(given, "synthetic")
    assert np.mean((noisy > 0) == given.truth) > 0.8
