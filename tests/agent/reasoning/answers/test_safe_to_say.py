"""What can be said of a picture elsewhere is one sentence: what the file names, and what that does not show."""

from dataclasses import replace

import pytest
from telltale.agent.reasoning.answers import follow_up_details, yes_no_details
from telltale.agent.reasoning.answers.safe_to_say import safe_to_say
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.provenance.rules.made_contents import contents
from tests.agent.reasoning.answers.answer_cases import asked, case_of, faultless

EXIF = {"Make": "NIKON", "Model": "COOLPIX P6000", "DateTimeOriginal": "2008:10:22 17:00:07"}


@pytest.fixture
def make(exhibit, guide):
    return lambda kind: case_of(kind, exhibit, asked(Topic.SUMMARY, "what can I say at the meeting?"), guide)


@pytest.mark.parametrize("kind", ["real", "synthetic", "tampered", "declared", "tiny"])
def test_the_answer_is_whole_and_ends_with_what_is_not_shown(kind, make):
    case = make(kind)
    found = safe_to_say(case)
    assert faultless(found, case) and found.items[-1].text == follow_up_details.CLAIM_NO_MORE()


def test_what_the_file_names_stands_in_one_sentence_with_the_result(make):
    case = make("real")
    first = safe_to_say(replace(case, contents=contents(EXIF=EXIF))).items[0].text
    assert "COOLPIX P6000" in first and "22 October 2008" in first and case.verdict.label in first
    assert "anyone can write such data" in first


def test_of_a_picture_that_is_said_to_be_drawn_the_file_speaks_first(make):
    assert "AI" in yes_no_details.drawn(make("declared")).items[0].text
    assert yes_no_details.drawn(make("real")).items[0].label == "real"
