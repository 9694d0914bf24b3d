"""Short questions with one plain answer are known by their words in the five languages, and others are left."""

import pytest
from telltale.agent.reasoning.dialogue.asked_details import Detail, detail_of
from telltale.agent.reasoning.dialogue.asked_features import Feature, features_of
from telltale.agent.reasoning.dialogue.topics import Topic

NAMED = {
    Detail.LETTER: ("can you word a short message to the seller?", "help me write a reply under his post",
                    "write her a short note asking for the original", "schreib ihr eine kurze Nachricht",
                    "écris-lui un message", "escríbele una nota", "给她写条消息",
                        "formulier mir zwei Zeilen an den Verkäufer", "rédige une phrase pour le vendeur",
                        "redáctame un mensaje para el vendedor", "帮我写一条消息发给卖家"),
    Detail.NAMED_DATE: ("what's the 3 May 2011 date about", "and 12 March, what does that mean?",
                        "was ist mit dem 4. Juni?", "c'est quoi le 4 juin ?", "¿y qué es el 4 de junio?",
                        "5月3日是什么"),
    Detail.WHY_DATES: ("why does it hold two different dates?", "how come there are two dates",
                       "warum stehen da zwei verschiedene Daten?", "pourquoi y a-t-il deux dates ?",
                       "¿por qué hay dos fechas?", "为什么有两个日期"),
    Detail.UNDERNEATH: ("so is there an actual photo beneath all that?", "was it made from a photo of a dog?",
                        "steckt ein echtes Foto dahinter?", "est-ce qu'il y a une vraie photo à la base ?",
                        "¿está hecha a partir de una foto?", "底下有没有真实的照片"),
    Detail.CHECK_WORD: ("it says expired, is it worthless then", "what does malformed mean here?",
                        "da steht abgelaufen, zählt das noch?", "elle est expirée, ça compte encore ?",
                        "pone caducada, ¿y eso?", "证书过期了还算数吗"),
    Detail.FROM_APP: ("can you tell it was sent through Telegram?", "does the data show it came from Instagram",
                      "sieht man, dass es über WhatsApp geschickt wurde?",
                      "le fichier dit qu'elle vient de WhatsApp ?", "¿se ve que pasó por WhatsApp?",
                      "能看出是微信发来的吗"),
    Detail.BY_ITSELF: ("doesn't Lightroom write that by default?", "he claims it was added automatically",
                       "schreibt die Kamera das automatisch rein?", "l'appli l'ajoute automatiquement, non ?",
                       "el programa lo pone automáticamente", "是软件自动加上的吗"),
    Detail.CODE_READ: ("scan the QR code for me", "lies mir den Strichcode", "lisez la plaque d'immatriculation",
                       "¿qué dice el código de barras?", "车牌号是多少"),
    Detail.WHY_SMALL: ("why is the photo so tiny?", "warum ist das Bild so klein?", "pourquoi est-elle si petite ?",
                       "¿por qué es tan pequeña?", "为什么这么小"),
    Detail.LENS: ("f/8 with a phone?", "70 mm on an iphone, really", "Brennweite 80 mm mit einem Handy?",
                  "une focale de 80 mm avec un téléphone ?", "¿distancia focal de 80 mm con un móvil?",
                  "焦距80毫米，手机能拍吗"),
    Detail.BREAKS_RULE: ("does that violate our policy on AI?", "verstösst das gegen unser KI-Verbot",
                         "est-ce contraire au règlement sur l'IA ?", "¿incumple las bases sobre IA?",
                         "违反禁止AI的规则吗"),
    Detail.AI_OR_EDIT: ("AI or just photoshopped?", "KI oder bearbeitet?", "IA ou retouchée ?", "¿IA o retocada?",
                        "是AI还是P的"),
    Detail.LOOK_FOR: ("once I have the original, what should I check?",
                      "worauf muss ich beim Original achten? sag mir, beim Original, worauf ich achten soll",
                      "quand j'aurai l'original, que faut-il regarder ?", "cuando tenga el original, ¿en qué fijarme?",
                      "拿到原图后看什么"),
    Detail.FIND_COPIES: ("how do I get hold of the original file?", "wie komme ich an das Original?",
                          "comment retrouver l'original ?", "¿cómo consigo el original?", "怎么拿到原图"),
    Detail.AS_GENUINE: ("can I call it real in my report?", "may we label this as authentic",
                        "darf ich es als echt bezeichnen?", "puis-je la présenter comme authentique ?",
                        "¿puedo llamarla real?", "能写成真实照片吗"),
    Detail.FORGEABLE: ("could he have typed that in himself?", "别人能写上去吗"),
}  # fmt: skip
OTHER = (
    ("write me a summary of the findings", Topic.VERDICT),
    ("write him off as a liar?", Topic.VERDICT),
    ("was it taken on 3 May 2011?", Topic.CLAIM),
    ("he says it was 12 March, does the file back that up", Topic.CLAIM),
    ("why is the date missing?", Topic.WHEN_TAKEN),
    ("is the photo real?", Topic.VERDICT),
    ("the milk in the picture is expired", Topic.DESCRIBE),
    ("did it come from a phone?", Topic.CAMERA),
    ("is the person in it small?", Topic.DESCRIBE),
    ("does the aperture matter?", Topic.CAMERA),
    ("does it follow the rule of thirds?", Topic.DESCRIBE),
    ("who is right in court?", Topic.COURT),
)


@pytest.mark.parametrize("detail", NAMED)
def test_a_short_question_is_known_in_all_languages(detail):
    before = (Topic.MAKER, Topic.VERDICT)
    assert {text: detail_of(text, before) for text in NAMED[detail]} == dict.fromkeys(NAMED[detail], detail)


@pytest.mark.parametrize(("text", "before"), OTHER)
def test_what_asks_for_something_else_is_left(text, before):
    assert detail_of(text, (before,)) not in {*NAMED, Detail.RIGHT_OF_US}


@pytest.mark.parametrize("text", ["so who's right, him or me?", "wer hat denn recht?", "qui a raison ?",
                                  "¿quién tiene razón?", "谁说得对"])  # fmt: skip
def test_who_is_right_is_asked_after_a_claim(text):
    assert detail_of(text, (Topic.CLAIM,)) is Detail.RIGHT_OF_US
    assert detail_of(text, (Topic.TRUST_TOOL,)) is not Detail.RIGHT_OF_US


@pytest.mark.parametrize(("text", "named"), [
    ("用手机拍的吗", ()), ("右手有几个手指", (Feature.HAND,)), ("is that dent old?", ()),
    ("regarde les dents", (Feature.MOUTH,)),
])  # fmt: skip
def test_a_word_within_another_word_is_no_feature(text, named):
    assert features_of(text) == named


@pytest.mark.parametrize(
    "text", ["my flatmate swears it isn't edited, true?", "meine Schwester sagt, es ist bearbeitet"]
)
def test_whether_it_was_edited_is_asked_whoever_says_so(text):
    assert detail_of(text) is not Detail.OPINION
