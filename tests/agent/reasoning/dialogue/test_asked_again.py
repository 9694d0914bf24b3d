"""Questions that lean on the answer before, and of what to do with it: three other wordings of each kind."""

import pytest
from telltale.agent.reasoning.dialogue.asked_details import Detail, detail_of
from telltale.agent.reasoning.dialogue.topics import Topic

NAMED = {
    Detail.TIMES_AGREE: ("does the date in the description match the exif date", "compare the dates against each other",
                         "passt das Datum in der Bildunterschrift zur Aufnahme"),
    Detail.DATED_CLAIM: ("it's from Pisa, 3 July 2019. do the metadata agree?",
                         "aufgenommen am 4. Mai 2020 in Ulm: bestätigt die Datei das?",
                         "la foto es del 5 de junio de 2018, ¿lo confirma el archivo?"),
    Detail.CONFIRMED: ("may we say an analysis proved that it is genuine", "can I state it was verified as authentic?",
                       "darf ich schreiben, dass die Software die Echtheit bestätigt hat?"),
    Detail.SCREENSHOT_SIGNS: ("how can you tell that it's a screenshot", "woran sieht man, dass es ein Screenshot ist?",
                              "en qué ves que es una captura?"),
    Detail.SCREENSHOT_OF_IT: ("would you still recognise it from a screenshot",
                              "once it's on whatsapp, could you still tell",
                              "erkennst du das auch noch auf einem Screenshot?"),
    Detail.TELL_THEM: ("how should I explain it to my grandmother", "what can I say to my boss",
                       "was sage ich meiner Mutter?"),
    Detail.ONCE_LARGER: ("the original must have been larger, no?", "my phone takes 12 megapixels",
                         "das Original war doch bestimmt größer"),
    Detail.EXACT_SPOT: ("give me the precise location", "wo ist der genaue Ort?", "quel est le lieu exact ?"),
    Detail.WITHOUT_DATA: ("and only the pixels?", "forget the metadata, what's left", "nur nach den Pixeln?"),
}  # fmt: skip
AFTER = {
    (Detail.WHAT_PROGRAM, Topic.SOFTWARE): ("what is that?", "never heard of it", "was ist das für ein Programm?"),
    (Detail.NUMBER_BEFORE, Topic.REGION): ("what do these figures mean", "is that score high?",
                                           "was bedeutet die Zahl?"),
    (Detail.MISSED_TEXT, Topic.TEXT_IN_PICTURE): ("did you overlook any", "is that all of it?",
                                                  "hast du was übersehen?"),
    (Detail.OTHER_PART, Topic.REGION): ("compared to the other man?", "and the other face?",
                                        "et par rapport à l'autre ?"),
    (Detail.SURE_OF_PAIR, Topic.COMPARE): ("are you sure?", "how certain is that", "wie sicher bist du?"),
    (Detail.GENERATOR_MODEL, Topic.VERDICT): ("which ai exactly", "which one was it?", "laquelle donc ?"),
}  # fmt: skip
OTHERS = ("is it real?", "what is shown?", "when was it taken?", "which camera took it", "what does E3 say?",
          "which parts were altered", "how sure are you?", "explain it to me", "is there a watermark")  # fmt: skip
NEW = {Detail.ONCE_LARGER, Detail.DATED_CLAIM, Detail.CONFIRMED, Detail.SCREENSHOT_SIGNS, Detail.TELL_THEM,
       Detail.EXACT_SPOT,
       Detail.WHAT_PROGRAM, Detail.NUMBER_BEFORE, Detail.MISSED_TEXT, Detail.OTHER_PART,
       Detail.SURE_OF_PAIR}  # fmt: skip


@pytest.mark.parametrize(("detail", "question"), [(one, text) for one, texts in NAMED.items() for text in texts])
def test_a_kind_is_read_from_its_words(detail, question):
    assert detail_of(question) is detail


@pytest.mark.parametrize(
    ("detail", "before", "question"), [(*key, text) for key, texts in AFTER.items() for text in texts]
)
def test_what_leans_on_the_answer_before(detail, before, question):
    assert detail_of(question, (before,)) is detail
    assert detail_of(question) is not detail


@pytest.mark.parametrize("question", OTHERS)
def test_other_questions_name_no_such_kind(question):
    assert detail_of(question) not in NEW
