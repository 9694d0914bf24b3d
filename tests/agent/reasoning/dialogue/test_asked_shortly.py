"""Further short questions are known by their words in the five languages, and what is like them is left."""

import pytest
from telltale.agent.reasoning.dialogue.asked_conclusions import premise_of
from telltale.agent.reasoning.dialogue.asked_details import Detail, detail_of
from telltale.agent.reasoning.dialogue.asking_back import asks_much
from telltale.agent.reasoning.dialogue.follow_ups import Before, resolved
from telltale.agent.reasoning.dialogue.led_topics import leads_on, led_on, without_maps
from telltale.agent.reasoning.dialogue.needs import Need, need_of, tells_of_fraud
from telltale.agent.reasoning.dialogue.topics import Topic

NAMED = {
    Detail.MAY_WORD: ("may I print it as 'verified original'?", "could we caption it “AI-generated image”",
                      "darf ich schreiben „nachweislich echt“?", "peut-on écrire « photo authentique » ?",
                      "¿puedo publicar «imagen manipulada»?", "可以写“经鉴定为真”吗"),
    Detail.MISMATCH: ("explain the hash mismatch please", "they don't match, what does that mean in plain English",
                      "der Hash weicht ab, was bedeutet das einfach gesagt?", "le hash diffère, ça veut dire quoi",
                      "no coincide, ¿qué significa?", "哈希不匹配是什么意思"),
    Detail.FILE_NAME_SAYS: ("but the file name says Canon", "it reads Midjourney in the file name",
                            "im Dateinamen: steht da nicht Leica? Der Dateiname sagt Leica",
                            "le nom du fichier dit Leica", "el nombre del archivo dice Leica", "文件名里写着佳能"),
    Detail.COULD_HELP: ("there's a badge on his jacket, would that help?", "is that a clue?", "hilft das weiter?",
                        "ça peut aider ?", "¿eso puede ayudar?", "左边有块路牌，有用吗"),
    Detail.PACKETS: ("why are there two XMP packets", "zwei XMP-Pakete, ist das normal?", "deux paquets, normal ?",
                     "¿por qué hay dos paquetes?", "为什么有两个XMP包"),
    Detail.ANY_PROGRAM: ("Snapseed is for photos so it's a real photo?",
                         "Lightroom ist ein Fotoprogramm, also ist es ein Foto",
                         "Photoshop c'est un logiciel photo, donc c'est une vraie photo",
                         "Lightroom es un programa de fotos, entonces es una foto", "写着Lightroom，所以是照片吧"),
    Detail.DEMAND: ("what should I demand from the landlord?", "was kann ich vom Verkäufer verlangen?",
                    "que dois-je exiger ?", "¿qué le exijo?", "该让卖家提供什么"),
    Detail.PAY_OR_NOT: ("rent it or not?", "also zahlen oder nicht", "je paie ou pas", "¿pago o no?", "这钱付不付"),
    Detail.NO_SCAMMER: ("so that makes him a fraud?", "heißt das, er ist ein Betrüger?",
                        "ça veut dire que c'est une arnaqueuse ?", "¿significa que es un estafador?",
                        "那说明他是骗子吗"),
    Detail.CAMERA_SAVES: ("his phone saves PNGs with a border, is that plausible?",
                          "die Kamera speichert PNG mit Rand, kann das sein?",
                          "son appareil enregistre en png avec des bords, c'est possible ?",
                          "su cámara guarda png con bordes, ¿es posible?", "他说手机保存png带白边，可能吗"),
    Detail.CAMERA_FILE: ("sold as “straight out of camera”, agree?", "the rules want raw files only",
                         "eingereicht als direkt aus der Kamera", "fichiers d'origine uniquement, dit le règlement",
                         "dice que está recién salida de la cámara", "说是相机直出"),
    Detail.WHY_UNSURE: ("why so hesitant?", "warum so vorsichtig?", "pourquoi tu hésites", "¿por qué dudas?",
                        "为什么这么没把握"),
    Detail.ZONE: ("the time has +09:00, which place is that?", "was bedeutet -05:00, welcher Ort?",
                  "le +02:00, c'est quel lieu ?", "¿el -03:00 es la hora de Lima?", "+08:00是哪里的时区"),
    Detail.PROGRAM_DATE: ("GIMP in 2004, does that fit?", "Photoshop und das Jahr 2009, passt das?",
                          "Photoshop en 2009, c'est cohérent ?", "¿Photoshop en 2009 encaja?",
                          "2009年的软件，对得上吗"),
    Detail.PART_ORIGIN: ("where does sky.png come from", "what was pasted into it", "was wurde da eingefügt?",
                         "qu'est-ce qui a été inséré ?", "¿qué se insertó?", "放进去的是什么"),
    Detail.LIST_TRUE: ("so the steps are true?", "dann stimmt die Liste?", "donc la liste est vraie ?",
                       "¿entonces la lista es verdadera?", "那列表是真的"),
    Detail.RENDER: ("a 3D render or a photo?", "ist das ein Rendering oder KI?", "photo ou rendu 3D ?",
                    "¿foto o un render?", "是渲染的还是照片"),
    Detail.RUN_AFTER: ("could I run the new ones through you as well?", "kann ich die neuen dann hier hochladen?",
                       "je peux vous les envoyer après ?", "¿puedo pasártelas después?", "之后可以再发给你查吗"),
    Detail.PROFILE_LINE: ("it says Apple Inc. in there, so an iPhone?",),
    Detail.IF_SO_OLD: ("it's from 1998, so it can't be AI", "das Bild ist von 2005, also kann es keine KI sein",
                       "elle date de 2003, donc pas d'IA", "es de 2010, entonces no puede ser IA",
                       "2006年的，不可能是AI"),
    Detail.MAY_OBJECT: ("can I still contest it?", "kann ich das Foto anfechten?", "je peux quand même la contester ?",
                        "¿puedo impugnarla?", "我可以质疑它吗"),
    Detail.WHERE_ODD: ("where does it look off", "wo sieht es denn unnatürlich aus?", "où c'est bizarre ?",
                       "¿dónde se ve raro?", "哪里看着不自然"),
    Detail.MARK_IT: ("can you circle it for me", "kannst du es im Bild einkreisen?", "entoure-le sur la photo",
                     "¿me lo señalas en la imagen?", "在图上圈出来"),
    Detail.LETTER: ("draft what I send him", "give me a message for her", "schreib bitte zwei Sätze ans Mitglied",
                    "rédigez-moi un message ferme", "ponme un mensajito para ella", "帮我写条短信"),
    Detail.TELL_THEM: ("写两句我妈能看懂的",),
    Detail.VISIBLE_MARK: ("what's the tiny sparkle bottom right", "¿qué es esa estrellita?",
                          "il y a une étoile en bas à droite", "unten rechts ist ein Sternchen, unten",
                          "右下角有个小星标"),
    Detail.LOOK_FOR: ("拿到原片后要看哪些",),
    Detail.PHONE: ("is that a phone?", "ist das ein Handy?", "c'est un téléphone ?", "¿es un móvil?"),
    Detail.WHERE_SAYS: ("in which field is it?", "c'est écrit où ?", "en qué campo"),
    Detail.DRAWN: ("handed in as her own drawing, is it?", "sie sagt, selbst gemalt", "elle dit l'avoir dessinée"),
    Detail.COPY_EFFECT: ("he got it via WhatsApp, does that matter?", "über WhatsApp geschickt, macht das was?",
                         "envoyée par WhatsApp, c'est grave ?", "por WhatsApp, ¿importa?"),
    Detail.DECISION: ("can I fail him for that?", "darf ich ihr dafür ne 5 geben?", "je peux la refuser pour ça ?",
                      "¿puedo suspenderlo por esto?"),
    Detail.MISSING_DATA: ("no date at all, isn't that suspicious", "kein Datum, ist das nicht verdächtig?",
                          "pas de date, c'est suspect ?", "no tiene fecha, ¿no es sospechoso?"),
    Detail.STATE_LABEL: ("Label是1什么意思",),
    Detail.REPORT_IT: ("can I report her to Tinder with this?", "kann ich das Profil melden?", "je peux la signaler ?",
                       "¿puedo denunciarla?", "可以举报他吗"),
    Detail.NAMED_DATE: ("and the 23 oct?", "und der 4. Mai?", "et le 4 mai ?", "¿y el 4 de mayo?"),
    Detail.FORGEABLE: ("would he be able to fake that", "kann man das fälschen?", "peut-on le falsifier ?",
                       "¿puede falsificarlo?"),
    Detail.PROCESSED: ("what if it's just a filter", "und wenn das nur ein Filter ist?", "c'est juste un filtre ?",
                       "¿y si es solo un filtro?", "只是滤镜吧"),
    Detail.ALLOWED: ("must be from this year. Is it allowed by our rules?", "ist das nach unseren Regeln zulässig?",
                     "est-elle autorisée par le règlement ?", "¿está permitida según las bases?", "符合章程吗"),
    Detail.GIVES_AWAY: ("the ears are odd, doesn't that give it away?", "verrät das es nicht?", "ça la trahit ?",
                        "¿eso la delata?", "露馅了吧"),
    Detail.REMOVED: ("what did the sign say before?", "was stand da vorher?", "原来写的什么"),
    Detail.ENOUGH: ("would that be enough for the landlord?", "reicht das?", "ça suffit ?", "¿eso basta?", "这样够吗"),
    Detail.CONVERTED: ("he just converted it to webp, fine?", "nur in PNG umgewandelt", "juste convertie en png",
                       "solo la convirtieron a png", "只是转成png"),
    Detail.SCANNED: ("retouched or only scanned?", "bearbeitet oder eingescannt?", "retouchée ou scannée ?",
                     "¿editada o escaneada?", "修过还是扫描的"),
    Detail.HIDDEN: ("are there hidden messages in it?", "sind Daten im Bild versteckt? versteckte Daten in der Datei",
                    "des données cachées dans le fichier ?", "¿hay datos ocultos en el archivo?", "有隐藏信息吗"),
    Detail.BY_NAME: ("that edge is odd. photoshop?",),
    Detail.SAFE_TO_SAY: ("how do I word this for the report?", "wie formuliere ich das im Bericht?",
                         "comment formuler ça dans le rapport ?", "¿cómo lo redacto en el informe?", "报告里怎么写"),
    Detail.UNDERNEATH: ("she drew it first and AI cleaned it up", "zuerst gezeichnet, dann mit KI fertig gemacht"),
}  # fmt: skip
LEFT = {
    "Photo of a hand made jar. Is it real?": Detail.CONCLUDED,
    "does the shadow match, what does that mean": Detail.MISMATCH,
    "is there a hidden mark from the agency in it": Detail.MARK_IT,
    "the score is +3.1, what does it mean": Detail.ZONE,
    "write a resignation letter": Detail.LETTER,
    "what does the placard say? it's for the caption": Detail.PRINTED_LINE,
    "Is this picture of a lizard reliable, es una foto, es de fiar?": Detail.CHARACTER,
    "Should I send it to a laboratory?": Detail.RUN_AFTER,
}


@pytest.mark.parametrize(("detail", "question"), [(one, text) for one, texts in NAMED.items() for text in texts])
def test_a_short_question_is_read_from_its_words(detail, question):
    assert detail_of(question) is detail


@pytest.mark.parametrize(("question", "other"), LEFT.items())
def test_words_that_mean_something_else_are_left(question, other):
    assert detail_of(question) is not other


def test_the_same_picture_again_is_asked_for_only_after_settings():
    for text in ("would it come out just the same", "genau dasselbe Bild?", "exactement la même ?", "一模一样吗"):
        assert detail_of(text, [Topic.PARAMETERS]) is Detail.REPRODUCE
        assert detail_of(text) is not Detail.REPRODUCE


def test_hands_that_make_a_thing_are_no_hands_in_a_picture():
    assert premise_of("so the hands are odd, that means it's fake, right?") is not None
    for text in ("it's hand made, so it's real, right?", "des vases faits main, donc c'est une vraie photo, non ?"):
        assert premise_of(text) is None


def test_money_that_is_gone_is_heard_in_chinese_and_a_deposit_in_a_letter_is_no_fraud():
    assert need_of("我爸昨天转了3万，怎么办") is Need.PAID
    assert need_of("they want me to pay with gift cards") is Need.ASKED_FOR_MONEY
    assert need_of("my girl wrote from a new number, she needs 900 euros") is Need.ASKED_FOR_MONEY
    assert need_of('can I write "you scammed me and took my money"?') is None
    assert not tells_of_fraud("write to him, I paid a deposit of 90 €") and tells_of_fraud("he vanished with my money")


def test_colours_are_those_of_a_map_only_where_one_is_meant():
    ranked = ((Topic.MAP_MEANING, 0.8), (Topic.FEATURE, 0.1), (Topic.MAP, 0.1))
    assert without_maps(ranked, "the edge by the mouth is off", None, None)[0][0] is Topic.FEATURE
    for text, before in (("what does red mean", None), ("the frame?", None), ("and that?", Before((Topic.MAP,)))):
        assert without_maps(ranked, text, before, None)[0][0] is Topic.MAP_MEANING


def test_and_the_size_leads_on_to_another_thing():
    ranked, back = ((Topic.CAMERA, 0.4), (Topic.FILE_FORM, 0.3)), (Topic.CAMERA, Topic.FILE_FORM)
    assert leads_on("and the size?") and not leads_on("the size?")
    turned, asked = led_on(ranked, back, Before((Topic.CAMERA,)))
    assert turned[0][0] is Topic.FILE_FORM and asked == ()
    assert led_on(ranked, back, Before((Topic.HASH,))) == (ranked, back)


def test_where_after_a_verdict_that_named_a_part_means_the_part():
    told = Before((Topic.VERDICT,), points=True)
    assert resolved("Et où ?", told, None, ()) is Topic.WHERE_EDITED
    assert resolved("Et où ?", Before((Topic.VERDICT,)), None, ()) is Topic.WHERE_TAKEN


def test_a_long_first_message_deserves_more_than_a_question():
    assert asks_much("a pupil handed this in as her drawing, is it") and not asks_much("that thing please")
    assert asks_much("学生交来这张说是自己拍的可信吗靠得住")


def test_a_number_is_no_nude():
    assert need_of("my daughter has a new number and sent this picture, is it real?") is not Need.CHILD_ABUSE
    assert need_of("somebody shares nudes of my daughter") is Need.CHILD_ABUSE
