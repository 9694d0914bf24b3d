import numpy as np
from telltale.agent.evidence import Region
from telltale.eval.studies import claims


def test_the_other_part_lies_in_the_farthest_corner():
    mask = np.zeros((100, 200), bool)
    mask[10:30, 20:60] = True
    region = claims.box(mask)
    assert region == Region(x=20, y=10, w=40, h=20)
    assert claims.opposite_corner(region, (100, 200, 3)) == Region(x=150, y=75, w=50, h=25)
