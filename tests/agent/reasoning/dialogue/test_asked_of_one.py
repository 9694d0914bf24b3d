"""Which of two pictures is meant is read in five languages, and a short message stays with the one spoken of last."""

import pytest
from telltale.agent.reasoning.dialogue.asked_of_one import about_it, one_meant

MEANT = {
    "what camera took the other one?": "other", "does the second picture have GPS?": "other",
    "is the picture I just sent edited?": "other", "Hat das andere GPS-Daten?": "other",
    "Und das zweite Bild, ist das echt?": "other", "l'autre photo, elle est retouchée ?": "other",
    "et la deuxième ?": "other", "¿la otra tiene GPS?": "other", "另一张是什么时候拍的？": "other",
    "when was the first one taken": "this", "Wer hat das erste Bild gemacht?": "this",
    "la première photo a un GPS ?": "this", "¿quién hizo la primera foto?": "this", "第一张有GPS吗": "this",
    "which of the two is older?": None, "is the other one a copy of it?": None, "is it real?": None,
    "what about the other party?": None, "on the other hand, is it real?": None, "what is the second reason?": None,
    "the first thing I noticed is the hand": None, "Der andere Anwalt sagt, es ist echt": None,
    "第二个原因是什么": None, "is the first older than the second?": None,
}  # fmt: skip


@pytest.mark.parametrize(("message", "one"), MEANT.items())
def test_the_picture_that_is_meant(message, one):
    assert one_meant(message) == one


def test_a_picture_is_known_by_the_words_with_which_it_came():
    introduced = "We got this version from the girl's phone, compare please"
    assert one_meant("is the one from the phone untouched then?", introduced) == "other"
    assert one_meant("is the one from the newspaper untouched then?", introduced) is None


def test_a_short_message_stays_with_the_picture_spoken_of_last():
    for message in ("and the size?", "wann genau?", "et le GPS ?", "相机呢？"):
        assert one_meant(message, of_other=True) == "other" and one_meant(message) is None
    for message in ("and this one?", "and mine?", "so is it true that my neighbour took it in May last year?"):
        assert one_meant(message, of_other=True) is None


def test_the_words_for_the_picture_give_way_to_the_picture():
    assert about_it("does the second one have GPS?", "en") == "does the picture have GPS?"
    assert about_it("Hat das andere GPS-Daten?", "de") == "hat das Bild GPS-Daten?"
    assert about_it("另一张是什么时候拍的？", "zh") == "这张照片是什么时候拍的？"
    for bare in ("what about the other one?", "et la deuxième ?", "第二张呢？"):
        assert about_it(bare, "en") == ""
