"""The section “A task” of docs/extend.md, followed in modules of their own: the task is read, scored and tested."""

import inspect
import re
import sys
import types
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from telltale.eval import items, parsing, scoring, tasks
from telltale.eval.tasks import catalogue

ROOT = Path(__file__).resolve().parents[2]
SECTION = (ROOT / "docs/extend.md").read_text(encoding="utf-8").split("\n## A task\n")[1].split("\n## ")[0]
MODULE, SCORE, OPTIONS, TESTS = re.findall(r"```python\n(.*?)```", SECTION, re.S)
(DATA,) = re.findall(r"```json\n(.*?)```", SECTION, re.S)


def run(code, name, **known):
    """A module of the package `telltale.eval.tasks`, made of code."""
    module = types.ModuleType(f"{tasks.__name__}.{name}")
    module.__package__ = tasks.__name__
    vars(module).update(known)
    exec(compile(code, name, "exec"), vars(module))
    return module


def draw(path):
    Image.new("RGB", (48, 48), "red").save(path)


@pytest.fixture
def gallery(monkeypatch):
    """The module of step 1, registered as step 2 says."""
    module = run(MODULE, "gallery")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(tasks, "gallery", module, raising=False)
    source = inspect.getsource(catalogue)
    imported, listed = "    from . import (\n", "    modules = (\n"
    assert source.count(imported) == source.count(listed) == 1
    registered = source.replace(imported, f"{imported}        gallery,\n").replace(
        listed, f"{listed}        gallery,\n"
    )
    extended = run(registered, "catalogue")
    monkeypatch.setattr(catalogue, "available", extended.available)
    return module


def test_the_tests_of_the_section_pass(gallery, tmp_path):
    checks = {name: check for name, check in vars(run(TESTS, "test_gallery")).items() if name.startswith("test_")}
    assert len(checks) == 2
    for name, check in checks.items():
        (tmp_path / name).mkdir()
        known = {"tmp_path": tmp_path / name, "draw": draw}
        check(**{place: known[place] for place in inspect.signature(check).parameters})


def test_constants_score_what_the_counts_of_the_file_say(gallery, tmp_path):
    (tmp_path / "gallery.json").write_text(DATA, encoding="utf-8")
    task = tasks.get("gallery")
    questions = list(task.read(tmp_path / "gallery.json"))
    assert [(item.id, item.truth, item.generator) for item in questions] == [
        ("boat.jpg", "real", ""),
        ("fox.png", "fake", "FLUX"),
    ]
    judged = [parsing.judge(item, items.Reply(called="fake")) for item in questions]
    headline, _, _ = task.score(judged)
    figures = [headline[name].value for name in (f"accuracy, {scoring.STRICT}", "TPR", "TNR")]
    assert figures == [0.5, 1.0, 0.0]


def test_a_score_of_ones_own_adds_its_table(gallery, tmp_path):
    from collections.abc import Sequence

    (tmp_path / "gallery.json").write_text(DATA, encoding="utf-8")
    score = run(SCORE, "score", Sequence=Sequence, Judged=items.Judged, scoring=scoring).score
    judged = [parsing.judge(item, items.Reply(called="fake")) for item in gallery.read(tmp_path / "gallery.json")]
    _, tables, _ = score(judged)
    assert tables[-1].title == "By first letter" and [row[0] for row in tables[-1].rows] == ["b", "f"]


def test_an_option_has_its_default_first():
    known = {"Path": Path, "Iterator": object, "Item": items.Item}
    module = run(f"from __future__ import annotations\n{OPTIONS}", "options", **known)
    (name, choices) = next(iter(module.options.items()))
    assert inspect.signature(module.read).parameters[name].default == choices[0]


def test_every_field_that_the_section_explains_is_one_of_an_item():
    rows = re.findall(r"^\| (`.*?`) \|", SECTION, re.M)
    fields = {field for row in rows for field in re.findall(r"`(\w+)`", row)}
    assert np.isin(list(fields), list(items.Item.model_fields)).all() and len(fields) >= 10
