"""The explain recipe on a tiny model: loss on answers alone, perceive frozen, resumed, quantised, preferring."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from telltale.agent import cli
from telltale.agent.perception import adapters as attached
from telltale.agent.perception.models import load
from telltale.agent.reasoning.writing.chat_model import LocalChatModel
from telltale.finetune.adapters.lora import explain, preference
from telltale.finetune.adapters.lora.lora import create, save
from telltale.finetune.rows import build as sets
from telltale.finetune.rows.dialogues import TrainingRow

ROOT = Path(__file__).parents[2]
ASKED = "Findings:\n[E1] for real: EXIF names the camera A and holds 8 of 8 fields.\nQuestion: Why?"
SAID = "[E1] EXIF names the camera A and holds 8 of 8 fields, which speaks for a real picture."


def row(image=""):
    return TrainingRow(
        kind="face" if image else "evidence",
        prompt=[{"role": "system", "content": "Word it."}, {"role": "user", "content": ASKED}],
        completion=[
            {"role": "assistant", "content": SAID},
            {"role": "user", "content": "Sure?"},
            {"role": "assistant", "content": "[V] Yes."},
        ],
        image=image,
    )


@pytest.fixture
def picture(tmp_path):
    file = tmp_path / "a.png"
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (40, 40, 3), np.uint8)).save(file)
    return str(file)


@pytest.fixture
def perceiving(tiny_folder, tmp_path):
    """A tiny model that carries a perceive adapter."""
    from transformers import LlavaForConditionalGeneration

    create(LlavaForConditionalGeneration.from_pretrained(tiny_folder), "perceive", tmp_path, whole_projector=True)
    return load(str(tiny_folder), tmp_path)


def test_the_loss_is_on_what_the_assistant_says(tiny_folder):
    processor = load(str(tiny_folder)).processor
    made = explain.tokenise(row(), processor)
    ids, labels = np.array(made["input_ids"]), np.array(made["labels"])
    assert (labels[labels != explain.IGNORED] == ids[labels != explain.IGNORED]).all()
    learned = processor.tokenizer.decode(ids[labels != explain.IGNORED])
    assert learned == f"{SAID}<|im_end|>[V] Yes.<|im_end|>"
    assert processor.tokenizer.decode(ids).endswith("Sure?<|im_end|>\n<|im_start|>assistant\n[V] Yes.<|im_end|>\n")


def test_a_picture_stands_as_its_patches(tiny_folder, picture):
    processor = load(str(tiny_folder)).processor
    made = explain.tokenise(row(picture), processor)
    token = processor.tokenizer.convert_tokens_to_ids("<image>")
    assert made["input_ids"].count(token) == 16
    batch = explain.Collator(processor)(
        [{**made, "picture": picture}, {**explain.tokenise(row(), processor), "picture": ""}]
    )
    assert batch["pixel_values"].shape == (1, 3, 32, 32)
    assert batch["labels"][1, -1] == explain.IGNORED and batch["attention_mask"][1, -1] == 0  # padded


def test_only_explain_learns_and_a_second_call_goes_on(perceiving, picture, tmp_path):
    before = {n: p.clone() for n, p in perceiving.model.named_parameters() if "perceive" in n}
    told = []
    learned = [row(), row(picture)] * 16
    options = explain.Options(rate=3e-2, accumulate=2, checkpoints=2, rank=8)
    wrapped = explain.train(perceiving, learned, [row(), row(picture)], options, tmp_path / "work", told.append)
    losses = [float(line.split("loss ")[1].split(",")[0]) for line in told if ": loss" in line]
    assert losses[-1] < losses[0] - 0.3
    assert any("eval loss" in line for line in told)
    after = dict(wrapped.named_parameters())
    assert all(torch.equal(after[n], p.to(after[n].dtype)) for n, p in before.items())
    folder = save(wrapped, "explain", tmp_path / "out", "tiny")
    assert attached.find(tmp_path / "out") == {"explain": folder}
    longer = explain.Options(rate=3e-2, accumulate=2, checkpoints=2, rank=8, epochs=1.5)
    again = load(perceiving.name, tmp_path)
    told.clear()
    explain.train(again, learned, [], longer, tmp_path / "work", told.append)
    assert "going on from the last checkpoint" in told
    assert not any("step 1 of" in line or "step 2 of" in line for line in told)


def test_an_anchored_adapter_drifts_less_on_general_text(perceiving, tmp_path):
    text = ["The quick brown fox jumps over the lazy dog while seven wizards watch. " * 40]
    learned, tokenizer = [row()] * 32, perceiving.processor.tokenizer
    window = explain.cut(text, tokenizer, 0, length=40)[0]
    moved = {}
    for anchor in (0.0, 200.0):
        model, told = load(perceiving.name, tmp_path), []
        options = explain.Options(rate=3e-2, accumulate=2, checkpoints=2, rank=8, anchor=anchor)
        wrapped = explain.train(model, learned, [], options, tmp_path / f"work-{anchor}", told.append, text)
        moved[anchor] = float(explain.drift(wrapped, window).detach())
        assert any("drift" in line for line in told) == (anchor > 0)
    assert 0 <= moved[200.0] < 0.7 * moved[0.0]


def test_drift_is_the_divergence_from_the_bare_base(perceiving):
    wrapped = explain.wrap(perceiving, explain.Options())
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
        explain.wrap(perceiving, explain.Options(go_on=True))
    wrapped = explain.wrap(perceiving, explain.Options())
    with torch.no_grad():
        for name, parameter in wrapped.named_parameters():
            if ".explain." in name and "lora_B" in name:
                parameter.fill_(0.5)
    for afresh, wanted in ((False, 0.5), (True, 0.0)):
        perceiving = type(perceiving)(**{n: getattr(perceiving, n) for n in perceiving.__slots__} | {"model": wrapped})
        again = explain.wrap(perceiving, explain.Options(go_on=not afresh))
        found = [p for n, p in again.named_parameters() if ".explain." in n and "lora_B" in n]
        assert found and all(float(p.min()) == float(p.max()) == wanted for p in found)


def test_a_longer_row_than_allowed_is_left_out(tiny_folder):
    processor = load(str(tiny_folder)).processor
    assert len(explain.dataset([row()], processor, 10)) == 0
    assert len(explain.dataset([row()], processor, 1000)) == 1


def test_pairs_differ_in_one_sentence():
    made = list(preference.pairs([row()] * 30 + [row("x.png")], 20))
    assert len(made) == 20
    for pair in made:
        assert pair["chosen"][0]["content"] == SAID
        assert pair["rejected"][0]["content"] != SAID
        assert pair["rejected"][0]["content"].startswith("[E1] ")


def test_a_preference_is_learned(tiny_folder, tmp_path):
    from transformers import LlavaForConditionalGeneration

    folder = create(LlavaForConditionalGeneration.from_pretrained(tiny_folder), "explain", tmp_path)
    told = []
    options = preference.Options(pairs=24, rate=2e-2, accumulate=2)
    base = load(str(tiny_folder), bare=True)
    wrapped = preference.train(base, folder, [row()] * 40, options, tmp_path / "work", told.append)
    losses = [float(line.split("loss ")[1].split(",")[0]) for line in told if "loss" in line]
    assert losses[0] == pytest.approx(np.log(2), abs=0.1)  # nothing is preferred at first
    assert losses[-1] < losses[0]
    place = save(wrapped, "explain", tmp_path / "out", "tiny", loaded_as="default")
    assert LocalChatModel(local=load(str(tiny_folder), place.parent)).tuned


def test_accelerate_launches_it_in_four_bits_with_the_shipped_configuration(tiny_folder, tmp_path):
    sets.write([row()] * 9, tmp_path / "rows.jsonl")
    command = [
        sys.executable, "-m", "accelerate.commands.launch",
        "--config_file", str(ROOT / "finetune/configs/one-gpu.yaml"), "--cpu", "--mixed_precision", "no",
        "-m", "telltale.agent.cli", "finetune", "explain", "--model", str(tiny_folder), "--load-in", "4bit",
        "--rows", str(tmp_path / "rows.jsonl"), "--take", "evidence=6", "--gradient-checkpointing",
        "--work", str(tmp_path / "work"), "--out", str(tmp_path / "out"),
    ]  # fmt: skip
    env = {**os.environ, "TRANSFORMERS_VERBOSITY": "error"}
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    settings = json.loads((tmp_path / "out/explain/adapter_config.json").read_text())
    assert settings["r"] == 16 and settings["base_model_name_or_path"] == str(tiny_folder)
    assert "6 rows" in done.stderr


def test_so_many_rows_of_each_kind_are_taken_in_their_order():
    rows = [row(f"{n}.png" if n % 3 == 0 else "") for n in range(9)]
    taken = sets.take(rows, {"face": 2, "evidence": 3, "chat": 5})
    assert taken == [rows[0], rows[1], rows[2], rows[3], rows[4]]
    assert sets.sample(rows, 1) == rows[:2]


@pytest.mark.parametrize("given", ["evidence", "evidence=all", "poem=3"])
def test_a_count_of_rows_that_is_none_is_refused(given, capsys):
    with pytest.raises(SystemExit):
        cli.main(["finetune", "explain", "--rows", "R", "--take", given, "--work", "W", "--out", "O"])
    assert f"{given!r} is not KIND=N" in capsys.readouterr().err


def test_rows_that_are_none_are_refused_with_their_line(tmp_path):
    sets.write([row()], tmp_path / "rows.jsonl")
    assert sets.read(tmp_path / "rows.jsonl") == [row()]
    with (tmp_path / "rows.jsonl").open("a") as stream:
        stream.write('{"prompt": "no"}\n')
    with pytest.raises(ValueError, match=r"rows\.jsonl:2: no row"):
        sets.read(tmp_path / "rows.jsonl")
