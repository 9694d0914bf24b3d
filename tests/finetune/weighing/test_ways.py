import numpy as np
from telltale.finetune.weighing import ways

from tests.finetune.weighing.made import GENERATORS


def test_the_plan_alters_real_pictures_alone_and_keeps_to_the_limit(records):
    todo = ways.plan(records, 2)
    gone = {(record.label, way) for record, way in todo}
    assert ("generated", "altered") not in gone and ("generated", "passed") not in gone
    assert {("real", "as it is"), ("real", "altered"), ("generated", "as it is")} <= gone
    as_is = [r.source for r, way in todo if way == "as it is"]
    assert as_is.count("camera 0") == 2 and todo == ways.plan(records, 2)
    assert ways.truth_of(records[0], "altered") == "tampered" and ways.truth_of(records[0], "passed") == "laundered"
    assert ways.truth_of(records[0], "saved") == "real" and ways.truth_of(records[7], "saved") == "synthetic"


def test_files_are_the_same_on_every_run_and_differ_by_way(records):
    for way in ("as it is", "saved", "altered", "passed"):
        one, two = (ways.exhibit(records[0], way, GENERATORS, records[:6]) for _ in range(2))
        assert one[0].facts == two[0].facts and one[1] == two[1]
    altered, kind = ways.exhibit(records[0], "altered", GENERATORS, records[:6])
    assert kind and altered.pixels.shape[2] == 3


def test_saved_files_are_of_several_kinds():
    pixels = np.random.default_rng(0).integers(0, 255, (300, 300, 3), dtype=np.uint8)
    heads = {ways.saved(pixels, np.random.default_rng(seed))[:3] for seed in range(20)}
    assert heads == {b"\xff\xd8\xff", b"\x89PN"}
