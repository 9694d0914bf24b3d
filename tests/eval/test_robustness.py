"""Changes to pictures, framing, attacks: deterministic, and measured against the unchanged."""

import numpy as np
import pytest
import torch
from PIL import Image
from telltale.agent import cli
from telltale.eval import parsing
from telltale.eval.items import Reply
from telltale.eval.responders import PICTURES
from telltale.eval.robustness import measure, optimised, statattack
from telltale.eval.robustness.perturbations import FAMILIES
from telltale.eval.tasks import get


@pytest.fixture
def items(labelled):
    return measure.select(list(get("csv").read(labelled, split="all")), 4)


class Brightness:
    """Believes that bright pictures are fake."""

    name, version, modalities, looks, at_once = "brightness", "1", PICTURES, True, 1
    asked = 0

    def plan(self, items):
        return [[item] for item in items]

    def answer(self, batch, tokens):
        self.asked += len(batch)
        means = [float(np.asarray(Image.open(item.media[0]).convert("L")).mean()) for item in batch]
        odds = [(mean - 127.5) / 4 for mean in means]
        return [Reply(called="fake" if o > 0 else "real", p_fake=float(1 / (1 + np.exp(-o)))) for o in odds]


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_changes_more_with_severity_and_the_same_each_time(name, pixels):
    family = FAMILIES[name]
    small = np.asarray(Image.fromarray(pixels).resize((200, 160)))
    other = small[::-1].copy()
    changes = []
    for severity in family.severities:
        made = [family.change(small, severity, np.random.default_rng(1), lambda: other) for _ in range(2)]
        assert made[0].dtype == np.uint8 and made[0].shape[2] == 3
        assert np.array_equal(*made)
        back = np.asarray(Image.fromarray(np.ascontiguousarray(made[0])).resize((200, 160)))
        changes.append(float(np.abs(back.astype(int) - small).mean()))
    assert min(changes) > 0
    assert changes[-1] >= changes[0] * 0.99


def test_the_middle_stays_where_the_background_is_swapped(pixels):
    made = FAMILIES["background"].change(pixels, 0.7, np.random.default_rng(0), lambda: np.zeros_like(pixels))
    height, width = pixels.shape[:2]
    corner, middle = made[:20, :20], made[height // 3 : height // 2, width // 3 : width // 2]
    assert corner.max() == 0
    assert np.abs(middle.astype(int) - pixels[height // 3 : height // 2, width // 3 : width // 2]).mean() < 60


def test_conditions_are_measured_against_the_unchanged(items, tmp_path):
    model = Brightness()
    conditions = measure.measure(get("csv"), items, model, tmp_path, ["noise", "caption"], report=lambda line: None)
    assert [c.family for c in conditions].count("framing") == len(measure.framings())
    asked = model.asked
    measure.measure(get("csv"), items, model, tmp_path, ["noise", "caption"], report=lambda line: None)
    assert model.asked == asked  # resumed
    table = measure.table(conditions)
    rows = {(row[0], row[1]): row for row in table.rows}
    plain = rows[measure.PLAIN, ""]
    assert plain[7:9] == ("0.000", "0.000")
    assert rows["framing", "tested"][7:9] == ("0.000", "0.000")  # it does not read
    assert float(rows["caption", "3"][8]) > float(rows["caption", "1"][8]) > 0
    assert len(measure.curves(conditions)) == 2
    for before, after in measure.worst(conditions):
        assert before.right and after.right is False


def test_a_framing_stands_around_the_question(items):
    framed = measure.framed(items, "administrator")
    assert framed[0].question.endswith(items[0].question) and "administrator" in framed[0].question
    assert framed[0].id != items[0].id and framed[0].answer == items[0].answer


def test_disparity_names_the_worst_group(labelled):
    items = list(get("csv").read(labelled, split="all")) * 4
    judged = [parsing.judge(item, Reply(called="fake" if item.category == "cat" else item.truth)) for item in items]
    rows = {row[0]: row for row in measure.groups(judged).rows}
    assert rows["category"] == ("category", "2", "0.500", "cat 0.500", "dog 1.000")


def test_settings_that_change_nothing_change_nothing(pixels):
    view = pixels[:64, :64]
    still = statattack.Settings(np.zeros(6, np.float32), 0.05, np.zeros((3, 64, 64), np.float32))
    assert np.abs(statattack.shown(view, still).astype(int) - view).max() <= 1
    strong = statattack.Settings(np.full(6, 9, np.float32), 0.05, np.full((3, 64, 64), 9, np.float32))
    moved = statattack.shown(view, strong).astype(int)
    assert moved.max() <= 255 and (moved - view * np.exp(statattack.EXPOSURE)).max() <= statattack.NOISE + 1


def test_every_setting_has_a_gradient():
    x = torch.rand(1, 3, 24, 24)
    parts = [torch.zeros(6), torch.tensor(0.5), torch.zeros(3, 24, 24)]
    for part in parts:
        part.requires_grad_()
    statattack.apply(x, *parts).var().backward()
    assert all(part.grad is not None and part.grad.abs().sum() > 0 for part in parts)


def test_a_black_box_search_turns_what_depends_on_brightness(items, tmp_path):
    model = Brightness()
    table, turned = optimised.attack(items, model, tmp_path, queries=12, tokens=4, report=lambda line: None)
    rows = {row[0]: row for row in table.rows}
    before, after = int(rows["black-box"][1]), int(rows["black-box"][2])
    assert before > 0 and after > 0.5 * before
    assert len(turned) >= after and all(path.exists() for _, path in turned)
    asked = model.asked
    optimised.attack(items, model, tmp_path, queries=12, tokens=4, report=lambda line: None)
    assert model.asked == asked


@pytest.mark.weights
def test_a_white_box_attack_moves_the_head_it_knows(small_folder, astronaut):
    from telltale.agent.detectors import clip_heads
    from telltale.agent.perception import tower

    heads = clip_heads.shipped()
    view = np.asarray(astronaut.resize((224, 224)))
    attacked = statattack.white_box(view, heads, 1.0, steps=6)
    before, after = (float(heads.log_odds(tower.embed(p[None]).vectors)[0]) for p in (view, attacked))
    assert after > before + 1.0


def test_the_command_writes_curves_and_a_page(labelled, tmp_path, capsys):
    out = tmp_path / "out"
    command = [
        *(
            "eval",
            "robustness",
            "--data",
            str(labelled),
            "--model",
            "detector:noise",
            "--out",
            str(out),
            "--count",
            "3",
        ),
        *("--families", "jpeg", "resize", "--attacks", "0"),
    ]
    assert cli.main(command) == 0
    assert "### By condition" in capsys.readouterr().out
    page = (out / "page.html").read_text()
    assert "Robustness of detector:noise" in page and page.count("<svg") == 2
    assert (out / "by-condition.csv").exists()
    assert cli.main([*command[:-3], "wobble", "--attacks", "0"]) == 2
    assert "no family 'wobble'" in capsys.readouterr().err
