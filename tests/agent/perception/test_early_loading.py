"""The model is loaded in a thread while a picture is measured: no library is first imported there, no fault is lost."""

import subprocess
import sys
import threading

import pytest
from telltale.agent.investigator import Investigator
from telltale.agent.perception import early_loading
from telltale.agent.perception.models import ModelError

from tests.conftest import encode

ASKED = """
import sys
from telltale.agent.investigator import Investigator
from telltale.agent.perception import adapters, early_loading
from telltale.agent.perception.models import load

begun = set()
early_loading.begin(lambda: begun.update(sys.modules))
load()
first = {name for name in set(sys.modules) - begun if name.partition(".")[0] in ("torch", "transformers", "peft")}
print(*sorted(first))
"""


def ended():
    for thread in threading.enumerate():
        if thread.name == "loads the model":
            thread.join(60)


@pytest.mark.weights
def test_loading_imports_no_library_that_was_not_there():
    said = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    assert said.stdout.split() == []


@pytest.mark.weights
def test_a_picture_examined_while_the_model_loads_has_what_it_always_has(astronaut):
    early, late = Investigator(explain=False), Investigator(explain=False)
    late.prepare()
    early.begin()
    found = [each.examine(encode(astronaut, "PNG"), "a.png").examination for each in (early, late)]
    assert found[0].evidence == found[1].evidence and found[0].verdict == found[1].verdict
    assert any(item.kind == "cue" for item in found[0].evidence)
    assert found[0].versions == found[1].versions


def test_a_model_that_is_not_set_up_is_told_at_once(monkeypatch, tmp_path):
    monkeypatch.setenv("TELLTALE_CACHE", str(tmp_path))
    with pytest.raises(ModelError, match="is not set up or damaged; run `telltale model setup`"):
        Investigator().begin()


@pytest.mark.weights
def test_what_goes_wrong_in_the_thread_is_raised_where_the_model_is_needed(monkeypatch, astronaut):
    def damaged(*given, **options):
        raise ModelError("small: its weights are damaged")

    monkeypatch.setattr("telltale.agent.perception.models.load", damaged)
    investigator = Investigator()
    investigator.begin()
    ended()
    with pytest.raises(ModelError, match="its weights are damaged"):
        investigator.examine(encode(astronaut, "PNG"), "a.png")


def test_the_thread_ends_whatever_happens_in_it(monkeypatch):
    monkeypatch.setattr(early_loading, "set_up_small", lambda: None)
    monkeypatch.setattr(early_loading, "LIBRARIES", ("json",))

    def stopped():
        raise RuntimeError("cannot schedule new futures after interpreter shutdown")

    early_loading.begin(stopped)
    ended()
    assert not [each for each in threading.enumerate() if each.name == "loads the model"]
