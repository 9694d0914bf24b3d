"""Kinds of questions that strangers asked in vain: each is read from three wordings, and no other question is."""

import pytest
from telltale.agent.reasoning.dialogue.asked_agreement import Fact, Stated, stated
from telltale.agent.reasoning.dialogue.asked_details import Detail, detail_of
from telltale.agent.reasoning.dialogue.asked_of_pair import names_both, of_pair
from telltale.agent.reasoning.dialogue.certain_topics import certain_topic
from telltale.agent.reasoning.dialogue.topics import Topic

NAMED = {
    Detail.TEXT_SAYS: ("the metadata says verified by Nikon, so?", "E2 states that it's trusted, no?",
                       "das Zertifikat sagt, es sei echt"),
    Detail.FORMAT_HISTORY: ("a tiff is lossless so nothing was ever lost?", "has this ever been a jpg",
                            "PNG heißt doch, dass es nie komprimiert wurde"),
    Detail.GENERATOR_MODEL: ("what checkpoint made this", "through which website was it generated",
                             "quel modèle d'IA ?", "was it sdxl"),
    Detail.MADE_WHEN: ("on what day was this rendered", "quand l'image a-t-elle été générée",
                       "¿cuándo se generó?", "date of creation?"),
    Detail.WOULD_CHANGE: ("what could lower that percentage", "what would make you more certain",
                          "was würde die Zahl erhöhen?", "¿qué haría subir ese número?"),
    Detail.MALWARE: ("can the picture be infected", "is it risky to open", "enthält die Datei einen Virus?",
                     "¿tiene software malicioso?"),
    Detail.SURVIVES: ("will the label survive an upload", "is the metadata lost when I print it",
                      "bleibt die Signatur bei einem Screenshot erhalten", "les infos survivent-elles à une capture ?"),
    Detail.TIMES_AGREE: ("are the camera clock and the gps clock consistent", "what is the gap between the two dates",
                         "stimmen GPS-Zeit und Kamerazeit überein"),
    Detail.STEP_COUNT: ("how many editing steps are recorded", "how often was firefly applied",
                        "combien d'étapes sont enregistrées ?"),
    Detail.RULE_OUT: ("is there anything that can not be excluded?", "what else is still possible",
                      "¿qué no puedes descartar?", "que ne peux-tu pas exclure ?"),
    Detail.MISSED_EDITS: ("how many retouched pictures slip through and are not found",
                          "what share of splices do you catch",
                          "wie oft übersiehst du eine Manipulation"),
    Detail.PRINT_LABEL: ("what must the credit say when we publish it", "must we inform our readers",
                         "wie müssen wir das kennzeichnen, wenn wir es drucken?"),
    Detail.BETTER_COPY: ("would a larger version improve your answer", "do I have to rescan it",
                         "würde ein besserer Scan helfen?"),
    Detail.AGE_CLAIM: ("they sell it as a print from 1895, is that plausible", "can it be a vintage photo",
                       "ein Abzug aus dem Jahr 1912, möglich?"),
    Detail.EFFECT: ("is it a problem that it's only 300 px", "does greyscale make you less reliable",
                    "stört es, dass es schwarz-weiß ist?", "does a screenshot confuse you"),
    Detail.WORLD: ("is that an actual company?", "does this shop exist", "gibt es diese Firma wirklich?"),
    Detail.PLACE_NAMED: ("it's Times Square, isn't it", "was it the cathedral?", "ist das der Turm von Pisa?",
                         "c'est la tour Eiffel ?", "¿es la plaza Mayor?"),
    Detail.SHOWS: ("how many dogs can you see", "count all the windows please", "wie viele Autos erkennst du?"),
    Detail.MORE_PICTURES: ("may I send two more images", "how do I test one more picture",
                           "kann ich mehrere Bilder auf einmal hochladen"),
    Detail.ENLARGE: ("sharpen the number plate for us", "could you colorize this", "blow up the picture 4x for me"),
    Detail.THING: ("is the hole in the wall real or was it painted", "did anyone paste in the flag?",
                   "is the fire genuine?"),
    Detail.AGAINST_FAKE: ("¿qué hay en contra de que sea generada?", "was spricht gegen eine Fälschung?"),
    Detail.FOR_VERDICT: ("and in favour?", "Et ce qui plaide pour ?", "¿y a favor?"),
}  # fmt: skip
OTHERS = (
    "The caption says it's a boat. Is it true?", "is it real?", "what is a QR code?", "which camera took it",
    "what does E1 say?", "when was it taken?", "is the picture fake?", "how many findings are there?",
    "what is the resolution?", "which model do you use", "is it edited?", "who made it",
)  # fmt: skip


@pytest.mark.parametrize(("detail", "question"), [(one, text) for one, texts in NAMED.items() for text in texts])
def test_a_kind_is_read_from_its_words(detail, question):
    assert detail_of(question) is detail


@pytest.mark.parametrize("question", OTHERS)
def test_other_questions_name_no_such_kind(question):
    assert detail_of(question) not in set(NAMED) - {Detail.SHOWS}


@pytest.mark.parametrize(
    ("question", "before", "detail"),
    [
        ("model?", Topic.PARAMETERS, Detail.GENERATOR_MODEL),
        ("how many times then?", Topic.AI_PART, Detail.STEP_COUNT),
        ("et combien de fois ?", Topic.CREDENTIALS, Detail.STEP_COUNT),
    ],
)
def test_some_are_meant_only_after_an_answer(question, before, detail):
    assert detail_of(question, (before,)) is detail
    assert detail_of(question) is not detail


def test_a_map_and_reasons_for_ai_are_asked_for_beyond_doubt():
    for question in ("show the heat map of the altered spot", "draw me an overlay", "zeig mir die Heatmap"):
        assert certain_topic(question, "en") is Topic.MAP
    assert certain_topic("show on a map where it was taken", "en") is not Topic.MAP
    for question in ("explain why it is ai", "warum ist das von einer KI", "por qué viene de una IA"):
        assert certain_topic(question, "en") is Topic.REASONS
    for question in ("so did flux make it?", "does that mean midjourney made it", "was chatgpt used?"):
        assert certain_topic(question, "en") is Topic.MAKER


def test_a_picture_that_comes_with_a_question_for_its_source_is_compared():
    for question in ("is it made from this?", "was that the template for it?", "Wurde es aus diesem gemacht?"):
        assert names_both(question) and of_pair(question, shown=True) == "derived"
    for question in ("is this real?", "and this one?", "who made this?"):
        assert not names_both(question)


@pytest.mark.parametrize(
    ("message", "assertion"),
    [
        ("there's no exif, correct?", Stated(Fact.METADATA, holds=False)),
        ("so it has gps data?", Stated(Fact.GPS)),
        ("die Datei ist nicht signiert, oder?", Stated(Fact.SIGNED, holds=False)),
        ("the signer is trusted, right?", Stated(Fact.TRUSTED)),
        ("the label says fake, doesn't it?", Stated(Fact.LABEL, value="synthetic")),
        ("it's a jpg, isn't it", Stated(Fact.FORMAT, value="jpeg")),
        ("the file doesn't mention AI, right?", Stated(Fact.AI_DECLARED, holds=False)),
    ],
)
def test_what_is_asserted_and_wants_agreement_is_read(message, assertion):
    assert stated(message) == [assertion]


def test_an_open_question_asserts_nothing():
    for message in ("does it have exif?", "what metadata does it hold?", "is it signed?", "it has no exif"):
        assert stated(message) == []
