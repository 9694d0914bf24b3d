"""A merged checkpoint is plain: transformers loads it, and it says what the adapters said."""

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
import torch
from telltale.agent.cli import main
from telltale.agent.perception.adapters import AdapterError, using
from telltale.agent.perception.merging import save_merged
from telltale.agent.perception.models import ModelError, load


@pytest.fixture
def adapted(tiny_folder, tmp_path, fresh_adapter):
    """A tiny model with both adapters, neither of them without effect."""
    from safetensors.torch import load_file, save_file
    from transformers import LlavaForConditionalGeneration

    for name in ("perceive", "explain"):
        folder = fresh_adapter(LlavaForConditionalGeneration.from_pretrained(tiny_folder), name, tmp_path)
        file = folder / "adapter_model.safetensors"
        torch.manual_seed(len(name))
        save_file({k: torch.randn_like(v) * 0.1 for k, v in load_file(file).items()}, file, {"format": "pt"})
    return tmp_path


def logits(model, processor, *names):
    ids = processor.tokenizer("Is this real?", return_tensors="pt")["input_ids"]
    with torch.inference_mode(), using(model, *names):
        return model(input_ids=ids).logits


@pytest.mark.parametrize("names", [("perceive", "explain"), ("explain",)])
def test_plain_transformers_load_what_was_merged(tiny_folder, adapted, tmp_path, names):
    from transformers import AutoModelForImageTextToText, AutoProcessor

    local = load(str(tiny_folder), adapted)
    wanted = logits(local.model, local.processor, *names)
    bare = logits(local.model, local.processor)
    save_merged(local, names, tmp_path / "merged")
    plain = AutoModelForImageTextToText.from_pretrained(tmp_path / "merged").eval()
    processor = AutoProcessor.from_pretrained(tmp_path / "merged")
    found = logits(plain, processor)
    torch.testing.assert_close(found, wanted, atol=1e-4, rtol=1e-3)
    assert not torch.allclose(found, bare, atol=1e-2)
    assert list(json.loads((tmp_path / "merged/merged.json").read_text())["adapters"]) == list(names)
    with pytest.raises(ModelError, match="already holds a checkpoint"):
        save_merged(load(str(tiny_folder), adapted), names, tmp_path / "merged")


def test_an_adapter_that_is_not_there_is_named(tiny_folder, tmp_path):
    with pytest.raises(AdapterError, match="carries no adapter explain"):
        save_merged(load(str(tiny_folder)), ["explain"], tmp_path / "merged")


def test_the_command_merges_and_refuses_in_one_line(tiny_folder, adapted, tmp_path, capsys):
    arguments = ["model", "merge", str(tiny_folder), "--out", str(tmp_path / "merged")]
    assert main([*arguments, "--adapter", str(adapted), "--only", "explain"]) == 0
    assert (tmp_path / "merged/model.safetensors").exists()
    assert main(arguments) == 2
    assert "no adapter to merge" in capsys.readouterr().err


@pytest.mark.slow
def test_transformers_serve_answers_an_openai_client(tiny_folder, adapted, tmp_path):
    from openai import OpenAI

    merged = tmp_path / "merged"
    save_merged(load(str(tiny_folder), adapted), ["perceive", "explain"], merged)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = shutil.which("transformers", path=str(sys.prefix) + "/bin") or "transformers"
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [program, "serve", str(merged), "--port", str(port), "--device", "cpu"], stdout=log, stderr=log
        )
    try:
        for _ in range(480):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2)
                break
            except OSError:
                assert server.poll() is None, (tmp_path / "log").read_text()[-2000:]
                time.sleep(0.5)
        client = OpenAI(base_url=f"http://127.0.0.1:{port}/v1", api_key="none")
        reply = client.chat.completions.create(
            model=str(merged), messages=[{"role": "user", "content": "Is this real?"}], max_tokens=5
        )
        assert isinstance(reply.choices[0].message.content, str)
    finally:
        server.terminate()
        server.wait(20)
