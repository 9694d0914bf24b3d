import pytest
import torch
from telltale.agent.perception import adapters, models
from telltale.finetune.adapters.lora.lora import create, lora_config


def parts(model, name):
    touched = {n.split(".base_layer")[0] for n, _ in model.named_modules() if f"lora_A.{name}" in n}
    return {
        part for part in ("vision_tower", "multi_modal_projector", "language_model") if any(part in n for n in touched)
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("perceive", {"vision_tower", "multi_modal_projector", "language_model"}),
        ("explain", {"language_model"}),
    ],
)
def test_each_adapter_touches_its_own_parts(tiny_folder, name, expected):
    from peft import get_peft_model

    wrapped = get_peft_model(models.load(str(tiny_folder)).model, lora_config(name), adapter_name=name)
    assert parts(wrapped, name) == expected


def test_a_fresh_adapter_changes_nothing_and_loads(tiny, tiny_folder, tmp_path):
    folder = create(models.load(str(tiny_folder)).model, "perceive", tmp_path, r=2)
    assert sorted(file.name for file in folder.iterdir() if file.suffix != ".md") == [
        "adapter_config.json",
        "adapter_model.safetensors",
    ]
    loaded = models.load(str(tiny_folder), adapter=tmp_path)
    ids = torch.tensor([[4, 5, 6]])
    with torch.inference_mode(), adapters.using(loaded.model, "perceive") as active:
        assert active
        assert torch.allclose(loaded.model(input_ids=ids).logits, tiny.model(input_ids=ids).logits, atol=1e-6)


def test_a_rank_of_nothing_is_refused():
    with pytest.raises(ValueError, match="1 or more"):
        lora_config("explain", r=0)
