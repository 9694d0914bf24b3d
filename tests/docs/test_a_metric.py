"""The section “A metric” of docs/extend.md, followed on copies of the functions that it changes."""

import inspect
import re
import textwrap
from pathlib import Path

import pytest
from telltale.eval import metrics, parsing
from telltale.eval.items import Item, Reply
from telltale.eval.metrics import accuracy
from telltale.eval.scoring import calls, judgements

ROOT = Path(__file__).resolve().parents[2]
SECTION = (ROOT / "docs/extend.md").read_text(encoding="utf-8").split("\n## A metric\n")[1].split("\n## ")[0]
FUNCTION, TEST, METHOD, HEADLINE = re.findall(r"```python\n(.*?)```", SECTION, re.S)


def run(code, module, name):
    """A function of that name, made of code in the names of a module."""
    names = dict(vars(module))
    exec(compile(f"from __future__ import annotations\n{textwrap.dedent(code)}", name, "exec"), names)
    return names[name]


@pytest.fixture
def informedness(monkeypatch):
    function = run(FUNCTION, accuracy, "informedness")
    monkeypatch.setattr(metrics, "informedness", function, raising=False)
    return function


def test_the_test_of_the_section_passes(informedness):
    names = {"metrics": metrics, "pytest": pytest}
    exec(TEST, names)
    names["test_informedness_by_hand"]()


def test_the_headline_shows_it_with_an_interval(informedness, monkeypatch):
    monkeypatch.setattr(calls.Calls, "informedness", run(METHOD, calls, "informedness"), raising=False)
    source, line = inspect.getsource(judgements.detection), HEADLINE.splitlines()[0]
    assert source.count(line) == 1
    detection = run(source.replace(f"{line}\n", HEADLINE), judgements, "detection")
    truths, called = ("fake", "real", "real", "real"), ("fake", "fake", "real", "real")
    judged = [
        parsing.judge(Item(id=str(n), kind="judgement", media=(), question="?", truth=truth), Reply(called=call))
        for n, (truth, call) in enumerate(zip(truths, called, strict=True))
    ]
    headline, _, _ = detection(judged)
    figure = headline["informedness"]
    assert figure.value == pytest.approx(2 / 3) and figure.n == 4
    assert figure.low is not None and figure.low <= figure.value <= figure.high


def test_the_documented_places_exist():
    for place in set(re.findall(r"`((?:eval|tests)/[\w/.]+)`", SECTION)):
        assert (ROOT / place).exists(), place
