import json

import pytest
import torch
from telltale.agent.perception import adapters, models
from telltale.finetune.adapters.lora import lora_config, save


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


def test_a_saved_adapter_is_in_half_precision_names_its_base_and_loads(tiny, tiny_folder, tmp_path):
    from peft import get_peft_model
    from safetensors.torch import load_file

    wrapped = get_peft_model(models.load(str(tiny_folder)).model, lora_config("perceive", r=2), adapter_name="perceive")
    folder = save(wrapped, "perceive", tmp_path, "the base")
    assert sorted(file.name for file in folder.iterdir()) == ["adapter_config.json", "adapter_model.safetensors"]
    assert {tensor.dtype for tensor in load_file(folder / "adapter_model.safetensors").values()} == {torch.float16}
    settings = json.loads((folder / "adapter_config.json").read_text())
    assert settings["base_model_name_or_path"] == "the base" and settings["inference_mode"]
    assert not wrapped.peft_config["perceive"].inference_mode  # the model itself can be trained on
    loaded = models.load(str(tiny_folder), adapter=tmp_path)
    ids = torch.tensor([[4, 5, 6]])
    with torch.inference_mode(), adapters.using(loaded.model, "perceive") as active:
        assert active  # and a fresh adapter changes nothing
        assert torch.allclose(loaded.model(input_ids=ids).logits, tiny.model(input_ids=ids).logits, atol=1e-6)


def test_a_rank_of_nothing_is_refused():
    with pytest.raises(ValueError, match="1 or more"):
        lora_config("explain", r=0)
