"""The explain recipe on a tiny model: perceive stays frozen, a run resumes, general text is kept, 4 bits work."""

import json
from pathlib import Path

import pytest
import torch
from accelerate.commands import launch
from telltale.agent.perception import adapters as attached
from telltale.agent.perception.models import load
from telltale.finetune.adapters import explain
from telltale.finetune.adapters.explain import ExplainOptions
from telltale.finetune.adapters.lora import save
from telltale.finetune.adapters.tokenised_rows import windows
from telltale.finetune.rows import row_files

ROOT = Path(__file__).parents[3]


@pytest.fixture
def perceiving(tiny_folder, tmp_path, fresh_adapter):
    """A tiny model that carries a perceive adapter."""
    from transformers import LlavaForConditionalGeneration

    bare = LlavaForConditionalGeneration.from_pretrained(tiny_folder)
    fresh_adapter(bare, "perceive", tmp_path, whole_projector=True)
    return load(str(tiny_folder), tmp_path)


def test_only_explain_learns_and_a_second_call_goes_on(perceiving, row, picture, tmp_path):
    before = {n: p.clone() for n, p in perceiving.model.named_parameters() if "perceive" in n}
    lines: list[str] = []
    learned = [row(), row(picture)] * 8
    options = ExplainOptions(rate=3e-2, accumulate=2, checkpoints=2, rank=8)
    text = ["The quick brown fox jumps over the lazy dog while seven wizards watch. " * 20]
    watched = [row(), row(picture)]
    wrapped = explain.train(perceiving, learned, watched, options, tmp_path / "work", lines.append, text)
    losses = [float(line.split("loss ")[1].split(",")[0]) for line in lines if ": loss" in line]
    assert losses[-1] < losses[0] - 0.1
    assert any("eval loss" in line for line in lines) and any("drift" in line for line in lines)
    after = dict(wrapped.named_parameters())
    assert all(torch.equal(after[n], p.to(after[n].dtype)) for n, p in before.items())
    folder = save(wrapped, "explain", tmp_path / "out", "tiny")
    assert attached.find(tmp_path / "out") == {"explain": folder}
    longer = ExplainOptions(rate=3e-2, accumulate=2, checkpoints=2, rank=8, epochs=1.5)
    again = load(perceiving.name, tmp_path)
    lines.clear()
    explain.train(again, learned, [], longer, tmp_path / "work", lines.append)
    assert "resuming from the last checkpoint" in lines
    assert not any("step 1 of" in line or "step 2 of" in line for line in lines)


@pytest.mark.slow
def test_an_anchored_adapter_drifts_less_on_general_text(perceiving, row, tmp_path):
    text = ["The quick brown fox jumps over the lazy dog while seven wizards watch. " * 40]
    learned, tokenizer = [row()] * 32, perceiving.processor.tokenizer
    window = windows(text, tokenizer, 0, length=40)[0]
    moved = {}
    for anchor in (0.0, 200.0):
        model, lines = load(perceiving.name, tmp_path), []
        options = ExplainOptions(rate=3e-2, accumulate=2, checkpoints=2, rank=8, anchor=anchor)
        wrapped = explain.train(model, learned, [], options, tmp_path / f"work-{anchor}", lines.append, text)
        moved[anchor] = float(explain.drift(wrapped, window).detach())
        assert any("drift" in line for line in lines) == (anchor > 0)
    assert 0 <= moved[200.0] < 0.7 * moved[0.0]


def test_drift_is_the_divergence_from_the_bare_base(perceiving):
    wrapped = explain.wrap(perceiving, ExplainOptions())
    window = torch.arange(5, 25)[None]
    assert float(explain.drift(wrapped, window).detach()) == pytest.approx(
        0, abs=1e-6
    )  # a fresh adapter changes nothing
    with torch.no_grad():
        for name, parameter in wrapped.named_parameters():
            if ".explain." in name and "lora_B" in name:
                parameter.normal_(0, 0.3)
        explain.activate(wrapped, seeing=False)
        tuned = wrapped(input_ids=window).logits[0].float().log_softmax(-1)
        with wrapped.disable_adapter():
            base = wrapped(input_ids=window).logits[0].float().log_softmax(-1)
    by_hand = float((base.exp() * (base - tuned)).sum(-1).mean())
    assert float(explain.drift(wrapped, window).detach()) == pytest.approx(by_hand, rel=1e-3)


def test_training_goes_on_from_the_adapter_that_is_there_or_starts_afresh(perceiving, tiny_folder, tmp_path):
    with pytest.raises(ValueError, match="no explain adapter to go on from"):
        explain.wrap(perceiving, ExplainOptions(go_on=True))
    wrapped = explain.wrap(perceiving, ExplainOptions())
    with torch.no_grad():
        for name, parameter in wrapped.named_parameters():
            if ".explain." in name and "lora_B" in name:
                parameter.fill_(0.5)
    for afresh, wanted in ((False, 0.5), (True, 0.0)):
        perceiving = type(perceiving)(**{n: getattr(perceiving, n) for n in perceiving.__slots__} | {"model": wrapped})
        again = explain.wrap(perceiving, ExplainOptions(go_on=not afresh))
        trained = [p for n, p in again.named_parameters() if ".explain." in n and "lora_B" in n]
        assert trained and all(float(p.detach().min()) == float(p.detach().max()) == wanted for p in trained)


@pytest.mark.slow
def test_accelerate_launches_it_in_four_bits_with_the_shipped_configuration(
    tiny_folder, row, tmp_path, monkeypatch, capfd
):
    row_files.write([row()] * 9, tmp_path / "rows.jsonl")
    words = [
        "--config_file", str(ROOT / "finetune/configs/one-gpu.yaml"), "--cpu", "--mixed_precision", "no",
        "-m", "telltale.agent.cli", "finetune", "explain", "--model", str(tiny_folder), "--load-in", "4bit",
        "--rows", str(tmp_path / "rows.jsonl"), "--take", "evidence=6", "--gradient-checkpointing",
        "--work", str(tmp_path / "work"), "--out", str(tmp_path / "out"),
    ]  # fmt: skip
    monkeypatch.setenv("TRANSFORMERS_VERBOSITY", "error")
    launch.launch_command(
        launch.launch_command_parser().parse_args(words)
    )  # in a process of its own; raises if it fails
    settings = json.loads((tmp_path / "out/explain/adapter_config.json").read_text())
    assert settings["r"] == 16 and settings["base_model_name_or_path"] == str(tiny_folder)
    assert "6 rows" in capfd.readouterr().err
