"""What limits from pictures of one's own promise, in words."""

import numpy as np
import pytest
from telltale.agent.reasoning.weighing.own_kind import own_kind
from telltale.finetune.weighing.own_limits import needed, promised, surely


def test_the_number_of_pictures_that_a_rate_needs():
    assert [needed(rate) for rate in (0.05, 0.01, 0.001)] == [19, 99, 999]


def test_photographs_of_one_source_promise_something_for_that_source_alone():
    own = own_kind(np.linspace(-3, 1, 240), ["claims"] * 240, 20)
    lines = promised(own, 0.05, "photographs", "synthetic")
    assert "at most 5% are expected to be called synthetic" in lines[0] and "240 photographs of 1 source" in lines[0]
    assert "you can be 95% sure that it is at most 7." in lines[1]  # Beta(12, 229): 95% of it lies below 7.5%
    assert "one source can't carry an error rate" in lines[2]


def test_too_few_pictures_promise_nothing_and_say_how_many_it_takes():
    own = own_kind(np.linspace(-3, 1, 10), ["claims"] * 10, 20)
    assert surely(own, 0.05) is None
    first = promised(own, 0.05, "photographs", "synthetic")[0]
    assert (
        "too few to promise 5%" in first and "takes 19 photographs" in first and "No picture gets this label" in first
    )


def test_a_limit_beyond_which_no_right_label_lies_is_none():
    own = own_kind(np.linspace(-3, 1, 240), ["claims"] * 240, 20)
    (first, *_) = promised(own, 0.05, "photographs", "synthetic", given=False)
    assert "no picture gets this label at 5%" in first


def test_many_sources_promise_something_for_new_ones():
    own = own_kind(np.linspace(-3, 1, 300), [str(i % 30) for i in range(300)], 20)
    assert promised(own, 0.2, "photographs", "synthetic") == [
        "By 300 photographs of 30 sources: of the photographs from a new source of this kind, at most 20% are expected "
        "to be called synthetic, on average over many such sources."
    ]
    assert surely(own, 0.2) is None


def test_certainty_is_that_of_a_beta_distribution():
    """With none of 19 above the limit: P(share ≤ x) = 1 − (1 − x)^19, which is 95% at 14.6%."""
    own = own_kind(np.arange(19.0), ["a"] * 19, 20)
    assert surely(own, 0.05) == pytest.approx(1 - 0.05 ** (1 / 19), abs=1e-6)
