"""Open watermarks are read where one was written, and not in photographs without one."""

import numpy as np
import pytest
from telltale.agent.pixels import dwt_marks
from telltale.eval.studies.open_watermarks import marked


@pytest.fixture(scope="module")
def photograph(astronaut):
    return np.asarray(astronaut.convert("RGB"))


def test_payloads_have_the_lengths_that_the_programs_write():
    assert [len(bits) for bits in dwt_marks.PAYLOADS.values()] == [136, 32, 48, 48]
    assert dwt_marks.PAYLOADS["Stable Diffusion 2"][:8] == (0, 1, 0, 1, 0, 0, 1, 1)  # S is 0x53


@pytest.mark.parametrize("as_floats", [False, True])
@pytest.mark.parametrize("payload", dwt_marks.PAYLOADS)
def test_a_mark_is_read_in_either_order_of_channels(photograph, payload, as_floats):
    carrier = marked(photograph, payload, as_floats=as_floats)
    mark = dwt_marks.best_mark(carrier)
    assert mark.payload == payload and mark.agreed >= 0.95 * mark.bits and mark.exponent >= dwt_marks.THRESHOLD
    swapped = marked(np.ascontiguousarray(photograph[..., ::-1]), payload, as_floats=as_floats)[..., ::-1]
    assert dwt_marks.best_mark(swapped).payload == payload


def test_nothing_is_read_in_a_photograph_or_a_plain_picture(photograph):
    for pixels in (photograph, np.zeros((256, 256, 3), np.uint8), np.full((300, 400, 3), 255, np.uint8)):
        assert dwt_marks.best_mark(pixels).exponent < 3


def test_the_probability_is_that_of_tosses_of_a_coin():
    """All 32 bits of one of 16 readings: 16 / 2^32 is 10^-8.43."""
    carrier = marked(np.full((256, 256, 3), 120, np.uint8), "Stable Diffusion 2", as_floats=False)
    mark = dwt_marks.best_mark(carrier)
    assert (mark.agreed, mark.bits) == (32, 32) and mark.exponent == pytest.approx(8.43, abs=0.01)


def test_blocks_that_all_say_the_same_hide_no_bit():
    """Six blocks of three bits say 1, 0, 1; twelve spoiled ones all say 0, so no bit has a majority for 1."""
    votes = np.concatenate([np.tile([True, False, True], 2), np.zeros(12, bool)])
    assert dwt_marks.decoded(votes, 3).tolist() == [True, False, True]
    assert dwt_marks.decoded(np.zeros(0, bool), 2).tolist() == [False, False]


def test_bits_are_read_against_the_mean_of_all_blocks():
    votes = np.array([True, False, True, True, False, True, False, True, False])
    assert dwt_marks.decoded(votes, 3).tolist() == [True, False, True]
    assert dwt_marks.decoded(np.zeros(2, bool), 4).tolist() == [False] * 4
