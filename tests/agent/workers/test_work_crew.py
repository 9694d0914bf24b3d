"""Processes that work for others: results, turns, and what is sent only once."""

import threading

import numpy as np
import pytest
from telltale.agent.sentences import Sentence
from telltale.agent.workers.work_crew import Crew, WorkFaultError, WorkRefusedError
from telltale.prompts import logged

STOPPED = Sentence("test.crew_stopped", "it was stopped")
WORK = "tests.agent.workers.stand_in_work:work"


@pytest.fixture(scope="module")
def crew():
    crew = Crew(WORK, {"greeting": "Good day,"}, STOPPED)
    crew.prepare()
    yield crew
    crew.close()


def test_a_result_comes_back_and_parts_come_one_by_one_with_the_prompts_that_were_used(crew):
    assert crew.call("greet", None, "Ann") == "Good day, Ann"
    with logged() as used:
        assert list(crew.stream("count", None, 3)) == [0, 1, 2]
    assert used == {"explain"}


def test_it_warms_itself_once_before_the_first_call_and_may_fail_at_that(crew):
    assert [crew.call("is_warm") for _ in range(2)] == [1, 1]


def test_the_same_subject_is_sent_once(crew):
    first, second = np.ones(5), np.ones(6)
    assert [crew.call("sum_up", one)[1] for one in (first, first, second, second, first)] == [1, 1, 2, 2, 3]


def test_what_goes_wrong_is_raised_here_and_the_process_goes_on(crew):
    pids = crew.pids
    with pytest.raises(WorkRefusedError, match=r"^no good$"):
        crew.call("fail", None, "value")
    with pytest.raises(WorkFaultError, match="no") as told:
        crew.call("fail", None, "key")
    assert told.value.kind == "KeyError"
    assert crew.call("greet", None, "Bob") == "Good day, Bob" and crew.pids == pids


def test_who_has_heard_enough_keeps_nobody_from_being_answered(crew):
    parts = crew.stream("count", None, 1000)
    assert next(parts) == 0
    parts.close()
    assert crew.call("greet", None, "Cid") == "Good day, Cid"


def test_whoever_asks_first_is_served_first(crew, tmp_path):
    held, order, threads = tmp_path / "held", [], []

    def ask(number):
        order.append(crew.call("greet", None, str(number)).split()[-1])

    threads.append(threading.Thread(target=crew.call, args=("wait_for", None, str(held))))
    threads[0].start()
    while not held.with_suffix(".begun").exists():
        threading.Event().wait(0.01)
    for number in range(4):
        threads.append(threading.Thread(target=ask, args=(number,)))
        threads[-1].start()
        threading.Event().wait(0.05)
    assert order == []  # nobody is served out of turn
    held.touch()
    for thread in threads:
        thread.join(30)
    assert order == ["0", "1", "2", "3"]


def test_work_that_can_not_begin_says_why():
    broken = Crew(WORK, {"fails": "the model is not set up"}, STOPPED)
    with pytest.raises(WorkRefusedError, match="the model is not set up"):
        broken.prepare()
    broken.close()
    assert broken.pids == []
