"""Whatever a picture or a question does, the page says one line and goes on."""

import threading

import pytest
from telltale.agent.app.desk import Desk
from telltale.agent.app.house import House
from telltale.agent.app.turns import respond
from telltale.agent.app.waiting_line import WaitingLine
from telltale.agent.intake import IntakeError


class Broken:
    def __init__(self, error):
        self.error = error

    def stream(self, file, claim=None):
        yield "provenance", None
        raise self.error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (IntakeError("a.png: too damaged"), "a.png: too damaged"),
        (
            RuntimeError("out of\nmemory"),
            "RuntimeError: out of memory; the other pictures and questions are not affected",
        ),
        (MemoryError(), "MemoryError"),
        (KeyError("x"), "KeyError: 'x'"),
        (OSError("the process can't be started"), "the process can't be started"),
    ],
)
def test_any_fault_of_a_picture_is_one_line(error, said, tmp_path):
    line = WaitingLine()
    (tmp_path / "a.png").touch()
    desk = Desk()
    *_, last = respond(House(Broken(error), line), "", [str(tmp_path / "a.png")], desk, "u")
    assert said in last.chat[-1]["content"] and "\n" not in last.chat[-1]["content"]
    assert desk.conversation is None and not last.busy
    assert line.wait(line.enter("next"), 0)  # the place was given up


def test_a_fault_in_an_answer_is_one_line(record):
    class Conversation:
        bench = type("Bench", (), {"evidence": ()})

        def __init__(self):
            self.record = record

        def ask(self, question, other=None, box=None):
            raise RuntimeError("no\ngood")
            yield

    desk = Desk()
    desk.conversation = Conversation()
    *_, last = respond(House(Broken(None)), "Why?", [], desk)
    assert last.chat[-1]["content"].startswith("This question can't be answered: RuntimeError: no good")


def test_a_waiting_picture_tells_its_place_and_a_closed_page_gives_it_up(tmp_path, monkeypatch):
    monkeypatch.setattr("telltale.agent.app.house.PATIENCE", 0.01)
    line = WaitingLine()
    running = line.enter("other")
    assert line.wait(running, 0)
    (tmp_path / "a.png").touch()
    steps = respond(House(Broken(ValueError("done")), line), "", [str(tmp_path / "a.png")], Desk(), "u")
    next(steps)
    next(steps)
    assert "1 before this one" in next(steps).chat[-1]["content"]
    steps.close()
    assert line.ahead(line.enter("third"))[0] == 1


def test_a_question_is_answered_while_a_picture_is_examined(tmp_path, record):
    from telltale.agent.evidence import Statement

    held = threading.Event()

    class Slow:
        def stream(self, file, claim=None):
            yield "provenance", None
            held.wait(30)
            raise ValueError("done")

    class Conversation:
        bench = type("Bench", (), {"evidence": ()})

        def __init__(self):
            self.record = record

        def ask(self, question, other=None, box=None):
            yield Statement(text="Yes.", cites=(), grounding=1.0, written_by="template")

    line = WaitingLine()
    (tmp_path / "a.png").touch()
    house, desk = House(Slow(), line), Desk()
    desk.conversation = Conversation()
    thread = threading.Thread(target=lambda: list(respond(house, "", [str(tmp_path / "a.png")], Desk(), "a")))
    thread.start()
    *_, last = respond(house, "Why?", [], desk, "b")
    assert last.chat[-1]["content"] == "Yes."
    held.set()
    thread.join()
