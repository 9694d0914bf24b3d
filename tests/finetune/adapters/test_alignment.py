import numpy as np
import torch
from telltale.agent.perception import models
from telltale.finetune.adapters.alignment import align, directions
from telltale.finetune.adapters.cue_questions import catalogue
from telltale.finetune.adapters.probe_data import Example, Examples
from telltale.finetune.adapters.tower_cache import TowerCache


class Shades(Examples):
    """Bright pictures are generated, dark ones real."""

    def __init__(self):
        self.presence, self.digest = {"global.verdict": 0.5}, "shades"

    def draw(self, rng):
        fake = bool(rng.random() < 0.5)
        shade = rng.integers(0, 60, (40, 40, 3)) + (180 if fake else 0)
        return Example(shade.astype(np.uint8), {"global.verdict": fake}, "x")


def test_alignment_moves_the_picture_toward_the_words_of_what_is_true(tiny_folder, tmp_path):
    tiny = models.load(str(tiny_folder))
    cache = TowerCache(tiny, Shades(), 64, 0, tmp_path / "tower")
    lines: list[str] = []
    align(tiny, cache.projector, cache, 100, tmp_path, lines.append)
    verdict = catalogue()["global.verdict"]
    (toward,) = directions(tiny, [(verdict.plain, verdict.turned)])
    with torch.inference_mode():
        shift = [float(cache.projector(cache.features(n)[None].float()).mean(1)[0] @ toward) for n in range(64)]
    fake = np.array([cache.truth(n)["global.verdict"] for n in range(64)])
    assert np.mean(np.array(shift)[fake]) > np.mean(np.array(shift)[~fake]) + 0.1
    assert "loss" in lines[-1]

    again = TowerCache(models.load(str(tiny_folder)), Shades(), 64, 0, tmp_path / "tower")
    align(tiny, again.projector, again, 100, tmp_path, lines.append)  # read from the file, not trained again
    assert len(lines) == 2
    for first, second in zip(cache.projector.parameters(), again.projector.parameters(), strict=True):
        assert torch.equal(first, second)
