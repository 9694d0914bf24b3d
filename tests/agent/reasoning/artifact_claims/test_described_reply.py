import json

import pytest
from telltale.agent.reasoning.artifact_claims.described_reply import MOST, TEXT, artifacts, place, verdict

from tests.spent import least_seconds


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        ("This is a fake image. The hand is deformed.", "fake"),
        ("This is a real image.", "real"),
        ("The image appears to be AI-generated.", "fake"),
        ("**Fake**", "fake"),
        ("real", "real"),
        ("The picture is not real.", "fake"),
        ("It isn't fake.", "real"),
        ("It may be fake or real.", None),
        ("I cannot tell whether it is fake.", None),
        ("Is it fake?", None),
        ("The scene looks unreal.", None),
        ("", None),
    ],
)
def test_the_first_sentence_says_real_or_fake_or_nothing(reply, says):
    assert verdict(reply) == says


def whats(reply):
    return [each.what for each in artifacts(reply)]


def test_a_list_is_read_with_places_and_boxes():
    entries = [
        {"artifact": "six fingers", "place": "upper left", "box": [0.1, 0.2, 0.3, 0.4]},
        {"What": "melted ear", "location": "right side", "bbox_2d": "[0.5, 0.5, 0.7, 0.9]"},
        "garbled text",
        {"artifact": "none"},
        {"artifact": "six fingers"},
    ]
    fenced = f"Here you are:\n```json\n{json.dumps(entries)}\n```"
    first, second, third = artifacts(fenced)
    assert (first.what, first.place, first.box) == ("six fingers", "upper left", (0.1, 0.2, 0.3, 0.4))
    assert (second.what, second.place, second.box) == ("melted ear", "right side", (0.5, 0.5, 0.7, 0.9))
    assert (third.what, third.box) == ("garbled text", None)


def test_a_list_that_is_cut_short_gives_what_is_whole():
    assert whats('[{"artifact": "melted ear"}, {"artifact": "halo", "pl') == ["melted ear"]


def test_sentences_count_if_they_name_a_fault_that_they_do_not_deny():
    reply = (
        "This is a fake image. The texture of the skin appears overly smooth and lacks pores. The lighting is "
        "consistent. There are no distortions in the sky. The pupils do not match.\n- the left hand has six fingers\n"
        "2. The wall is free of artifacts"
    )
    assert whats(reply) == [
        "The texture of the skin appears overly smooth and lacks pores",
        "The pupils do not match",
        "the left hand has six fingers",
    ]


@pytest.mark.parametrize(
    "reply",
    [
        "This is a real image. Hands often look deformed in fakes.",
        "[]",
        "",
        "No artifacts are visible.",
        "The image lacks any visible artifacts or distortions.",
        "I'm sorry, I can't help with that.",
        "This is a fake image.",
    ],
)
def test_nothing_is_read_where_nothing_is_named(reply):
    assert artifacts(reply) == []


@pytest.mark.parametrize(
    ("reply", "words", "box"),
    [
        ('{"box": [0.1, 0.2, 0.3, 0.4], "place": "centre"}', "centre", (0.1, 0.2, 0.3, 0.4)),
        ("In the top left corner.", "In the top left corner.", None),
        ("[0.1, 0.2, 0.3, 0.4]", "", (0.1, 0.2, 0.3, 0.4)),
        ("{}", "", None),
    ],
)
def test_a_place_is_read(reply, words, box):
    found = place(reply)
    assert (found.place, found.box) == (words, box)


@pytest.mark.parametrize(
    "reply",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '[{"artifact": "odd ' + "x" * 100_000,
        json.dumps([{"artifact": f"odd {n}"} for n in range(10_000)]),
        "The hand is odd. " * 50_000,
        "the hand \x1b[2J\x00 is \u202e odd",
        "not " * 10_000 + "odd",
        '[{"artifact": "odd hand", "box": [1' + "0" * 9000 + ", 1, 1, 1]}]",
    ],
)
def test_hostile_replies_take_bounded_time_and_room(reply):
    (found, said), seconds = least_seconds(lambda: (artifacts(reply), verdict(reply)), 2)
    assert said is None and seconds < 2
    assert len(found) <= MOST and all(each.what.isprintable() and len(each.what) <= TEXT for each in found)
