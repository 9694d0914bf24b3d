"""Two pictures beside each other by what their files say."""

import pytest
from telltale.agent.reasoning.answers import pair_details
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.reasoning.answers.answer_cases import asked, case_of
from tests.agent.reasoning.answers.file_cases import made

OLD = {"DateTimeOriginal": "2008:10:22 16:29:49", "Make": "NIKON", "Model": "COOLPIX P6000"}


@pytest.fixture
def beside(exhibit, guide):
    def with_second(kind, **fields):
        second = made(EXIF=fields) if fields else made()
        return case_of(kind, exhibit, asked(Topic.COMPARE, "which of the two is older?"), guide, second=second)

    return with_second


def told(answered):
    return answered.items[0].text


def test_the_older_one_is_named_by_its_file(beside):
    text = told(pair_details.older(beside("a camera's file", **OLD)))
    assert "is the older one" in text and text.index("22 October 2008") < text.index("1 May 2024")


def test_without_two_times_nothing_is_said_of_age(beside):
    assert told(pair_details.older(beside("real"))) == pair_details.NO_TIMES()
    assert "That can't be told" in told(pair_details.older(beside("real", **OLD)))
    same = beside("a camera's file", DateTimeOriginal="2024:05:01 10:00:00")
    assert "the same time" in told(pair_details.older(same)) or "is the older one" in told(pair_details.older(same))


def test_cameras_are_compared_by_name(beside):
    assert told(pair_details.same_camera(beside("a camera's file", **OLD))).startswith(
        "By what the files say, not from one camera"
    )
    assert told(pair_details.same_camera(beside("real"))) == pair_details.NO_NAMES()
    assert "can't be told" in told(pair_details.same_camera(beside("real", **OLD)))


def test_one_picture_alone_is_not_compared(exhibit, guide):
    case = case_of("real", exhibit, asked(Topic.COMPARE), guide)
    assert told(pair_details.older(case)) == pair_details.ATTACH() == told(pair_details.same_camera(case))
