"""Updates of a bundle by a new generator, on features that are made here."""

import json
from dataclasses import replace

import numpy as np
import pytest
from telltale.agent import bundle, cli
from telltale.agent.detectors import clip_heads
from telltale.agent.perception import tower
from telltale.agent.reasoning.weighing import terms
from telltale.eval.sets.records import Record
from telltale.finetune import effect, own_bundle, own_update
from telltale.finetune.heads import replay_memory
from telltale.finetune.heads.tower_features import Sample
from telltale.finetune.own_update import UpdateOptions

D = 8


@pytest.fixture(scope="module", autouse=True)
def no_intervals():
    """Intervals are left out, since they take most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(effect, "bootstrap", lambda *_, **__: (None, None))
        patch.setattr(effect, "group_share", lambda hits, _: (float(np.mean(hits)), None, None))
        yield


@pytest.fixture(scope="module")
def start():
    """Shipped heads cut to a few features, of which the first tells old generators; they know no picture here."""
    few = {
        "weight": np.eye(D, dtype=np.float32)[0],
        "bias": 0.0,
        "slope": 2.0,
        "offset": 0.0,
        "basis": np.eye(D, dtype=np.float32),
        "centre": np.zeros(D, np.float32),
        "reference": np.tile(np.array([0] * (D - 1) + [127], np.int8), (40, 1)),
        "reference_real": np.arange(40) % 2 == 0,
        "reference_names": tuple(map(str, range(40))),
        "reference_sources": ("old",) * 40,
        "family_weight": np.zeros((1, D), np.float32),
        "family_bias": np.zeros(1, np.float32),
        "families": ("none",),
    }
    return own_bundle.Start(replace(clip_heads.shipped(), **few), terms.shipped())


def views(makers, place, seed):
    """Twelve views of each maker; `place` names the generators, with the feature that gives each away."""
    rng, samples, rows = np.random.default_rng(seed), [], []
    for maker in makers:
        label = "generated" if maker in place else "real"
        for number in range(12):
            name = f"{seed}-{maker}-{number}"
            record = Record(
                path=f"/set/whole/{label}/{name}.jpg",
                label=label,
                source=maker,
                generator=maker if maker in place else "",
                group=name,
                picture=name,
                original=(224, 224),
            )
            samples.append(Sample(record))
            row = rng.normal(size=D)
            row[:2] -= 1
            if maker in place:
                row[place[maker]] += 5
            rows.append(row)
    return samples, np.array(rows, np.float16)


OLD = {f"old {number}": 0 for number in range(6)}
CAMERAS = [f"camera {number}" for number in range(24)]


@pytest.fixture(scope="module")
def older(start):
    return own_update.of_older(*views([*CAMERAS, *OLD], OLD, 1), start)


@pytest.fixture(scope="module")
def result(start, older):
    samples, features = views(["new"], {"new": 1}, 2)
    return own_update.measured(samples, features, start, older, UpdateOptions(views=100))


def test_a_new_generator_is_learned_and_old_ones_stay(result):
    assert result.new[0][0].value < 0.6 < 0.8 < result.new[1][0].value
    assert result.forgotten < 0.05
    assert own_update.refusal(result, UpdateOptions(may_forget=0.05)) == ""
    assert "may-forget" in own_update.refusal(result, UpdateOptions(may_forget=result.forgotten - 0.001))


def test_a_detector_that_knows_the_new_pictures_is_left_alone(start, older):
    samples, features = views(["new"], {"new": 0}, 2)
    same = own_update.measured(samples, features, start, older, UpdateOptions())
    held = replace(same, new=(same.new[1], same.new[1]))
    assert "needs no update" in own_update.refusal(held, UpdateOptions())


def test_limits_promise_no_more_than_was_measured(result, start, older):
    limits = result.parameters.references["synthetic"]
    assert limits.own_real is not None and (limits.own_real.unit, limits.own_real.units) == ("source", 24)
    assert limits.own_alternative is not None and limits.own_alternative.unit == "picture"
    assert result.update.heads.apart == "group"
    by_group = replace(start, heads=replace(start.heads, apart="group"))
    samples, features = views(["new"], {"new": 1}, 2)
    again = own_update.measured(samples, features, by_group, older, UpdateOptions())
    assert again.parameters.references["synthetic"].own_real.unit == "picture"


def test_pictures_that_the_start_learned_from_set_no_limit(start, older):
    stale = replace(older, fresh=np.zeros(len(older), bool))
    with pytest.raises(ValueError, match="had not learned from"):
        own_update.measured(*views(["new", *CAMERAS[:6]], {"new": 1}, 2), start, stale, UpdateOptions())
    few = ["a", "b", "c", "d", "e"]
    samples, features = views([*CAMERAS[:6], *few], dict.fromkeys(few, 1), 2)
    told = own_update.measured(samples, features, start, stale, UpdateOptions())
    assert any("had learned from" in line for line in own_update.report(told, 0.05))
    assert told.parameters.references["synthetic"].own_real.sources == 6


def test_weight_consolidation_needs_photographs(start, older):
    samples, features = views(["new"], {"new": 1}, 2)
    with pytest.raises(ValueError, match="no photographs"):
        own_update.measured(samples, features, start, older, UpdateOptions(method="ewc"))
    samples, features = views(["new", *CAMERAS], {"new": 1}, 2)
    held = own_update.measured(samples, features, start, older, UpdateOptions(method="ewc"))
    assert held.gained > 0


def test_the_bundle_can_be_used_and_updated_again(result, start, tmp_path, monkeypatch):
    monkeypatch.setattr(tower, "D", D)
    out = tmp_path / "newer"
    own_update.write(result, start, out, UpdateOptions(name="newer"))
    read = bundle.read(out)
    assert read.heads is not None and len(read.heads.reference) == 40 + 12
    assert read.use("small").unit == "picture"
    told = json.loads((out / bundle.EFFECT).read_text())
    assert told["older"]["before"][0]["name"] == told["after"][0]["name"] == "AUROC"
    again = own_bundle.start_of(str(out))
    memory = own_update.memory_of(again)
    assert memory is not None and len(memory) == 100 and "new" in memory.generator
    assert memory.features.shape[1] == D and isinstance(memory, replay_memory.Memory)
    samples, features = views(["newest"], {"newest": 2}, 3)
    twice = own_update.measured(samples, features, again, memory, UpdateOptions())
    assert twice.gained > 0
    own_update.write(twice, again, tmp_path / "newest", UpdateOptions(views=0))
    assert own_update.memory_of(own_bundle.start_of(str(tmp_path / "newest"))) is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "--old"),
        (["--from", "base"], "--from base"),
        (["--may-forget", "2"], "--may-forget 2"),
        (["--error-rate", "0"], "--error-rate 0"),
        (["--memory", "-1"], "--memory -1"),
    ],
)
def test_wrong_calls_are_one_line(tmp_path, capsys, options, message):
    call = ["finetune", "update", "--data", str(tmp_path), "--out", str(tmp_path / "out"), *options]
    assert cli.main(call) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and message in said
