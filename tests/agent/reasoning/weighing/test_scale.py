import pytest
from telltale.agent.reasoning.weighing.scale import BANDS, NO_SUPPORT, band, capped, words

EDGES = [(1e6, "extremely strong"), (1e4, "very strong"), (1e3, "strong"), (1e2, "moderately strong"), (10, "moderate")]


def test_the_bands_are_those_of_the_guideline():
    assert [(edge, word) for edge, word in BANDS if edge > 1] == EDGES


@pytest.mark.parametrize(("edge", "word"), EDGES)
def test_every_edge_opens_its_band_and_what_lies_below_is_in_the_next(edge, word):
    names = [name for _, name in BANDS]
    below = names[names.index(word) + 1]
    assert band(edge) == word and band(edge * (1 + 1e-9)) == word
    assert band(edge * (1 - 1e-9)) == below
    assert band(1 / edge * (1 - 1e-9)) == word and band(1 / (edge * (1 - 1e-9))) == below


def test_around_one_nothing_is_supported():
    assert band(1.0) == band(1.04) == band(1 / 1.04) == NO_SUPPORT
    assert band(1.06) == band(1 / 1.06) == "weak"


def test_a_ratio_is_held_to_what_the_reference_set_can_show():
    assert capped(1e9, 700) == 700 and capped(1e-9, 700) == pytest.approx(1 / 700)
    assert capped(12.0, 700) == 12.0
    for ratio, size in ((0.0, 10), (-1.0, 10), (2.0, 0)):
        with pytest.raises(ValueError):
            capped(ratio, size)


def test_both_propositions_are_named_and_the_reciprocal_is_worded_for_the_other():
    pro = words(250.0, "synthetic", "real")
    assert pro == (
        "The measurements give moderately strong support for a picture made by a generative model over a photograph: "
        "they are about 250 times more probable if it is a picture made by a generative model."
    )
    con = words(1 / 30, "synthetic", "real")
    assert con.index("photograph") < con.index("generative") and "moderate support" in con and "about 30 times" in con
    assert con.endswith("if it is a photograph.")
    assert NO_SUPPORT in words(1.0, "tampered", "real")


def test_a_photograph_is_called_untouched_only_against_an_altered_one():
    assert "for a photograph with an altered part over an untouched photograph" in words(20.0, "tampered", "real")
    assert "untouched" not in words(20.0, "real", "synthetic")
