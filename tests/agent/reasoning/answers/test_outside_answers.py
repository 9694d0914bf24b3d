"""What a picture can't tell: nothing is named that the file does not say, and a way to find out is."""

import re

import pytest
from telltale.agent.foreign import masked
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.provenance.rules.made_contents import CAMERA, contents
from tests.agent.reasoning.answers.answer_cases import KINDS, Kind, answered, asked, photograph, record_of, texts

OUTSIDE = {
    Topic.PERSON: "Who is this, Angela Merkel?",
    Topic.WHERE_TAKEN: "Was it taken in Paris?",
    Topic.WHEN_TAKEN: "Was it taken on 3 May 2019?",
    Topic.PUBLISHED: "Did Reuters publish it first?",
    Topic.EVENT: "Did the flood in Lisbon happen?",
    Topic.LEGAL: "May Getty sue me?",
}
NAMED = re.compile(r"Merkel|Paris|2019|May 3|3 May|Reuters|Lisbon|Getty")
SAYING = contents(
    EXIF={**CAMERA, "GPSPosition": "52.5, 13.4", "Artist": "Ada Example", "ImageDescription": "Bob Sample at sea"},
    XMP={"City": "Berlin"},
)


@pytest.fixture
def ask(exhibit, guide):
    return lambda topic, kind: answered(kind, exhibit, asked(topic, OUTSIDE[topic]), guide)[0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("topic", OUTSIDE)
def test_nothing_that_is_asked_for_is_taken_for_granted(topic, kind, ask):
    answer = masked(texts(ask(topic, kind)))  # a time that is asked for is quoted where the file gives another
    assert not NAMED.search(answer)


@pytest.mark.parametrize("topic", OUTSIDE)
def test_no_time_place_or_person_comes_from_a_file_that_says_none(topic, ask):
    answer = texts(ask(topic, "real"))
    assert not re.search(r"\b(?:1[89]|20)\d\d\b|\d°|January|February|March\b|April|June|July|August|October", answer)


def test_what_the_file_says_is_told_as_what_it_says(monkeypatch, ask):
    monkeypatch.setitem(KINDS, "saying", Kind(photograph, contents=lambda: SAYING))
    assert "1 May 2024" in texts(ask(Topic.WHEN_TAKEN, "saying"))
    where = texts(ask(Topic.WHERE_TAKEN, "saying"))
    assert "52.5" in where and "“Berlin”" in where
    person = texts(ask(Topic.PERSON, "saying"))
    assert "“Ada Example”" in person and "“Bob Sample at sea”" in person
    assert "names nobody" in person


def test_an_event_is_answered_with_the_verdict_and_what_it_does_not_say(ask, exhibit):
    for kind in ("real", "synthetic", "tampered", "nothing found"):
        first, *others = ask(Topic.EVENT, kind)
        assert first.text.startswith(f"The verdict is {record_of(kind, exhibit)[0].verdict.label}.")
        assert any(cite.startswith("guide:") for one in others for cite in one.cites)
