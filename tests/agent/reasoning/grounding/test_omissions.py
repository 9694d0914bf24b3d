import pytest
from telltale.agent.reasoning.grounding.aligned import Reading, read_against
from telltale.agent.reasoning.grounding.omissions import asserted, denied_otherwise, left_out, unhedged

TRACE = "The trace could be that of a network or of a photograph."
SHOWN = "No part shows an earlier ghost, but the traces are worth knowing."


def read(sentence, source):
    reading = read_against(sentence, source)
    assert isinstance(reading, Reading), reading
    return reading


def test_a_word_that_limits_may_not_be_left_out():
    assert "earlier" in left_out(read("No part shows a ghost", SHOWN))
    assert left_out(read("No part shows an earlier ghost", SHOWN)) is None


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("The trace is that of a network or of a photograph", "could"),
        ("The trace could be that of a network", "or photograph"),
        ("The trace may be that of a photograph or of a network", None),
    ],
)
def test_hedges_and_alternatives_stay(sentence, missing):
    reason = unhedged(read(sentence, TRACE))
    assert reason is None if missing is None else missing in reason


@pytest.mark.parametrize(
    ("sentence", "same"),
    [
        ("No part shows an earlier ghost", True),
        ("An earlier ghost is not shown by any part", True),
        ("A part shows an earlier ghost", False),
        ("The traces are not worth knowing", False),
        ("No part shows no earlier ghost", False),
    ],
)
def test_the_same_is_denied(sentence, same):
    assert (denied_otherwise(read(sentence, SHOWN)) is None) is same


def test_what_is_denied_is_not_asserted_beside_it():
    source = "The spectrum shows no peak (2.3 deviations; a peak has over 4.5)."
    assert asserted(read("The spectrum shows no peak, with a peak of 2.3 deviations", source)) is not None
    assert asserted(read("The spectrum shows no peak, with 2.3 deviations", source)) is None
