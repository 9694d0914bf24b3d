"""What a message to the page does, without a browser."""

import pytest
from PIL import Image
from telltale.agent.app.turns import respond
from telltale.agent.evidence import Dropped, Statement
from telltale.agent.investigator import Investigator
from telltale.agent.reasoning.dialogue.tools import Drawn

from tests.conftest import encode


@pytest.fixture(scope="module")
def investigator():
    return Investigator(explain=False, perceive=False, detectors=["noise", "jpeg"])


@pytest.fixture
def picture(tmp_path, astronaut):
    file = tmp_path / "a.png"
    file.write_bytes(encode(astronaut))
    return str(file)


class Script:
    """A conversation that answers what it is told to."""

    def __init__(self, record, answers, error=None):
        self.record, self.answers, self.error = record, answers, error
        self.bench = type("Bench", (), {"evidence": list(record.evidence)})

    def compares(self, question):
        return "same" in question

    def ask(self, question, other=None):
        self.other = other
        yield from self.answers
        if self.error:
            raise self.error


def statement(text):
    return Statement(text=text, cites=(), grounding=1.0, written_by="template")


def test_a_message_without_a_picture_asks_for_one(investigator):
    (shown,) = respond(investigator, {"text": "hello", "files": []}, [], None)
    assert "Which picture?" in shown.chat[-1]["content"]


def test_a_file_that_is_no_picture_is_refused_in_the_chat(investigator, tmp_path):
    file = tmp_path / "a.svg"
    file.write_text("<svg/>")
    *_, last = respond(investigator, {"text": "", "files": [str(file)]}, [], None)
    assert last.chat[-1]["content"].startswith("This picture can't be examined: ")
    assert "SVG" in last.chat[-1]["content"]
    assert last.conversation is None


def test_a_picture_is_examined_stage_by_stage(investigator, picture):
    steps = list(respond(investigator, {"text": "", "files": [picture]}, [], None))
    texts = [step.chat[-1]["content"] for step in steps]  # the history is one list, which grows
    assert steps[0].maps.visible is False and "…" not in texts[-1]
    assert any(isinstance(step.verdict, str) and 'class="verdict"' in step.verdict for step in steps)
    (gallery,) = [step.maps for step in steps[1:] if getattr(step.maps, "value", None)]
    assert gallery.visible
    assert steps[-1].conversation.record.exhibit.name == "a.png"
    assert texts[-1].startswith(steps[-1].conversation.record.verdict.label.upper())


def test_a_message_that_begins_with_claim_is_judged_and_not_answered(investigator, picture):
    message = {"text": "Claim: an astronaut before a shuttle", "files": [picture]}
    *_, last = respond(investigator, message, [], None)
    assert "The claim “an astronaut before a shuttle”: the evidence " in last.chat[-1]["content"]
    *_, empty = respond(investigator, {"text": "claim:", "files": [picture]}, [], None)
    assert "claim" in empty.chat[-1]["content"] and empty.conversation is None


def test_an_answer_grows_and_counts_what_was_rejected(investigator, record):
    map_of_noise = Drawn("noise", Image.new("RGB", (4, 4)))
    dropped = Dropped(text="x", reason="y", failed="words")
    script = Script(record, [statement("One."), map_of_noise, dropped, statement("Two.")])
    *_, last = respond(investigator, {"text": "Why?", "files": []}, [], script)
    *_, question, drawn, answer = last.chat
    assert question == {"role": "user", "content": "Why?"}
    assert Image.open(drawn["content"]["path"]).size == (4, 4)
    assert answer["content"] == "One.\nTwo.\n(1 rejected sentence)"
    assert last.conversation is script and "<table" in last.evidence


def test_what_is_not_set_up_is_told_in_the_answer(investigator, record):
    script = Script(record, [statement("One.")], ValueError("no encoder"))
    *_, last = respond(investigator, {"text": "Why?", "files": []}, [], script)
    assert last.chat[-1]["content"] == "One.\nThis question can't be answered: no encoder"


def test_a_second_picture_is_compared_if_the_question_asks_for_that(investigator, record, picture):
    script = Script(record, [statement("No.")])
    *_, last = respond(investigator, {"text": "Is it the same?", "files": [picture]}, [], script)
    assert script.other.exhibit.facts.name == "a.png" and last.chat[-1]["content"] == "No."
    assert last.conversation is script
