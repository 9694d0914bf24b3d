"""Whether an adapter is trained on pictures of one's own, and whether it is kept, on answers made here."""

import json

import numpy as np
import pytest
from telltale.agent import bundle
from telltale.agent.reasoning.weighing import terms
from telltale.eval.sets.records import Record
from telltale.finetune import adapter_effect, own_adapter, own_bundle
from telltale.finetune.adapters import checkpoints
from telltale.finetune.adapters.assess import Asked
from telltale.finetune.effect import Figure
from telltale.finetune.progress_steps import Steps
from telltale.finetune.weighing.own_limits import limits


def answers(share, seed=0, groups=40, each=6):
    """Which answers of some groups are right at a share, the cell of each, and its group."""
    rng = np.random.default_rng(seed)
    count = groups * each
    cell = np.arange(count) % 4  # two cues, present and absent
    return rng.random(count) < share, cell, [str(n // each) for n in range(count)]


def test_answers_weigh_the_same_by_cue_and_by_answer():
    """Cue 0: 3 of 4 absent and 0 of 1 present are right, .375; cue 1 was never present."""
    correct = np.array([True, True, True, False, False, True])
    assert adapter_effect.right(correct, np.array([0, 0, 0, 0, 1, 2])) == pytest.approx(0.375)
    assert adapter_effect.right(correct[:2], np.array([0, 0])) is None


def test_an_adapter_is_kept_only_for_a_gain_that_chance_does_not_explain():
    before, cell, group = answers(0.6)
    after, _, _ = answers(0.85, seed=1)
    effect = adapter_effect.compared(before, after, cell, group)
    assert effect.kept and effect.gain is not None and 0.15 < effect.gain.value < 0.35
    assert "is in the bundle" in effect.report()[-1]
    other, _, _ = answers(0.6, seed=2)
    same = adapter_effect.compared(before, other, cell, group)
    assert not same.kept and "stays as it was" in same.report()[-1]


@pytest.mark.parametrize(
    ("left", "seconds", "planned"),
    [
        (float("inf"), 1.0, (600, 200)),
        # 40 pictures twice and 16 steps of 8 pictures at 2.6 s take 412.8 s; of the time that is left 85% are used
        (400.0, 1.0, pytest.approx(412.8 / 0.85)),
        (1_000_000.0, 1.0, (600, 200)),
    ],
)
def test_the_time_decides_how_much_is_trained(left, seconds, planned):
    assert own_adapter.plan(left, seconds) == planned
    if left == 400.0:
        steps, pictures = own_adapter.plan(600.0, 0.3)
        assert 16 <= steps <= 600 and 40 <= pictures <= 200
        assert steps * 8 * 2.6 * 0.3 + 2 * pictures * 0.3 <= 600


def test_too_few_groups_train_no_adapter(tmp_path):
    records = [
        Record(path=tmp_path / f"{label}{n}.png", label=label, source="s", group=f"{label}{n}")
        for label in ("real", "generated")
        for n in range(5)
    ]
    effect = own_adapter.run(records, None, tmp_path, tmp_path / "out", Steps(1))
    assert effect.why_not and "32 or more pictures of each label" in effect.report()[0]
    learned, left_out = own_adapter.divided(records)
    assert not {r.group for r in learned} & {r.group for r in left_out} and len(learned + left_out) == 10
    adapter_effect.write_effect(effect, tmp_path / "out")  # nothing was measured, so nothing is written
    assert not (tmp_path / "out").exists()


def test_a_training_that_was_cut_off_goes_on_with_its_plan(tmp_path):
    begun = own_adapter.Begun(60, 80, [Asked("edges.halo", "g", True, 0.25)])
    own_adapter.keep(begun, tmp_path / "work" / "begun.json", ["pictures", "30"])
    assert own_adapter.resumed(tmp_path / "work" / "begun.json", ["pictures", "30"]) == begun
    assert own_adapter.resumed(tmp_path / "work" / "begun.json", ["pictures", "60"]) is None  # another time to use
    assert own_adapter.resumed(tmp_path / "none.json", ["pictures", "30"]) is None
    (tmp_path / "work" / "begun.json").write_text('{"about": ["pictures", "30"]')
    assert own_adapter.resumed(tmp_path / "work" / "begun.json", ["pictures", "30"]) is None


@pytest.fixture
def own(tiny_folder, tmp_path, photographs, fresh_adapter, monkeypatch):
    """What `run` needs, with a tiny model in place of `small`: pictures, and a bundle with an adapter for it."""
    from telltale.agent.perception import models

    load = models.load
    fresh_adapter(load(str(tiny_folder)).model, "perceive", tmp_path / "start", r=2, whole_projector=True)
    monkeypatch.setattr(models, "load", lambda name, adapter=None: load(str(tiny_folder), adapter=adapter))
    monkeypatch.setattr(own_adapter, "ready", lambda: True)
    monkeypatch.setattr(own_adapter, "found_generators", lambda work: {})
    monkeypatch.setattr(own_adapter, "plan", lambda left, seconds: (7, 6))
    records = []
    for number in range(80):
        path, label = tmp_path / f"{number}.png", ("real", "generated")[number % 2]
        photographs[number % 4].resize((80 + number, 80)).save(path)
        records.append(Record(path=path, label=label, source=f"s{number % 4}", group=str(number)))
    (tmp_path / "bad.png").write_bytes(b"no picture")
    records.append(Record(path=tmp_path / "bad.png", label="real", source="s0", group="bad"))
    scores = np.random.default_rng(0).normal(-2, 1, 60)
    parameters = limits(terms.shipped(), scores, np.zeros(60, bool), ["claims"] * 60)
    outcome = own_bundle.Outcome(None, parameters, None, [Figure("AUROC", 0.9)])
    own_bundle.write(outcome, own_bundle.Start(None, terms.shipped()), tmp_path / "out", "mine")
    return records, tmp_path / "start", tmp_path / "work", tmp_path / "out"


def test_a_training_that_is_killed_goes_on_where_it_was(own, capsys, monkeypatch):
    """Killed after the first state that it kept, at step 5 of 7."""
    keep = checkpoints.save

    def keep_and_die(*arguments):
        keep(*arguments)
        raise KeyboardInterrupt

    before = bundle.read(own[3]).digest
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(checkpoints, "save", keep_and_die)
        own_adapter.run(*own, Steps(1, 30))
    assert "1 of 81 pictures can't be read" in capsys.readouterr().err
    assert bundle.read(own[3]).digest == before
    effect = own_adapter.run(*own, Steps(1, 30))
    said = capsys.readouterr().err
    assert "going on with the training that was cut off" in said and "resuming after step 5" in said
    assert effect.gain is not None and not effect.why_not
    told_of = json.loads((own[3] / bundle.EFFECT).read_text())
    assert told_of["adapter"]["kept"] is effect.kept and told_of["after"][0]["name"] == "AUROC"


@pytest.mark.parametrize("kept", [True, False])
def test_the_adapter_goes_into_the_bundle_only_if_it_is_kept(own, monkeypatch, kept):
    figure = Figure("share", 0.5)
    effect = adapter_effect.AdapterEffect("", figure, figure, figure, kept=kept)
    monkeypatch.setattr(own_adapter, "compared", lambda *arguments: effect)
    monkeypatch.setattr(own_adapter, "plan", lambda left, seconds: (1, 2))
    own_adapter.run(*own, Steps(1, 30))
    use = bundle.read(own[3]).use("small")
    assert use.name == "mine" and ("perceive" in use.parts) is kept
    assert (own[3] / "perceive" / "cues.json").exists() is kept


def test_too_short_a_time_is_told_with_one_that_would_do(own, monkeypatch):
    """A quarter of an hour of thirty minutes went to the rest, so that 20 minutes more take 40 in all."""
    monkeypatch.setattr(own_adapter, "plan", lambda left, seconds: 1200.0)
    clock = iter([0.0, *[900.0] * 9])
    effect = own_adapter.run(*own, Steps(1, 30, lambda: next(clock)))
    assert "20 min more than the rest, and 15 min are left; give --minutes 40 or more" in effect.why_not
