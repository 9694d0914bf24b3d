"""Every topic has an answer to every kind of picture, and none contradicts the record."""

import re
from collections import Counter

import pytest
from telltale.agent.evidence import Statement
from telltale.agent.foreign import masked
from telltale.agent.reasoning.answers.answer_table import ANSWERS
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.agent.reasoning.dialogue.wishes import Wishes

from tests.agent.reasoning.answers.answer_cases import KINDS, LABELS, QUESTIONS, answered, record_of
from tests.agent.reasoning.answers.honesty import as_json, faults
from tests.agent.reasoning.answers.test_hostile_files import ORDER

ELSEWHERE = {Topic.REPHRASE, Topic.FOLLOW_UP}  # resolved before an answer is chosen


def test_every_topic_has_an_answer():
    assert set(Topic) - set(ANSWERS) == ELSEWHERE


def test_the_kinds_are_what_they_are_called(exhibit):
    found = {name: record_of(name, exhibit)[0].verdict for name in KINDS}
    assert {name: found[name].label for name in LABELS} == LABELS
    assert {verdict.lean for verdict in found.values()} == {None, "real", "synthetic", "tampered"}
    assert min(Counter(verdict.label for verdict in found.values()).values()) >= 1


@pytest.mark.parametrize("every", [2, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", KINDS)
def test_an_answer_is_whole_and_contradicts_nothing(name, every, exhibit, guide):
    """Each kind of picture gets half of the questions in turn, or all of them."""
    questions = [question for topic in ANSWERS for question in QUESTIONS[topic]]
    for question in questions[list(KINDS).index(name) % every :: every]:
        said, found = answered(name, exhibit, question, guide)
        assert not [one.text for one in said if len(one.text.split()) < 3 or re.search(r"[,:;] \[", one.text)]
        assert not [one.text for one in said if "verdict" not in one.cites and ORDER in masked(one.text)]
        assert all(item.id for item in found.about), question


@pytest.mark.parametrize(
    "wishes", [Wishes(long=True), Wishes(register="report"), Wishes(one_word=True), Wishes(points=6)]
)
@pytest.mark.parametrize("name", ["real", "synthetic", "tampered", "nothing found", "disputed", "nothing at all"])
def test_wishes_make_no_answer_false(name, wishes, exhibit, guide):
    for topic in (Topic.VERDICT, Topic.REASONS, Topic.SUMMARY, Topic.NEXT_STEPS, Topic.CONFIDENCE, Topic.TERM):
        answered(name, exhibit, QUESTIONS[topic][0], guide, wishes=wishes)


@pytest.mark.parametrize("topic", ANSWERS)
def test_the_verdict_is_the_same_after_every_question(topic, exhibit, guide):
    before = record_of("disputed", exhibit)[0].verdict
    _, found = answered("disputed", exhibit, QUESTIONS[topic][0], guide)
    stated = [item for item in found.items if item.label]
    assert all(item.label == before.label and item.lean == (before.lean or "") for item in stated)


# What the check of the answers must find out, of a picture that is judged synthetic by a score of +3.6.
WRONG = {
    "another verdict": ("The verdict is real [verdict].", "verdict"),
    "the picture called real": ("All in all the picture is genuine [verdict].", "verdict"),
    "the picture called altered": ("The picture was altered [verdict].", "verdict"),
    "a number of nothing": ("The clip detector measured 4.6 [E1].", "E1"),
    "a share of nothing": ("Real 71% [verdict].", "verdict"),
    "the wrong side": ("In the verdict it speaks against synthetic [E1].", "E1"),
    "no such finding": ("The noise is even [E9].", "E9"),
    "no such text": ("Shadows are hard to judge [guide:shadow-lore].", "guide:shadow-lore"),
    "no citation": ("The noise is even.", ""),
    "control characters": ("The noise\x1b[2J is even [E1].", "E1"),
}  # fmt: skip
FINE = {
    "its verdict": ("The verdict is synthetic. The picture was generated [verdict].", "verdict"),
    "its number": ("The clip detector measured 3.6 [E1].", "E1"),
    "its side": ("In the verdict it speaks for synthetic [E1].", "E1"),
    "a denial": ("That does not show that it is real [verdict].", "verdict"),
    "a condition": ("Ask whether the picture was altered [verdict].", "verdict"),
    "what the file says": ("The file is named “real 999” [file].", "file"),
}


def statement(text, cite):
    return Statement(text=text, cites=(cite,) if cite else (), grounding=1.0, written_by="template")


@pytest.mark.parametrize(("text", "cite"), WRONG.values(), ids=WRONG)
def test_the_check_finds_what_is_wrong(text, cite, exhibit):
    assert faults(statement(text, cite), as_json(record_of("synthetic", exhibit)[0]), ["second-look"])


@pytest.mark.parametrize(("text", "cite"), FINE.values(), ids=FINE)
def test_the_check_lets_pass_what_is_right(text, cite, exhibit):
    assert not faults(statement(text, cite), as_json(record_of("synthetic", exhibit)[0]), ["second-look"])


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_wish_for_points_is_heard(count, exhibit, guide):
    told, _ = answered("tampered", exhibit, QUESTIONS[Topic.REASONS][0], guide, wishes=Wishes(points=count))
    findings = [one.cites[0] for one in told if one.cites[0].startswith("E")]
    assert findings == ["E1", "E2"][:count]  # the strongest first
