import numpy as np
import pytest
import torch
from telltale.eval.robustness import statattack


def test_settings_that_change_nothing_change_nothing(pixels):
    view = pixels[:64, :64]
    still = statattack.Settings(np.zeros(6, np.float32), 0.05, np.zeros((3, 64, 64), np.float32))
    assert np.abs(statattack.rendered(view, still).astype(int) - view).max() <= 1
    strong = statattack.Settings(np.full(6, 9, np.float32), 0.05, np.full((3, 64, 64), 9, np.float32))
    moved = statattack.rendered(view, strong).astype(int)
    assert moved.max() <= 255 and (moved - view * np.exp(statattack.EXPOSURE)).max() <= statattack.NOISE + 1


def test_every_setting_has_a_gradient():
    x = torch.rand(1, 3, 24, 24)
    parts = [torch.zeros(6), torch.tensor(0.5), torch.zeros(3, 24, 24)]
    for part in parts:
        part.requires_grad_()
    statattack.apply(x, *parts).var().backward()
    assert all(part.grad is not None and part.grad.abs().sum() > 0 for part in parts)


@pytest.mark.weights
def test_a_white_box_attack_moves_the_head_it_knows(small_folder, astronaut):
    from telltale.agent.detectors import clip_heads
    from telltale.agent.perception import tower

    heads = clip_heads.shipped()
    view = np.asarray(astronaut.resize((224, 224)))
    attacked = statattack.white_box(view, heads, 1.0, steps=2)
    before, after = (float(heads.log_odds(tower.embed(p[None]).vectors)[0]) for p in (view, attacked))
    assert after > before + 1.0
