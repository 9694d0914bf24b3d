"""Realism in batches, as one picture at a time has it."""

import numpy as np
import pytest
from telltale.agent.detectors import registry
from telltale.agent.detectors.base import Detector, Reading
from telltale.eval.reward import Realism

pytestmark = pytest.mark.weights


def test_a_batch_gives_what_each_picture_gives_alone(small_folder, photographs):
    from telltale.agent.detectors.clip import CLIP
    from telltale.agent.evidence import Quality

    pictures = [
        photograph.resize(size) for photograph, size in zip(photographs, [(224, 240), (224, 224)], strict=False)
    ]
    together = Realism()(pictures)
    assert together.shape == (2,) and together.dtype == np.float32
    for picture, value in zip(pictures, together, strict=True):
        pixels = np.asarray(picture)
        score = CLIP.read(pixels, Quality(short_side=min(pixels.shape[:2]))).score
        assert value == pytest.approx(1 / (1 + np.exp(score)), abs=0.02)  # batches differ in the last bits of bfloat16
    assert Realism()([]).shape == (0,)
    soft = Realism(temperature=10.0)(pictures[:1])
    assert np.all(np.abs(soft - 0.5) < np.abs(together[:1] - 0.5))


def test_a_score_that_is_no_probability_is_refused(small_folder, photographs, monkeypatch):
    with pytest.raises(ValueError, match="a reward needs log-odds or a probability"):
        Realism(("jpeg",))([photographs[0].resize((224, 224))])
    mine = Detector("mine", "m", "h", "r", lambda pixels, quality: Reading("Seen.", 3.0, "log-odds"))
    monkeypatch.setattr(registry, "get", {"mine": mine}.get)
    alone, both = (Realism(names)([photographs[0].resize((224, 224))]) for names in (("mine",), ("clip", "mine")))
    assert float(alone[0]) == pytest.approx(1 / (1 + np.exp(3.0))) and 0 < float(both[0]) < 1
