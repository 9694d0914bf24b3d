import json

import numpy as np
import pytest
import torch
from PIL import Image
from telltale.agent.perception import adapters, models, probes
from telltale.eval.sets.records import Record
from telltale.finetune.adapters import perceive
from telltale.finetune.adapters.lora import save
from telltale.finetune.adapters.perceive import PerceiveOptions
from telltale.finetune.adapters.probe_data import Example, Examples
from telltale.prompts import cues

OPTIONS = PerceiveOptions(steps=4, batch=2, questions=3, rate=1e-3, rank=2, pool=4, align=0)


def quiet(line):
    pass


def test_training_resumes_to_the_same_weights_and_ships_as_an_adapter(tiny_folder, tmp_path, examples):
    whole = perceive.train(models.load(str(tiny_folder)), examples, OPTIONS, tmp_path / "whole", quiet)

    class StoppedError(Exception):
        pass

    tiny = models.load(str(tiny_folder))
    drawn, limit = examples.draw, 4

    def stop(rng):
        nonlocal limit
        limit -= 1
        if limit < 0:
            raise StoppedError
        return drawn(rng)

    examples.draw = stop
    with pytest.raises(StoppedError):
        perceive.train(tiny, examples, OPTIONS, tmp_path / "cut", quiet, every=2)
    examples.draw = drawn
    lines: list[str] = []
    resumed = perceive.train(models.load(str(tiny_folder)), examples, OPTIONS, tmp_path / "cut", lines.append)
    assert lines[0] == "resuming after step 2"
    trained = {name: value for name, value in whole.named_parameters() if value.requires_grad}
    for name, value in resumed.named_parameters():
        if value.requires_grad:
            assert torch.allclose(value, trained[name], atol=1e-5), name

    folder = save(whole, "perceive", tmp_path / "shipped", "tiny")
    assert {file.name for file in folder.iterdir()} == {"adapter_config.json", "adapter_model.safetensors"}
    assert [file.name for file in folder.parent.iterdir()] == ["perceive"]
    assert json.loads((folder / "adapter_config.json").read_text())["base_model_name_or_path"] == "tiny"
    loaded = models.load(str(tiny_folder), adapter=tmp_path / "shipped")
    pixels = np.asarray(Image.new("RGB", (40, 40), "red"))
    with adapters.using(loaded.model, "perceive") as active:
        assert active
    bare = probes.ask(models.load(str(tiny_folder)), pixels, cues()[:2])
    tuned = probes.ask(loaded, pixels, cues()[:2])
    assert any(abs(a.p_yes - b.p_yes) > 1e-6 for a, b in zip(bare, tuned, strict=True))


def test_what_sees_moves_less_than_what_reads(tiny):
    wrapped = perceive.wrap(tiny, PerceiveOptions(rank=2))
    names = {name: value for name, value in wrapped.named_parameters() if value.requires_grad}
    groups = perceive.parameter_groups(names, 1.0)
    rate = {id(value): group["lr"] for group in groups for value in group["params"]}
    assert len(rate) == len(names)
    for name, value in names.items():
        part = "projector" if "projector" in name else "tower" if "vision_tower" in name else "language"
        assert rate[id(value)] == {"projector": 0.1, "tower": 0.2, "language": 1.0}[part]


def test_turned_questions_come_late():
    assert [perceive.turned_share(step, 100) for step in (1, 25, 50, 100)] == [0.0, 0.0, 0.5, 0.5]


@pytest.mark.parametrize("freeze", [True, False])
def test_the_adapter_targets_what_it_should(tiny, freeze):
    options = PerceiveOptions(rank=2, freeze_tower=freeze, whole_projector=not freeze)
    names = [name for name, value in perceive.wrap(tiny, options).named_parameters() if value.requires_grad]
    assert any("vision_tower" in name for name in names) is not freeze
    assert any("language_model" in name for name in names)
    projector = [name for name in names if "multi_modal_projector" in name]
    assert projector and all(("lora_" in name) is freeze for name in projector)


def test_a_frozen_tower_trains_from_kept_features(tiny_folder, tmp_path, examples):
    options = PerceiveOptions(steps=3, batch=2, questions=2, rank=2, freeze_tower=True, pool=6, align=2)
    model = models.load(str(tiny_folder))
    wrapped = perceive.train(model, examples, options, tmp_path, quiet)
    assert list((tmp_path / "tower").rglob("*.npy"))
    moved = [value for name, value in wrapped.named_parameters() if "multi_modal_projector.modules_to_save" in name]
    before = [value for name, value in wrapped.named_parameters() if "multi_modal_projector.original_module" in name]
    assert any(not torch.equal(a.float(), b.float()) for a, b in zip(moved, before, strict=True))


@pytest.mark.parametrize("load_in", ["4bit", "8bit"])
def test_a_quantised_model_trains_on_the_cpu_with_checkpointed_gradients(tiny_folder, tmp_path, examples, load_in):
    quantised = models.load(str(tiny_folder), load_in=load_in)
    options = PerceiveOptions(steps=2, batch=1, questions=2, rank=2, whole_projector=False, gradient_checkpointing=True)
    wrapped = perceive.train(quantised, examples, options, tmp_path, quiet)
    moved = [value.abs().max() for name, value in wrapped.named_parameters() if "lora_B" in name]
    assert max(moved) > 0


@pytest.mark.slow
def test_an_obvious_difference_is_learned(tiny_folder, tmp_path, photographs):
    """Bright pictures against dark ones: the answers leave chance, so the gradient reaches what it should."""
    records = []
    for index in range(8):
        path = tmp_path / f"{index}.png"
        shade = np.random.default_rng(index).integers(0, 60, (80, 80, 3)) + (180 if index % 2 else 0)
        Image.fromarray(shade.astype(np.uint8)).save(path)
        records.append(Record(path=path, label="real" if index % 2 else "generated", source="s", group=str(index)))

    class Shades(Examples):
        def draw(self, rng):
            label = ("real", "generated")[int(rng.integers(2))]
            truth = {"global.synthetic_look": label == "generated"}
            return Example(self.cut(label, rng), truth, label)

    options = PerceiveOptions(steps=80, batch=4, questions=1, rate=2e-3, rank=8)
    lines: list[str] = []
    perceive.train(models.load(str(tiny_folder)), Shades(records, {}), options, tmp_path / "work", lines.append)
    shares = [float(line.split("% of answers")[0].split(", ")[-1]) for line in lines if "% of answers" in line]
    assert max(shares) > 75  # a running mean over some hundred answers, of which half are right by chance
