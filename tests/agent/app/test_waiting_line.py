import threading
import time

from telltale.agent.app import waiting_line
from telltale.agent.app.waiting_line import WaitingLine


def order(line, tickets):
    """The tickets in the order in which they get their turn."""
    left, seen = list(tickets), []
    while left:
        (ticket,) = [each for each in left if line.wait(each, 0)][:1]
        seen.append(ticket)
        left.remove(ticket)
        line.leave(ticket)
    return seen


def test_one_users_pictures_do_not_hold_up_the_others():
    line = WaitingLine()
    first = [line.enter("a") for _ in range(3)]
    late = [line.enter("b"), line.enter("c")]
    assert order(line, [*first, *late]) == [first[0], *late, first[1], first[2]]


def test_one_at_a_time_and_the_place_is_told():
    line = WaitingLine()
    running, waiting, last = (line.enter(user) for user in "abc")
    assert line.wait(running, 0)
    assert not line.wait(waiting, 0.01)
    assert line.ahead(waiting)[0] == 1
    assert line.ahead(last)[0] == 2
    assert line.ahead(last)[1] == 2 * line.ahead(waiting)[1] > 0
    line.leave(running)
    assert line.ahead(waiting) == (0, 0)
    assert line.wait(waiting, 0)


def test_the_expected_time_comes_from_the_last_examinations(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(waiting_line.time, "monotonic", lambda: now[0])
    line = WaitingLine()
    for seconds in (2.0, 4.0):
        ticket = line.enter("a")
        assert line.wait(ticket, 0)
        now[0] += seconds
        line.leave(ticket)
    running, waiting = line.enter("a"), line.enter("b")
    assert line.wait(running, 0)
    assert line.ahead(waiting) == (1, 3.0)


def test_whoever_is_gone_holds_nobody_up(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(waiting_line.time, "monotonic", lambda: now[0])
    line = WaitingLine()
    line.enter("gone")
    here = line.enter("here")
    assert not line.wait(here, 0)
    now[0] += 60
    assert line.wait(here, 0)


def test_a_turn_that_ends_wakes_the_next():
    line = WaitingLine()
    running, waiting = line.enter("a"), line.enter("b")
    assert line.wait(running, 0)
    thread = threading.Timer(0.1, line.leave, (running,))
    thread.start()
    start = time.monotonic()
    assert line.wait(waiting, 10)
    assert time.monotonic() - start < 5


def test_a_place_can_be_given_up_before_the_turn_comes():
    line = WaitingLine()
    running, tired, waiting = (line.enter(user) for user in "abc")
    assert line.wait(running, 0)
    line.leave(tired)
    line.leave(tired)
    assert line.ahead(waiting)[0] == 1
