"""An investigator whose instruments are in other processes: the same records, and a page that survives their death."""

import os
import signal
import threading

import pytest
from telltale.agent.app.desk import Desk
from telltale.agent.app.house import House
from telltale.agent.app.picture_looks import Looks
from telltale.agent.app.turns import respond
from telltale.agent.app.waiting_line import WaitingLine
from telltale.agent.evidence import Region
from telltale.agent.investigator import Investigator
from telltale.agent.workers.worked_investigator import MEASURING_STOPPED, WorkedInvestigator

from tests.conftest import encode

CHOSEN = ["noise"]
HERE = Investigator(detectors=CHOSEN, perceive=False, explain=False)


@pytest.fixture(scope="module")
def worked():
    worked = WorkedInvestigator(detectors=CHOSEN, perceive=False, explain=False)
    worked.prepare()
    yield worked
    worked.close()


@pytest.fixture
def house(worked):
    return House(worked, WaitingLine(), looks=Looks(worked.look_at), done_with="verdict")


@pytest.fixture
def file(tmp_path, astronaut):
    file = tmp_path / "a.jpg"
    file.write_bytes(encode(astronaut, "JPEG"))
    return str(file)


def told(investigator, data, **more):
    """A record without the times that its stages took."""
    found = investigator.examine(data, "a.jpg", **more)
    return found.examination.model_dump(mode="json", exclude={"timings"}), found


@pytest.mark.slow
def test_the_record_and_the_maps_are_those_of_one_process(worked, astronaut):
    data, claim = encode(astronaut, "JPEG"), {"claim": "An astronaut stands on the left."}
    here, kept = told(HERE, data, **claim)
    there, sent = told(worked, data, **claim)
    assert there == here
    assert kept.maps.keys() == sent.maps.keys() and all(
        (kept.maps[name] == sent.maps[name]).all() for name in kept.maps
    )
    part = Region(x=40, y=60, w=224, h=224)
    assert worked.converse(sent).bench.zoom(part) == HERE.converse(kept).bench.zoom(part)


@pytest.mark.slow
def test_the_page_says_one_line_when_the_process_that_measures_dies_and_goes_on(worked, house, file):
    (pid,) = worked.pids["measuring"]
    os.kill(pid, signal.SIGSTOP)  # so that it is at work when it dies
    desk, other, last = Desk(), Desk(), {}

    def examine(which):
        *_, last[which is desk] = respond(house, "", [file], which, "one" if which is desk else "other")

    threads = [threading.Thread(target=examine, args=(which,)) for which in (desk, other)]
    for thread in threads:
        thread.start()
        thread.join(1)
    os.kill(pid, signal.SIGKILL)
    for thread in threads:
        thread.join(60)
    said = last[True].chat[-1]["content"]
    assert said.endswith(MEASURING_STOPPED()) and "\n" not in said
    assert other.conversation is not None and "a.jpg" in last[False].chat[-1]["content"]
    *_, again = respond(house, "", [file], desk, "one")
    assert desk.conversation is not None and not again.busy


def test_the_next_picture_begins_when_this_one_has_its_verdict(investigation, tmp_path):
    """The model still writes about it then, in a process of its own."""
    line, begun = WaitingLine(), []
    (tmp_path / "a.png").touch()

    class Scripted:
        def stream(self, file, claim=None):
            for stage in ("provenance", "verdict", "explanation"):
                next_one = line.enter("next")
                begun.append(line.wait(next_one, 0.1))
                line.leave(next_one)
                yield stage, investigation.examination.verdict
            raise ValueError("this is all")

    list(respond(House(Scripted(), line, done_with="verdict"), "", [str(tmp_path / "a.png")], Desk(), "one"))
    assert begun == [False, False, True]


@pytest.mark.slow
def test_the_model_writes_the_same_in_another_process_and_its_death_costs_no_picture(tiny_folder, astronaut):
    data = encode(astronaut, "JPEG")
    model = str(tiny_folder)
    worked = WorkedInvestigator(model, detectors=CHOSEN)
    try:
        worked.prepare()
        here, _ = told(Investigator(model, detectors=CHOSEN), data, claim="An astronaut.")
        there, _ = told(worked, data, claim="An astronaut.")
        assert there == here
        assert here["explanation"]["dropped"] or not here["explanation"]["composed_without_model"]
        (pid,) = worked.pids["modelling"]
        results = {}
        for stage, result in worked.stream(data, "a.jpg"):
            results[stage] = result
            if stage == "verdict":
                os.kill(pid, signal.SIGKILL)
        explained = results["examination"].examination.explanation
        assert explained.composed_without_model and explained.statements
        assert told(worked, data, claim="An astronaut.")[0] == here
    finally:
        worked.close()
    assert worked.pids == {"measuring": [], "modelling": []}


@pytest.mark.slow
def test_small_writes_the_same_sentences_one_by_one(small_folder, astronaut):
    from telltale.agent.app.heard_stages import SENTENCE, heard_stages

    data = encode(astronaut, "JPEG")
    here, _ = told(Investigator(detectors=["clip", *CHOSEN]), data)
    worked = WorkedInvestigator(detectors=["clip", *CHOSEN])
    try:
        steps = list(heard_stages(worked, data, None))
    finally:
        worked.close()
    names = [name for name, _ in steps]
    assert names.index("verdict") < names.index(SENTENCE) < names.index("explanation")
    record = steps[-1][1].examination
    assert record.model_dump(mode="json", exclude={"timings"}) | {"exhibit": 0} == here | {"exhibit": 0}
