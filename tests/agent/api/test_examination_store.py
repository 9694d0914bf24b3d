"""What the store of the API keeps and forgets; the investigator is a stand-in, so nothing is measured."""

import threading
import time
from types import SimpleNamespace

import pytest
from telltale.agent.api.examination_store import Examinations, FullError, UnfinishedError
from telltale.agent.investigator import Investigation, Investigator


class Held:
    """An investigator whose examinations go on when they are let go."""

    def __init__(self, investigation=None, error=None):
        self.go, self.investigation, self.error, self.begun = threading.Event(), investigation, error, []

    def stream(self, source, name=None, *, claim=None, claim_region=None):
        self.begun.append(name)
        yield "exhibit", None
        assert self.go.wait(10)
        if self.error is not None:
            raise self.error
        yield "examination", self.investigation

    def trace(self, investigation):
        return {}

    def converse(self, investigation):
        raise AssertionError


def until(true):
    for _ in range(500):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError


@pytest.fixture
def finished(investigation):
    return Investigation(investigation.examination, investigation.exhibit, investigation.contents, {})


def test_users_take_turns_and_know_their_place(tmp_path, finished):
    held = Held(finished)
    store = Examinations(held, tmp_path, at_once=1)
    first, second, other = (store.start(b"x", name, user) for name, user in [("a1", "a"), ("a2", "a"), ("b1", "b")])
    until(lambda: first.state == "running")
    assert store.place(other)[0] == 1 and store.place(second)[0] == 2
    held.go.set()
    assert all(each.finished.wait(10) for each in (first, second, other))
    assert held.begun == ["a1", "b1", "a2"]


def test_no_more_wait_than_may(tmp_path, finished):
    held = Held(finished)
    store = Examinations(held, tmp_path, waiting=2)
    entries = [store.start(b"x", "a", "a") for _ in range(2)]
    with pytest.raises(FullError):
        store.start(b"x", "a", "a")
    assert len(list(tmp_path.iterdir())) == 2
    held.go.set()
    assert all(each.finished.wait(10) for each in entries)
    assert store.start(b"x", "a", "a").finished.wait(10)


def test_of_more_than_are_kept_the_one_goes_that_was_asked_for_the_longest_ago(tmp_path, finished):
    held = Held(finished)
    held.go.set()
    store = Examinations(held, tmp_path, kept=2)
    ids = []
    for name in "abc":
        entry = store.start(b"x", name, "a")
        assert entry.finished.wait(10)
        ids.append(entry.id)
        store.get(ids[0])
    assert [len(list(tmp_path.glob(key))) for key in ids] == [1, 0, 1]
    with pytest.raises(KeyError):
        store.get(ids[1])


def test_one_that_is_deleted_in_work_ends_and_leaves_nothing(tmp_path, finished):
    held = Held(finished)
    store = Examinations(held, tmp_path)
    entry = store.start(b"x", "a", "a")
    until(lambda: entry.state == "running")
    store.remove(entry.id)
    with pytest.raises(UnfinishedError):
        store.ask(entry, "Is it real?")
    held.go.set()
    assert entry.finished.wait(10) and entry.record is None
    until(lambda: not list(tmp_path.iterdir()))


def test_a_fault_is_a_line_with_its_kind_and_others_are_examined(tmp_path, finished):
    held = Held(error=RuntimeError("two\nlines"))
    held.go.set()
    store = Examinations(held, tmp_path)
    entry = store.start(b"x", "a", "a")
    assert entry.finished.wait(10)
    assert (entry.state, entry.error, entry.fault) == ("failed", "RuntimeError: two lines", True)
    held.error, held.investigation = None, finished
    assert store.start(b"x", "a", "a").finished.wait(10)


def test_an_error_of_the_system_names_no_path(tmp_path):
    held = Held(error=FileNotFoundError(2, "No such file or directory", "/secret/place"))
    held.go.set()
    entry = Examinations(held, tmp_path).start(b"x", "a", "a")
    assert entry.finished.wait(10)
    assert entry.error == "no such file or directory" and not entry.fault


def test_few_conversations_are_remembered(tmp_path, investigator, picture, monkeypatch):
    begun = []
    talk = SimpleNamespace(bench=SimpleNamespace(evidence=[]), ask=lambda question, box=None: iter(()))
    monkeypatch.setattr(Investigator, "converse", lambda self, found: begun.append(found) or talk)
    store = Examinations(investigator, tmp_path, conversations=1)
    first, second = (store.start(picture, "a.png", "a") for _ in range(2))
    assert first.finished.wait(60) and second.finished.wait(60)
    for entry, count in ((first, 1), (first, 1), (second, 2), (second, 2), (first, 3)):
        store.ask(entry, "Is it real?")
        assert len(begun) == count
