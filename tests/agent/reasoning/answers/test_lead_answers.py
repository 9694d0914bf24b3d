"""The sentence with which an answer begins where a question wants a yes or a no."""

from dataclasses import replace

import pytest
from telltale.agent.reasoning.answers import lead_answers as answers
from telltale.agent.reasoning.answers.premise_answers import corrected
from telltale.agent.reasoning.dialogue.asked_details import Detail
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.reasoning.answers.answer_cases import asked, case_of

TOLD = {
    ("a camera's file", Topic.CAMERA, "does that prove it's his camera"): answers.DATA_PROVE(),
    ("a camera's file", Topic.TEXT_IN_PICTURE, "ça prouve que c'est français ?"): answers.TEXT_PROVES(),
    ("credentials", Topic.SIGNER, "doesn't that prove it?"): answers.SIGNATURE_PROVES(),
    ("a camera's file", Topic.SIGNER, "doesn't that prove it?"): answers.UNSIGNED_PROVES(),
    ("tampered", Topic.CLONED, "is that proof?"): answers.FINDING_PROVES(),
    ("a camera's file", Topic.WHEN_TAKEN, "couldnt the date in the camera just be set wrong?"): answers.CLOCK(),
    ("a camera's file", Topic.METADATA, "could someone have put that Canon stuff in afterwards?"): answers.ADDED(),
    ("a camera's file", Topic.METADATA, "会不会是有人故意加上去的？"): answers.ADDED(),
    ("a camera's file", Topic.METADATA, "could he have removed it on purpose?"): answers.TAKEN_OUT(),
    ("real", Topic.METADATA, "could the file have been renamed?"): answers.RENAMED(),
}


@pytest.mark.parametrize(("kind", "before", "text"), TOLD)
def test_an_answer_begins_with_its_yes_or_no(kind, before, text, exhibit, guide):
    case = case_of(kind, exhibit, asked(before, text), guide, topics=(before,))
    assert [item.text for item in corrected(case, text)] == [TOLD[kind, before, text]]


def test_what_the_file_does_not_hold_is_not_called_possible(exhibit, guide):
    for text in ("could the date be set wrong?", "could someone have put that in afterwards?"):
        assert not answers.led(case_of("real", exhibit, asked(Topic.METADATA, text), guide, topics=(Topic.METADATA,)))


def test_an_answer_with_a_no_of_its_own_gets_none_before_it(exhibit, guide):
    text = "does that prove that he forged it?"
    case = case_of("a camera's file", exhibit, asked(Topic.REASONS, text), guide, topics=(Topic.CAMERA,))
    assert answers.led(case)
    assert not answers.led(replace(case, asked=replace(case.asked, detail=Detail.PROVES)))
