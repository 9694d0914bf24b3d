"""Words that take a question away from a detail, what still means it, and the wordings that name a detail anew."""

import pytest
from telltale.agent.reasoning.dialogue.asked_details import Detail, detail_of
from telltale.agent.reasoning.dialogue.needs import Need, need_of
from telltale.agent.reasoning.dialogue.topics import Topic

# For each detail: questions that its words fit and that ask for something else, then those that still mean it.
OTHERWISE = {
    Detail.COST: (("should we pay 1200 for it?", "do I pay 50 euros for this one"), ("do I have to pay to use it?",)),
    Detail.MEDIUM: (("was it made by a machine, or cooked by the chef in that restaurant?", "is that made by a robot"),
                    ("is it a photo or a painting?",)),
    Detail.DECISION: (("which photos should he send next?", "was soll er mir noch schicken?",
                       "¿qué más debe enviarme?", "how should they upload it?"),
                      ("should I send her the money?", "should I buy it?", "can they expel me?")),
    Detail.RESIZED: (("has she painted it and then only enlarged it?", "did they crop somebody out",
                      "was the hole made bigger?", "hat er es gezeichnet und dann vergrößert?"),
                     ("was it resized?", "wurde es verkleinert?", "did he crop it?")),
    Detail.AGE_CLAIM: (("is this 1920 print airbrushed?", "may we publish this photo of 1911?"),
                       ("is it really a photo from 1936, is that possible?",)),
    Detail.SHOWS: (("how many portraits were in your test?", "how many percent is that?"),
                   ("how many people are there?",)),
    Detail.TEXTS_OF_TWO: (("she says both are mine", "the other side's photo of my letter, is it edited?"),
                          ("do the texts of the two differ?",)),
    Detail.DAY_TIME: (("good evening, is that right?",), ("he says that he took it in the evening. true?",)),
    Detail.IN_WRITING: (("he holds my username on paper, true?",), ("can I have that in writing?",)),
    Detail.PHONE: (("is the phone screen shot to pieces, or made up?",), ("was it taken with a phone?",)),
    Detail.RIGHT_HERE: (("is this the right place?",), ("is this one wrong?",)),
    Detail.LABORATORY: (("would you call yourself an expert?",), ()),
    Detail.FORGED_SIGNATURE: (("¿es falso este certificado médico?", "is that medical certificate forged?"),
                              ("can the signature be forged?",)),
}  # fmt: skip
NAMED = {
    Detail.CONCLUDED: ("doesn't that prove it was on TV?", "beweist das nicht, dass es gesendet wurde?",
                       "cela ne prouve pas qu'elle a été publiée ?",
                       "¿no demuestra que se emitió?", "这不证明播出过吗"),
    Detail.RATIO: ("how likely is it AI, in figures?", "wie wahrscheinlich ist das in Prozent?",
                   "quelle est la probabilité en chiffres ?", "¿cuál es la probabilidad en cifras?", "概率是百分之几"),
    Detail.PUBLISH: ("would you print it?", "würden Sie es drucken?", "la publieriez-vous ?", "¿la publicarías?",
                     "你会刊登它吗"),
    Detail.FORGEABLE: ("could somebody have typed that into it?", "kann er den Vermerk hineingeschrieben haben?",
                       "a-t-il pu ajouter cette mention ?", "¿pudo poner ese dato él?", "这个说明是不是后来写进去的"),
    Detail.SHOWS: ("what brand of shoes is that?", "are the equations correct?", "what's that blue thing on the left?",
                   "stimmt die Rechnung?", "les calculs sont-ils justes ?", "¿son correctas las fórmulas?", "公式对吗"),
    Detail.CERTIFICATE: ("is it an official issuer?", "ist das eine anerkannte Stelle?", "est-ce une vraie autorité ?",
                         "¿es una autoridad oficial?", "是正规机构吗"),
    Detail.RESIZED: ("exif gives 6000x4000 and it is so small, why?", "in den EXIF steht 6000x4000, warum so klein?",
                     "exif写着6000x4000，怎么这么小"),
    Detail.AUTHOR: ("who owns it?", "wem gehört das Bild?", "à qui appartient cette photo ?",
                    "¿de quién es?", "这图是谁的"),
}  # fmt: skip
AFTER = {
    (Detail.CHANGED_HOW, Topic.CREDENTIALS): ("changed in what way?", "how was it altered", "verändert, wie?",
                                              "modifiée comment ?", "¿cambiada cómo?", "怎么改的"),
    (Detail.WHAT_PROGRAM, Topic.METADATA): ("what is that comment about?", "does any camera put that in?",
                                            "was bedeutet der Kommentar?", "que veut dire ce commentaire ?",
                                            "¿qué significa ese comentario?", "那条注释是什么意思"),
    (Detail.RESIZED, Topic.ORIGINAL): ("same proportions?", "stimmt das Seitenverhältnis?",
                                       "les proportions sont les mêmes ?",
                                       "¿la forma es la misma?", "比例一样吗"),
    (Detail.MATTERS, Topic.ORIGINAL): ("meaning what for us?", "was heißt das für meinen Fall?",
                                       "ça veut dire quoi pour moi ?", "¿qué significa eso para mi caso?",
                                       "对我意味着什么"),
}  # fmt: skip


@pytest.mark.parametrize(("detail", "text"), [(d, t) for d, (others, _) in OTHERWISE.items() for t in others])
def test_other_words_take_a_question_away_from_a_detail(detail, text):
    assert detail_of(text) is not detail


@pytest.mark.parametrize(("detail", "text"), [(d, t) for d, (_, its) in OTHERWISE.items() for t in its])
def test_without_them_it_is_still_meant(detail, text):
    assert detail_of(text) is detail


@pytest.mark.parametrize(("detail", "text"), [(d, t) for d, texts in NAMED.items() for t in texts])
def test_a_question_names_its_detail(detail, text):
    assert detail_of(text) is detail


@pytest.mark.parametrize(("key", "text"), [(k, t) for k, texts in AFTER.items() for t in texts])
def test_it_does_so_after_an_answer_about_such_things(key, text):
    detail, topic = key
    assert detail_of(text, (topic,)) is detail


@pytest.mark.parametrize(
    "text",
    ["I paid 80 € for this drawing. Is it AI?",
     "we paid 4000 dollars for the painting",
     "ich habe 300 Euro für das Bild bezahlt",
     "j'ai payé 200 euros pour ce dessin", "pagué 300 euros por este retrato"],
)  # fmt: skip
def test_what_was_bought_is_no_misfortune(text):
    assert need_of(text) is None


@pytest.mark.parametrize(
    "text",
    ["I paid 800 euros for a flat and he vanished", "I paid 300 € for it and was scammed", "he pagado 200 euros"],
)
def test_money_that_is_gone_is_one(text):
    assert need_of(text) is Need.PAID
