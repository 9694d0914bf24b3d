"""What the record can settle is never left to stand when it is wrong."""

import pytest
from telltale.agent.reasoning.answers import agreement_answers as agreement
from telltale.agent.reasoning.answers.premise_answers import corrected
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.reasoning.answers.answer_cases import asked, case_of


@pytest.fixture
def first(exhibit, guide):
    def told(kind: str, message: str) -> str:
        items = corrected(case_of(kind, exhibit, asked(Topic.METADATA, message), guide), message)
        return items[0].text if items else ""

    return told


def test_metadata_a_signature_a_format_and_a_label(first):
    assert first("a camera's file", "it has no exif, right?") == agreement.NO(statement=agreement.METADATA())
    assert first("real", "there's no metadata in it, correct?") == agreement.YES(statement=agreement.NO_METADATA())
    assert first("real", "it is signed, isn't it?").startswith("No, that is not so.")
    assert first("credentials", "the signer is trusted, yes?") == agreement.NO(statement=agreement.UNTRUSTED())
    assert first("real", "it's a jpeg, right?") == agreement.NO(statement=agreement.FORMAT(form="PNG"))
    assert first("real", "the label says fake, doesn't it?") == agreement.NO(statement=agreement.LABEL(label="real"))


def test_a_premise_that_is_right_confirms_no_conclusion(first):
    assert first("real", "no metadata so it's fake, right?") == ""
    assert first("a camera's file", "no metadata so it's fake, right?").startswith("No, that is not so.")
    assert first("real", "it's a png so it was never compressed, correct?") == ""


def test_a_question_gets_no_yes_before_its_answer(first):
    assert first("real", "does it have metadata?") == "" and first("real", "is it real?") == ""
