"""Letters, copies on the web, persons, what must not be claimed, and many files: each has the useful rest."""

import pytest
from telltale.agent.reasoning.answers import follow_up_details as details
from telltale.agent.reasoning.answers import message_answers
from telltale.agent.reasoning.dialogue.saying import said
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.agent.reasoning.dialogue.wishes import Wishes
from telltale.agent.reasoning.writing.findings import of_verdict

from tests.agent.reasoning.answers.answer_cases import asked, case_of, faultless, texts


@pytest.fixture
def make(exhibit, guide):
    return lambda kind="real", text="", **more: case_of(kind, exhibit, asked(Topic.CLAIM, text), guide, **more)


@pytest.mark.parametrize("kind", ["real", "synthetic", "declared", "tiny", "credentials"])
@pytest.mark.parametrize(
    "answer",
    [
        details.letter, details.as_genuine, details.not_claim, details.find_copies, details.person_how, details.artist,
        details.refuses_call, details.is_somebody, details.belongs, details.species, details.who_wrote_it,
        details.file_version, details.count_places, details.many_files, details.screenshot_of_it,
    ],
)  # fmt: skip
def test_each_answer_is_whole(answer, kind, make):
    case = make(kind, "and then?")
    assert faultless(answer(case), case)


def test_a_letter_that_says_the_contrary_is_told_so(make):
    case = make("synthetic", "write them that it is not AI")
    said_so = texts(details.letter(case).items)
    assert message_answers.NO_LETTER().rstrip(".") in said_so and details.CONTRARY().rstrip(".") in said_so
    assert details.CONTRARY().rstrip(".") not in texts(details.letter(make("synthetic", "write them a note")).items)


def test_what_must_not_be_claimed_ends_with_what_may_be_printed(make):
    items = details.not_claim(make("tiny")).items
    assert items[0].text == details.CLAIM_NEITHER() and items[-1].text.startswith("A line to print")


def test_only_a_word_that_is_asked_for_is_looked_for_in_the_file(make):
    assert details.where_says(make("real", "where does it say that")) is None
    told = details.where_says(make("real", "where does it say zebrafish"))
    assert told is not None and "zebrafish" in told.items[0].text


def test_videos_and_folders_are_both_answered(make):
    ids = [item.id for item in details.many_files(make("real", "videos and whole folders, 300 a day")).items]
    assert {"guide:no-video", "guide:batch", "guide:triage"} <= set(ids)
    assert "guide:no-video" not in [item.id for item in details.many_files(make("real", "300 a day")).items]


def test_numbers_stand_before_the_sentences_that_wish_for_them(make):
    items = [of_verdict(make("real").verdict), *details.not_claim(make("real")).items]
    numbered = [one.text for one in said(items, Wishes(numbered=True), "en")]
    assert [text[:3] for text in numbered] == [f"{place}. " for place in range(1, len(numbered) + 1)]
