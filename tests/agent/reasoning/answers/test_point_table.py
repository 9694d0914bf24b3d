"""Short questions with one plain answer: each is whole on every kind of picture, and says what the file says."""

import json

import pytest
from telltale.agent.foreign import Foreign
from telltale.agent.provenance.contents import Contents
from telltale.agent.provenance.credential_types import Finding, Manifest, Status
from telltale.agent.reasoning.answers import check_words, date_words, input_details, message_answers, plain_points
from telltale.agent.reasoning.answers.guide_answers import term
from telltale.agent.reasoning.answers.point_table import POINTS
from telltale.agent.reasoning.dialogue.detail_names import Detail
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.provenance.rules.made_contents import contents, examine
from tests.agent.reasoning.answers.answer_cases import KINDS, faultless

DATES = {
    "Make": "NIKON",
    "Model": "COOLPIX P6000",
    "Software": "Nikon Transfer 1.1 W",
    "DateTimeOriginal": "2008:10:22 16:44:01",
    "DateTime": "2008:11:01 21:15:09",
}
GRAPH = {
    "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "x.safetensors"}},
    "2": {"class_type": "EmptySD3LatentImage", "inputs": {"width": 64}},
    "3": {"class_type": "KSampler", "inputs": {"seed": 1, "latent_image": ["2", 0]}},
}


def texts(found):
    return [item.text for item in found.items]


@pytest.mark.parametrize("detail", POINTS)
@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_is_whole_on_every_kind_of_picture(detail, kind, make):
    case = make(kind, "what is 1 November 2008, expired, with a phone", earlier=("taken in the afternoon",))
    found = POINTS[detail][1](case)
    assert found is None or faultless(found, case)


def test_a_message_rests_on_what_the_file_declares_and_accuses_nobody(make):
    said = texts(message_answers.message_to(make("declared", "two lines to him")))
    assert "declares that AI made or altered it" in said[0] and said[-1] == message_answers.NO_MORE()
    assert texts(message_answers.message_to(make("nothing found", "a line to her")))[0] == message_answers.OPEN()
    assert texts(message_answers.message_to(make("tampered", "a line to her")))[0] == message_answers.MEASURED()


def test_a_date_is_told_by_what_it_is_in_the_file(make):
    held = contents(EXIF=DATES)
    said = texts(date_words.named_date(make("real", "and the 1st of november, what is that", held=held)))
    assert "last written" in said[0] and "1 November 2008" in said[0] and "Nikon Transfer" in said[1]
    said = texts(date_words.named_date(make("real", "what is 22 October 2008", held=held)))
    assert "the time of the shot" in said[0]
    assert texts(date_words.named_date(make("real", "what is 5 May 2001", held=held)))[0] == date_words.NOT_HELD()
    assert date_words.named_date(make("real", "what is that", held=held)) is None


def test_who_is_right_is_told_by_the_time_that_was_claimed(make):
    held = contents(EXIF=DATES)
    earlier = ("he swears it was in the afternoon", "and the flash?", "what is the 1 November 2008 then")
    said = texts(date_words.right_of_us(make("real", "who is right", held=held, earlier=earlier)))
    assert said[0].startswith("By the file, yes: “afternoon” fits")
    assert date_words.right_of_us(make("real", "who is right", held=held, earlier=("is it real?",))) is None


@pytest.mark.parametrize(("step", "sentence"), [
    ("EmptySD3LatentImage", input_details.BEGINS_EMPTY), ("LoadImage", input_details.LOADS),
    ("VAEDecode", input_details.NOT_RECORDED),
])  # fmt: skip
def test_a_workflow_tells_whether_it_began_with_a_picture(step, sentence, make):
    graph = GRAPH | {"2": {"class_type": step, "inputs": {}}}
    held = contents(PNG={"prompt": json.dumps(graph)})
    assert texts(input_details.underneath(make("declared", "from a photo?", held=held)))[0] == sentence()


def credentials(*found, codes=()):
    statuses = [Status(code=f"test.{kind}", finding=kind) for kind in found]
    statuses += [Status(code=code, finding=Finding.SUCCESS) for code in codes]
    return Contents(credentials=Manifest(label=Foreign("m"), signer=Foreign("A"), statuses=tuple(statuses)))


@pytest.mark.parametrize(("word", "finding"), [
    ("expired?", Finding.EXPIRED), ("malformed?", Finding.NON_CONFORMANCE), ("abgelaufen?", Finding.EXPIRED),
    ("revoked?", Finding.REVOKED), ("untrusted?", Finding.UNKNOWN_SIGNER),
])  # fmt: skip
def test_a_word_of_the_check_is_explained_if_the_credentials_have_that_fault(word, finding, make):
    found = check_words.check_word(make("real", word, held=credentials(finding)))
    assert texts(found)[0] == check_words.MEANINGS[finding]()
    assert check_words.check_word(make("real", word, held=credentials(Finding.OTHER))) is None
    assert check_words.check_word(make("real", word)) is None


def test_credentials_that_fit_count_though_their_certificate_expired(make):
    good = ("claimSignature.validated", "assertion.dataHash.match")
    fits = check_words.STILL_FITS()
    assert fits in texts(check_words.check_word(make("real", "expired", held=credentials(Finding.EXPIRED, codes=good))))
    for found in ((Finding.EXPIRED, Finding.TAMPERING), (Finding.EXPIRED,)):
        codes = good if len(found) > 1 else good[:1]
        said = texts(check_words.check_word(make("real", "expired", held=credentials(*found, codes=codes))))
        assert fits not in said


def test_an_app_is_named_only_if_the_file_names_it(make):
    assert texts(plain_points.from_app(make("real", "from WhatsApp?")))[0] == plain_points.NO_APP()
    held = contents(IPTC={"special instructions": "FBMD23000969010000"})
    assert texts(plain_points.from_app(make("real", "from Facebook?", held=held)))[0] == plain_points.YES_APP()


def test_a_lens_that_no_phone_has_is_said_to_be_odd_and_no_proof(make):
    pixel = {"Make": "Google", "Model": "Pixel 8", "FocalLength": "50/1", "FNumber": "5.6"}
    said = texts(plain_points.lens(make("real", "can it?", held=contents(EXIF=pixel))))[0]
    assert "Hardly" in said and "50 mm" in said and "f/5.6" in said and "no proof" in said
    for other in ({"FocalLength": "6.9", "FNumber": "1.7"}, {"Make": "NIKON", "Model": "D70"}):
        case = make("real", "can it?", held=contents(EXIF=pixel | other))
        assert "Hardly" not in texts(plain_points.lens(case))[0]
    assert texts(plain_points.lens(make("real", "can it?")))[0] == plain_points.NO_LENS()
    broken = contents(EXIF=pixel | {"FocalLength": "1/0", "FNumber": "x"})
    assert texts(plain_points.lens(make("real", "can it?", held=broken)))[0] == plain_points.NO_LENS()


def test_size_is_no_sign_and_a_small_picture_says_less(make):
    said = texts(plain_points.why_small(make("tiny", "why so small")))
    assert "no sign of a fake" in said[0] and "pixels many traces are lost" in said[1]


def test_a_mark_in_capitals_is_explained_by_the_finding_that_names_it(make):
    held = contents(IPTC={"special instructions": "FBMD23000969010000"})
    case = make("real", "what is FBMD", Topic.TERM, held=held)
    case.bench.evidence.extend(item.model_copy(update={"id": "E90"}) for item in examine(held))
    assert "FBMD" in texts(term(case))[0]
    assert "FBMD" not in " ".join(texts(term(make("real", "what is EXIF", Topic.TERM))))


def test_each_point_belongs_to_a_topic_and_has_words():
    assert Detail.RIGHT_OF_US in POINTS and all(isinstance(topic, Topic) for topic, _ in POINTS.values())
