"""Claims about edits are held against the steps that the file names, and nothing else."""

from dataclasses import replace

import pytest
from telltale.agent.foreign import Foreign
from telltale.agent.provenance.contents import Contents
from telltale.agent.provenance.credential_types import Action, Manifest
from telltale.agent.reasoning.answers import edit_claim_answers as answers
from telltale.agent.reasoning.answers.file_details import NOT_RESIZED
from telltale.agent.reasoning.dialogue.asked_details import Detail, detail_of
from telltale.agent.reasoning.dialogue.asked_edit_claims import Edit, edit_claim_of
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.reasoning.answers.answer_cases import asked, case_of

NAMED = {
    "he says he only removed dust spots. does that fit": (Edit.RETOUCH, True),
    "she says just cropped": (Edit.CROP, True),
    "the photographer told us he brightened it": (Edit.COLOUR, False),
    "I only resized it": (Edit.SIZE, True),
    "Er sagt, er habe es nur zugeschnitten": (Edit.CROP, True),
    "il dit qu'il a seulement recadré": (Edit.CROP, True),
    "dice que solo la recortó": (Edit.CROP, True),
    "他说只裁剪过": (Edit.CROP, True),
}


@pytest.mark.parametrize(("message", "claim"), NAMED.items())
def test_a_claim_about_an_edit_is_recognised(message, claim):
    found = edit_claim_of(message)
    assert found is not None and claim[0] in found.edits and found.only is claim[1]
    assert detail_of(message) is Detail.EDIT_CLAIM


@pytest.mark.parametrize("message", ["how do I crop it", "what if I just crop it", "was it cropped?", "is it real"])
def test_a_question_about_edits_is_no_claim(message):
    assert edit_claim_of(message) is None


def step(name: str, agent: str | None = None) -> Action:
    return Action(action=Foreign(name), agent=None if agent is None else Foreign(agent))


def told(exhibit, guide, message: str, *steps: Action) -> list[str] | None:
    case = case_of("real", exhibit, asked(Topic.SOFTWARE, message), guide)
    held = Contents(credentials=Manifest(label=Foreign("a"), actions=steps)) if steps else Contents()
    found = answers.edit_claim(replace(case, contents=held))
    return None if found is None else [item.text for item in found.items]


def test_further_steps_are_named_and_the_list_is_quoted(exhibit, guide):
    steps = step("c2pa.created"), step("c2pa.cropped"), step("c2pa.placed", "Adobe Firefly")
    found = told(exhibit, guide, "he says he only removed dust spots", *steps)
    assert found[0] == answers.NOT_ONLY(steps="cropped, content placed by “Adobe Firefly”")
    assert found[1] == answers.NOT_AMONG() and "list 3 steps" in found[2]
    cropped = told(exhibit, guide, "she says just cropped", *steps)
    assert cropped[:2] == [
        answers.NOT_ONLY(steps="content placed by “Adobe Firefly”"),
        answers.AMONG(steps="cropped"),
    ]


def test_the_claimed_step_alone_fits_and_is_no_proof(exhibit, guide):
    found = told(exhibit, guide, "I only cropped it", step("c2pa.created"), step("c2pa.cropped"))
    assert found[:2] == [answers.AMONG(steps="cropped"), answers.NO_OTHER()]


def test_without_steps_another_answer_is_given(exhibit, guide):
    assert told(exhibit, guide, "I only removed dust") is None


@pytest.mark.parametrize("message", ["maybe he just made it smaller for the email?", "I only cropped it"])
def test_a_change_of_size_is_possible_and_what_shows_of_it_is_told(message, exhibit, guide):
    found = told(exhibit, guide, message)
    assert found[0] == answers.MAY_BE() and NOT_RESIZED() in found
