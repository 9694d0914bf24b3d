import numpy as np
import pytest
from telltale.agent.text_reading.line_finding import LineBox
from telltale.agent.text_reading.line_reading import cut_out, decoded, prepared

CHARACTERS = ("", "A", "B", " ")


def steps(*best):
    chances = np.full((len(best), len(CHARACTERS)), 0.1, np.float32)
    for row, (character, chance) in enumerate(best):
        chances[row, character] = chance
    return chances


def test_repeats_and_blanks_are_left_out():
    read = decoded(steps((3, 0.9), (1, 0.8), (1, 0.9), (0, 1.0), (1, 0.6), (2, 0.7), (3, 0.9)), CHARACTERS)
    assert read.text == "AAB"
    assert read.chances == pytest.approx((0.8, 0.6, 0.7)) and read.confidence == pytest.approx(0.7)


def test_nothing_read_is_no_confidence():
    assert decoded(steps((0, 1.0), (3, 0.9)), CHARACTERS).confidence == 0.0


def test_a_turned_line_is_cut_out_straight_and_a_standing_one_is_laid_down():
    picture = np.zeros((60, 60, 3), np.uint8)
    picture[10:20, 5:45] = 200
    flat = LineBox(np.array([[5, 10], [45, 10], [45, 20], [5, 20]], np.float32), 1.0)
    assert cut_out(picture, flat).shape == (10, 40, 3) and cut_out(picture, flat).mean() > 180
    standing = LineBox(np.array([[5, 5], [15, 5], [15, 45], [5, 45]], np.float32), 1.0)
    assert cut_out(picture, standing).shape == (10, 40, 3)


def test_the_input_of_a_line_is_bounded():
    assert prepared(np.zeros((10, 9000, 3), np.uint8)).shape == (1, 3, 48, 1600)
    sheet = prepared(np.full((48, 30, 3), 255, np.uint8))
    assert sheet.shape == (1, 3, 48, 320)
    assert sheet[0, 0, 0, 0] == 1.0 and sheet[0, 0, 0, 40] == 0.0  # a short line is followed by grey
