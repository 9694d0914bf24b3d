"""A doubt means what was just said: each answer begins with what that rests on, and none with the verdict."""

import pytest
from telltale.agent.detectors.face_places import MISSED
from telltale.agent.reasoning.answers import sure_details as sure
from telltale.agent.reasoning.answers.file_case import FORGEABLE
from telltale.agent.reasoning.answers.text_answers import NOT_EVERYTHING
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.reasoning.answers.answer_cases import KINDS, asked, case_of, faultless


@pytest.fixture
def make(exhibit, guide):
    return lambda kind, text, *topics: case_of(
        kind, exhibit, asked(Topic.CONFIDENCE, text), guide, topics=topics
    )  # fmt: skip


OF_FILE = (Topic.WHEN_TAKEN, Topic.WHERE_TAKEN, Topic.CAMERA, Topic.SOFTWARE, Topic.METADATA)
ALL = (*OF_FILE, Topic.SIGNER, Topic.MAKER, Topic.TEXT_IN_PICTURE, Topic.ALTERATION, Topic.CLONED, Topic.HASH,
       Topic.PERSON, Topic.WATERMARK, Topic.EMBEDDED)  # fmt: skip


@pytest.mark.parametrize("topic", ALL)
@pytest.mark.parametrize("kind", KINDS)
def test_each_answer_is_whole(kind, topic, make):
    case = make(kind, "how sure are you about that? could there be more?", topic)
    for answer in (sure.sure_of_it, sure.missed_more, sure.because_of):
        found = answer(case)
        assert found is None or faultless(found, case)


@pytest.mark.parametrize("topic", OF_FILE)
def test_a_field_is_as_sure_as_the_file(topic, make):
    held, none = (sure.sure_of_it(make(kind, "sure?", topic)) for kind in ("a camera's file", "real"))
    known = topic not in (Topic.WHERE_TAKEN, Topic.SOFTWARE)
    assert held is not None and none is not None and held.topic is topic
    texts = [item.text for item in held.items]
    assert texts[0] == (sure.NO_SURER if known else sure.NOT_GIVEN)()
    assert (FORGEABLE() in texts) is known and none.items[0].text == sure.NOT_GIVEN()
    assert (sure.CLOCK() in texts) is (topic is Topic.WHEN_TAKEN)


def test_a_field_that_is_named_is_meant_whatever_was_answered_before(make):
    found = sure.sure_of_it(make("a camera's file", "is the date right?", Topic.ALTERATION))
    assert found is not None and sure.CLOCK() in [item.text for item in found.items]
    more = sure.missed_more(make("a camera's file", "is that all?", Topic.WHEN_TAKEN))
    assert more.items[0].text == sure.DATA_MISSED()


def test_a_name_in_a_certificate_that_nobody_vouches_for_is_not_sure(make):
    found = sure.sure_of_it(make("credentials", "sure?", Topic.SIGNER))
    assert found is not None and sure.NAME_TRUSTED() not in [item.text for item in found.items]
    none = sure.sure_of_it(make("real", "sure?", Topic.SIGNER))
    assert none is not None and [item.text for item in none.items] == [sure.UNSIGNED()]


@pytest.mark.parametrize(
    ("text", "topic", "first"),
    [
        ("did you miss any?", Topic.ALTERATION, sure.EDITS_MISSED),
        ("are there more?", Topic.PERSON, sure.FACES_MISSED),
        ("might there be one that you can't see?", Topic.WATERMARK, sure.MARKS_MISSED),
        ("is that everything?", Topic.METADATA, sure.DATA_MISSED),
        ("could you have missed something in the metadata?", Topic.ALTERATION, sure.DATA_MISSED),
    ],
)
def test_what_may_have_been_missed_is_that_of_the_answer_before(text, topic, first, make):
    found = sure.missed_more(make("real", text, topic))
    assert found.items[0].text == first() and found.topic is topic
    if topic is Topic.PERSON:
        assert found.items[-1].text == MISSED()


def test_no_cause_is_named_that_was_not_measured(make):
    large = sure.because_of(make("real", "is that because of the compression?", Topic.VERDICT))
    assert large.items[0].text == sure.NO_CAUSE()
    small = sure.because_of(make("real", "is that because of the size?", Topic.VERDICT))
    assert small.items[0].text == sure.MAY_PLAY(side=400)
    tiny = sure.because_of(make("tiny", "is that because of the size?", Topic.VERDICT))
    assert tiny.items[0].text == sure.A_REASON()
    data = sure.because_of(make("real", "is it because it's a screenshot?", Topic.METADATA))
    assert [item.text for item in data.items] == [sure.DATA_CAUSE()]
    text = sure.because_of(make("real", "is that because of the size?", Topic.TEXT_IN_PICTURE))
    assert text.items[-1].text == NOT_EVERYTHING()
