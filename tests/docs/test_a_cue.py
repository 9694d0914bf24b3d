"""The section “A cue” of docs/extend.md, followed on a copy of the prompts: one entry in a file is enough."""

import importlib
import re
import shutil
import tomllib
from pathlib import Path

import numpy as np
import pytest
from telltale.agent.perception import probes
from telltale.agent.perception.cue_evidence import to_evidence
from telltale.finetune.adapters import cue_questions, probe_data

ROOT = Path(__file__).resolve().parents[2]
SECTION = (ROOT / "docs/extend.md").read_text(encoding="utf-8").split("\n## A cue\n")[1].split("\n## ")[0]
CUE, TURNED = re.findall(r"```toml\n(.*?)```", SECTION, re.S)
(TRUTH,) = re.findall(r"```python\n(.*?)```", SECTION, re.S)
NEW = "anatomy.ears"


@pytest.fixture
def extended(tmp_path, monkeypatch):
    """The prompts with the new cue in its group, as a package of their own."""
    shutil.copytree(ROOT / "prompts", tmp_path / "extended_prompts", ignore=shutil.ignore_patterns("__pycache__"))
    file = tmp_path / "extended_prompts/cues.toml"
    group, before = 'name = "anatomy"\ncue = [\n', file.read_text(encoding="utf-8")
    assert before.count(group) == 1
    file.write_text(before.replace(group, f"{group}  {CUE.strip()}\n"), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    return importlib.import_module("extended_prompts")


@pytest.fixture
def cue(extended):
    return next(cue for cue in extended.cues() if cue.id == NEW)


@pytest.fixture
def learnable(extended, monkeypatch):
    """The questions of the training, made of the extended prompts."""
    monkeypatch.setattr(cue_questions, "cues", extended.cues)
    cue_questions.catalogue.cache_clear()
    yield
    monkeypatch.undo()
    cue_questions.catalogue.cache_clear()


def test_the_entry_is_one_more_cue_and_changes_the_hash(extended, cue):
    from telltale import prompts

    assert {each.id for each in extended.cues()} - {each.id for each in prompts.cues()} == {NEW}
    assert (cue.group, cue.supports, cue.answers) == ("anatomy", "synthetic", ("yes", "no"))
    assert extended.digest("cues.toml") != prompts.digest("cues.toml")


def test_it_is_asked_with_the_others_and_carries_no_weight(extended, cue, tiny, pixels):
    readings = probes.ask(tiny, pixels, extended.cues())
    evidence = {item.source: item for item in to_evidence(readings, "tiny", trained=True)}
    assert len(evidence) == len(extended.cues())
    item = evidence[f"cue:{NEW}"]
    assert cue.question in item.statement and item.supports == "neutral" and item.log_lr is None


def test_it_is_learned_where_the_truth_is_known(learnable, monkeypatch):
    row = eval(f"{{{TRUTH}}}", vars(probe_data))
    monkeypatch.setitem(probe_data.TRUTH, *row.popitem())
    (kind,) = [kind for kind, truth in probe_data.TRUTH.items() if NEW in truth]
    truth = {NEW: probe_data.TRUTH[kind][NEW]}
    asked = [cue_questions.questions(truth, np.random.default_rng(n), 1)[0] for n in range(20)]
    assert {(question.cue.id, question.yes) for question in asked} == {(NEW, False)}


def test_a_turned_question_lets_yes_be_right_as_often_as_no(extended, learnable, monkeypatch):
    table = extended.table("perceive.toml")
    turned = tomllib.loads(TURNED)["turned"]
    monkeypatch.setattr(cue_questions, "table", lambda file: {**table, "turned": {**table["turned"], **turned}})
    asked = [cue_questions.questions({NEW: False}, np.random.default_rng(n), 1)[0] for n in range(60)]
    assert {question.cue.question for question in asked if question.yes} == set(turned.values())
    assert 0.3 < np.mean([question.yes for question in asked]) < 0.7
