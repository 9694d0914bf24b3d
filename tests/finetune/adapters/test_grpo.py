"""GRPO on a tiny model with random weights: it runs, with rewards that fit the prompts."""

import numpy as np
import pytest
from huggingface_hub import constants
from PIL import Image
from telltale.agent.perception.models import load
from telltale.eval.sets.artifact_files import MarkedPicture
from telltale.finetune.adapters import grpo
from telltale.finetune.adapters.grpo import GrpoOptions


@pytest.fixture
def marked(tmp_path):
    file = tmp_path / "m.png"
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (40, 40, 3), np.uint8)).save(file)
    return MarkedPicture(file, ((0.0, 0.0, 20.0, 40.0),), ("the hand",), ())


def test_prompts_carry_what_their_reward_needs(row, marked):
    asked = grpo.prompts([row(), row("x.png")], [marked])
    assert len(asked) == 2  # a row about a face has no findings
    seen = next(one for one in asked if one["images"])
    assert seen["boxes"] == [[0.0, 0.0, 20.0, 40.0]] and seen["size"] == [40, 40]


def test_each_reward_bears_on_its_own_prompts(row, marked):
    asked = grpo.prompts([row()], [marked])
    completions = [
        [{"role": "assistant", "content": '[{"box": [0, 0, 0.5, 1], "text": "x"}]' if one["images"] else said}]
        for one in asked
        for said in [row().completion[0]["content"]]
    ]
    given = {key: [one[key] for one in asked] for key in ("boxes", "size")}
    told = {
        name: reward(prompts=[one["prompt"] for one in asked], completions=completions, trainer_state=None, **given)
        for name, reward in grpo.rewards().items()
    }
    of_box = next(n for n, one in enumerate(asked) if one["images"])
    assert [told[name][1 - of_box] for name in grpo.WEIGHTS] == [1.0, 1.0, 1.0, None]
    assert [told[name][of_box] for name in grpo.WEIGHTS] == [None, None, None, 1.0]


@pytest.mark.slow
@pytest.mark.parametrize("seeing", [False, True])
def test_a_tiny_model_is_trained_by_rewards(tiny_folder, tmp_path, row, marked, seeing):
    options = GrpoOptions(steps=2, answers=2, rate=1e-3, longest=8, rank=2)
    lines: list[str] = []
    asked = grpo.prompts([row()] * 2, [marked] * 2 if seeing else [])
    wrapped = grpo.train(load(str(tiny_folder), bare=True), None, asked, options, tmp_path, lines.append)
    assert any("reward " in line for line in lines) and constants.HF_HUB_DISABLE_TELEMETRY
    assert any("lora_" in name for name, value in wrapped.named_parameters() if value.requires_grad)
