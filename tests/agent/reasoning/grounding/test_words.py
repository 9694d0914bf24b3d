import pytest
from telltale.agent.reasoning.grounding.words import content, share_in, stem


def test_forms_of_a_word_have_one_stem():
    assert stem("departs") == stem("departed") == stem("depart")
    assert stem("compression") == stem("compressed")
    assert stem("generation") == stem("generated")


def test_words_without_content_are_left_out_in_every_form():
    assert content("The pictures were measured and judged") == frozenset()
    assert content("The measurements of the noise levels") == content("noise level")


def test_a_share_is_of_the_content_words_of_the_text():
    assert share_in("noise levels depart", "The noise departs") == 1.0
    assert share_in("noise departs", "noise departs from gardens") == pytest.approx(2 / 3)
    assert share_in("anything", "the of and") == 0.0
