"""A quantised model carries adapters, which have a projector of their own in full precision."""

import pytest
from telltale.agent.perception import models
from telltale.agent.perception.probes import ask
from telltale.prompts import cues


@pytest.mark.parametrize(("load_in", "kind"), [("4bit", "Linear4bit"), ("8bit", "Linear8bitLt")])
def test_a_quantised_model_takes_an_adapter_with_a_projector(
    tiny_folder, fresh_adapter, tmp_path, pixels, load_in, kind
):
    from transformers import LlavaForConditionalGeneration

    fresh_adapter(LlavaForConditionalGeneration.from_pretrained(tiny_folder), "perceive", tmp_path)
    model = models.load(str(tiny_folder), tmp_path, load_in)
    kinds = {name: type(module).__name__ for name, module in model.model.named_modules()}
    assert kind in kinds.values()
    projector = {found for name, found in kinds.items() if "multi_modal_projector" in name}
    assert "Linear" in projector and kind not in projector
    assert list(model.adapters) == ["perceive"]
    assert all(0 <= reading.p_yes <= 1 for reading in ask(model, pixels, cues()[:2]))
