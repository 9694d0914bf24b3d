"""Who says it, what does not match, what a text of the file cites, and what a label says, in the five languages."""

import pytest
from telltale.agent.reasoning.dialogue.asked_details import Detail, detail_of
from telltale.agent.reasoning.dialogue.topics import Topic

NAMED = {
    Detail.WHO_SAYS: ("who said that, the file or you?", "is that you or the file?",
                      "wer sagt das, du oder die Datei?", "qui dit ça, vous ou le fichier ?",
                      "¿quién lo dice, tú o el archivo?", "这是谁说的，你还是文件"),
    Detail.CHANGED_HOW: ("so what doesn't match?", "what precisely does not fit?", "was genau passt da nicht?",
                         "qu'est-ce qui ne correspond pas ?", "¿qué es lo que no coincide?", "到底什么对不上"),
    Detail.FILE_CITES: ("it mentions E3, that's yours isn't it?", "the text says E2, is that one of yours",
                        "da steht E2, ist das nicht deins?", "il cite E2, c'est bien le vôtre, non ? votre constat ?",
                        "cita E2, ¿no es tuyo?", "它引用了E2，不是你的吗"),
    Detail.WHY_NOT_ALTERED: ("why doesn't it say altered?", "why is the verdict not tampered?",
                             "warum steht da nicht manipuliert?", "pourquoi pas retouchée ?",
                             "¿por qué no dice manipulada?", "为什么不说是篡改"),
    Detail.STATE_LABEL: ("what does the chinese label say?", "who is the ContentProducer",
                         "was steht in der Kennzeichnung?",
                         "que dit le marquage ?", "¿qué dice la etiqueta?", "标识里写了什么", "ContentProducer是谁"),
    Detail.EDITED_WITH: ("what was the picture edited with", "which program was it altered with?",
                         "womit wurde es bearbeitet?", "avec quoi a-t-elle été modifiée ?",
                         "¿con qué fue modificada?", "用什么软件改的"),
    Detail.RATIO: ("how likely, in numbers?", "what's the result and how likely is it",
                   "wie lautet das Urteil und wie wahrscheinlich ist es?",
                   "quel est le verdict, et avec quelle probabilité ?",
                   "dime el veredicto y con qué probabilidad", "结论有多大可能"),
    Detail.EFFECT: ("it's so tiny, is that a problem?", "this is pretty small, does it matter?",
                    "das ist sehr klein, macht das etwas?", "elle est très petite, c'est grave ?",
                    "es muy pequeña, ¿importa?", "图很小，有影响吗"),
    Detail.SAFE_TO_SAY: ("what can we honestly write about this photo", "what may I put in the report then?",
                         "was kann ich guten Gewissens schreiben?", "que puis-je écrire dans le rapport ?",
                         "¿qué puedo decir en la reunión?", "报告里能写什么"),
    Detail.SCREENSHOT_OF_IT: ("could you have spotted that from a screenshot?",
                              "hättest du das auch auf einem Screenshot gemerkt?",
                              "l'auriez-vous vu sur une capture d'écran ?",
                              "¿lo habrías visto en una captura de pantalla?", "要是截图你还能看出来吗"),
    Detail.WHAT_NOW: ("what would you do in my shoes?", "was würdest du an meiner Stelle tun?",
                      "que feriez-vous à ma place ?", "¿qué harías en mi lugar?", "换作是你会怎么做"),
    Detail.QUESTIONS: ("what should I write to get the original photo",
                       "was soll ich schreiben, damit ich das Originalbild bekomme",
                       "que dois-je demander pour avoir la photo originale ?",
                       "¿qué le digo para que me mande la foto original?"),
    Detail.AFTER_SIGNING: ("the list mentions a crop, is that the change?",
                           "the record shows a crop, was that the edit?"),
    Detail.DAY_TIME: ("it's sunny in the photo, is that hour possible?", "da ist es taghell, passt die Uhrzeit?",
                      "il y a du soleil, l'heure est-elle juste ?", "hay luz de día, ¿esa hora es posible?",
                      "白天拍的吧，这个时间对吗"),
}  # fmt: skip
OTHER = (
    ("we are a metal band, label says our cover is ai", Topic.VERDICT),
    ("why don't they add up with what the label says", Topic.LIKELIHOOD),
    ("welches kennzeichen liest du denn", Topic.ALTERATION),
    ("what does E2 mean?", Topic.VERDICT),
    ("Is it the file or is it you that it stays open?", Topic.VERDICT),
    ("what doesn't add up in this photo", Topic.VERDICT),
    ("how sure are you in percent", Topic.VERDICT),
    ("who says that he is a liar?", Topic.VERDICT),
    ("what can I do for the report", Topic.VERDICT),
    ("what does the caption say to the court", Topic.VERDICT),
    ("would you have known?", Topic.VERDICT),
    ("there is no sun in it, can that time be right?", Topic.VERDICT),
    ("is the sunlight consistent with the shadows this time?", Topic.VERDICT),
    ("why was it tampered with?", Topic.VERDICT),
)


@pytest.mark.parametrize("detail", NAMED)
def test_a_detail_is_known_in_all_languages(detail):
    assert {text: detail_of(text, (Topic.VERDICT,)) for text in NAMED[detail]} == dict.fromkeys(NAMED[detail], detail)


@pytest.mark.parametrize(("text", "before"), OTHER)
def test_what_asks_for_something_else_is_left(text, before):
    assert detail_of(text, (before,)) not in set(NAMED) - {Detail.EFFECT}
