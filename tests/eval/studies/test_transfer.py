from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from telltale.eval.sets import degradations
from telltale.eval.sets.records import Record
from telltale.eval.studies import transfer
from telltale.finetune.heads.ridge import tower_features
from telltale.finetune.heads.ridge.clip_training import Fold
from telltale.finetune.heads.ridge.ridge import Head


def records() -> list[Record]:
    found = []
    for s in range(6):
        found += [
            Record(path=Path(f"set/r/{s}-{n}.jpg"), label="real", source=f"camera {s}", group=f"r{s}-{n}")
            for n in range(20)
        ]
    for s, maker in enumerate(["flux", "sdxl", "glide"]):
        found += [
            Record(
                path=Path(f"set/g/{s}-{n}.jpg"),
                label="generated",
                source=f"site {s}",
                group=f"g{s}-{n}",
                generator=maker,
            )
            for n in range(20)
        ]
    return found


@pytest.fixture
def corpus(monkeypatch):
    """Samples, and features of which the first tells the label and the second the source."""
    samples = tower_features.corpus(records(), degraded=1, pseudo=0.5)
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(len(samples), 6)).astype(np.float32)
    for row, sample in zip(rows, samples, strict=True):
        row[0] += 4.0 if sample.generated else -4.0
        row[1] += 5.0 * (int(sample.record.source[-1]) % 3)
    recipes = (replace(transfer.RECIPES[0], columns=slice(1, 3)), *transfer.RECIPES[1:])
    monkeypatch.setattr(transfer, "RECIPES", recipes)
    monkeypatch.setattr(transfer, "PLAIN", recipes[0])
    return samples, rows


def test_recipes_are_told_apart_and_the_rival_is_scored_where_it_was_run(corpus):
    samples, rows = corpus
    rival = np.full(len(samples), np.nan)
    part = transfer.some(samples, 10)
    rival[part] = [-1.0 if samples[i].generated else 1.0 for i in part]  # always wrong
    table, right = transfer.recipes_table(samples, rows, rival)
    mean = {row[0]: float(row[-1]) for row in table}
    blind, rest = transfer.RECIPES[0].name, [recipe.name for recipe in transfer.RECIPES[1:]]
    assert mean[blind] < 0.75 and min(mean[name] for name in rest) > 0.99
    assert mean[transfer.RIVAL] == 0.0
    accuracy = {row[0]: float(row[-1]) for row in right}
    assert accuracy[transfer.SHIPPED.name] > 0.98 and accuracy[transfer.RIVAL] <= 0.5 and accuracy[blind] < 0.75


def test_thresholds_of_accuracy_do_not_see_what_they_judge():
    scores, truth = np.array([0.0, 1.0, 2.0, 3.0]), np.array([False, False, True, True])
    assert transfer.best_threshold(scores, truth) == 1.0
    found = [Record(path=Path("s/x/1.jpg"), label="real", source=f"r{n // 4}", group=str(n)) for n in range(8)]
    found += [Record(path=Path("s/x/2.jpg"), label="generated", source=f"g{n // 4}", group=str(n)) for n in range(8)]
    samples = tower_features.corpus(found, degraded=0)
    folds = [
        Fold("g0", np.array([0, 1, 2, 3, 8, 9, 10, 11]), ()),
        Fold("g1", np.array([4, 5, 6, 7, 12, 13, 14, 15]), ()),
    ]
    low = np.array([0.0, 0.1, 0.2, 0.3, 1.0, 1.1, 1.2, 1.3])  # fold g0 is told apart at .3, its place is 0 to 1.3
    high = np.array([2.0, 2.1, 2.2, 2.3, 9.0, 9.1, 9.2, 9.3])
    right = transfer.accuracies(samples, [(folds[0], low), (folds[1], high)])
    assert right == {("s", "g0"): 0.5, ("s", "g1"): 0.5}  # at the threshold of the other, all are of one label


def test_thresholds_come_from_the_other_sources(corpus):
    samples, rows = corpus
    shipped = transfer.outcomes(samples, rows, transfer.SHIPPED)
    assert len(shipped) == 3 * 4  # each source against each real fold
    by_source = {row[0]: row[1:] for row in transfer.thresholds_table(samples, shipped)}
    assert by_source["site 0"] == ("–", "100.0% of 20")
    alarms = [
        float(cells[0].split("%")[0]) for name, cells in by_source.items() if name in {f"camera {n}" for n in range(6)}
    ]
    assert len(alarms) == 6 and np.mean(alarms) < 20


def test_damaged_features_are_scored_by_the_heads_that_left_them_out(corpus):
    samples, rows = corpus
    heads = {recipe.name: transfer.outcomes(samples, rows, recipe) for recipe in (transfer.PLAIN, transfer.SHIPPED)}
    part = transfer.some(samples, 5)
    names = list(degradations.NAMED)
    damaged = np.concatenate([rows[part], -rows[part], *[rows[part]] * (len(names) - 2)])
    rival = np.tile([1.0 if samples[i].generated else 0.0 for i in part], len(names))
    table = transfer.damage_table(samples, heads, part, damaged, rival)
    shipped = {row[0]: (float(row[-2]), float(row[-1])) for row in table if row[1] == transfer.SHIPPED.name}
    assert min(shipped[names[0]]) > 0.98 and max(shipped[names[1]]) < 0.1 and list(shipped) == names
    assert all(float(row[-2]) < 0.75 for row in table if row[:2] == (names[0], transfer.PLAIN.name))
    assert all(row[-2:] == ("1.000", "1.000") for row in table if row[1] == transfer.RIVAL)


def test_some_takes_even_steps_of_every_source(corpus):
    samples, _ = corpus
    part = transfer.some(samples, 7)
    sources = [samples[i].record.source for i in part]
    assert {sources.count(name) for name in set(sources)} == {7} and len(set(sources)) == 9
    assert all(samples[i].variant == 0 for i in part)


def test_scaling_runs_with_a_share_of_pictures_and_of_generators(corpus):
    rows = transfer.scaling_table(*corpus)
    assert rows[-1][1] == "100.0%" and float(rows[-1][-1]) > 0.99
    assert {row[0] for row in rows} == {"pictures", "generators"}


def test_facts_group_the_pictures_by_size_and_quality(tmp_path, photographs):
    found = []
    for number in range(60):
        side, label = (96, 128)[number % 2], ("real", "generated")[number // 2 % 2]
        path = tmp_path / "set" / "r" / f"{number}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        photographs[number % len(photographs)].resize((side, side)).save(path, quality=92 if side == 96 else 71)
        found.append(Record(path=path, label=label, source=f"{label} {number % 5}", group=str(number)))
    samples = tower_features.corpus(found, degraded=0)
    fold = Fold("x", np.arange(60), ())
    head = Head(np.zeros(1, np.float32), 0.0, np.zeros(1, np.float32), np.ones(1, np.float32))
    scores = np.array([float(s.generated) for s in samples], np.float32)
    table = transfer.facts_table(samples, [transfer.Outcome(fold, head, scores)], least=10)
    assert {row[1] for row in table} == {"96 px", "128 px", "JPEG 90–94", "JPEG 70–74"}
    assert all(row[3] == "1.000" and row[2] == "15 / 15" for row in table)


def test_pairs_of_like_content_do_not_gain_from_content():
    truth = np.array([False, False, True, True] * 30)
    home = np.array([0, 0, 1, 1] * 30)  # content tells the label
    scores = truth + np.random.default_rng(0).normal(0, 0.1, 120).astype(np.float32)
    assert transfer._within(scores, truth, home) is None
    mixed = np.array([0, 1, 0, 1] * 30)
    assert transfer._within(np.array(mixed, np.float32), truth, mixed) == 0.5
    assert transfer._within(scores, truth, mixed) > 0.99


def test_content_is_matched_on_the_last_layer(corpus, monkeypatch):
    samples, rows = corpus
    monkeypatch.setattr(transfer, "LAST", slice(1, 3))
    shipped = transfer.outcomes(samples, rows, transfer.SHIPPED)
    ((where, whole, like),) = transfer.matched_table(samples, rows, shipped, clusters=3)
    assert where == "set" and float(whole) > 0.99 and float(like) > 0.99
