import numpy as np
from telltale.agent.evidence import Region
from telltale.agent.reasoning.artifact_claims.map_agreement import standing_out

SHAPE = (400, 800, 3)


def test_a_map_stands_out_where_it_is_a_deviation_above_the_rest():
    heat = np.tile(np.array([0.4, 0.6], np.float32), (8, 8))  # mean 0.5, deviation 0.1
    heat[:4, :4] = 0.65
    corner, elsewhere = Region(x=0, y=0, w=200, h=200), Region(x=400, y=200, w=200, h=200)
    assert standing_out({"jpeg": heat}, corner, SHAPE) == {"jpeg": True}
    assert standing_out({"jpeg": heat}, elsewhere, SHAPE) == {"jpeg": False}


def test_maps_that_can_not_tell_are_left_out():
    flat = np.full((8, 16), 0.5, np.float32)
    varied = np.random.default_rng(0).random((8, 16), np.float32)
    assert standing_out({"flat": flat}, Region(x=0, y=0, w=9, h=9), SHAPE) == {}
    assert standing_out({"varied": varied}, Region(x=0, y=0, w=800, h=400), SHAPE) == {}
    assert list(standing_out({"varied": varied}, Region(x=799, y=399, w=1, h=1), SHAPE)) == ["varied"]
