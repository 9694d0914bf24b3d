import numpy as np
from telltale.agent.text_reading.line_finding import LineBox, boxes_of, in_reading_order, input_size


def bar(top, left, bottom, right, chance=0.9, shape=(96, 128)):
    core = np.zeros(shape, np.float32)
    core[top:bottom, left:right] = chance
    return core


def test_a_core_becomes_a_wider_rectangle_around_it():
    """60×10 px, so a border of 1.6 · 600 / 140 = 6.9 px."""
    (box,) = boxes_of(bar(40, 30, 50, 90))
    left, top = box.corners[0]
    assert abs(box.width - (60 + 2 * 6.9)) < 3 and abs(box.height - (10 + 2 * 6.9)) < 3
    assert abs(left - (30 - 6.9)) < 2 and abs(top - (40 - 6.9)) < 2 and box.score > 0.8
    assert box.corners[1][0] > left and box.corners[3][1] > top  # clockwise from the upper left


def test_faint_or_tiny_areas_are_no_lines():
    assert boxes_of(bar(40, 30, 50, 90, chance=0.4)) == []
    assert boxes_of(bar(40, 30, 41, 32)) == []
    assert boxes_of(np.zeros((64, 64), np.float32)) == []


def test_a_box_stays_within_the_picture():
    (box,) = boxes_of(bar(0, 0, 12, 128))
    assert box.corners.min() >= 0 and box.corners[:, 0].max() <= 127


def test_lines_are_read_from_the_top_and_from_the_left():
    def at(x, y):
        return LineBox(np.array([[x, y], [x + 20, y], [x + 20, y + 10], [x, y + 10]], np.float32), 1.0)

    order = in_reading_order([at(60, 42), at(0, 80), at(0, 40), at(30, 0)])
    assert [tuple(box.corners[0]) for box in order] == [(30, 0), (0, 40), (60, 42), (0, 80)]


def test_the_networks_input_is_bounded():
    assert input_size(4000, 6000) == (640, 960)
    assert input_size(200, 200) == (384, 384)  # twice as large, to a multiple of 32
    assert input_size(480, 640) == (480, 640)
    assert input_size(5, 9000) == (32, 960)
