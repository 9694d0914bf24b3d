"""A marked part is what a question is about, unless it asks of the file or of the tool."""

import pytest
from telltale.agent.evidence import Region
from telltale.agent.reasoning.dialogue.asked_details import Detail
from telltale.agent.reasoning.dialogue.marked_part import of_the_part
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.agent.reasoning.dialogue.understanding import Asked

BOX = Region(x=10, y=20, w=300, h=300)


def one(text, topic, share=0.9, **more):
    (found,) = of_the_part([Asked(text, ((topic, share),), **more)], BOX)
    return found


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Anything odd in there?", Topic.FOR_FAKE), ("Check the right person please", Topic.PERSON),
        ("here", Topic.GREETING), ("why is this suspicious?", Topic.REASONS), ("is it edited?", Topic.ALTERATION),
        ("what about this part of the metadata?", Topic.METADATA), ("und hier?", Topic.VERDICT),
    ],
)  # fmt: skip
def test_a_question_with_a_marked_part_is_about_it(text, topic):
    found = one(text, topic)
    assert found.topic is Topic.REGION and found.box == BOX and not found.choices and found.detail is None


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("When was it taken?", Topic.WHEN_TAKEN), ("how do I export a report", Topic.HOW_TO),
        ("who is she", Topic.PERSON), ("what does it say", Topic.TEXT_IN_PICTURE),
        ("are the hands right", Topic.FEATURE),
    ],
)  # fmt: skip
def test_a_question_about_something_else_stays_so(text, topic):
    found = one(text, topic)
    assert found.topic is topic and found.box == BOX


def test_a_detail_of_the_part_is_the_part_and_one_part_is_measured_once():
    assert one("isn't that odd", Topic.METADATA, detail=Detail.SUSPICIOUS).topic is Topic.REGION
    asked = [Asked("is it fake", ((Topic.VERDICT, 1.0),)), Asked("why", ((Topic.REASONS, 1.0),))]
    assert len(of_the_part(asked, BOX)) == 1
