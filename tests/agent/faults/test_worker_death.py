"""A process that measures or holds the model dies, or the server that started it does."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from telltale.agent.app.desk import Desk
from telltale.agent.app.house import House
from telltale.agent.app.turns import respond
from telltale.agent.sentences import Sentence
from telltale.agent.workers.work_crew import Crew, WorkStoppedError

STOPPED = Sentence("test.worker_stopped", "the process was stopped; try again")
WORK = "tests.agent.workers.stand_in_work:work"
SERVER = f"""
import signal, sys, threading
signal.signal(signal.SIGTERM, signal.default_int_handler)
from telltale.agent.sentences import Sentence
from telltale.agent.workers.work_crew import Crew
crew = Crew("{WORK}", {{}}, Sentence("test.stopped", "it was stopped"))
crew.prepare()
threading.Thread(target=crew.call, args=("wait_for", None, sys.argv[1]), daemon=True).start()
print(*crew.pids, flush=True)
signal.pause()
"""


@pytest.fixture(scope="module")
def crew():
    crew = Crew(WORK, {}, STOPPED)
    crew.prepare()
    yield crew
    crew.close()


@pytest.mark.parametrize("how", ["die", "run_out"])
def test_a_process_that_dies_costs_one_line_and_nobody_else_anything(crew, how, tmp_path):
    held, told, before = tmp_path / "held", [], crew.pids

    def ask():
        with pytest.raises(WorkStoppedError) as error:
            crew.call(how)
        told.append(str(error.value))

    first = threading.Thread(target=crew.call, args=("wait_for", None, str(held)))
    first.start()
    while not held.with_suffix(".begun").exists():
        time.sleep(0.01)
    others = [threading.Thread(target=ask), threading.Thread(target=lambda: told.append(crew.call("greet", None, "A")))]
    for one in others:
        one.start()
        time.sleep(0.1)
    held.touch()
    for one in (first, *others):
        one.join(30)
    assert told == [STOPPED(), " A"] and "\n" not in STOPPED()
    assert len(crew.pids) == 1 and crew.pids != before


def test_the_page_says_one_line_and_examines_the_next_picture(crew, tmp_path):
    class Crewed:
        def stream(self, file, claim=None):
            yield "provenance", None
            crew.call("die") if "first" in file else crew.call("greet", None, "C")
            raise ValueError("this one was measured")

    house, said = House(Crewed()), []
    for name in ("first.png", "second.png"):
        (tmp_path / name).touch()
        *_, last = respond(house, "", [str(tmp_path / name)], Desk(), "Ann")
        said.append(last.chat[-1]["content"])
    assert said[0].endswith(STOPPED()) and "\n" not in said[0]
    assert said[1].endswith("this one was measured")


def test_a_process_that_is_killed_while_it_waits_costs_nobody_anything(crew):
    (before,) = crew.pids
    os.kill(before, signal.SIGKILL)
    while before in crew.pids:
        time.sleep(0.01)
    assert crew.call("greet", None, "B") == " B"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs the processes in /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_they_end_with_the_server_whatever_ends_it(how, tmp_path):
    held = tmp_path / "held"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(held)], stdout=subprocess.PIPE, text=True, env=env)
    pids = [int(word) for word in server.stdout.readline().split()]
    while not held.with_suffix(".begun").exists():
        time.sleep(0.01)
    server.send_signal(how)
    server.wait(30)
    until = time.monotonic() + 10
    while left := [pid for pid in pids if _lives(pid)]:
        assert time.monotonic() < until, left
        time.sleep(0.05)
    assert len(pids) == 1


def _lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
