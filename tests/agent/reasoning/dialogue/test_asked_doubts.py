"""Doubts of what was just said, and what was missed, in other wordings and in the five languages."""

import pytest
from telltale.agent.reasoning.dialogue.asked_agreement import stated
from telltale.agent.reasoning.dialogue.asked_conclusions import Premise, premise_of
from telltale.agent.reasoning.dialogue.asked_details import Detail, detail_of
from telltale.agent.reasoning.dialogue.topics import Topic

NAMED = {
    Detail.BECAUSE_OF: ("could that be due to the resolution?", "is it because the picture is so tiny",
                        "liegt das an der Kompression?", "est-ce à cause de la taille ?",
                        "¿es por la compresión?", "是因为太小吗"),
    Detail.RULE_OUT_THAT: ("can you exclude that it was generated?", "can you rule that out?",
                           "kannst du ausschließen, dass es eine Montage ist?",
                           "peut-on exclure qu'elle soit retouchée ?",
                           "¿puedes descartar que esté editada?", "能排除是AI吗"),
    Detail.DAY_TIME: ("he claims that he took it in the morning. true?", "was it shot at 7 am?",
                      "angeblich abends aufgenommen, stimmt das?", "il dit qu'elle a été prise la nuit, c'est vrai ?",
                      "dice que fue tomada por la noche, ¿es cierto?", "他说是晚上拍的，对吗"),
    Detail.TEXTS_OF_TWO: ("which words differ between the two", "is the lettering the same in both?",
                          "ist die Schrift in beiden gleich?", "les textes des deux sont-ils les mêmes ?",
                          "¿coinciden los textos de las dos?", "两张的文字一样吗"),
    Detail.WITHOUT_DATA: ("would you have noticed without the exif?",
                          "if she had deleted the metadata, could you still tell?",
                          "wenn er die Daten gelöscht hätte, hättest du es gemerkt?",
                          "l'aurais-tu vu sans les métadonnées ?",
                          "si hubiera borrado los datos, ¿lo habrías notado?", "如果他删掉数据，你还能看出来吗"),
    Detail.FORGED_SIGNATURE: ("could the certificate be faked?", "can someone forge such a signature?",
                              "kann die Signatur gefälscht sein?", "la signature est-elle falsifiée ?",
                              "¿puede ser falsa la firma?", "签名会不会是伪造的"),
    Detail.SIGNATURE_VALID: ("is its signature ok?", "so the credentials are intact, right?",
                             "ist die Signatur gültig?",
                             "la signature est valide ?", "¿la firma es válida?", "签名有效吗"),
    Detail.PASTED_MARK: ("can't anybody just paste that watermark on?", "couldn't he have added the logo?",
                         "kann das Logo einfach eingefügt worden sein?", "le logo a pu être ajouté, non ?",
                         "¿el logo pudo ser pegado?", "这个水印是不是贴上去的"),
    Detail.NAMED_PROGRAM: ("what is Lightroom?", "was ist GIMP?", "c'est quoi Snapseed ?", "qué es Midjourney?",
                           "Lightroom是什么"),
    Detail.WHAT_PROGRAM: ("what's that app?", "and what is that software"),
    Detail.PROCESSED: ("is there any chance that this is just a filter?", "could it simply be night mode processing?"),
    Detail.TIMES_AGREE: ("are the dates consistent?", "do the times in the file agree", "passen die Daten zusammen?",
                         "les dates sont-elles cohérentes ?", "¿coinciden las fechas?", "这些日期一致吗"),
    Detail.MISSING_DATA: ("isn't it odd that there is no exif?",
                          "ist es nicht komisch, dass keine Metadaten da sind?"),
    Detail.BETTER_COPY: ("would it be useful if he sent me the original?",
                         "würde es helfen, wenn ich das Original habe?"),
    Detail.CAPTION: ("but the caption says where",
                     "aber die Bildunterschrift nennt ihn"),
}  # fmt: skip
AFTER = {
    (Detail.HOW_KNOWN, Topic.ALTERATION): ("how did you check that?", "wie hast du das geprüft?",
                                           "¿y cómo lo has comprobado?", "你是怎么检查的"),
    (Detail.SURE_OF_IT, Topic.WHEN_TAKEN): ("how certain is that date?", "can I rely on it?",
                                            "kann man sich darauf verlassen",
                                            "c'est sûr ?", "¿es seguro?", "这可靠吗"),
    (Detail.SURE_OF_IT, Topic.SIGNER): ("are you certain of the name?", "could that be wrong?", "wie sicher ist das"),
    (Detail.SURE_OF_IT, Topic.TEXT_IN_PICTURE): ("is that correct?", "you sure about the text?",
                                                  "könnte das falsch sein?"),
    (Detail.SURE_OF_IT, Topic.ALTERATION): ("how reliable is that?", "are you sure?"),
    (Detail.MISSED_MORE, Topic.CLONED): ("might there be more of them?", "are those all?", "hast du welche übersehen?",
                                         "y en a-t-il d'autres ?", "¿hay más?", "还有别的吗"),
    (Detail.MISSED_MORE, Topic.WATERMARK): ("could there be one that you can't see?", "did you miss any?"),
    (Detail.MISSED_MORE, Topic.PERSON): ("could there be others you overlooked?", "are there more?"),
}  # fmt: skip
OTHERS = ("is it real?", "how sure are you that it is fake?", "is the verdict certain?", "why no label?",
          "when was it taken?", "is it because he lied?", "what is a hash?", "what is a vanishing point?",
          "what is a preview?", "he says he only used a filter",
          "which lens took it", "was it edited at all?", "is it day or night?")  # fmt: skip
NEW = {Detail.SURE_OF_IT, Detail.MISSED_MORE, Detail.BECAUSE_OF, Detail.RULE_OUT_THAT, Detail.DAY_TIME,
       Detail.TEXTS_OF_TWO, Detail.FORGED_SIGNATURE, Detail.SIGNATURE_VALID, Detail.PASTED_MARK,
       Detail.NAMED_PROGRAM}  # fmt: skip


@pytest.mark.parametrize(("detail", "question"), [(one, text) for one, texts in NAMED.items() for text in texts])
def test_a_kind_is_read_from_its_words(detail, question):
    assert detail_of(question) is detail


@pytest.mark.parametrize(
    ("detail", "before", "question"), [(*key, text) for key, texts in AFTER.items() for text in texts]
)
def test_a_doubt_means_what_was_said_before(detail, before, question):
    assert detail_of(question, (before,)) is detail
    assert detail_of(question) is not detail


@pytest.mark.parametrize("question", OTHERS)
@pytest.mark.parametrize("before", [(), (Topic.WHEN_TAKEN,), (Topic.VERDICT,)])
def test_other_questions_name_no_such_kind(question, before):
    assert detail_of(question, before) not in NEW


@pytest.mark.parametrize(
    "message",
    ["Adobe signed it, so nothing in it can be faked, right?", "it has a valid signature so it can't be altered, no?",
     "Adobe hat es signiert, also kann nichts gefälscht sein, oder?", "Adobe l'a signé, donc rien n'est truqué ?",
     "Lo firmó Adobe, así que nada es falso, ¿no?", "既然有签名，就不可能造假吧？"],
)  # fmt: skip
def test_from_a_signature_somebody_concludes_that_nothing_is_faked(message):
    assert premise_of(message) is Premise.SIGNED


def test_that_data_could_have_been_faked_is_no_word_that_there_are_some():
    assert not stated("but he could have faked the exif, no?")
    assert stated("it does have exif, no?")
