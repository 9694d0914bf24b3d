"""What people ask next, in other words and five languages: it is read as what it is, and nothing near it is caught."""

import pytest
from telltale.agent.reasoning.dialogue.asked_details import Detail, detail_of
from telltale.agent.reasoning.dialogue.asked_terms import asks_a_meaning
from telltale.agent.reasoning.dialogue.parts_of_message import parts, spelt_out, without_manner
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.agent.reasoning.dialogue.wishes import wishes_of

NAMED = {
    Detail.LETTER: (
        "turn this into a friendly email to the shop", "could you write to the landlord that it's real",
        "draft a short reply to my client", "Verfasse bitte eine Nachricht an den Verkäufer",
        "Rédige un message poli pour le vendeur", "Escribe un correo al casero", "帮我写一封邮件给卖家",
    ),
    Detail.AS_GENUINE: (
        "can we publish this as a real photo", "Kann ich das als echt verkaufen?",
        "Peut-on la publier comme une photo authentique ?", "¿Puedo usarla como auténtica?", "能当作真的照片用吗",
    ),
    Detail.NOT_CLAIM: (
        "what must I not say in court", "what can't we claim from that", "Was darf ich nicht behaupten?",
        "Que ne puis-je pas affirmer ?", "¿Qué no puedo afirmar?", "哪些话不能说",
    ),
    Detail.FIND_COPIES: (
        "where can I find the original picture", "how do i search for this photo online", "Wie finde ich das Original?",
        "Comment retrouver l'original ?", "¿Dónde encuentro el original?", "怎么找到原图",
    ),
    Detail.PERSON_HOW: (
        "how can I check whether he is real", "Wie finde ich heraus, ob sie existiert?",
        "Comment savoir si elle existe ?", "¿Cómo averiguo si ella existe?", "怎么确认她是不是真人",
    ),
    Detail.REFUSES_CALL: (
        "he keeps refusing a video call", "Sie will keinen Videoanruf", "Il refuse l'appel vidéo",
        "se niega a una videollamada", "她不肯视频怎么办",
    ),
    Detail.IS_SOMEBODY: (
        "is this woman really Taylor Swift", "is it president Lincoln", "is he the pope",
        "Ist das wirklich Prinz Harry?",
        "C'est vraiment le président Macron ?", "¿Es realmente el rey Felipe?",
    ),
    Detail.ARTIST: (
        "who's the painter?", "who drew this",
        "Wer ist der Künstler?", "Qui est l'artiste ?", "¿Quién es el artista?", "谁是画家",
    ),
    Detail.SPECIES: (
        "what breed is that", "is he still alive?", "Was für ein Vogel ist das?",
        "Quelle espèce ?", "什么品种",
    ),
    Detail.WHO_WROTE_IT: (
        "who put that in there?", "Wer hat das da reingeschrieben?", "Qui a écrit ça dans le fichier ?",
        "¿Quién puso eso ahí?", "是谁写进去的",
    ),
    Detail.WHERE_SAYS: (
        "where does it say Google", "where in the metadata is that", "Wo steht das denn?",
        "Où est-ce que c'est écrit ?",
        "¿Dónde pone eso?", "哪里写着AI",
    ),
    Detail.FILE_VERSION: (
        "with which version of the software", "Welche Version von Photoshop?", "Quelle version du logiciel ?",
        "¿Qué versión del programa?", "哪个程序什么版本",
    ),
    Detail.MANY_FILES: (
        "can you check a whole folder", "we get 200 photos a week", "Kannst du ganze Ordner prüfen?",
        "On reçoit 300 images par jour", "Nos llegan 300 fotos al día", "能检查整个文件夹吗",
    ),
    Detail.SCREENSHOT_OF_IT: (
        "if somebody screenshots it would you still detect it", "Wenn ich einen Screenshot mache, erkennst du es noch?",
        "Si je fais une capture, tu la reconnais encore ?", "Si hago una captura, ¿todavía lo detectas?",
        "截图以后还能看出来吗",
    ),
    Detail.OWN_RATE: ("你的判断准确吗", "你会不会判错"),
    Detail.FORGEABLE: (
        "这个标识会不会是伪造的", "Kann dieser Eintrag gefälscht sein?", "were those coordinates added afterwards",
    ),
    Detail.PUBLISH: ("可以发朋友圈吗",),
    Detail.LABORATORY: ("who could examine it professionally for us",),
    Detail.MISSING_DATA: ("did someone wipe it on purpose", "为什么什么都没有"),
}  # fmt: skip


@pytest.mark.parametrize(("detail", "text"), [(detail, text) for detail, texts in NAMED.items() for text in texts])
def test_a_follow_up_is_read_from_its_words(detail, text):
    assert detail_of(text, (Topic.METADATA,)) is detail


@pytest.mark.parametrize(
    "text",
    [
        "is it real?", "is this man really young", "where was it taken?", "which version are you", "who took it?",
        "what does the letter say", "can you read the message", "how many people are in the picture",
        "where does it say it was taken", "find the altered part", "is that really a photo", "what should I do?",
        "Ist das wirklich echt?", "这是真的吗",
    ],
)  # fmt: skip
def test_what_is_near_is_not_caught(text):
    assert detail_of(text) not in NAMED or detail_of(text) in (Detail.OWN_RATE, Detail.PUBLISH)


def test_copies_are_counted_only_after_an_answer_about_edits():
    assert detail_of("how many copies and where", (Topic.CLONED,)) is Detail.COUNT_PLACES
    assert detail_of("有几处，在哪里", (Topic.WHERE_EDITED,)) is Detail.COUNT_PLACES
    assert detail_of("how many copies and where") is not Detail.COUNT_PLACES
    assert detail_of("und welche Version?", (Topic.MAKER,)) is Detail.FILE_VERSION


@pytest.mark.parametrize("text", ["how many copies and where", "combien et où", "有几处，在哪里"])
def test_a_number_and_its_places_are_one_question(text):
    assert parts(text, 4) == [text]


def test_a_dish_is_no_signed_paper():
    assert "signature" not in spelt_out("they call it their signature dish")
    assert "signature" in spelt_out("is the signature valid")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What does inconclusive mean, in plain words please?", "en"), ("in simple words: what is a score", "en"),
        ("Qu'est-ce qu'un score, en mots simples ?", "fr"),
    ],
)  # fmt: skip
def test_how_an_answer_should_be_hides_no_question_for_a_meaning(text, language):
    assert asks_a_meaning(without_manner(text), language)


@pytest.mark.parametrize(
    "text",
    ["three numbered points", "your reasons 1. 2. 3.", "number your points", "nummerierte Punkte", "分点编号说明"],
)
def test_numbers_are_a_wish(text):
    assert wishes_of(text).numbered
    assert not wishes_of("version 1.2 of it").numbered


def test_points_with_numbers_are_counted():
    assert wishes_of("resúmelo en tres puntos numerados").points == 3
    assert wishes_of("shorten that for my mum").short and wishes_of("boil it down").short
