"""A message is cut into its questions, and into nothing that is no question."""

import pytest
from telltale.agent.reasoning.dialogue.parts_of_message import is_bare, parts, spelt_out, without_correction

SEVERAL = {
    "who took it and with which lens?": ["who took it", "with which lens?"],
    "was it edited, and where was it taken?": ["was it edited", "where was it taken?"],
    "was it edited, and where?": ["was it edited", "where?"],
    "is he real, how old is he and where is this": ["is he real", "how old is he", "where is this"],
    "is it ai, and if so which one?": ["is it ai", "if so which one?"],
    "Wann wurde es aufgenommen und mit welchem Objektiv?": ["Wann wurde es aufgenommen", "mit welchem Objektiv?"],
    "¿quién la tomó y con qué cámara?": ["¿quién la tomó", "con qué cámara?"],
    "quel logiciel et qui a signé ?": ["quel logiciel", "qui a signé ?"],
    "谁拍的，用什么镜头？": ["谁拍的", "用什么镜头？"],
    "compare the top left with the bottom right": ["look at the top left", "look at the bottom right"],
    "what about 50 50 200 200 and 400 400 200 200?": ["50 50 200 200", "400 400 200 200"],
    "cuando se hizo y donde? y con que movil": ["cuando se hizo", "donde?", "y con que movil"],
    "cuantos años tiene y de donde es": ["cuantos años tiene", "de donde es"],
    "c'est signé par qui et quand": ["c'est signé par qui", "quand"],
    "est-ce vrai et je peux le publier": ["est-ce vrai", "je peux le publier"],
    "图是哪天拍的，用什么拍的？还有有没有被PS过": ["图是哪天拍的", "用什么拍的？", "还有有没有被PS过"],
    "when and where was it taken": ["when was it taken", "where was it taken"],
    "One neutral line for the file. And what must I not say?": [
        "One neutral line for the file.",
        "And what must I not say?",
    ],
    "can you find out who she is or where else the picture is online": [
        "can you find out who she is",
        "where else the picture is online",
    ],
    "headmaster tomorrow, what do i say n can he expel me": ["headmaster tomorrow, what do i say", "can he expel me"],
    "Can I use this in court? And please give me one sentence for the letter.": [
        "Can I use this in court?",
        "And please give me one sentence for the letter.",
    ],
    "Ich brauche zwei Sätze fürs Protokoll. Und was fehlt noch?": [
        "Ich brauche zwei Sätze fürs Protokoll.",
        "Und was fehlt noch?",
    ],
}
ONE = (
    "It isn't fake, is it?",
    "He says he took it, is that true?",
    "When I zoom in, what is that?",
    "and when you say Apple, do you mean an iPad or an iPhone",
    "Combien de personnes y a-t-il ?",
    "does it look odd and strange to you?",
    "If the label is right, how often is it wrong?",
    "ok, and who made it?",
    "list: the program, the date, the hash",
    "Why is there a shadow and two lines across the sky?",
    "is there a watermark and a caption in the picture",
    "does the file hold a comment and a text message",
    "Quién hizo la foto y escribió el texto?",
    "who made this and please hurry",
    "can you tell when or where this was shot",
    "the teacher said it was to be shown, and who took it",
    "A note on the back says 1932. Is that old?",
)


@pytest.mark.parametrize("message", SEVERAL)
def test_each_question_of_a_message_is_a_part(message):
    assert parts(message, 4) == SEVERAL[message]


@pytest.mark.parametrize("message", ONE)
def test_one_question_stays_whole(message):
    assert parts(message, 4) == [message]


def test_a_question_word_alone_leans_on_the_part_before():
    assert is_bare("where?") and is_bare("von wem?") and not is_bare("where was it taken")


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("no, I meant the file date", "the file date"),
        ("sorry, I mean the place", "the place"),
        ("not the GPS, the country", "the country"),
        ("nein, ich meine die Kamera", "die Kamera"),
        ("我是说相机", "相机"),
        ("no metadata, is that suspicious?", "no metadata, is that suspicious?"),
        ("I mean", "I mean"),
    ],
)
def test_what_corrects_is_no_question(message, rest):
    assert without_correction(message) == rest


def test_short_forms_of_chats_are_written_out():
    assert spelt_out("do u see ur U.S. flag, pls") == "do you see your U.S. flag, please"
    assert parts("which program and which version", 4) == ["which program and which version"]
