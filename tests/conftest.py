"""Shared fixtures: photographs that packages ship, a tiny random LLaVA, the base weights of `small`."""

from __future__ import annotations

import importlib.util
import io
import os
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # no test may reach the hub
os.environ.setdefault("GOMP_SPINCOUNT", "2000")  # as the command line sets it
if "PYTEST_XDIST_WORKER" in os.environ:  # each worker has a core to itself
    os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pytest
from PIL import Image

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

# The files that take longest, from twenty seconds to ten. They start first, so that no worker is left alone with one of
# them at the end; `--no-loadscope-reorder` keeps xdist from ordering files by their number of tests instead.
COSTLY = (
    "agent/api/test_http_api.py",
    "agent/api/test_mcp_server.py",
    "agent/casebook/test_case_processes.py",
    "agent/app/test_page.py",
    "agent/cli/test_examine.py",
    "agent/perception/test_conversion.py",
    "eval/test_distributed.py",
    "test_packaging.py",
    "finetune/adapters/test_explain.py",
    "agent/test_odd_files.py",
    "eval/responders/test_whole_agent.py",
    "agent/reasoning/test_chain.py",
    "agent/perception/test_probes.py",
    "agent/perception/test_weights.py",
    "agent/reasoning/dialogue/test_router.py",
    "eval/robustness/test_attack_run.py",
    "eval/studies/test_cost.py",
    "eval/test_runner.py",
    "eval/studies/test_untrained.py",
    "finetune/pseudo_fakes/test_autoencoders.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {Path(__file__).parent / name: number for number, name in enumerate(COSTLY)}
    items.sort(key=lambda item: place.get(item.path, len(COSTLY)))


def encode(picture: Image.Image, kind: str = "PNG", **options) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def _package_folder(name: str) -> Path:
    """Where a package lies, without importing it: gradio alone takes seconds."""
    spec = importlib.util.find_spec(name)
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent


@pytest.fixture(scope="session")
def photographs() -> list[Image.Image]:
    """Real photographs that scikit-image and gradio ship, RGB."""
    ours, theirs = (_package_folder("skimage") / "data", _package_folder("gradio") / "media_assets" / "images")
    names = ["astronaut.png", "coffee.png", "chelsea.png", "rocket.jpg", "hubble_deep_field.jpg", "motorcycle_left.png"]
    files = [ours / name for name in names] + [theirs / "tower.jpg", theirs / "groot.jpeg"]
    return [Image.open(file).convert("RGB") for file in files]


@pytest.fixture(scope="session")
def astronaut(photographs) -> Image.Image:
    return photographs[0]


@pytest.fixture(scope="session")
def shared() -> Path:
    """Pictures kept beside the project, where they are."""
    if not SHARED.exists():
        pytest.skip("the shared pictures are not here")
    return SHARED


@pytest.fixture(scope="session")
def small_folder() -> Path:
    """The base weights, through `telltale model setup`'s own function; a folder that is whole is taken as it is."""
    from telltale.agent.perception import weights

    if not weights.is_set_up(weights.small_folder()):
        weights.set_up_small(print)
    if not weights.is_set_up(weights.encoder_folder()):
        weights.set_up_encoder(print)
    return weights.small_folder()


@pytest.fixture(scope="session")
def encoder(small_folder):
    """The sentence encoder, set up beside `small`."""
    from telltale.agent.perception import encoder

    return encoder.load()


@pytest.fixture(scope="session")
def investigation(astronaut):
    """An examination by the detectors that need no weights."""
    from telltale.agent.investigator import Investigator

    chosen = ["jpeg", "noise", "spectral"]
    return Investigator(detectors=chosen, perceive=False, explain=False).examine(encode(astronaut, "JPEG"), "a.jpg")


@pytest.fixture(scope="session")
def record(investigation):
    return investigation.examination


@pytest.fixture(scope="session")
def small(small_folder):
    from telltale.agent.perception.models import load

    return load(exact=True)


@pytest.fixture
def small_once(small, monkeypatch):
    """Whoever loads `small` as it ships is given the one that is in memory."""
    from telltale.agent.perception import models

    load = models.load

    def remembered(name=models.SMALL, adapter=None, load_in=None, **options):
        other = name != models.SMALL or adapter or load_in or options.get("bare")
        return load(name, adapter, load_in, **options) if other else small

    monkeypatch.setattr(models, "load", remembered)


@pytest.fixture(scope="session")
def base(small_folder):
    """`small` without the adapters that ship for it."""
    from telltale.agent.perception.models import LocalModel
    from transformers import AutoProcessor, LlavaForConditionalGeneration

    model = LlavaForConditionalGeneration.from_pretrained(small_folder, local_files_only=True).eval()
    return LocalModel("small", model, AutoProcessor.from_pretrained(small_folder), "base", projector_trained=False)


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory) -> Path:
    """A LLaVA of some 130 thousand random parameters, with tokenizer and processor, in the Hugging Face format."""
    import torch
    from telltale.agent.perception import conversion
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import (
        CLIPImageProcessor,
        LlavaConfig,
        LlavaForConditionalGeneration,
        LlavaProcessor,
        PreTrainedTokenizerFast,
    )

    vocabulary = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary += ["Ġy", "ye", "es", "yes", "Ġyes", "Ye", "Yes", "ĠYes", "no", "Ġno", "No", "ĠNo", "Ġn"]
    merges = [("e", "s"), ("y", "es"), ("Y", "es"), ("Ġ", "yes"), ("Ġ", "Yes"), ("n", "o"), ("N", "o")]
    merges += [("Ġ", "no"), ("Ġ", "No")]
    bpe = Tokenizer(models.BPE({token: i for i, token in enumerate(vocabulary)}, merges))
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    special = {"bos_token": "<|im_start|>", "eos_token": "<|im_end|>", "pad_token": "<|im_end|>"}
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=bpe, **special)
    tokenizer.add_tokens(["<image>"], special_tokens=True)
    text = {
        "model_type": "llama",
        "vocab_size": len(tokenizer),
        "hidden_size": 64,  # 64 is the block size of 4-bit quantisation
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "bos_token_id": tokenizer.bos_token_id,
        "eos_token_id": tokenizer.eos_token_id,
        "pad_token_id": tokenizer.pad_token_id,
    }
    vision = {
        "model_type": "clip_vision_model",
        "hidden_size": 64,  # 64 is the block size of 4-bit quantisation
        "intermediate_size": 64,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "image_size": 32,
        "patch_size": 8,
        "projection_dim": 16,
    }
    config = LlavaConfig(
        vision_config=vision,
        text_config=text,
        image_token_index=tokenizer.convert_tokens_to_ids("<image>"),
        image_seq_length=16,
        vision_feature_layer=-2,
    )
    torch.manual_seed(7)
    model = LlavaForConditionalGeneration(config)
    folder = tmp_path_factory.mktemp("tiny")
    model.save_pretrained(folder)
    template = Path(conversion.__file__).with_name("chat_template.jinja").read_text()
    LlavaProcessor(
        CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32}),
        tokenizer,
        patch_size=8,
        vision_feature_select_strategy="default",
        image_token="<image>",
        num_additional_image_tokens=1,
        chat_template=template,
    ).save_pretrained(folder)
    return folder


@pytest.fixture
def tiny(tiny_folder):
    from telltale.agent.perception.models import load

    return load(str(tiny_folder))


@pytest.fixture(scope="session")
def fresh_adapter():
    """A function that puts a fresh adapter on a bare model and saves it as `folder/NAME`."""
    from peft import get_peft_model
    from telltale.finetune.adapters.lora import lora_config

    def put(model, name: str, folder: Path, **options) -> Path:
        wrapped = get_peft_model(model, lora_config(name, **options), adapter_name=name)
        wrapped.save_pretrained(str(folder), selected_adapters=[name])
        return folder / name

    return put


@pytest.fixture(scope="session")
def pixels(astronaut) -> np.ndarray:
    return np.asarray(astronaut)
