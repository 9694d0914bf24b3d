"""Adapters that can be named, switched and absent, on the tiny model."""

import pytest
import torch
from telltale.agent.perception import adapters, models
from telltale.agent.perception.probes import ask
from telltale.prompts import cues


@pytest.fixture(scope="module")
def folder(tiny_folder, tmp_path_factory, fresh_adapter):
    """Both adapters, with weights that do change what the model says."""
    out = tmp_path_factory.mktemp("adapters")
    for name in adapters.ADAPTERS:
        torch.manual_seed(len(name))
        bare = models.load(str(tiny_folder)).model
        where = fresh_adapter(bare, name, out, r=4, alpha=64)
        file = where / "adapter_model.safetensors"
        from safetensors.torch import load_file, save_file

        state = {k: torch.randn_like(v) for k, v in load_file(file).items()}
        save_file(state, file)
    return out


def answers(model, pixels):
    return [reading.p_yes for reading in ask(model, pixels, cues()[:4])]


def test_without_adapters_the_model_is_the_bare_base(tiny):
    assert adapters.present(tiny.model) == ()
    with adapters.using(tiny.model, "perceive") as active:
        assert not active


def test_adapters_are_named_and_switched(tiny, tiny_folder, folder, pixels):
    both = models.load(str(tiny_folder), adapter=folder)
    assert adapters.present(both.model) == ("perceive", "explain")
    ids = torch.tensor([[5, 6, 7]])

    def logits(name):
        with torch.inference_mode(), adapters.using(both.model, name) as active:
            assert active == (name is not None)
            return both.model(input_ids=ids).logits

    bare = tiny.model(input_ids=ids).logits
    assert torch.allclose(logits(None), bare, atol=1e-5)
    assert not torch.allclose(logits("perceive"), bare, atol=1e-3)
    assert not torch.allclose(logits("explain"), logits("perceive"), atol=1e-3)
    assert torch.allclose(logits(None), bare, atol=1e-5)  # and back
    assert answers(both, pixels) != pytest.approx(answers(tiny, pixels), abs=1e-3)


def test_an_absent_adapter_leaves_the_base_alone(tiny, tiny_folder, folder, pixels):
    only = models.load(str(tiny_folder), adapter=folder / "explain")  # a bare folder counts as perceive
    assert adapters.present(only.model) == ("perceive",)
    with torch.inference_mode(), adapters.using(only.model, "explain") as active:
        assert not active
        ids = torch.tensor([[5, 6]])
        assert torch.allclose(only.model(input_ids=ids).logits, tiny.model(input_ids=ids).logits, atol=1e-5)


def test_folders_without_an_adapter_or_with_one_that_does_not_fit(tiny_folder, folder, tmp_path):
    with pytest.raises(adapters.AdapterError, match="no adapter in this folder"):
        models.load(str(tiny_folder), adapter=tmp_path)
    (tmp_path / "adapter_config.json").write_text('{"peft_type": "LORA", "target_modules": ["none_such"], "r": 4}')
    with pytest.raises(adapters.AdapterError, match="does not fit"):
        models.load(str(tiny_folder), adapter=tmp_path)


def test_nothing_ships_that_is_not_there():
    assert set(adapters.shipped("small")) <= set(adapters.ADAPTERS)
    assert adapters.shipped("none/such") == {}
