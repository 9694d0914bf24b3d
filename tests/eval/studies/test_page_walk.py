"""The walk through the page: how layout shifts are summed. The walk itself needs a browser and a server."""

import pytest
from telltale.eval.studies.page_shifts import Shift, by_station, largest_window


def shifts(*found, station="tab"):
    return [Shift(time, value, station, ({"what": f"#at{time:.0f}"},)) for time, value in found]


def test_layout_shifts_are_summed_in_windows():
    assert largest_window([]) == 0
    assert largest_window(shifts((0, 0.02), (900, 0.03), (2000, 0.04))) == pytest.approx(
        0.05
    )  # 1.1 s lie before the last
    every = shifts(*((900.0 * number, 0.01) for number in range(10)))  # six of them lie within 5 s
    assert largest_window(every) == pytest.approx(0.06)


def test_each_station_has_its_worst_window_and_what_moved_in_it():
    first = shifts((0, 0.01), (500, 0.02)) + shifts((700, 0.5), station="case")
    second = shifts((0, 0.02), station="tab")
    assert by_station([first, second, []]) == [
        ("case", pytest.approx(0.5), "#at700"),
        ("tab", pytest.approx(0.03), "#at500, #at0"),
    ]
