import numpy as np
import pytest
from telltale.eval.sets import splits


def test_shares_are_those_of_the_groups_and_the_same_every_day():
    share = np.mean([splits.in_share(str(n), 0.3) for n in range(5000)])
    assert share == pytest.approx(0.3, abs=0.03)
    assert [splits.in_share(str(n), 0.5, "x") for n in range(8)] == [
        splits.in_share(str(n), 0.5, "x") for n in range(8)
    ]
