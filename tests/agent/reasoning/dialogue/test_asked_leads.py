"""What wants a yes or a no whatever it is about, in other wordings and in the five languages."""

import pytest
from telltale.agent.reasoning.dialogue.asked_leads import Lead, lead_of
from telltale.agent.reasoning.dialogue.topics import Topic

NAMED = {
    (Lead.DATA_PROVE, Topic.CAMERA): ("does this prove that the phone is hers?", "isn't that proof he took it?",
                                      "beweist das, dass es seine Kamera ist?", "ça prouve que c'est son appareil ?",
                                      "¿eso demuestra que es su cámara?", "这能证明相机是他的吗？"),
    (Lead.TEXT_PROVES, Topic.TEXT_IN_PICTURE): ("so that proves it's from Berlin?", "does it prove the shop exists",
                                                "beweist das, dass es aus Wien kommt?",
                                                "cela prouve que c'est italien ?",
                                                "¿esto prueba que es de aquí?", "那能证明是法国的吗"),
    (Lead.SIGNATURE_PROVES, Topic.SIGNER): ("does that prove Adobe made it?", "is the signature proof of that?",
                                            "beweist das, dass sie es war?", "est-ce une preuve ?",
                                            "¿es eso una prueba?", "这可以证明是真的吗"),
    (Lead.FINDING_PROVES, Topic.CLONED): ("does that prove the crowd was copied?", "no gps, isn't that proof?",
                                          "ist das der Beweis?", "cela le prouve-t-il ?",
                                          "¿eso lo prueba?", "这就证明了复制吗"),
    (Lead.CLOCK, Topic.WHEN_TAKEN): ("might the camera's date have been set wrong?", "can she have set the clock?",
                                     "kann die Uhr falsch gestellt sein?", "l'heure est peut-être mal réglée ?",
                                     "¿la fecha puede estar mal puesta?", "相机的日期会不会设错了"),
    (Lead.ADDED, Topic.METADATA): ("might somebody have added the camera name later?",
                                   "could they have put it in on purpose?",
                                   "kann das jemand nachträglich eingetragen haben?",
                                   "quelqu'un a pu ajouter ces données après coup ?",
                                   "¿alguien pudo añadirlo a propósito?", "会不会是有人后来加的"),
    (Lead.TAKEN_OUT, Topic.METADATA): ("could he have deleted it on purpose?",
                                       "was it possible that he hid it deliberately?",
                                       "hat er das absichtlich gelöscht?", "il les a supprimées exprès ?",
                                       "¿los borró a propósito?", "是不是故意删掉的"),
    (Lead.RENAMED, Topic.METADATA): ("could the file have been renamed?", "might he have renamed it?",
                                     "kann die Datei umbenannt worden sein?", "il a pu être renommé ?",
                                     "¿lo pudieron renombrar?", "会不会改过文件名"),
}  # fmt: skip
OTHER = (
    ("so that proves nothing?", Topic.CAMERA),
    ("what would prove it?", Topic.SIGNER),
    ("et ça prouve quoi", Topic.WHERE_TAKEN),
    ("beweist das was?", Topic.WHEN_TAKEN),
    ("这能证明什么吗", Topic.WHEN_TAKEN),
    ("does it prove I haven't touched it?", Topic.HASH),
    ("could the paper have been put into his hands afterwards", Topic.TEXT_IN_PICTURE),
    ("was the rainbow added later?", Topic.ALTERATION),
    ("how do i prove it", Topic.PUSHBACK),
    ("Change-t-elle si je renomme ?", Topic.HASH),
    ("can i put in a review that their photo is AI", Topic.NEXT_STEPS),
)


@pytest.mark.parametrize(("lead", "before"), NAMED)
def test_a_lead_is_known_in_all_languages(lead, before):
    assert {text: lead_of(text, (before,)) for text in NAMED[lead, before]} == dict.fromkeys(NAMED[lead, before], lead)


@pytest.mark.parametrize(("text", "before"), OTHER)
def test_what_asks_for_something_else_gets_no_lead(text, before):
    assert lead_of(text, (before,)) is None
