"""Bundles from pictures of one's own, on features that are made here."""

import json

import numpy as np
import pytest
from telltale.agent import bundle, cli
from telltale.agent.detectors import clip_heads
from telltale.agent.perception import tower
from telltale.agent.reasoning.weighing import terms
from telltale.eval.sets.records import Record
from telltale.finetune import own_bundle, own_set, own_training
from telltale.finetune.heads import started_heads
from telltale.finetune.heads.tower_features import Sample
from telltale.finetune.progress_steps import Steps

PICTURES = 8  # of each source


@pytest.fixture(scope="module")
def start():
    """Shipped heads cut to a few features, which don't know the pictures here."""
    heads = clip_heads.shipped()
    few = {
        "weight": np.array([1.0, 0, 0, 0, 0, 0], np.float32),
        "bias": 0.0,
        "slope": 2.0,
        "offset": 0.0,
        "basis": np.eye(6, dtype=np.float32),
        "centre": np.zeros(6, np.float32),
        "reference": np.tile(np.array([0, 0, 0, 0, 0, 127], np.int8), (40, 1)),
        "reference_real": np.arange(40) % 2 == 0,
        "reference_names": tuple(map(str, range(40))),
        "reference_sources": ("old",) * 40,
        "family_weight": np.zeros((1, 6), np.float32),
        "family_bias": np.zeros(1, np.float32),
        "families": ("none",),
    }
    from dataclasses import replace

    return own_bundle.Start(replace(heads, **few), terms.shipped())


def corpus(sources, seed=0, second=2.0):
    """Samples and features: the first feature tells the label weakly, as the start knows, the second one strongly."""
    rng, samples, rows = np.random.default_rng(seed), [], []
    for label, sign in (("real", -1), ("generated", 1)):
        for source in range(sources):
            for number in range(PICTURES):
                name = f"{label}-{source}-{number}"
                fields = {"path": f"/set/whole/{label}/{name}.jpg", "label": label, "picture": name, "group": name}
                samples.append(Sample(Record(source=f"{label} {source}", original=(224, 224), **fields)))
                rows.append(np.add(rng.normal(size=6), [0.3 * sign, second * sign, 0, 0, 0, 0]))
    return samples, np.array(rows, np.float16)


def test_heads_that_start_from_others_learn_what_is_new(start):
    samples, features = corpus(24)
    outcome = own_training.trained(samples, features, start, own_training.OwnOptions(), trainable=True)
    assert outcome.heads is not None and outcome.by == "source" and outcome.before is not None
    before, after = outcome.before[0].value, outcome.after[0].value
    assert before < 0.8 < 0.95 < after
    assert outcome.heads.counts == (192, 192) and len(outcome.heads.reference) == 40 + 384
    own = outcome.parameters.references["synthetic"].own_real
    assert own is not None and (own.unit, own.units) == ("source", 24)


def test_heads_that_gain_nothing_are_not_taken(start):
    samples, features = corpus(6, second=0.0)
    outcome = own_training.trained(samples, features, start, own_training.OwnOptions(), trainable=True)
    assert outcome.heads is None and outcome.kept_because
    assert outcome.parameters.terms == terms.shipped().terms
    own = outcome.parameters.references["synthetic"].own_real
    assert own is not None and (own.unit, own.sources, outcome.by) == ("picture", 6, "group")
    said = own_bundle.report(outcome, 0.05)
    assert (
        "Figures are of pictures from the same sources that were left out, by the main detector's score alone." in said
    )


def test_too_few_sources_train_no_head(start):
    samples, features = corpus(2)
    outcome = own_training.trained(samples, features, start, own_training.OwnOptions(), trainable=False)
    assert outcome.heads is None and "5 sources" in outcome.kept_because
    with pytest.raises(ValueError, match="add sources"):
        own_training.trained(
            samples, features, own_bundle.Start(None, terms.shipped()), own_training.OwnOptions(), trainable=False
        )


def test_pictures_that_the_start_knows_do_not_measure_it(start):
    samples, features = corpus(6)
    heads, _ = started_heads.train(samples, features, start.heads, "group")
    assert all(started_heads.learned_from(samples, features, heads))
    assert not any(started_heads.learned_from(samples, features, start.heads))


def test_known_pictures_flatter_neither_column_and_set_no_limit(start, capsys):
    samples, features = corpus(10)
    old = [i for i, s in enumerate(samples) if int(s.record.source.split()[1]) < 4]
    heads, _ = started_heads.train([samples[i] for i in old], features[old], start.heads, "group")
    own = own_bundle.Start(heads, terms.shipped())
    outcome = own_training.trained(samples, features, own, own_training.OwnOptions(), trainable=True)
    assert "figures and limits leave these out" in capsys.readouterr().err
    kind = outcome.parameters.references["synthetic"].own_real
    assert kind is not None and kind.sources == 6 and 44 <= kind.pictures <= 6 * PICTURES  # two look known by chance
    with pytest.raises(ValueError, match="learned from all pictures of a label"):
        few = [samples[i] for i in old]
        own_training.trained(few, features[old], own, own_training.OwnOptions(), trainable=False)


@pytest.mark.parametrize(
    ("minutes", "limit", "taken", "said"),
    [
        (30, 40, 40, "time for all 24 pictures"),
        (30, 3, 3, "time for all 9 pictures"),
        (0.5, 40, 5, "time for 5 of each source"),
    ],
)
def test_the_time_decides_how_many_pictures_are_taken(tmp_path, astronaut, capsys, minutes, limit, taken, said):
    for source in "abc":
        for number in range(8):
            file = tmp_path / "real" / source / f"{number}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            astronaut.resize((64, 64)).save(file)
    records = own_set.records_in([tmp_path])
    options = own_training.OwnOptions(minutes=minutes, limit=limit)
    assert min(own_training.fitting(records, 0.5, options), limit) == min(taken, limit, 8)
    assert said in capsys.readouterr().err


def test_a_run_that_goes_on_takes_the_same_pictures_however_fast_the_machine_is(tmp_path, capsys):
    records = [
        Record(path=tmp_path / f"{n}.png", label="real", source="a", group=str(n), picture=f"{n}.jpg") for n in range(9)
    ]
    options, file = own_training.OwnOptions(minutes=1), tmp_path / "work" / "taken.json"
    assert own_training.kept_fitting(records, 1.5, options, file) == 4
    assert own_training.kept_fitting(records, 0.1, options, file) == 4
    assert "going on with the run before" in capsys.readouterr().err
    assert own_training.kept_fitting(records[:8], 0.1, options, file) == 8  # other pictures
    file.write_text("{}")
    assert own_training.kept_fitting(records, 0.1, options, file) == 9


def test_what_was_trained_is_a_bundle(start, tmp_path, monkeypatch):
    monkeypatch.setattr(tower, "D", 6)
    samples, features = corpus(24)
    outcome = own_training.trained(samples, features, start, own_training.OwnOptions(), trainable=True)
    own_bundle.write(outcome, start, tmp_path / "mine", "mine")
    read = bundle.read(tmp_path / "mine")
    use = read.use("small")
    assert (use.name, use.strength_from, use.limits_from) == ("mine", "bundle", "bundle")
    assert (use.photographs, use.photograph_sources, use.generated_sources) == (192, 24, 24)
    effect = json.loads((tmp_path / "mine" / bundle.EFFECT).read_text())
    assert effect["after"][0]["name"] == "AUROC" and effect["before"] is not None
    assert any("new source" in line for line in own_bundle.report(outcome, 0.1))


@pytest.mark.parametrize(
    ("sources", "limit", "taken"), [({"a": 5, "b": 2}, 3, 5), ({"a": 5, "b": 2}, 9, 7), ({"a": 5}, 1, 1)]
)
def test_each_source_gives_at_most_the_limit(sources, limit, taken):
    records = [
        Record(path=f"{name}/{i}.jpg", label="real", source=name, group=f"{name}{i}")
        for name, count in sources.items()
        for i in range(count)
    ]
    assert len(own_set.limited(records, limit)) == taken
    assert own_set.most(records, taken) >= min(limit, max(sources.values()))


def test_one_source_is_said_to_carry_no_error_rate(tmp_path, astronaut):
    for label in ("real", "fake"):
        (tmp_path / "set" / label).mkdir(parents=True)
        astronaut.resize((64, 64)).save(tmp_path / "set" / label / "a.png")
    counts = own_set.counted(own_set.records_in([tmp_path / "set"]))
    assert counts.sources == (1, 1) and not counts.trainable
    assert "one source can't carry an error rate" in own_set.advice(counts)[0]


def test_too_few_sources_for_a_detector_from_nothing_are_said_before_anything_is_measured(
    tmp_path, astronaut, capsys, monkeypatch
):
    def files(sources, each):
        for label in ("real", "fake"):
            for number in range(sources * each):
                file = tmp_path / "set" / label / f"s{number % sources}" / f"{number}.png"
                file.parent.mkdir(parents=True, exist_ok=True)
                astronaut.resize((16, 16)).save(file)
        return own_set.records_in([tmp_path / "set"])

    def run(records, options):
        return own_training.run(
            records,
            own_bundle.Start(None, terms.shipped()),
            options,
            tmp_path / "work",
            tmp_path / "out",
            Steps(own_training.STEPS),
        )

    monkeypatch.setattr(own_training, "seconds_a_view", lambda: pytest.fail("the encoder is not needed yet"))
    with pytest.raises(ValueError, match=r"takes 5 sources and 40 pictures of each label.*; add sources"):
        run(files(4, 2), own_training.OwnOptions())
    monkeypatch.setattr(own_training, "seconds_a_view", lambda: 0.1)
    with pytest.raises(ValueError, match="5 photographs and 5 generated pictures of them were taken; give a higher"):
        run(files(5, 8), own_training.OwnOptions(limit=1))
    assert "step 1" not in capsys.readouterr().err and not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (["all", "--data", "NONE", "--out", "OUT"], "can't be read"),
        (["all", "--data", "SET", "--out", "SET"], "holds other files"),
        (["all", "--data", "SET", "--minutes", "0", "--out", "OUT"], "--minutes"),
        (["all", "--data", "SET", "--from", "SET", "--out", "OUT"], "no bundle"),
        (["calibrate", "--real", "NONE", "--out", "OUT"], "no such folder"),
        (["calibrate", "--real", "SET", "--error-rate", "2", "--out", "OUT"], "--error-rate 2"),
    ],
)
def test_wrong_calls_are_one_line(tmp_path, astronaut, capsys, call, message):
    (tmp_path / "set" / "real").mkdir(parents=True)
    astronaut.resize((64, 64)).save(tmp_path / "set" / "real" / "a.png")
    places = {"SET": "set", "OUT": "out", "NONE": "none"}
    words = [str(tmp_path / places[word]) if word in places else word for word in call]
    assert cli.main(["finetune", *words, "--work", str(tmp_path / "work")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert message in said or message == "can't be read"
