"""What a message to the page does, without a browser."""

import pytest
from PIL import Image
from telltale.agent.app.background_work import followed, in_background
from telltale.agent.app.desk import Desk, Desks
from telltale.agent.app.house import KEEP, House
from telltale.agent.app.page_report import made
from telltale.agent.app.picture_steps import reopened
from telltale.agent.app.turns import respond
from telltale.agent.evidence import Dropped, Statement
from telltale.agent.investigator import Investigator
from telltale.agent.reasoning.dialogue.tools import Drawn

from tests.conftest import encode


@pytest.fixture(scope="module")
def house():
    return House(Investigator(explain=False, perceive=False, detectors=["noise", "jpeg"]))


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

    def ask(self, question, other=None, box=None):
        self.other = other
        yield from self.answers
        if self.error:
            raise self.error


def statement(text):
    return Statement(text=text, cites=(), grounding=1.0, written_by="template")


def asked(conversation):
    """A desk with a conversation on it."""
    desk = Desk()
    desk.conversation = conversation
    return desk


def last_said(desk):
    return desk.history[-1]["content"]


def test_a_message_without_a_picture_asks_for_one(house):
    desk = Desk()
    first, *_, last = respond(house, "hello", [], desk)
    assert first.cleared and first.busy and not last.busy
    assert "Which picture?" in last.chat[-1]["content"]


def test_a_file_that_is_no_picture_is_refused_in_the_chat(house, tmp_path):
    file, desk = tmp_path / "a.svg", Desk()
    file.write_text("<svg/>")
    list(respond(house, "", [str(file)], desk))
    assert last_said(desk).startswith("This picture can't be examined: ") and "SVG" in last_said(desk)
    assert desk.conversation is None


def test_a_picture_is_examined_stage_by_stage_with_the_evidence_before_the_maps(house, picture):
    desk = Desk()
    steps = list(respond(house, "", [picture], desk))
    verdicts = [step.verdict for step in steps if step.verdict is not KEEP]
    assert "stages" in verdicts[0] and 'class="now"' in verdicts[0]
    assert desk.conversation.record.verdict.label in verdicts[-1]
    assert desk.conversation.record.exhibit.sha256 in verdicts[-1]
    shown = [step.viewer for step in steps if step.viewer is not KEEP]
    assert shown[0]["picture"] == shown[-1]["picture"] and shown[0]["width"] == desk.conversation.record.exhibit.width
    kinds = [{layer["kind"] for layer in data["layers"]} for data in shown]
    assert kinds[0] == {"view"} and kinds[-1] & {"map", "quiet"}
    table = next(i for i, step in enumerate(steps) if step.evidence not in (KEEP, ""))
    maps = next(i for i, step in enumerate(steps) if step.viewer is not KEEP and len(step.viewer["layers"]) > 3)
    assert table < maps
    assert desk.conversation.record.verdict.label.upper() in last_said(desk) and "…" not in last_said(desk)
    assert "SHA-256" in desk.log[0]


def test_a_message_that_begins_with_claim_is_judged_and_not_answered(house, picture):
    desk = Desk()
    steps = list(respond(house, "Claim: an astronaut before a shuttle", [picture], desk))
    (answer,) = [step.answer for step in steps if step.answer not in (KEEP, "")]
    assert "The claim “an astronaut before a shuttle”: the evidence " in answer
    desk = Desk()
    list(respond(house, "claim:", [picture], desk))
    assert "claim" in last_said(desk) and desk.conversation is None


def test_several_pictures_are_examined_and_can_be_opened_again(house, picture, tmp_path):
    broken, other, desk = tmp_path / "b.png", tmp_path / "c.png", Desk()
    broken.write_bytes(b"no picture")
    Image.radial_gradient("L").convert("RGB").save(other)
    list(respond(house, "", [picture, str(broken), str(other)], desk))
    first, second, third = last_said(desk).splitlines()
    assert first.startswith("“a.png”: ") and "can't be examined" in second and third.startswith("“c.png”: ")
    assert [each.record.exhibit.name for each in desk.kept.values()] == ["a.png", "c.png"]
    sha256 = next(iter(desk.kept))
    again = reopened(house, sha256, desk)
    assert sha256 in again.verdict and desk.conversation.record.exhibit.name == "a.png"
    assert "a.png" in again.chat[-1]["content"] and "shown again" in again.chat[-1]["content"]
    assert again.viewer["sha256"] == sha256
    told = len(again.chat)
    assert len(reopened(house, sha256, desk).chat) == told  # it is shown already
    assert "not kept" in reopened(house, "0" * 64, desk).chat[-1]["content"]


def test_a_picture_that_is_opened_again_knows_what_was_measured_for_answers(house, picture):
    desk = Desk()
    list(respond(house, "", [picture], desk))
    sha256, talk = desk.conversation.record.exhibit.sha256, desk.conversation
    measured = talk.record.evidence[0].model_copy(update={"id": f"E{len(talk.bench.evidence) + 1}"})

    class Measuring(Script):
        def ask(self, question, other=None, box=None):
            self.bench.evidence.append(measured)
            yield statement(f"It is so [{measured.id}].")

    desk.conversation = Measuring(talk.record, ())
    *_, last = respond(house, "Why?", [], desk)
    assert last.chat[-1]["metadata"] == {"id": sha256}  # its citations lead to this picture
    again = reopened(house, sha256, desk)
    assert f'id="row-{measured.id}"' in again.evidence
    assert desk.conversation.bench.evidence[-1].id == measured.id  # which no later finding gets


def test_an_answer_grows_and_counts_what_was_rejected(house, record):
    map_of_noise = Drawn("noise", Image.new("RGB", (4, 4)))
    dropped = Dropped(text="x", reason="y", failed="words")
    desk = asked(Script(record, [statement("One."), map_of_noise, dropped, statement("Two.")]))
    tables = [step.evidence for step in respond(house, "Why?", [], desk) if step.evidence is not KEEP]
    *_, question, drawn, answer = desk.history
    assert question == {"role": "user", "content": "Why?"}
    assert Image.open(drawn["content"]["path"]).size == (4, 4)
    assert answer["content"] == "One.\nTwo.\n(1 rejected sentence)"
    assert "<table" in tables[-1]


def test_what_is_not_set_up_is_told_in_the_answer(house, record):
    desk = asked(Script(record, [statement("One.")], ValueError("no encoder")))
    list(respond(house, "Why?", [], desk))
    assert last_said(desk) == "One.\nThis question can't be answered: no encoder"


def test_a_second_picture_is_compared_if_the_question_asks_for_that(house, record, picture):
    script = Script(record, [statement("No.")])
    desk = asked(script)
    list(respond(house, "Is it the same?", [picture], desk))
    assert script.other.exhibit.facts.name == "a.png" and last_said(desk) == "No."
    assert desk.conversation is script


def test_messages_are_handled_in_their_order_and_the_box_is_never_locked(house, record):
    desk = asked(Script(record, [statement("One."), statement("Two.")]))
    first = respond(house, "First?", [], desk)
    next(first)
    assert next(first).busy
    second = respond(house, "Second?", [], desk)
    assert next(second).cleared
    list(first)
    list(second)
    assert [each["content"] for each in desk.history[1:]] == ["First?", "One.\nTwo.", "Second?", "One.\nTwo."]


def test_a_stopped_answer_says_so_and_keeps_what_was_finished(house, record):
    desk = asked(Script(record, [statement("One."), statement("Two."), statement("Three.")]))
    steps = respond(house, "Why?", [], desk)
    while "One." not in last_said(desk):
        next(steps)
    desk.stop()
    *_, last = steps
    assert not last.busy and last_said(desk).startswith("One.") and "Stopped" in last_said(desk)
    assert "Three." not in last_said(desk)


def test_a_question_can_be_taken_back_and_asked_anew(house, record):
    desk = asked(Script(record, [statement("One.")]))
    for question in ("First?", "Second?"):
        list(respond(house, question, [], desk))
    assert desk.rewound(len(desk.history) - 1) == "Second?"
    assert [each["content"] for each in desk.history[1:]] == ["First?", "One."]
    assert desk.rewound(0) == "" and len(desk.history) == 3


def test_a_desk_is_found_again_by_its_name_alone():
    desks = Desks(2)
    name, desk = desks.of(None)
    assert desks.of(name) == (name, desk)
    other, _ = desks.of("guessed")
    assert other not in (name, "guessed")
    desks.of(None)
    assert desks.of(name)[1] is not desk  # the oldest of too many is forgotten


def test_the_report_is_of_the_picture_that_is_shown(house, picture):
    desk = Desk()
    with pytest.raises(ValueError, match="Examine a picture first"):
        made(house, desk, ending=".html", pages="one", language="en")
    list(respond(house, "", [picture], desk))
    file = made(house, desk, ending=".html", pages="one", language="en", examiner="A. <Doe>", case_number=" ")
    page = file.read_text(encoding="utf-8")
    assert desk.conversation.record.exhibit.sha256 in page and "A. &lt;Doe&gt;" in page
    assert file.name in desk.log[-1]


def test_work_goes_on_when_the_page_is_closed_and_a_page_that_is_loaded_again_follows_it(house, record, monkeypatch):
    monkeypatch.setattr("telltale.agent.app.background_work.INTERVAL", 0.01)
    desk = asked(Script(record, [statement("One."), statement("Two.")]))
    steps = in_background(respond(house, "Why?", [], desk), desk)
    next(steps)
    steps.close()  # the page is loaded again
    *_, last = list(followed(desk)) or [None]
    assert last is None or not last.busy
    assert last_said(desk) == "One.\nTwo." and desk.running == [] and "<table" in desk.panels["evidence"]
    *_, last = in_background(respond(house, "And now?", [], desk), desk)  # nothing is left that it would wait for
    assert not last.busy and last_said(desk) == "One.\nTwo."
