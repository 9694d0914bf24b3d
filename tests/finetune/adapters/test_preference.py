import numpy as np
import pytest
from telltale.agent.perception.models import load
from telltale.agent.reasoning.writing.chat_model import LocalChatModel
from telltale.finetune.adapters import preference
from telltale.finetune.adapters.lora import save
from telltale.finetune.adapters.preference import PreferenceOptions


def test_pairs_differ_in_one_sentence(row):
    pairs = list(preference.pairs([row()] * 30 + [row("x.png")], 20))
    assert len(pairs) == 20
    for pair in pairs:
        assert pair["chosen"][0] == row().completion[0]
        assert pair["rejected"][0]["content"] != pair["chosen"][0]["content"]
        assert pair["rejected"][0]["content"].startswith("[E1] ")


def test_a_preference_is_learned(tiny_folder, tmp_path, row, fresh_adapter):
    from transformers import LlavaForConditionalGeneration

    folder = fresh_adapter(LlavaForConditionalGeneration.from_pretrained(tiny_folder), "explain", tmp_path)
    lines: list[str] = []
    options = PreferenceOptions(pairs=24, rate=2e-2, accumulate=2)
    base = load(str(tiny_folder), bare=True)
    wrapped = preference.train(base, folder, [row()] * 40, options, tmp_path / "work", lines.append)
    losses = [float(line.split("loss ")[1].split(",")[0]) for line in lines if "loss" in line]
    assert losses[0] == pytest.approx(np.log(2), abs=0.1)  # nothing is preferred at first
    assert losses[-1] < losses[0]
    place = save(wrapped, "explain", tmp_path / "out", "tiny", loaded_as="default")
    assert LocalChatModel(local=load(str(tiny_folder), place.parent)).tuned
