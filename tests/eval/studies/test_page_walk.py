"""The walk through the page: how layout shifts are summed. The walk itself needs a browser and a server."""

import pytest
from telltale.eval.studies.page_walk import largest_window


def test_layout_shifts_are_summed_in_windows():
    assert largest_window([]) == 0
    assert largest_window([(0, 0.02), (900, 0.03), (2000, 0.04)]) == pytest.approx(0.05)  # 1.1 s lie before the last
    every = [(900.0 * number, 0.01) for number in range(10)]  # six of them lie within 5 s
    assert largest_window(every) == pytest.approx(0.06)
