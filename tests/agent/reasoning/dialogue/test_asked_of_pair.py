"""What a message asks of two pictures is read in five languages."""

import pytest
from telltale.agent.reasoning.dialogue.asked_of_pair import names_both, of_pair

ASKED = {
    "is it the same photo?": "same", "are these identical": "same", "compare it with this": "same",
    "so whats different between the two": "differs", "what was removed?": "differs",
    "which one is the original": "first",
    "so that proves mine is the original": "first", "wer von beiden ist denn jetzt das bearbeitete?": "first",
    "which of them came first": "first", "Ist das dasselbe Foto?": "same", "Was ist der Unterschied?": "differs",
    "Welches ist das Original?": "first", "c'est la même photo ?": "same", "laquelle est l'originale": "first",
    "¿es la misma foto?": "same", "¿en qué se diferencian?": "differs", "¿cuál es la original?": "first",
    "是同一张照片吗": "same", "有什么不同": "differs", "哪张是原图": "first",
    "and that one?": None, "is it real?": None,
}  # fmt: skip


@pytest.mark.parametrize(("message", "wanted"), ASKED.items())
def test_what_is_asked_of_two_pictures(message, wanted):
    assert of_pair(message, shown=True) == wanted


def test_a_new_picture_is_examined_unless_both_are_meant():
    assert names_both("is it the same photo?") and names_both("what is different between the two")
    assert not names_both("what was removed from it?") and not names_both("is it real?")


def test_one_made_out_of_ours_is_derived():
    for question in ("was the other picture drawn from mine?", "is the second one based on my photo",
                     "could it be generated using ours"):  # fmt: skip
        assert of_pair(question, shown=True) == "derived"
