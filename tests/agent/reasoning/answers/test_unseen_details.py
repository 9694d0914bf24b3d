"""What can't be seen gets neither a yes nor a no, and what an examination leaves possible is named by its label."""

import pytest
from telltale.agent.reasoning.answers import unseen_details as unseen
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.reasoning.answers.answer_cases import KINDS, asked, case_of, faultless


@pytest.fixture
def make(exhibit, guide):
    return lambda kind="real", text="": case_of(kind, exhibit, asked(Topic.DOUBTS, text), guide)


def test_no_place_firm_or_age_is_confirmed(make):
    for answer, first in (
        (unseen.place_named, unseen.NO_PLACES()),
        (unseen.world, unseen.NO_WORLD()),
        (unseen.age_claim, unseen.NO_AGE()),
    ):
        for kind in ("real", "a camera's file", "tiny"):
            case = make(kind, "just yes or no")
            found = answer(case)
            assert found.items[0].text == first
            faultless(found, case)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_left_open_fits_the_label(kind, make):
    case = make(kind)
    texts = [item.text for item in unseen.rule_out(case).items]
    judged = case.verdict.label in ("synthetic", "tampered")
    assert texts[0] == (unseen.OPEN_LABEL if judged else unseen.OPEN_GENERATED)()
    assert (unseen.OPEN_PHOTO() in texts) == (case.verdict.label == "inconclusive")


def test_what_is_printed_beside_a_picture_follows_the_file_then_the_label(make):
    first = {kind: unseen.print_label(make(kind)).items[0].text for kind in ("declared", "synthetic", "nothing found")}
    assert first["declared"] == unseen.SAY_DECLARED() and first["nothing found"] == unseen.SAY_NOTHING()
    assert first["synthetic"] == unseen.SAY_LABEL(label="synthetic")
