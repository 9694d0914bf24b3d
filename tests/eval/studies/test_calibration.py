import json

import numpy as np
from PIL import Image
from telltale.eval.studies import calibration, experts
from telltale.finetune.weighing import evidence_table
from tests.finetune.test_fusion import made, row


def test_calibration_is_judged_on_sources_that_no_part_of_it_saw():
    given = made(800).only(["clip"])
    folds = calibration.nested(given, "synthetic")
    for how in calibration.CALIBRATIONS.values():
        total = calibration.calibrated(given, folds, how)
        _, ece, _, _, cllr, *_ = (float(value) for value in calibration.figures(total, given))
        assert ece < 0.06 and cllr < 0.75
    best, worst = (
        calibration.figures(given.scores["clip"] * 2, given),
        calibration.figures(-given.scores["clip"], given),
    )
    assert float(best[0]) > 0.9 and float(worst[0]) < 0.1


def test_answers_are_wrong_about_as_often_as_was_promised():
    judged = calibration.judge(made(4000), "synthetic")
    for r in calibration.selective(judged, "synthetic"):
        rate, answered, wrong = (float(value.rstrip("%")) for value in r[1:4])
        assert wrong <= rate + 1.5 and answered > (30 if rate >= 5 else 5)


def test_other_sets_are_judged_by_the_fold_of_their_source():
    given = made(800)
    other = made(400, seed=5)
    judged = calibration.judge(given, "synthetic", other)
    assert judged.given is other and np.isfinite(judged.log_lr).all() and (judged.log_lr != 0).all()
    found, cleared = judged.called(0.2)
    assert found[other.truth].mean() > 0.5 > found[~other.truth].mean() and not (found & cleared).any()


def test_the_tables_print_and_the_diagram_is_drawn(tmp_path, capsys):
    rng = np.random.default_rng(0)
    rows = []
    for truth, mean in (("real", -1.0), ("synthetic", 1.0), ("tampered", 0.0)):
        for n in range(150):
            noise = float(np.exp(rng.normal(3 + (truth == "tampered"), 1)))
            rows.append(row(n, truth, clip=rng.normal(mean, 1), jpeg=noise, noise=rng.random()))
    rows += [r.model_copy(update={"place": "other", "name": f"o{r.name}"}) for r in rows]
    file = tmp_path / "readings.jsonl"
    file.write_text("".join(r.model_dump_json() + "\n" for r in rows))
    assert calibration.main(["--readings", str(file), "--fit-on", "set", "--diagram", str(tmp_path / "d.png")]) == 0
    said = capsys.readouterr().out
    for title in ("Calibration", "What each source", "Abstention", "Slices", "Sources", "Imbalance"):
        assert f"### {title}" in said
    assert "the chosen ones, held to rise" in said
    assert "not fitted on: set other" in said and "temperature (shipped)" in said
    assert Image.open(tmp_path / "d.png").size[0] > 500


def test_figures_do_not_hang_on_the_order_of_the_rows():
    given = made(900).only(["clip"])
    given = given.part(np.flatnonzero((given.source != "r0") | (np.arange(900) % 3 == 0)))  # sources of two sizes
    often = np.bincount(calibration.resampled(given), minlength=len(given.truth))
    mass = evidence_table.weights(given.truth, given.source)
    assert np.abs(often - mass / mass.sum() * 20000).max() <= 1
    turned = given.part(np.random.default_rng(0).permutation(len(given.truth)))
    for ours, theirs in zip(*(calibration.figures(g.scores["clip"], g) for g in (given, turned)), strict=True):
        assert abs(float(ours) - float(theirs)) < 3e-3


def test_noise_in_the_labels_costs_little():
    given = made(2000)
    noisy = calibration.with_noise(given, "synthetic")
    assert np.mean((noisy > 0) == given.truth) > 0.8


def entries(n=600):
    rng = np.random.default_rng(0)
    found = {}
    for i in range(n):
        truth = i % 2
        outputs = {}
        for name, skill in (("A", 1.5), ("B", 1.0), ("C", 1.0)):
            p = float(1 / (1 + np.exp(-rng.normal(skill * (2 * truth - 1), 1.5))))
            outputs[name] = {"pred_label": int(p > 0.5), "pred_prob": p, "calibration_prob": p}
        outputs["V"] = {"pred_label": int(rng.random() < 0.75) ^ (1 - truth)}
        found[str(i)] = {
            "gt_label": truth,
            "source_dataset": f"d{i % 3}",
            "data_source": "x",
            "model_predictions": outputs,
        }
    return found


def test_fusing_other_peoples_detectors_beats_each_of_them(tmp_path, capsys):
    file = tmp_path / "experts.json"
    file.write_text(json.dumps(entries()))
    assert experts.main([str(file)]) == 0
    area = {}
    for line in capsys.readouterr().out.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if " alone" in line or "ours" in line:
            area[cells[1], cells[2]] = float(cells[3])
    singles = [value for (name, _), value in area.items() if "alone" in name]
    assert len(singles) == 4 and area["ours, experts and VLMs", "five folds"] > max(singles)


def test_an_attack_on_one_expert_turns_no_verdict(tmp_path):
    file = tmp_path / "experts.json"
    file.write_text(json.dumps(entries()))
    whole = evidence_table.experts(file)
    rows = {r[0]: r for r in experts.attack_table(whole, ["V"])}
    assert rows["nobody"][3] == "100.0%"
    for name in ("A", "B", "C", "V"):
        turned = float(rows[name][5].split("%")[0])
        assert turned < 2.0


def test_the_best_threshold_for_f1_follows_the_rate():
    total, truth = np.array([0.0, 1.0, 2.0, 3.0]), np.array([False, True, False, True])
    assert experts.best_f1(total, truth, 0.5) < 1.0 < 2.0 < experts.best_f1(total, truth, 0.001)
