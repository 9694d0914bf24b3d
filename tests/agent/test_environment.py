"""Tracing and telemetry are off, whatever the user's environment says."""

import os
import subprocess
import sys

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.callbacks.manager import CallbackManager
from langchain_core.runnables import RunnableLambda
from langchain_core.tracers.langchain import LangChainTracer
from telltale.agent import environment


@pytest.fixture
def traced(monkeypatch):
    """An environment in which langchain traces, and the environment as it was afterwards."""
    from langsmith import utils

    for name in (*environment.SILENT, *environment.OFFLINE, "NO_PROXY", "no_proxy", "GOMP_SPINCOUNT"):
        monkeypatch.setenv(name, os.environ.get(name, ""))  # so that all of them are restored
    for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "key")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", "http://127.0.0.1:9")
    utils.get_env_var.cache_clear()
    yield
    utils.get_env_var.cache_clear()


def tracers():
    return [h for h in CallbackManager.configure().handlers if isinstance(h, LangChainTracer)]


def test_the_users_tracing_is_overruled_even_if_it_was_read_before(traced):
    assert len(tracers()) == 1
    environment.silence()
    assert tracers() == []


def test_proxies_are_not_asked_for_this_machine(traced, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "intranet")
    environment.silence()
    environment.silence()
    assert os.environ["NO_PROXY"] == "intranet,127.0.0.1,localhost,::1"


def test_commands_keep_the_hub_away_and_using_the_package_does_not(traced, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    environment.silence()
    assert os.environ["HF_HUB_OFFLINE"] == "0" and os.environ["HF_HUB_DISABLE_TELEMETRY"] == "1"
    environment.prepare()
    assert os.environ["HF_HUB_OFFLINE"] == "1"


class Witness(BaseCallbackHandler):
    def __init__(self):
        self.seen = []

    def on_chain_start(self, serialized, inputs, **kwargs):
        self.seen.append(inputs)


def test_a_caller_with_tracers_and_callbacks_sees_nothing_of_hidden_work(traced):
    inner = RunnableLambda(lambda text: text.upper())

    def work():
        assert tracers() == []
        yield inner.invoke("evidence")
        yield inner.invoke("more evidence")

    def outer(hidden):
        return list(environment.untraced(work)) if hidden else [inner.invoke("evidence")]

    environment.silence()  # the tracer itself would send; the witness stands for it
    witness = Witness()
    runnable = RunnableLambda(outer)
    assert runnable.invoke(False, {"callbacks": [witness]}) == ["EVIDENCE"]
    assert witness.seen == [False, "evidence"]
    witness.seen.clear()
    assert runnable.invoke(True, {"callbacks": [witness]}) == ["EVIDENCE", "MORE EVIDENCE"]
    assert witness.seen == [True]


def test_the_callers_tracing_goes_on_between_and_after_hidden_steps(traced):
    steps = environment.untraced(lambda: iter([1, 2]))
    assert next(steps) == 1
    assert len(tracers()) == 1
    assert list(steps) == [2]
    assert len(tracers()) == 1


def test_an_error_in_hidden_work_reaches_the_caller(traced):
    def work():
        yield 1
        raise ValueError("as it is")

    with pytest.raises(ValueError, match="as it is"):
        list(environment.untraced(work))


def test_a_terminal_without_the_letters_gets_question_marks():
    import subprocess
    import sys

    code = "from telltale.agent.environment import accept_any_text as a; a(); import sys; print('“\\udcff”');"
    code += "print('é', file=sys.stderr)"
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, timeout=60, check=True)
    assert done.stdout.strip() == b"???" and done.stderr.strip() in (b"?", b"\\xe9")


def test_no_machine_code_is_fetched_when_a_library_is_imported(tmp_path):
    """The package `kernels`, if it is there, would be asked to fetch some."""
    (tmp_path / "kernels.py").write_text("print('fetched')")
    check = (
        "import importlib.util, telltale.agent, bitsandbytes.backends.cpu.ops, transformers; "
        "print(importlib.util.find_spec('kernels'))"
    )
    environ = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True, env=environ)
    assert done.stdout.strip() == "None" and "kernels" not in done.stderr
