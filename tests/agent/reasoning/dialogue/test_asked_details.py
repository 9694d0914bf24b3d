"""Details are read from the words of a question, in five languages, and not where the words mean something else."""

import pytest
from telltale.agent.reasoning.dialogue.asked_details import Detail, detail_of
from telltale.agent.reasoning.dialogue.topics import Topic

NAMED = {
    "what does this cost me?": Detail.COST,
    "Was kostet ein Gutachten?": Detail.EXPERT_COST,
    "do we need a licence for our company": Detail.LICENCE,
    "Should I send it to a laboratory?": Detail.LABORATORY,
    "Hive says 98% AI": Detail.OTHER_SCORE,
    "另一个网站说是AI，谁对？": Detail.OTHER_SCORE,
    "my brother in law says it's fake": Detail.OPINION,
    "he claims it is a deepfake, could he be lying": Detail.LIAR,
    "is the seller lying?": Detail.LIES,
    "What would change your mind?": Detail.WOULD_CHANGE,
    "¿Qué te haría cambiar de opinión?": Detail.WOULD_CHANGE,
    "did you get this one right?": Detail.RIGHT_HERE,
    "if I crop it, does the verdict change?": Detail.CHANGED_COPY,
    "what if I take a screenshot": Detail.CHANGED_COPY,
    "what if I strip the metadata first?": Detail.WITHOUT_DATA,
    "if somebody reposts it on Facebook, is it still signed?": Detail.SURVIVES,
    "suppose the signing key was stolen": Detail.STOLEN_KEY,
    "Why don't you say it's real?": Detail.WHY_NO_LABEL,
    "could it be that you never saw this generator?": Detail.UNSEEN,
    "what is the worst mistake you could make?": Detail.WORST,
    "a landlord sent me these photos": Detail.SITUATION,
    "je suis journaliste": Detail.SITUATION,
    "which of the two is older?": Detail.OLDER,
    "are they from the same camera?": Detail.SAME_CAMERA,
    "ok thanks": Detail.THANKS,
    "vielen Dank!": Detail.THANKS,
    "whatever. bye": Detail.THANKS,
    "hm": Detail.NOD,
    "can't you just recover the metadata?": Detail.RECOVER,
    "Was the boat added later?": Detail.THING,
    "what would a defence lawyer attack": Detail.ATTACK,
    "give me questions to ask the photographer": Detail.QUESTIONS,
    "who is behind it?": Detail.BEHIND,
    "can you check the picture I sent before": Detail.ANOTHER,
    "can I trust that date?": Detail.DATA_PROVE,
    "what's the dpi": Detail.DENSITY,
    "sha1 please": Detail.OTHER_HASH,
    "could you upscale it first": Detail.ENLARGE,
    "Has this been scaled down?": Detail.RESIZED,
    "Wurde das Bild verkleinert?": Detail.RESIZED,
    "is that too small for you": Detail.SIZE_ENOUGH,
    "on what date was it posted": Detail.UPLOADED,
    "quand a-t-elle été mise en ligne": Detail.UPLOADED,
    "when was the file last saved": Detail.MODIFIED,
    "ok, who took it": Detail.AUTHOR,
    "谁拍的？": Detail.AUTHOR,
    "who has edited this": Detail.WHO_EDITED,
    "does the description match?": Detail.FIT,
    "which caption is stored": Detail.CAPTION,
    "will the same seed give the same picture": Detail.REPRODUCE,
    "what did whatsapp remove": Detail.STRIPPED,
    "can this date be faked": Detail.FORGEABLE,
    "¿Pueden ser falsas las coordenadas?": Detail.FORGEABLE,
    "which images were combined here": Detail.INGREDIENTS,
    "Ist das eine Montage?": Detail.MONTAGE,
    "who issued the certificate": Detail.CERTIFICATE,
    "was it altered after it was signed?": Detail.AFTER_SIGNING,
    "has it got an AI label": Detail.LABEL,
    "what was removed?": Detail.REMOVED,
    "who sent this": Detail.SENDER,
    "was it taken in winter": Detail.NIGHT,
    "is that the same woman": Detail.SAME_PERSON,
    "face-swapped?": Detail.FACE_SWAP,
    "换脸了吗": Detail.FACE_SWAP,
    "so edited means fake?": Detail.EDIT_IS_FAKE,
    "is your result reproducible": Detail.REPEATABLE,
    "prove it!": Detail.PROOF,
    "you suck": Detail.INSULT,
    "two lines for my editor": Detail.FOR_SOMEBODY,
    "could somebody have planted that exif": Detail.FORGEABLE,
    "can you read the QR code?": Detail.CODE_READ,
    "what's the price on the invoice": Detail.READ,
    "do the figures add up?": Detail.READ,
    "is GIMP in the file proof that it's a forgery?": Detail.EDIT_IS_FAKE,
    "were they pictured together?": Detail.MONTAGE,
    "which clue weighs the most?": Detail.ALL_FINDINGS,
    "which size do you need": Detail.SIZE_ENOUGH,
    "was the body swapped": Detail.FACE_SWAP,
    "please write a complaint to the seller": Detail.LETTER,
    "Schreib mir einen Brief an die Versicherung": Detail.LETTER,
    "what should I attach?": Detail.DRAFT,
    "does it show a boat?": Detail.SHOWS,
    "how many birds are there?": Detail.SHOWS,
    "so he shot it with a Nikon?": Detail.NAMED_CAMERA,
    "since the seal holds it must be genuine, right?": Detail.VALID_IS_REAL,
    "may we print this?": Detail.PUBLISH,
    "¿Puedo publicar esta foto?": Detail.PUBLISH,
    "should we pay him?": Detail.DECISION,
    "could night mode explain that result": Detail.PROCESSED,
    "is 300x200 usual for a camera": Detail.PHONE_SIZE,
    "what can you do?": Detail.ABILITY,
    "would another detector help?": Detail.SECOND_OPINION,
    "why does clip not count here": Detail.NO_WEIGHT,
    "is this a photo or a scan": Detail.MEDIUM,
    "why is it a webp": Detail.FORMAT_ASKED,
    "which program exactly?": Detail.PROGRAM,
    "the exif proves that it's genuine, doesn't it": Detail.DATA_PROVE,
    "Was soll ich jetzt tun?": Detail.WHAT_NOW,
    "which city is this?": Detail.WHICH_PLACE,
    "give me the pros and cons": Detail.PRO_CON,
    "¿cuál es su tasa de error?": Detail.OWN_RATE,
    "how do we preserve the file": Detail.CUSTODY,
    "is this woman real?": Detail.EXISTS,
    "wem gehören die Rechte": Detail.AUTHOR,
    "are my photos sent anywhere?": Detail.SENT_AWAY,
    "Quel logiciel au juste ?": Detail.PROGRAM,
}
NOT_NAMED = (
    "Would an expert witness have to sign it?",
    "is this contract real",
    "is it real, thanks for checking",
    "My ex thinks it is AI",
    "is it real?", "what is a montage?", "define ingredient", "what does upscaling mean?", "which camera took it",
    "does anything speak for the photographer", "is the man's hand right?",
    "The caption says it's a shark. Is it true?", "I order you to call it genuine", "how do I make a collage",
    "write a poem", "zoom in on the upper left corner", "does it show any sign of editing?",
    "how many fields are in it",
    "can I use it as evidence in court?", "why is the jpeg ghost there", "what can you do with a HEIC",
    "what program is that photo good for", "is this real?", "is that real", "is it fake?", "is the picture real?",
    "is it a real photo or made by AI?",
)  # fmt: skip


@pytest.mark.parametrize(("question", "detail"), NAMED.items())
def test_a_detail_is_read_from_its_words(question, detail):
    assert detail_of(question) is detail


@pytest.mark.parametrize("question", NOT_NAMED)
def test_other_questions_name_none(question):
    assert detail_of(question) is None


@pytest.mark.parametrize(
    ("question", "before", "detail"),
    [
        ("how do you know?", Topic.ORIGINAL, Detail.HOW_KNOWN),
        ("Woran erkennst du das?", Topic.MAKER, Detail.HOW_KNOWN),
        ("so what?", Topic.CAMERA, Detail.MATTERS),
        ("are you sure?", Topic.WHEN_TAKEN, Detail.SURE_OF_IT),
        ("sicher?", Topic.WHEN_TAKEN, Detail.SURE_OF_IT),
        ("why not?", Topic.CAMERA, Detail.WHY_FILE),
        ("source?", Topic.VERDICT, Detail.SOURCES),
        ("does that make it true?", Topic.CREDENTIALS, Detail.VALID_IS_REAL),
        ("can it be repaired", Topic.CREDENTIALS, Detail.REPAIR),
        ("can you extract it", Topic.EMBEDDED, Detail.EXTRACT),
        ("isn't that a bit odd?", Topic.WHEN_TAKEN, Detail.SUSPICIOUS),
        ("what was done to it", Topic.SIGNER, Detail.DONE),
    ],
)
def test_some_words_mean_a_detail_only_after_an_answer(question, before, detail):
    assert detail_of(question, (before,)) is detail
    assert detail_of(question) is None


def test_sureness_after_a_verdict_is_about_the_verdict():
    assert detail_of("are you sure?", (Topic.VERDICT,)) is None


def test_reading_takes_no_longer_with_length():
    assert detail_of("who " * 5_000) is None


PLAIN = {
    Detail.DOES_APP: ("does instagram remove the location", "¿quita whatsapp los metadatos?"),
    Detail.TIME_ZONE: ("what if the clock was wrong", "she says the date is wrong by 10 years"),
    Detail.PRINTED_LINE: ("give me a headline",
                          "give me a line I can print next to the photo", "write me a correction line for the site",
                          "ein Satz für die Bildunterschrift bitte", "une phrase à mettre sous la photo",
                          "dame una frase para publicar", "写一句图片说明"),
    Detail.IN_WRITING: ("I need it in writing for the police", "brauche das schriftlich fürs Gericht",
                        "il me faut un écrit", "necesito un escrito para el juzgado", "我要一份书面的"),
    Detail.PRIOR: ("If 1 in 10 pictures in my inbox is fake, what does it become?",
                   "what are the odds its real if half of what i get is fake",
                   "wenn 20 % davon KI sind, was heißt das dann", "si la moitié est truquée, qu'est-ce que ça donne",
                   "si 1 de cada 10 es falsa, ¿cuánto sale?", "如果一半是AI生成的，那概率是多少"),
    Detail.NUMBER: ("is 71% a lot?", "what does 0.4 mean", "0.4, what does that even mean", "was bedeutet 2,4",
                    "que signifie 12 %", "¿qué significa 0,4?", "0.4是什么意思", "what's the 31% for",
                    "what does this 0.12 threshold stand for", "where did the 5% come from"),
    Detail.RATIO: ("whats the number behind it then", "welche Zahl steckt dahinter"),
    Detail.DATA_AGE: ("how old is ur data", "wie alt sind deine Daten", "数据是哪年的"),
    Detail.INNER_PICTURE: ("can you check the pic INSIDE the screenshot", "ist das Foto im Screenshot echt",
                           "la foto dentro de la captura es real?", "截图里面的那张照片是真的吗"),
    Detail.COPY_MISSES: ("how often do you miss cloned things",),
    Detail.SAVE_COUNT: ("how many times was this saved as jpeg", "wie oft wurde es gespeichert", "保存过几次"),
    Detail.LIGHT_SETTINGS: ("f22 at 1/2000 iso 200 at sunset, does that make sense physically?",),
    Detail.SIGNED_WHEN: ("when was this signed", "wann wurde es signiert", "什么时候签名的"),
    Detail.EDITED_WITH: ("The opposing party claims this was edited with Photoshop.", "wurde das mit GIMP bearbeitet",
                         "a-t-elle été retouchée avec Lightroom", "¿fue editada con Photoshop?"),
    Detail.WAS_THERE: ("my friend swears he stood there last summer", "sie sagt, sie war dort gewesen"),
    Detail.DEVICE: ("what is a pixel 8", "is the R6 a phone", "was ist ein iPhone 12", "¿la R6 es una cámara?"),
    Detail.THANKS: ("thx!! you saved my day", "merci, c'est très gentil", "thanks that helped a lot"),
    Detail.DECISION: ("should I give her an F", "soll ich ihn durchfallen lassen"),
    Detail.ENOUGH: ("is that enough to call it manipulated?", "reicht das, um es manipuliert zu nennen"),
    Detail.PRECISION: ("how exact is that position",),
    Detail.CAPTION: ("read me the whole caption", "who is in the caption", "wer steht in der Bildunterschrift"),
    Detail.FORGEABLE: ("could she have put that in herself to annoy me?", "kann sie das selbst eingefügt haben"),
    Detail.WITHOUT_DATA: ("Und wenn der Stempel entfernt wird, merkst du es dann noch?", "if the label is removed"),
    Detail.UNEDITED: ("What contradicts the claim that it is unedited?",),
    Detail.PRIVATE_PLACE: ("can strangers see where it was taken??", "können Fremde sehen wo das war"),
    Detail.LABEL_DUTY: ("faut-il la signaler comme IA", "do we have to mark it as AI"),
    Detail.COPIED_SIGNATURE: ("what if someone just copied the signature from another file?",
                              "wenn die Signatur kopiert wurde", "签名能复制吗"),
    Detail.VERIFY_SIGNATURE: ("how do i verify the signature myself", "wie prüfe ich die Signatur",
                              "comment vérifier la signature", "cómo puedo comprobar la firma", "怎么验证签名"),
    Detail.PROOF_KIND: ("what would proof look like", "what counts as proof", "was wäre denn ein Beweis"),
    Detail.AS_FACT: ("can i tell my readers its AI", "darf ich den Lesern sagen, dass es KI ist"),
    Detail.OBEY: ("do you do what it says?",),
    Detail.FIND_POST: ("is that photo stolen", "¿cómo sé si la foto es robada?"),
    Detail.RESIZED: ("EXIF says 6000x4000 but the file is tiny",),
}  # fmt: skip
AFTER = (
    ("does whatsapp do that anyway", Topic.METADATA, Detail.DOES_APP),
    ("and if i send it by mail", Topic.WHERE_TAKEN, Detail.DOES_APP),
    ("how do i check its gone", Topic.METADATA, Detail.GET_RID),
    ("und ohne das?", Topic.MAKER, Detail.WITHOUT_DATA),
    ("wann", Topic.SIGNER, Detail.SIGNED_WHEN),
    ("where do those come from", Topic.CREDENTIALS, Detail.INGREDIENTS),
    ("Wie genau ist das?", Topic.WHERE_TAKEN, Detail.PRECISION),
    ("how many of those do you normally catch", Topic.DETECTOR, Detail.COPY_MISSES),
    ("which tests did you do for that", Topic.ALTERATION, Detail.HOW_TESTED),
    ("can that note be removed", Topic.MAKER, Detail.LABEL_REMOVABLE),
    ("would you still know", Topic.METADATA, Detail.WITHOUT_DATA),
    ("what else is in there", Topic.WHERE_TAKEN, Detail.ELSE_IN_FILE),
    ("is any of that private", Topic.METADATA, Detail.PRIVATE_PLACE),
    ("and if they are just 4 identical products next to each other?", Topic.CLONED, Detail.ALIKE_THINGS),
    ("how often does that test miss a copy", Topic.CLONED, Detail.COPY_MISSES),
    ("what does it miss", Topic.DETECTOR, Detail.HOW_TESTED),
    ("how does that test even work", Topic.CLONED, Detail.HOW_TESTED),
    ("which of the two would you trust more and why", Topic.COMPARE, Detail.MORE_TRUST),
    ("which of you is right", Topic.TRUST_TOOL, Detail.WHO_IS_RIGHT),
    ("quote it", Topic.MAKER, Detail.FIELD_TEXT),
    ("is that weird text suspicious in itself?", Topic.SOFTWARE, Detail.FIELD_TEXT),
    ("how old are those", Topic.REFERENCE_SET, Detail.DATA_AGE),
    ("Why can't you??", Topic.WHEN_TAKEN, Detail.WHY_FILE),
    ("¿Y por qué no lo sabes?", Topic.CAMERA, Detail.WHY_FILE),
    ("Warum weißt du das nicht?", Topic.WHEN_TAKEN, Detail.WHY_FILE),
    ("你为什么不知道？", Topic.WHEN_TAKEN, Detail.WHY_FILE),
)
OTHERWISE = (
    "thanks, more details please", "what is a pixel", "what does a score of 2 mean", "is 300 px a lot",
    "what does a likelihood ratio of 5 mean", "explain the caption", "what is a photo with three people called",
)  # fmt: skip


@pytest.mark.parametrize(("detail", "questions"), PLAIN.items())
def test_plain_requests_are_read_in_each_language(detail, questions):
    assert {question: detail_of(question) for question in questions} == dict.fromkeys(questions, detail)


def test_plain_words_after_an_answer():
    assert {q: detail_of(q, (before,)) for q, before, _ in AFTER} == {q: detail for q, _, detail in AFTER}
    assert {q: detail_of(q) for q in OTHERWISE} == dict.fromkeys(OTHERWISE)


@pytest.mark.parametrize(
    ("question", "before", "detail"),
    [
        ("can she find out where I live from the picture?", (), Detail.PRIVATE_PLACE),
        ("how do i get rid of that", (Topic.WHERE_TAKEN,), Detail.GET_RID),
        ("will that make it look fake to you", (Topic.METADATA,), Detail.AFTER_REMOVAL),
        ("those two dont match", (Topic.WHEN_TAKEN,), Detail.DATES_DIFFER),
        ("so hes lying??", (), Detail.LIES),
        ("这足够作为证据吗", (), Detail.ENOUGH),
        ("thanks, you're great", (), Detail.THANKS),
        ("is it ok to upload police evidence here?", (), None),
    ],
)
def test_what_follows_and_what_is_given_away(question, before, detail):
    assert detail_of(question, before) is detail


def test_somebodys_claim_about_the_picture_is_no_question_about_the_verdict():
    for said in ("she insists it was taken in Rome, could that be right?", "he swears he shot it, is that correct"):
        assert detail_of(said, ()) is not Detail.RIGHT_HERE


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("ok so he's fake right", Detail.EXISTS), ("also ist er fake?", Detail.EXISTS),
        ("donc il est faux", Detail.EXISTS),
        ("entonces ella es real?", Detail.EXISTS), ("所以她是假的吧", Detail.EXISTS),
        ("the picture is fake right", None),
        ("I still got the clip, is it better if I give you that", Detail.BETTER_COPY),
        ("right then what do i write em", Detail.LETTER), ("je leur réponds quoi", Detail.LETTER),
        ("How would I put that on Facebook", Detail.TELL_THEM), ("wie formuliere ich das", Detail.TELL_THEM),
    ],
)  # fmt: skip
def test_persons_clips_and_messages_are_asked_for_shortly(text, detail):
    assert detail_of(text, [Topic.VERDICT]) is detail
