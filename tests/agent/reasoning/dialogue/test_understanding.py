import pytest
from telltale.agent.evidence import Region
from telltale.agent.reasoning.dialogue import language, understanding
from telltale.agent.reasoning.dialogue.asked_features import Feature, features_of
from telltale.agent.reasoning.dialogue.follow_ups import Before, resolved
from telltale.agent.reasoning.dialogue.gloss import in_english
from telltale.agent.reasoning.dialogue.parts_of_message import parts
from telltale.agent.reasoning.dialogue.places import box_of, evidence_in, only_a_box, place_of
from telltale.agent.reasoning.dialogue.router import shipped
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.agent.reasoning.dialogue.wishes import wishes_of

from tests.spent import least_seconds

SHAPE = (1000, 1000, 3)
LEFT_HALF = Region(x=0, y=0, w=500, h=1000)
LOWER_RIGHT = Region(x=500, y=500, w=500, h=500)


@pytest.fixture(scope="module")
def read(encoder):
    return lambda message, before=None: understanding.read(message, before, SHAPE, encoder, shipped())


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("40,60,224,224", (40, 60, 224, 224)),
        ("40 60 224 224", (40, 60, 224, 224)),
        ("look at 10, 20, 30 x 40", (10, 20, 30, 40)),
        ("x=100 y=50 w=64 h=64", (100, 50, 64, 64)),
        ("120x80 at 40,60", (40, 60, 120, 80)),
        ("see [500,300,300,300] please", (500, 300, 300, 300)),
    ],
)
def test_boxes_as_people_type_them(text, box):
    found = box_of(text)
    assert found is not None and (found.x, found.y, found.w, found.h) == box


@pytest.mark.parametrize(
    "text", ["in 2019 or 2020", "it cost 3,000 euros", "192.168.0.1", "12 of 14 people on 3 May 2020"]
)
def test_other_numbers_are_no_box(text):
    assert box_of(text) is None


def test_a_court_is_no_wish_for_a_short_answer():
    assert not wishes_of("how should we document it for the court").short
    assert wishes_of("une réponse courte, svp").short and wishes_of("plus court").short


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("How do I read the metadata? Give me the command.", 1),
        ("Which version is this? made by whom?", 1),
        ("whats the hash and how should we note it", 2),
        ("Is it real? Show me a map.", 2),
    ],
)
def test_a_request_that_asks_for_nothing_by_itself_belongs_to_the_question_before(message, questions):
    assert len(parts(message, 4)) == questions


def test_a_message_with_a_box_alone():
    assert only_a_box("40,60,224,224") and only_a_box("zoom on 1,2,30,40 please")
    assert not only_a_box("is 40,60,224,224 edited by Photoshop")


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("what does E3 mean", ("E3",)),
        ("E 3 and e7", ("E3", "E7")),
        ("evidence 3", ("E3",)),
        ("explain number three", ("E3",)),
        ("the second finding", ("E2",)),
        ("Was heißt Befund 4?", ("E4",)),
        ("第二条证据是什么意思", ("E2",)),
        ("the three strongest reasons", ()),
        ("in e-mail 2 of them", ()),
    ],
)
def test_evidence_that_is_named(text, ids):
    assert evidence_in(text) == ids


@pytest.mark.parametrize(
    ("text", "spoken", "place"),
    [
        ("and the lower right one?", "en", LOWER_RIGHT),
        ("look at the left half", "en", LEFT_HALF),
        ("Schau dir die Ecke unten rechts an", "de", LOWER_RIGHT),
        ("le coin en bas à droite", "fr", LOWER_RIGHT),
        ("la esquina de abajo a la derecha", "es", LOWER_RIGHT),
        ("看看右下角", "zh", LOWER_RIGHT),
        ("what's with the left hand?", "en", None),
        ("is her left eye odd", "en", None),
        ("is that right?", "en", None),
        ("what is left to check", "en", None),
        ("give me the bottom line", "en", None),
        ("top three reasons", "en", None),
    ],
)
def test_places_in_words(text, spoken, place):
    assert place_of(text, SHAPE, spoken) == place


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("whats with the left hand?", (Feature.HAND,)),
        ("und die Augen?", (Feature.EYES,)),
        ("les ombres", (Feature.SHADOW,)),
        ("手指正常吗", (Feature.HAND,)),
        ("on the other hand, is it real", ()),
        ("it was on facebook", ()),
        ("compare hair and teeth", (Feature.MOUTH, Feature.HAIR)),
    ],
)
def test_features_that_are_named(text, features):
    assert features_of(text) == features


def test_wishes():
    assert wishes_of("give me the three strongest reasons").points == 3
    assert wishes_of("explain in two sentences").sentences == 2
    assert wishes_of("yes or no?").one_word
    assert wishes_of("explain like I'm five").register == "simple"
    assert wishes_of("explain it for my grandma").register == "simple"
    assert wishes_of("a paragraph for my report").register == "report"
    assert wishes_of("say that in German").language == "de"
    assert wishes_of("nenne drei Gründe").points == 3
    assert wishes_of("用三句话").sentences == 3
    nothing = wishes_of("is it real")
    assert nothing.points is None and nothing.register == "plain" and not nothing.one_word


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("is it real? and who made it?", ["is it real?", "and who made it?"]),
        ("when and where was it taken", ["when was it taken", "where was it taken"]),
        ("is it real and who made it", ["is it real", "who made it"]),
        ("I got this from a friend. Is it edited?", ["Is it edited?"]),
        ("He says it is new. Is that true?", ["He says it is new. Is that true?"]),
        ("salt and pepper", ["salt and pepper"]),
    ],
)
def test_messages_are_cut_into_questions(message, expected):
    found = parts(message, 4)
    assert [part.removeprefix("I got this from a friend. ") for part in found] == expected


def test_at_most_four_questions():
    assert len(parts("Who? When? Where? Why? How? Really? " * 5, 4)) == 4


@pytest.mark.parametrize(
    ("text", "earlier", "topic"),
    [
        ("why?", Topic.VERDICT, Topic.REASONS),
        ("why?", Topic.DETECTOR, Topic.DETECTOR),
        ("and when?", Topic.WHERE_TAKEN, Topic.WHEN_TAKEN),
        ("where?", Topic.CLONED, Topic.WHERE_EDITED),
        ("where?", Topic.CAMERA, Topic.WHERE_TAKEN),
        ("which of the two?", Topic.CLONED, Topic.CLONED),
        ("и что это значит?", Topic.LIKELIHOOD, Topic.LIKELIHOOD),
        ("and what does that mean?", Topic.METADATA, Topic.METADATA),
        ("so?", Topic.CREDENTIALS, Topic.CREDENTIALS),
        ("那是什么意思？", Topic.HASH, Topic.HASH),
        ("is it real?", Topic.HASH, None),
    ],
)
def test_follow_ups_take_over_the_topic_before(text, earlier, topic):
    assert resolved(text, Before(topics=(earlier,)), None, ()) is topic


def test_a_follow_up_names_another_feature_or_place():
    before = Before(topics=(Topic.FEATURE,), features=(Feature.HAND,))
    assert resolved("and the face?", before, None, (Feature.FACE,)) is Topic.FEATURE
    assert resolved("what about the shadows", before, None, (Feature.SHADOW,)) is Topic.GEOMETRY
    assert resolved("and the lower right one?", Before(topics=(Topic.HASH,)), LOWER_RIGHT, ()) is Topic.REGION
    assert (
        resolved("and the lower right one?", Before(topics=(Topic.MAP_MEANING,)), LOWER_RIGHT, ()) is Topic.MAP_MEANING
    )


def test_a_choice_that_was_asked_back_is_taken():
    before = Before(choices=(Topic.HASH, Topic.METADATA))
    assert resolved("the second one", before, None, ()) is Topic.METADATA
    assert resolved("1", before, None, ()) is Topic.HASH


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("is it real", "en"), ("C2PA?", "en"), ("E3", "en"), ("Warum?", "de"), ("und die Augen?", "de"),
        ("c'est vrai ?", "fr"), ("Pourquoi ?", "fr"), ("¿Y ahora?", "es"), ("es real esta foto", "es"),
        ("为什么？", "zh"),
        ("И что это значит?", "ru"), ("これは本物ですか", "ja"), ("진짜인가요?", "ko"), ("🙂", "en"), ("", "en"),
    ],
)  # fmt: skip
def test_languages_of_short_messages(text, code):
    assert language.of(text) == code


def test_words_of_other_languages_become_english():
    assert in_english("Wurde das Foto bearbeitet?", "de").split()[-2:] == ["edited", "?"]
    assert "error rate" in in_english("Quel est le taux d'erreur ?", "fr")
    assert "watermark" in in_english("¿Hay una marca de agua?", "es")
    assert "watermark" in in_english("有水印吗？", "zh")
    assert in_english("Is it real?", "en") == "Is it real?"


@pytest.mark.weights
def test_a_message_with_several_questions(read):
    found = read("Hi! Is this picture real or fake? And which camera took it?")
    assert [each.topic for each in found.asked] == [Topic.VERDICT, Topic.CAMERA]


@pytest.mark.weights
def test_a_box_alone_is_a_region_and_an_id_alone_an_item(read):
    (box,) = read("40,60,224,224").asked
    assert box.topic is Topic.REGION and box.region == Region(x=40, y=60, w=224, h=224) and not box.choices
    (item,) = read("E3?").asked
    assert item.topic is Topic.EVIDENCE_ITEM and item.evidence == ("E3",)


@pytest.mark.weights
def test_a_follow_up_keeps_the_language_and_the_evidence_before(read):
    before = Before(topics=(Topic.DETECTOR,), evidence=("E4",), language="de")
    found = read("E4", before)
    assert found.language == "de"
    (why,) = read("warum?", before).asked
    assert why.follows and why.topic is Topic.DETECTOR and why.evidence == ("E4",)


@pytest.mark.weights
def test_a_language_that_is_not_known_is_told_and_asked_back(read):
    found = read("Эта фотография настоящая или подделка?")
    assert found.language == "ru"
    (asked,) = found.asked
    assert asked.choices and asked.choices[0] is Topic.VERDICT


@pytest.mark.weights
@pytest.mark.parametrize(
    "message",
    ["", " \n", "x" * 100_000, "is it real? " * 10_000, "🙂🙃🫠", "1" * 50_000, "\x00\x07\x1b[2J", "Жa中ع" * 20_000,
     "?", "!!!",
     "1,2,3,4," * 5_000, "‮abc‬", "and " * 20_000, "“”‘’«»" * 1_000, "e" * 2_000 + "3", "(" * 5_000],
)  # fmt: skip
def test_hostile_messages_are_read_in_bounded_time(read, message):
    read("warm up")
    found, seconds = least_seconds(lambda: read(message, Before(topics=(Topic.VERDICT,))), 5)
    assert seconds < 5
    assert 1 <= len(found.asked) <= understanding.MOST_QUESTIONS and all(each.ranked for each in found.asked)
    assert found.cut == (len(message) > understanding.LONGEST)


@pytest.mark.weights
@pytest.mark.parametrize(
    "message",
    [
        "How was the noise measured, and what does it say?",
        "what did the jpeg detector find and what does that mean?",
        "show the map of altered_part, and what does it tell us?",
    ],
)
def test_what_a_finding_says_is_no_question_about_writing(message, read):
    assert Topic.TEXT_IN_PICTURE not in [one.topic for one in read(message).asked]
    assert [one.topic for one in read("what does it say?").asked] == [Topic.TEXT_IN_PICTURE]


@pytest.mark.parametrize(
    ("text", "simple"),
    [
        ("kann man das Datum nicht einfach fälschen?", False), ("könnte das nicht einfach dasselbe Schild sein", False),
        ("einfach bitte", True), ("erklär mir das einfach", True), ("sag es einfacher", True),
        ("in einfachen Worten bitte", True),
    ],
)  # fmt: skip
def test_the_german_word_for_simply_is_mostly_no_wish(text, simple):
    assert (wishes_of(text).register == "simple") is simple
