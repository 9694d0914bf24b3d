import numpy as np
import pytest
from telltale.agent.detectors.registry import BUILT_IN
from telltale.finetune.weighing import evidence_table

from tests.finetune.weighing.made import made_row


def test_classes_weigh_alike_and_sources_by_the_root_of_their_size():
    truth = np.array([False] * 10 + [True] * 5)
    source = np.array(["a"] * 9 + ["b"] + ["g"] * 5)
    mass = evidence_table.weights(truth, source)
    assert mass[~truth].sum() == pytest.approx(mass[truth].sum()) and mass.sum() == pytest.approx(15)
    assert mass[:9].sum() / mass[9] == pytest.approx(3)


def test_detectors_say_how_they_are_weighed():
    bearing = {name: evidence_table.bears(name) for name in BUILT_IN}
    assert {name for name, hypothesis in bearing.items() if hypothesis == "tampered"} == {"jpeg", "noise"}
    unfitted = {name for name, hypothesis in bearing.items() if hypothesis is None}
    places = {"clones", "altered_part", "ocr", "mtcnn"}
    assert unfitted == {"portrait", "family", "laundering", "open_watermark", *places}
    assert evidence_table.bears("cue:a") == "synthetic" and evidence_table.bears("distance") is None
    assert evidence_table.shape("jpeg") == ("log", 2) and evidence_table.shape("cue:a") == ("logit", 0)
    with pytest.raises(ValueError, match="family gets no fitted term"):
        evidence_table.shape("family")
    assert [name for name in BUILT_IN if bearing[name] and not evidence_table.may_be_idle(name)] == ["spectral"]


def test_a_table_holds_the_rows_and_scores_that_bear_on_one_alternative():
    rows = [made_row(0, "real", clip=1.0, jpeg=2.0), made_row(1, "synthetic", distance=3.0), made_row(2, "tampered")]
    table = evidence_table.table(rows, "synthetic")
    assert list(table.scores) == ["clip"] and np.isnan(table.scores["clip"]).tolist() == [False, True]
    assert table.truth.tolist() == [False, True]
