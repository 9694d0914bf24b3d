from dataclasses import replace

import numpy as np
from telltale.eval.sets import degradations
from telltale.eval.sets.records import Record
from telltale.eval.studies import folds, left_out_tables
from telltale.eval.studies.left_out_tables import RIVAL
from telltale.finetune.heads import tower_features
from telltale.finetune.heads.clip_training import Fold
from telltale.finetune.heads.ridge import LinearHead

RECIPES = (replace(folds.PLAIN, columns=slice(1, 3)), *folds.RECIPES[1:])  # the first does not see the label


def test_recipes_are_told_apart_and_the_rival_is_scored_where_it_was_run(corpus):
    samples, rows = corpus
    rival = np.full(len(samples), np.nan)
    part = folds.evenly_chosen(samples, 10)
    rival[part] = [-1.0 if samples[i].generated else 1.0 for i in part]  # always wrong
    table, right = left_out_tables.recipes_table(samples, rows, rival, RECIPES)
    mean = {row[0]: float(row[-1]) for row in table}
    blind, rest = RECIPES[0].name, [recipe.name for recipe in RECIPES[1:]]
    assert mean[blind] < 0.75 and min(mean[name] for name in rest) > 0.99
    assert mean[RIVAL] == 0.0
    accuracy = {row[0]: float(row[-1]) for row in right}
    assert accuracy[folds.SHIPPED.name] > 0.98 and accuracy[RIVAL] <= 0.5 and accuracy[blind] < 0.75


def test_thresholds_come_from_the_other_sources(corpus):
    samples, rows = corpus
    shipped = folds.outcomes(samples, rows, folds.SHIPPED)
    by_source = {row[0]: row[1:] for row in left_out_tables.thresholds_table(samples, shipped)}
    assert by_source["site 0"] == ("–", "100.0% of 20")
    alarms = [
        float(cells[0].split("%")[0]) for name, cells in by_source.items() if name in {f"camera {n}" for n in range(6)}
    ]
    assert len(alarms) == 6 and np.mean(alarms) < 20


def test_damaged_features_are_scored_by_the_heads_that_left_them_out(corpus):
    samples, rows = corpus
    heads = {recipe.name: folds.outcomes(samples, rows, recipe) for recipe in (RECIPES[0], folds.SHIPPED)}
    part = folds.evenly_chosen(samples, 5)
    names = list(degradations.NAMED)
    damaged = np.concatenate([rows[part], -rows[part], *[rows[part]] * (len(names) - 2)])
    rival = np.tile([1.0 if samples[i].generated else 0.0 for i in part], len(names))
    table = left_out_tables.damage_table(samples, heads, part, damaged, rival)
    shipped = {row[0]: (float(row[-2]), float(row[-1])) for row in table if row[1] == folds.SHIPPED.name}
    assert min(shipped[names[0]]) > 0.98 and max(shipped[names[1]]) < 0.1 and list(shipped) == names
    assert all(float(row[-2]) < 0.75 for row in table if row[:2] == (names[0], folds.PLAIN.name))
    assert all(row[-2:] == ("1.000", "1.000") for row in table if row[1] == RIVAL)


def test_scaling_runs_with_a_share_of_pictures_and_of_generators(corpus):
    rows = left_out_tables.scaling_table(*corpus)
    assert rows[-1][1] == "100.0%" and float(rows[-1][-1]) > 0.99
    assert {row[0] for row in rows} == {"pictures", "generators"}


def test_facts_group_the_pictures_by_size_and_quality(tmp_path, photographs):
    records = []
    for number in range(60):
        side, label = (96, 128)[number % 2], ("real", "generated")[number // 2 % 2]
        path = tmp_path / "set" / "r" / f"{number}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        photographs[number % len(photographs)].resize((side, side)).save(path, quality=92 if side == 96 else 71)
        records.append(Record(path=path, label=label, source=f"{label} {number % 5}", group=str(number)))
    samples = tower_features.corpus(records, degraded=0)
    fold = Fold("x", np.arange(60), ())
    head = LinearHead(np.zeros(1, np.float32), 0.0, np.zeros(1, np.float32), np.ones(1, np.float32))
    scores = np.array([float(s.generated) for s in samples], np.float32)
    table = left_out_tables.facts_table(samples, [folds.Outcome(fold, head, scores)], least=10)
    assert {row[1] for row in table} == {"96 px", "128 px", "JPEG 90–94", "JPEG 70–74"}
    assert all(row[3] == "1.000" and row[2] == "15 / 15" for row in table)


def test_pairs_of_like_content_do_not_gain_from_content():
    truth = np.array([False, False, True, True] * 30)
    content = np.array([0, 0, 1, 1] * 30)  # tells the label
    scores = truth + np.random.default_rng(0).normal(0, 0.1, 120).astype(np.float32)
    assert left_out_tables.auroc_within(scores, truth, content) is None
    mixed = np.array([0, 1, 0, 1] * 30)
    assert left_out_tables.auroc_within(np.array(mixed, np.float32), truth, mixed) == 0.5
    assert left_out_tables.auroc_within(scores, truth, mixed) > 0.99


def test_content_is_matched_on_the_columns_of_the_last_layer(corpus):
    samples, rows = corpus
    shipped = folds.outcomes(samples, rows, folds.SHIPPED)
    ((place, whole, within),) = left_out_tables.matched_table(samples, rows, shipped, clusters=3, columns=slice(1, 3))
    assert place == "set" and float(whole) > 0.99 and float(within) > 0.99
