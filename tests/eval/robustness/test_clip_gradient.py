"""The attack turns the strongest detector, and the copy gives it away."""

import numpy as np
import pytest
from PIL import Image
from telltale.agent.detectors import clip, clip_heads
from telltale.agent.evidence import Flag, Quality
from telltale.agent.perception import tower
from telltale.eval.robustness import clip_gradient


@pytest.mark.slow
@pytest.mark.weights
def test_noise_that_was_fitted_to_the_tower_does_not_survive_a_copy(astronaut, small_folder, monkeypatch):
    monkeypatch.setattr(clip_gradient, "STEPS", 5)  # four reach the bound
    heads = clip_heads.shipped()
    view = np.asarray(astronaut.resize((224, 224), Image.Resampling.BICUBIC))
    attacked = clip_gradient.projected_gradient(view, 1.0, 2.0, heads)
    assert np.abs(attacked.astype(int) - view).max() <= 2
    before, after = heads.log_odds(tower.embed(np.stack([view, attacked])).vectors)
    assert after > before + 5
    quality = Quality(short_side=224)
    calm, torn = clip.generation(view, quality), clip.generation(attacked, quality)
    assert Flag.UNSTABLE not in calm.facts.flags and Flag.UNSTABLE in torn.facts.flags
    assert calm.facts.numbers.get("change", 0.0) < clip.CHANGE < torn.facts.numbers["change"]
