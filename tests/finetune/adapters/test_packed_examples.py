import numpy as np
import pytest
import torch
from telltale.finetune.adapters.cue_questions import Question
from telltale.finetune.adapters.packed_examples import margins, pack
from telltale.finetune.adapters.probe_data import Example
from telltale.prompts import cues


def test_packed_questions_get_the_answers_that_they_get_alone(tiny):
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (40, 40, 3)).astype(np.uint8)
    asked = [Question(cue, True) for cue in cues()[:3]]  # the first of which has words of its own
    with torch.inference_mode():
        together, mass = margins(tiny.model, pack(tiny, [(Example(pixels, {}, "x"), asked)]))
        alone = [margins(tiny.model, pack(tiny, [(Example(pixels, {}, "x"), [question])])) for question in asked]
    assert torch.allclose(together, torch.cat([odds for odds, _ in alone]), atol=1e-4)
    assert torch.allclose(mass, torch.cat([each for _, each in alone]), atol=1e-4)
    assert (mass < 0).all()


def test_pictures_in_one_sequence_do_not_see_each_other(tiny):
    rng = np.random.default_rng(1)
    pictures = [
        (Example(rng.integers(0, 256, (40, 40, 3)).astype(np.uint8), {}, "x"), [Question(cue, True) for cue in chosen])
        for chosen in (cues()[:3], cues()[3:4])
    ]
    with torch.inference_mode():
        packed = pack(tiny, pictures)
        together, mass = margins(tiny.model, packed)
        alone = [margins(tiny.model, pack(tiny, [picture])) for picture in pictures]
    assert torch.allclose(together, torch.cat([odds for odds, _ in alone]), atol=1e-4)
    assert torch.allclose(mass, torch.cat([each for _, each in alone]), atol=1e-4)
    assert packed.share.tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 1])
